//! A proxy for the application alone can be reached from outside the pod.

use super::{
    ContractRule, Example,
    context::Context,
    handlers::{Asked, asked, number},
    rule::Check,
    service::{ServiceContext, leads_to},
};
use crate::{
    intent::{Address, Listener, Role, Source, UpstreamIntent, UpstreamTo},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("outbound-proxy-exposed", "a proxy for the application alone listens on loopback"),
    guessed: Severity::Warning,
    references: &["N05"],
    doc: "
An outbound ambassador holds credentials, or opens a way that the application alone is meant to have: a database, a cloud API.
Where it listens on all addresses, or a Service leads to it, every pod of the cluster goes the same way with the same rights.

Let it listen on 127.0.0.1, and lead no Service to it. `Ambassador::outbound` does both by itself: its listener is on loopback
and never declared. A port of its own that only answers the kubelet's HTTP probes has to be reachable, and is no such way.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
    - name: database
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
      args: [--address=0.0.0.0, --port=5432, "project:region:instance"]
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
    - name: database
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
      args: [--port=5432, "project:region:instance"]
"#),
    check: Check::pod(check).and_service(check_service),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    // Alone in its pod it is no ambassador, but a service for others.
    if context.running().count() < 2 {
        return;
    }
    for listener in context.listeners() {
        let owner = listener.owner;
        // A port that is only declared tells nothing of the address.
        let told = matches!(listener.basis.source(), None | Some(Source::Text));
        let declared = listener.basis.source() == Some(Source::Declared);
        let open = listener.address == Address::Any && (told || declared);
        if !open || !is_for_pod(context, owner) || is_for_probes(context, listener) {
            continue;
        }
        let (name, port) = (context.name(owner), listener.port);
        let message = format!(
            "`{name}` proxies for this pod alone, but port {port} can be reached from outside the pod"
        );
        let field = listener.basis.field();
        let mut finding = RULE.found(&listener.basis, context.at(owner, field), message);
        finding.help("let it listen on 127.0.0.1");
        if declared {
            finding.severity = Severity::Info;
        }
        found.push(finding);
    }
}

/// Tells whether a listener is there for the kubelet, which does not reach loopback: the proxy's own HTTP probes ask it,
/// and nobody in the pod does.
fn is_for_probes(context: &Context<'_>, listener: &Listener) -> bool {
    let container = context.container(listener.owner);
    let asks =
        |asked: &Asked<'_>| asked.tls.is_some() && number(asked.port, container) == Some(listener.port);
    let called = |upstream: &UpstreamIntent| {
        upstream.owner != listener.owner
            && matches!(upstream.to, UpstreamTo::Listener { port, .. } if port == listener.port)
    };
    asked(container).iter().any(asks) && !context.intent.upstreams.iter().any(called)
}

/// Tells whether a container proxies for the others of its pod. One that was only guessed to lead outside may as well
/// serve everybody, unless somebody in the pod calls it.
fn is_for_pod(context: &Context<'_>, owner: usize) -> bool {
    let member = context.member(owner);
    let known = context.known(owner);
    let sure =
        !member.basis.is_guess() || known.is_some_and(|known| known.role == Some(Role::OutboundAmbassador));
    let own =
        |port: u16| context.listeners().any(|listener| listener.owner == owner && listener.port == port);
    let called = context.intent.upstreams.iter().any(|upstream| {
        upstream.owner != owner && matches!(upstream.to, UpstreamTo::Listener { port, .. } if own(port))
    });
    member.role == Role::OutboundAmbassador && (sure || called)
}

fn check_service(service: &ServiceContext<'_>, found: &mut Vec<Finding>) {
    for context in service.selected().filter(|context| context.running().count() > 1) {
        for (at, port) in service.ports() {
            let Some(listener) = leads_to(port, &context) else { continue };
            let member = context.member(listener.owner);
            if !is_for_pod(&context, listener.owner) {
                continue;
            }
            let message = format!(
                "Service `{}` leads to `{}`, which proxies for its own pod alone",
                service.name(),
                member.name
            );
            let mut finding = RULE.found(&member.basis, format!("spec.ports[{at}]"), message);
            finding.help("drop the port from the Service");
            found.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_way_out_is_known_however_it_is_told() {
        tells(
            &super::RULE,
            &[
                (
                    r#"{containers: [{name: app, image: example.com/app:1, command: [/app, --api, "http://127.0.0.1:8001"]}, {name: api, image: "registry.k8s.io/kubectl:v1.36.0", args: [proxy, --port=8001, --address=0.0.0.0]}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, command: [/app, --api, "http://127.0.0.1:8001"]}, {name: api, image: "registry.k8s.io/kubectl:v1.36.0", args: [proxy, --port=8001]}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: PGHOST, value: localhost}]}, {name: tunnel, image: "alpine/socat:1.8.0.3", args: ["TCP-LISTEN:5432,fork", "TCP:db.example.com:5432"]}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: PGHOST, value: localhost}]}, {name: tunnel, image: "alpine/socat:1.8.0.3", args: ["TCP-LISTEN:5432,fork,bind=127.0.0.1", "TCP:db.example.com:5432"]}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1}, {name: db, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2", args: ["p:r:i?port=5432&address=0.0.0.0"]}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1}, {name: db, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2", args: ["p:r:i?port=5432"]}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: DB, value: "127.0.0.1:6432"}]}, {name: pool, image: example.com/pgbouncer:1, env: [{name: LISTEN_PORT, value: "6432"}]}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: DB, value: "127.0.0.1:6432"}]}, {name: pool, image: example.com/pgbouncer:1, env: [{name: LISTEN_PORT, value: "6432"}, {name: LISTEN_ADDR, value: 127.0.0.1}]}]}"#,
                ),
            ],
        );
    }
}

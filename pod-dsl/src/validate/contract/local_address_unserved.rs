//! A container calls a local port nobody listens on.

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    rule::Check,
};
use crate::{
    intent::UpstreamTo,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract(
        "local-address-unserved",
        "a local address that a container calls is served in its pod",
    ),
    guessed: Severity::Warning,
    references: &["N04"],
    doc: r#"
`localhost` and `127.0.0.1` are the pod itself, so somebody in the pod has to listen there. Where nobody does, each call ends
with "connection refused", mostly long after the pod was applied and reported ready.

Correct the port, add the container that serves it, or call the Service that does. In Rust `port.address()` gives the address
of a handle, and a handle that nobody listens on is an error.

In a manifest of others not every listener can be seen. It is a warning where the ports of all containers are known, and else
an information.
"#,
    bad: Example::Yaml(
        r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
      env: [{name: CACHE, value: "localhost:6380"}]
    - name: cache
      image: redis:8
      ports: [{containerPort: 6379}]
"#,
    ),
    good: Example::Yaml(
        r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
      env: [{name: CACHE, value: "localhost:6379"}]
    - name: cache
      image: redis:8
      ports: [{containerPort: 6379}]
"#,
    ),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    // In the node's network everything on the node is local.
    let alone = context.running().count() < 2;
    let host = context.spec().host_network == Some(true);
    for upstream in context.intent.upstreams.iter().filter(|upstream| !upstream.proxied) {
        let UpstreamTo::Listener { port, .. } = upstream.to else { continue };
        let owner = upstream.owner;
        if context.listeners().any(|listener| listener.port == port)
            || (upstream.basis.is_guess() && (alone || host || context.stand(owner) == Stand::Init))
        {
            continue;
        }
        let message = format!(
            "`{}` calls port {port} of its own pod, where nobody is known to listen",
            context.name(owner)
        );
        let field = upstream.basis.field();
        let mut finding = RULE.found(&upstream.basis, context.at(owner, field), message);
        finding.helps.extend(context.who_listens(owner));
        // A command may call the container's own ports, of which nobody need know.
        let certain = field.starts_with("env")
            && context.all_listeners_known(owner)
            && context.listeners().any(|listener| listener.owner == owner);
        if upstream.basis.is_guess() && !certain {
            finding.severity = Severity::Info;
        }
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn host_and_port_may_stand_apart() {
        tells(
            &super::RULE,
            &[
                (
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: REDIS_HOST, value: localhost}, {name: REDIS_PORT, value: "6380"}], ports: [{containerPort: 80}]}, {name: redis, image: redis:8, ports: [{containerPort: 6379}]}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: REDIS_HOST, value: localhost}, {name: REDIS_PORT, value: "6379"}], ports: [{containerPort: 80}]}, {name: redis, image: redis:8, ports: [{containerPort: 6379}]}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, command: [sh, -c, "until nc -z 127.0.0.1 6380; do sleep 1; done; exec /app"]}, {name: redis, image: redis:8, ports: [{containerPort: 6379}]}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, command: [sh, -c, "until nc -z 127.0.0.1 6379; do sleep 1; done; exec /app"]}, {name: redis, image: redis:8, ports: [{containerPort: 6379}]}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: STATSD_HOST, value: 127.0.0.1}, {name: STATSD_PORT, value: "8125"}], ports: [{containerPort: 80}]}, {name: statsd, image: prom/statsd-exporter:v0.28.0, args: ["--statsd.listen-udp=:9125"]}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: STATSD_HOST, value: 127.0.0.1}, {name: STATSD_PORT, value: "9125"}], ports: [{containerPort: 80}]}, {name: statsd, image: prom/statsd-exporter:v0.28.0, args: ["--statsd.listen-udp=:9125"]}]}"#,
                ),
            ],
        );
    }
}

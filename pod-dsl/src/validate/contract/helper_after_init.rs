//! An init container needs a helper that starts later.

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    rule::Check,
};
use crate::{
    intent::{Basis, NeedPhase, UpstreamTo},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("helper-after-init", "what an init container needs is a native sidecar before it"),
    guessed: Severity::Warning,
    references: &["L04"],
    doc: "
Init containers run one after the other before any plain container starts. One that calls a proxy of the pod waits for something
that waits for it, and the pod never leaves its initialisation.

Make the helper a native sidecar and put it before the init container. In Rust `.starts_after(&helper.handle())` on the init
container does both.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: migrate
      image: example.com/migrate:1
      env: [{name: DATABASE, value: "127.0.0.1:5432"}]
  containers:
    - name: web
      image: example.com/web:1
    - name: database
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
      args: [--port=5432, "project:region:instance"]
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: database
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
      args: [--port=5432, "project:region:instance"]
      restartPolicy: Always
    - name: migrate
      image: example.com/migrate:1
      env: [{name: DATABASE, value: "127.0.0.1:5432"}]
  containers:
    - name: web
      image: example.com/web:1
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut told = Vec::new();
    let mut tell = |who: usize, whom: usize, basis: &Basis| {
        let (name, needed) = (context.name(who), context.name(whom));
        let late = context.stand(who) == Stand::Init && !context.timeline().starts_before(needed, name);
        if late && !told.contains(&(who, whom)) {
            told.push((who, whom));
            let message =
                format!("the init container `{name}` needs `{needed}`, which starts only after it has ended");
            let mut finding = RULE.found(basis, context.at(who, basis.field()), message);
            finding.help(format!(
                "make `{needed}` a native sidecar and put it before `{name}` in `initContainers`"
            ));
            found.push(finding);
        }
    };
    for need in context.intent.needs.iter().filter(|need| need.phase == NeedPhase::Start) {
        tell(need.who, need.whom, &need.basis);
    }
    for upstream in &context.intent.upstreams {
        let UpstreamTo::Listener { port, .. } = upstream.to else { continue };
        // It may start such a server itself; and a peer that only has the port in its image is not sure.
        let peer =
            context.listeners().find(|listener| listener.port == port && listener.owner != upstream.owner);
        if let Some(peer) = peer {
            tell(upstream.owner, peer.owner, &upstream.basis);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_client_calls_by_its_flags() {
        tells(
            &super::RULE,
            &[(
                "{initContainers: [{name: wait, image: postgres:18, command: [pg_isready, -h, localhost]}], containers: [{name: app, image: example.com/app:1}, {name: db, image: postgres:18}]}",
                "{initContainers: [{name: wait, image: postgres:18, command: [pg_isready, -h, db]}], containers: [{name: app, image: example.com/app:1}, {name: db, image: postgres:18}]}",
            )],
        );
    }
}

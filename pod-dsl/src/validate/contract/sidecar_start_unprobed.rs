//! A native sidecar that is needed at the start has no startup probe.

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    rule::Check,
};
use crate::{
    explain::timeline::Event,
    intent::NeedPhase,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "sidecar-start-unprobed", "a native sidecar that others need at their start has a startup probe"),
    guessed: Severity::Warning,
    references: &["L03"],
    doc: "
What comes after a native sidecar waits until it has started, and without a startup probe started means that its process runs,
not that it listens or serves. Its readiness probe does not count for that.

Add a startup probe that asks for what the others need. In Rust `.starts_after(…)` adds one where the helper listens on a port
that the kubelet reaches.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: database
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
      args: [--port=5432, --http-port=9801, --http-address=0.0.0.0, --health-check, "project:region:instance"]
      restartPolicy: Always
  containers:
    - name: web
      image: example.com/web:1
      env: [{name: DATABASE, value: "127.0.0.1:5432"}]
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: database
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
      args: [--port=5432, --http-port=9801, --http-address=0.0.0.0, --health-check, "project:region:instance"]
      restartPolicy: Always
      startupProbe: {httpGet: {path: /startup, port: 9801}}
  containers:
    - name: web
      image: example.com/web:1
      env: [{name: DATABASE, value: "127.0.0.1:5432"}]
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut told = Vec::new();
    for need in context.intent.needs.iter().filter(|need| need.phase == NeedPhase::Start) {
        let (who, whom) = (context.name(need.who), context.name(need.whom));
        let gate = context.timeline().gate(whom, who);
        let only_runs = gate.is_some_and(|gate| gate.event == Event::Starts);
        if context.stand(need.whom) != Stand::Native || !only_runs || told.contains(&need.whom) {
            continue;
        }
        told.push(need.whom);
        let message = format!("`{who}` needs `{whom}` at its start, and is only sure that its process runs");
        let mut finding = RULE.found(&need.basis, context.path(need.whom), message);
        finding.help(format!("add a startupProbe to `{whom}`"));
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn an_init_container_needs_whom_its_client_calls() {
        tells(
            &super::RULE,
            &[(
                "{initContainers: [{name: redis, image: redis:8, restartPolicy: Always}, {name: seed, image: redis:8, command: [redis-cli, -h, 127.0.0.1, set, a, b]}], containers: [{name: app, image: example.com/app:1}]}",
                "{initContainers: [{name: redis, image: redis:8, restartPolicy: Always, startupProbe: {tcpSocket: {port: 6379}}}, {name: seed, image: redis:8, command: [redis-cli, -h, 127.0.0.1, set, a, b]}], containers: [{name: app, image: example.com/app:1}]}",
            )],
        );
    }
}

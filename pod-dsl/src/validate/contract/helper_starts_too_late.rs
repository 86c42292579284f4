//! A container needs a helper at its start that nobody waits for.

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    rule::Check,
};
use crate::{
    intent::NeedPhase,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("helper-starts-too-late", "a helper that is needed at the start is up before who needs it"),
    guessed: Severity::Info,
    references: &["L02"],
    doc: "
Plain containers start one after the other, and nobody waits for any of them. A container whose first act is a call through a
proxy may find nobody there; whether it tries again decides whether it starts.

Make the helper a native sidecar with a startup probe: what comes later waits for it. In Rust
`.starts_after(&helper.handle())` does that.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      env: [{name: DATABASE, value: "127.0.0.1:5432"}]
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
    for need in context.intent.needs.iter().filter(|need| need.phase == NeedPhase::Start) {
        let (who, whom) = (context.name(need.who), context.name(need.whom));
        // One that comes later than an init container has a rule of its own.
        if context.timeline().starts_before(whom, who) || context.stand(need.who) == Stand::Init {
            continue;
        }
        let message = format!("`{who}` needs `{whom}` at its start, and nobody waits for `{whom}`");
        let mut finding = RULE.found(&need.basis, context.path(need.whom), message);
        finding.help(format!(
            "make `{whom}` a native sidecar (`initContainers` with `restartPolicy: Always`) with a startup probe"
        ));
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn who_waits_in_a_loop_needs_whom_it_waits_for() {
        tells(
            &super::RULE,
            &[
                (
                    r#"{containers: [{name: app, image: example.com/app:1, command: [sh, -c, "until nc -z localhost 6379; do sleep 1; done; exec /app"], volumeMounts: [{name: v, mountPath: /conf, readOnly: true}]}, {name: redis, image: redis:8, volumeMounts: [{name: v, mountPath: /conf}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
                    r#"{initContainers: [{name: redis, image: redis:8, restartPolicy: Always, startupProbe: {tcpSocket: {port: 6379}}, volumeMounts: [{name: v, mountPath: /conf}]}], containers: [{name: app, image: example.com/app:1, command: [sh, -c, "until nc -z localhost 6379; do sleep 1; done; exec /app"], volumeMounts: [{name: v, mountPath: /conf, readOnly: true}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, command: [sh, -c, "while [ ! -f /conf/a ]; do sleep 1; done; exec /app"], volumeMounts: [{name: v, mountPath: /conf, readOnly: true}]}, {name: redis, image: redis:8, volumeMounts: [{name: v, mountPath: /conf}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
                    r#"{initContainers: [{name: redis, image: redis:8, restartPolicy: Always, startupProbe: {tcpSocket: {port: 6379}}, volumeMounts: [{name: v, mountPath: /conf}]}], containers: [{name: app, image: example.com/app:1, command: [sh, -c, "while [ ! -f /conf/a ]; do sleep 1; done; exec /app"], volumeMounts: [{name: v, mountPath: /conf, readOnly: true}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
                ),
            ],
        );
    }
}

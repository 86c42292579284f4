//! A helper may be gone while somebody still needs it to stop.

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
    rule: Rule::contract("helper-stopped-first", "a helper that is needed until the stop is stopped after who needs it"),
    guessed: Severity::Info,
    references: &["L05"],
    doc: "
When a pod is deleted all its plain containers are told to stop at once, and who ends first is chance. An application that
finishes its last requests through a proxy finds it gone. Native sidecars are stopped after all plain containers, in reverse
order of their list, so among them too the needed one has to stand first.

Make the helper a native sidecar. In Rust `.drains_through(&helper.handle())` does that.
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
    for need in context.intent.needs.iter().filter(|need| need.phase == NeedPhase::UntilStop) {
        let (who, whom) = (context.name(need.who), context.name(need.whom));
        if context.timeline().outlives(whom, who) {
            continue;
        }
        let message =
            format!("`{who}` needs `{whom}` until it has stopped, and `{whom}` may be stopped first");
        let mut finding = RULE.found(&need.basis, context.path(need.whom), message);
        finding.help(if context.stand(need.whom) == Stand::Native {
            format!("put `{whom}` before `{who}` in `initContainers`: they are stopped in reverse order")
        } else {
            format!("make `{whom}` a native sidecar: those are stopped after all plain containers")
        });
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn whom_a_hook_calls_at_the_stop_is_needed_until_then() {
        tells(
            &super::RULE,
            &[(
                r#"{containers: [{name: app, image: example.com/app:1, lifecycle: {preStop: {exec: {command: [curl, "http://127.0.0.1:9090/deregister"]}}}}, {name: agent, image: example.com/agent:1, ports: [{containerPort: 9090}]}]}"#,
                r#"{containers: [{name: app, image: example.com/app:1, lifecycle: {preStop: {exec: {command: [curl, "http://agent.example.com:9090/deregister"]}}}}, {name: agent, image: example.com/agent:1, ports: [{containerPort: 9090}]}]}"#,
            )],
        );
    }
}

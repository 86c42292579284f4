//! A container signals a process of another that it cannot see.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("signal-unreachable", "who signals a process of another container shares the process namespace"),
    guessed: Severity::Warning,
    references: &["S01"],
    doc: "
Each container has a process namespace of its own: `pkill` finds nothing, and the signal reaches nobody. Mostly its failure is
not looked at, and the configuration is never read again.

Set `shareProcessNamespace: true`. In Rust `.signals(&handle, Signal::Hup)` does it.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: nginx
      image: nginx:1.29
    - name: reload
      image: busybox:1.37
      command: [sh, -c, "while sleep 60; do pkill -HUP nginx; done"]
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  shareProcessNamespace: true
  containers:
    - name: nginx
      image: nginx:1.29
    - name: reload
      image: busybox:1.37
      command: [sh, -c, "while sleep 60; do pkill -HUP nginx; done"]
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let spec = context.spec();
    if spec.share_process_namespace == Some(true) || spec.host_pid == Some(true) {
        return;
    }
    for signal in &context.intent.signals {
        let (from, to) = (context.name(signal.from), context.name(signal.to));
        let message = format!("`{from}` sends {} to `{to}`, whose processes it does not see", signal.signal);
        let path = context.at(signal.from, signal.basis.field());
        let mut finding = RULE.found(&signal.basis, path, message);
        finding.help("set `shareProcessNamespace: true`");
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn whom_a_signal_goes_to_may_be_looked_up_first() {
        tells(
            &super::RULE,
            &[
                (
                    r#"{containers: [{name: web, image: nginx:1.29}, {name: reload, image: alpine:3.22, command: [sh, -c, "while sleep 9; do pgrep nginx | xargs kill -s HUP; done"]}]}"#,
                    r#"{containers: [{name: web, image: nginx:1.29}, {name: reload, image: alpine:3.22, command: [sh, -c, "while sleep 9; do pgrep nginx | xargs kill -s HUP; done"]}], shareProcessNamespace: true}"#,
                ),
                (
                    r#"{containers: [{name: web, image: nginx:1.29}, {name: reload, image: alpine:3.22, command: [sh, -c, "pid=$(pidof nginx); while sleep 9; do kill -HUP $pid; done"]}]}"#,
                    r#"{containers: [{name: web, image: nginx:1.29}, {name: reload, image: alpine:3.22, command: [sh, -c, "sleep 9 & pid=$!; kill -HUP $pid"]}]}"#,
                ),
                (
                    "{containers: [{name: web, image: nginx:1.29}, {name: watch, image: example.com/watch:1, args: [--process-name=nginx, --signal=SIGHUP]}]}",
                    "{containers: [{name: web, image: nginx:1.29}, {name: watch, image: example.com/watch:1, args: [--process-name=watch, --signal=SIGHUP]}]}",
                ),
            ],
        );
    }
}

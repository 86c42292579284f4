//! A container signals a process of another user.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("signal-forbidden", "who signals a process has its user, or may signal any"),
    guessed: Severity::Warning,
    references: &["S02"],
    doc: "
The kernel lets a process signal those of its own user; those of others only with the capability `KILL`, which
Pod Security `restricted` and restricted-v2 forbid. `SYS_PTRACE` does not help.

Run both containers as one user, which OpenShift does by itself.
",
    bad: Example::Yaml(
        r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  shareProcessNamespace: true
  containers:
    - name: nginx
      image: nginx:1.29
      securityContext: {runAsUser: 101}
    - name: reload
      image: busybox:1.37
      command: [sh, -c, "while sleep 60; do pkill -HUP nginx; done"]
      securityContext: {runAsUser: 1000}
"#,
    ),
    good: Example::Yaml(
        r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  shareProcessNamespace: true
  containers:
    - name: nginx
      image: nginx:1.29
      securityContext: {runAsUser: 101}
    - name: reload
      image: busybox:1.37
      command: [sh, -c, "while sleep 60; do pkill -HUP nginx; done"]
      securityContext: {runAsUser: 101}
"#,
    ),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for signal in &context.intent.signals {
        let (Some(from), Some(to)) = (context.uid(signal.from), context.uid(signal.to)) else { continue };
        let security = context.container(signal.from).security_context.as_ref();
        let added =
            security.and_then(|security| security.capabilities.as_ref()).and_then(|all| all.add.as_ref());
        let may = added
            .is_some_and(|added| added.iter().any(|one| matches!(one.as_str(), "KILL" | "CAP_KILL" | "ALL")));
        let privileged = security.is_some_and(|security| security.privileged == Some(true));
        if from == to || from == 0 || may || privileged {
            continue;
        }
        let (one, other) = (context.name(signal.from), context.name(signal.to));
        let message =
            format!("`{one}` runs as user {from} and may not signal `{other}`, which runs as user {to}");
        let path = context.at(signal.from, "securityContext");
        let mut finding = RULE.found(&signal.basis, path, message);
        finding.help("run both as one user");
        found.push(finding);
    }
}

//! A container is to run as root and not to run as root.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("root-forbidden", "a container that may not run as root has another user"),
    guessed: Severity::Warning,
    references: &["S06"],
    doc: "
`runAsNonRoot: true` is asked by the kubelet when it starts the container; with user 0 it does not start
(`CreateContainerConfigError`). The server takes both.

Drop one of the two. A container's own `securityContext` overrides that of the pod, field by field, so often one of them stands
there.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  securityContext: {runAsNonRoot: true}
  containers:
    - name: web
      image: example.com/web:1
      securityContext: {runAsUser: 0}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  securityContext: {runAsNonRoot: true}
  containers:
    - name: web
      image: example.com/web:1
      securityContext: {runAsUser: 1000}
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.all() {
        if context.uid(member) != Some(0) || context.non_root(member) != Some(true) {
            continue;
        }
        let own = context.container(member).security_context.as_ref();
        let path = match own {
            Some(own) if own.run_as_user.is_some() => context.at(member, "securityContext.runAsUser"),
            Some(own) if own.run_as_non_root.is_some() => context.at(member, "securityContext.runAsNonRoot"),
            _ => context.path(member),
        };
        let message =
            format!("`{}` has user 0 and `runAsNonRoot`, so it does not start", context.name(member));
        let mut finding = RULE.seen(path, message);
        finding.help("give it another user, or drop `runAsNonRoot`");
        found.push(finding);
    }
}

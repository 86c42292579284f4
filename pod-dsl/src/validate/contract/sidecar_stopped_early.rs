//! The preStop hook of a native sidecar stops it while the application still runs.

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    rule::Check,
};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "sidecar-stopped-early", "the preStop hook of a native sidecar waits and does not stop it"),
    guessed: Severity::Warning,
    references: &["L07"],
    doc: "
The kubelet stops native sidecars after the application, but their preStop hooks run at the beginning of the end, together with
all others. A hook that stops the sidecar, which was right when it was a plain container, now takes it from the application
while that still drains.

Drop the hook: the order of the stop is what it was for. It is a warning where the hook's command stops something, and an
information where it cannot be read.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: proxy
      image: example.com/proxy:1
      restartPolicy: Always
      lifecycle: {preStop: {exec: {command: [sh, -c, "proxy shutdown"]}}}
  containers:
    - name: web
      image: example.com/web:1
"#),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: proxy
      image: example.com/proxy:1
      restartPolicy: Always
  containers:
    - name: web
      image: example.com/web:1
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.all().filter(|&member| context.stand(member) == Stand::Native) {
        let container = context.container(member);
        let hook = container.lifecycle.as_ref().and_then(|lifecycle| lifecycle.pre_stop.as_ref());
        let Some(hook) = hook.filter(|hook| hook.sleep.is_none()) else { continue };
        let asked = hook.http_get.as_ref().and_then(|get| get.path.clone());
        let told = hook.exec.as_ref().and_then(|exec| exec.command.as_ref()).map(|command| command.join(" "));
        let words = asked.or(told).unwrap_or_default();
        let waits = ["drain", "sleep", "wait"].iter().any(|word| words.contains(word));
        let stops = ["kill", "quit", "shutdown", "stop", "exit"].iter().any(|word| words.contains(word));
        // Waiting takes nothing from the application.
        if waits && !stops {
            continue;
        }
        let message = format!(
            "the preStop hook of the native sidecar `{}` runs when the pod begins to stop, not when it is its turn",
            container.name
        );
        let mut finding = RULE.seen(context.at(member, "lifecycle.preStop"), message);
        finding.severity = if stops && !waits { Severity::Warning } else { Severity::Info };
        finding.help("drop the hook if it stops the sidecar: that is stopped after the application anyway");
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_hook_that_waits_takes_nothing_away() {
        tells(
            &super::RULE,
            &[(
                r#"{initContainers: [{name: proxy, image: example.com/proxy:1, restartPolicy: Always, lifecycle: {preStop: {exec: {command: [sh, -c, "kill -TERM 1"]}}}}], containers: [{name: app, image: example.com/app:1}]}"#,
                r#"{initContainers: [{name: proxy, image: example.com/proxy:1, restartPolicy: Always, lifecycle: {preStop: {exec: {command: [sh, -c, "sleep 5"]}}}}], containers: [{name: app, image: example.com/app:1}]}"#,
            )],
        );
    }
}

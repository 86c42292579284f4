//! A preStop hook takes as long as the grace period.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "pre-stop-outlasts-grace", "a preStop hook leaves the container time to stop"),
    guessed: Severity::Warning,
    references: &["L06"],
    doc: "
The grace period runs from the deletion on, and the preStop hook is part of it. Where the hook takes all of it, the container
gets its signal to end and is killed at the same moment: requests in flight are lost, which is what the hook was to prevent. The
server sees it for a sleep handler; for a command nobody does.

Raise `terminationGracePeriodSeconds`, or let the hook sleep for less.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  terminationGracePeriodSeconds: 30
  containers:
    - name: web
      image: example.com/web:1
      lifecycle: {preStop: {exec: {command: [sleep, "30"]}}}
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  terminationGracePeriodSeconds: 60
  containers:
    - name: web
      image: example.com/web:1
      lifecycle: {preStop: {exec: {command: [sleep, "30"]}}}
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.running() {
        let container = context.container(member);
        let hook = container.lifecycle.as_ref().and_then(|lifecycle| lifecycle.pre_stop.as_ref());
        if hook.is_none_or(|hook| hook.exec.is_none()) {
            continue;
        }
        let timeline = context.timeline();
        let Some(span) = timeline.pre_stop(&container.name) else { continue };
        let grace = timeline.grace_period;
        if span.at_least < grace {
            continue;
        }
        let message = format!(
            "the preStop hook of `{}` takes the whole grace period of {grace} s, and nothing is left to stop in",
            container.name
        );
        let mut finding = RULE.seen(context.at(member, "lifecycle.preStop"), message);
        finding.help("raise `terminationGracePeriodSeconds`");
        found.push(finding);
    }
}

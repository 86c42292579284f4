//! Liveness and readiness ask the same, equally fast.

use k8s_openapi::api::core::v1::Probe;

use super::{ContractRule, Example, context::Context, handlers::action, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "probes-identical", "liveness waits longer than readiness, or asks another thing"),
    guessed: Severity::Warning,
    references: &["P05"],
    doc: "
Readiness takes a pod out of its Services until it can answer again; liveness kills the container. Where both ask the same and
give up after the same time, readiness has no say: whoever is slow for a moment is killed, under load one pod after the other,
and each that is killed leaves more load to the rest.

Let liveness ask less (that the process lives, without its dependencies), or give up later: a higher `failureThreshold`.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
      livenessProbe: {httpGet: {path: /health, port: 8080}}
      readinessProbe: {httpGet: {path: /health, port: 8080}}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
      livenessProbe: {httpGet: {path: /health, port: 8080}, failureThreshold: 10}
      readinessProbe: {httpGet: {path: /health, port: 8080}}
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.running() {
        let container = context.container(member);
        let (Some(liveness), Some(readiness)) = (&container.liveness_probe, &container.readiness_probe)
        else {
            continue;
        };
        if action(liveness) != action(readiness) || patience(liveness) > patience(readiness) {
            continue;
        }
        let message = format!(
            "liveness and readiness of `{}` ask the same and give up after the same time, so what is only slow is killed",
            container.name
        );
        let mut finding = RULE.seen(context.at(member, "livenessProbe"), message);
        finding.help("raise `failureThreshold` of the liveness probe, or let it ask less");
        found.push(finding);
    }
}

/// Gives for how many seconds a probe may fail until it counts; zero means the default, as the server takes it.
fn patience(probe: &Probe) -> i32 {
    let or = |value: Option<i32>, default| value.filter(|&value| value != 0).unwrap_or(default);
    or(probe.period_seconds, 10).saturating_mul(or(probe.failure_threshold, 3))
}

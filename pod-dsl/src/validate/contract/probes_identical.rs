//! Liveness and readiness ask the same, equally fast.

use k8s_openapi::{
    api::core::v1::{Container, Probe},
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::{
    ContractRule, Example,
    context::Context,
    handlers::{action, number},
    rule::Check,
};
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
        if !asks_the_same(liveness, readiness, container) || patience(liveness) > patience(readiness) {
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

/// Tells whether two probes do the same, however the port is named and what is left to its default.
fn asks_the_same(one: &Probe, other: &Probe, container: &Container) -> bool {
    let plain = |probe: &Probe| {
        let port = |port: &IntOrString| {
            number(port, container).map_or_else(|| format!("{port:?}"), |port| port.to_string())
        };
        let http = probe.http_get.as_ref().map(|get| {
            let path = get.path.clone().filter(|path| !path.is_empty()).unwrap_or_else(|| "/".into());
            let scheme =
                get.scheme.clone().filter(|scheme| !scheme.is_empty()).unwrap_or_else(|| "HTTP".into());
            (port(&get.port), path, scheme, get.host.clone().unwrap_or_default(), get.http_headers.clone())
        });
        let tcp =
            probe.tcp_socket.as_ref().map(|tcp| (port(&tcp.port), tcp.host.clone().unwrap_or_default()));
        (http, tcp)
    };
    let (exec, grpc, ..) = action(one);
    let (exec_of_other, grpc_of_other, ..) = action(other);
    exec == exec_of_other && grpc == grpc_of_other && plain(one) == plain(other)
}

/// Gives for how many seconds a probe may fail until it counts; zero means the default, as the server takes it.
fn patience(probe: &Probe) -> i32 {
    let or = |value: Option<i32>, default| value.filter(|&value| value != 0).unwrap_or(default);
    or(probe.period_seconds, 10).saturating_mul(or(probe.failure_threshold, 3))
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_port_is_the_same_by_name_and_by_number() {
        tells(
            &super::RULE,
            &[(
                "{containers: [{name: app, image: example.com/app:1, ports: [{name: http, containerPort: 80}], livenessProbe: {httpGet: {path: /h, port: 80, scheme: HTTP}, initialDelaySeconds: 30}, readinessProbe: {httpGet: {path: /h, port: http}}}]}",
                "{containers: [{name: app, image: example.com/app:1, ports: [{name: http, containerPort: 80}], livenessProbe: {httpGet: {path: /l, port: 80, scheme: HTTP}, initialDelaySeconds: 30}, readinessProbe: {httpGet: {path: /h, port: http}}}]}",
            )],
        );
    }
}

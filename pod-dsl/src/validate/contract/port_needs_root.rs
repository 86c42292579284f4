//! A port below 1024, for a process that is not root.

use k8s_openapi::api::core::v1::PodSpec;

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    helper_outlives_job::only_stays,
    rule::Check,
};
use crate::{
    intent::{Duty, Source},
    target::Platform,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(
        Severity::Warning,
        "port-needs-root",
        "a process that is not root listens on port 1024 or above",
    ),
    guessed: Severity::Warning,
    references: &["N08"],
    doc: "
The kernel lets a process that is not root listen on ports from `net.ipv4.ip_unprivileged_port_start` on, which is 1024
where nobody says else; adding `NET_BIND_SERVICE` does not help a process that is not root. OpenShift gives containers a
user of the project's own range, and Pod Security `restricted` demands one other than root. The container then ends at its
start with \"permission denied\".

Listen on a higher port and let the Service map the low one, or set the sysctl, which is a safe one: `.unprivileged_ports()`
in Rust. Some container runtimes open low ports by themselves; then allow the rule with that as the reason.
",
    bad: Example::Yaml(
        "
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  securityContext: {runAsNonRoot: true}
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 80}]
",
    ),
    good: Example::Yaml(
        "
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  securityContext:
    runAsNonRoot: true
    sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: \"80\"}]
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 80}]
",
    ),
    check: Check::pod(check),
};

const SYSCTL: &str = "net.ipv4.ip_unprivileged_port_start";

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    // Windows knows no such ports.
    let spec = context.spec();
    let by_node = spec.node_selector.as_ref().and_then(|labels| labels.get("kubernetes.io/os"));
    let by_pod = spec.os.as_ref().map(|os| &os.name);
    if by_pod.or(by_node).is_some_and(|os| os == "windows") {
        return;
    }
    let first_free = first_unprivileged_port(spec);
    for listener in &context.intent.listeners {
        let (owner, port) = (listener.owner, listener.port);
        if port == 0 || port >= first_free || context.stand(owner) == Stand::Init {
            continue;
        }
        // A port is declared more often than it is listened on: by what only stays where it is put, for one.
        let ends = matches!(context.member(owner).duty, Some((Duty::OneShot, _)));
        let image = context.container(owner).image.as_deref().unwrap_or_default();
        let pauses =
            image.rsplit('/').next().is_some_and(|name| name.split([':', '@']).next() == Some("pause"));
        if listener.basis.source() == Some(Source::Declared)
            && (ends || pauses || only_stays(context.container(owner)))
        {
            continue;
        }
        let Some(user) = unprivileged(context, owner) else { continue };
        let name = context.name(owner);
        let message = format!("`{name}` listens on port {port}, below {first_free}, as {user}");
        let mut finding = RULE.found(&listener.basis, context.path(owner), message);
        finding.help(format!(
            "open low ports to every user with the sysctl `{SYSCTL}` (`.unprivileged_ports()`), or listen on {} and let the Service map {port}",
            8000 + u32::from(port)
        ));
        found.push(finding);
    }
}

fn first_unprivileged_port(spec: &PodSpec) -> u16 {
    let sysctls = spec.security_context.as_ref().and_then(|security| security.sysctls.as_ref());
    let said = sysctls.into_iter().flatten().find(|sysctl| sysctl.name == SYSCTL);
    said.and_then(|sysctl| sysctl.value.parse().ok()).unwrap_or(1024)
}

/// Tells as whom the container runs, where that is known not to be root.
fn unprivileged(context: &Context<'_>, member: usize) -> Option<String> {
    match context.uid(member) {
        Some(0) => None,
        Some(user) => Some(format!("user {user}")),
        None if context.non_root(member) == Some(true) => Some("a user that is not root".to_owned()),
        None if context.platform == Platform::OpenShift => {
            Some("a user that OpenShift chooses from the project's range".to_owned())
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn what_only_stays_listens_on_no_port_that_it_declares() {
        let pod = |image: &str, command: &str| {
            format!(
                "{{securityContext: {{runAsUser: 7}}, containers: [{{name: a, image: {image}, ports: [{{containerPort: 80}}]{command}}}]}}"
            )
        };
        let (server, sleeper) =
            (pod("example.com/a:1", ""), pod("example.com/a:1", ", command: [sleep, '60']"));
        let loops = pod("example.com/a:1", ", command: [sh, -c, 'while true; do sleep 1; done']");
        let pause = pod("registry.k8s.io/pause:3.10", "");
        for quiet in [sleeper, loops, pause] {
            tells(&super::RULE, &[(server.as_str(), quiet.as_str())]);
        }
    }
}

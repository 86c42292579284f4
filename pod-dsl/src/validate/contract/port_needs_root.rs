//! A port below 1024, for a process that is not root.

use k8s_openapi::api::core::v1::{Container, Pod, PodSpec};

use crate::{
    intent::Intent,
    target::Platform,
    validate::{Finding, Path, Rule, Severity, Stage},
};

/// OpenShift gives containers a user of the project's own range, and Pod Security `restricted` demands one other than
/// root; the kernel lets neither listen below `net.ipv4.ip_unprivileged_port_start`, which is 1024 where nobody says
/// else. Adding `NET_BIND_SERVICE` does not help a process that is not root.
pub(super) static RULE: Rule = Rule {
    id: "port-needs-root",
    stage: Stage::Contract,
    severity: Severity::Warning,
    cause: None,
    summary: "a process that is not root listens on port 1024 or above",
};

const SYSCTL: &str = "net.ipv4.ip_unprivileged_port_start";

pub(super) fn check(pod: &Pod, intent: &Intent, platform: Platform, found: &mut Vec<Finding>) {
    let Some(spec) = &pod.spec else { return };
    let first_free = first_unprivileged_port(spec);
    for listener in
        intent.listeners.iter().filter(|listener| listener.port != 0 && listener.port < first_free)
    {
        let member = &intent.members[listener.owner];
        let list =
            if member.list == "containers" { Some(&spec.containers) } else { spec.init_containers.as_ref() };
        // A `raw` change may have taken the container away.
        let Some(container) = list.and_then(|list| list.get(member.index)) else { continue };
        let Some(user) = unprivileged(spec, container, platform) else { continue };
        let (root, port) = (Path::root("spec"), listener.port);
        let path = root.field(member.list);
        let message = format!("`{}` listens on port {port}, below {first_free}, as {user}", member.name);
        let mut finding = Finding::new(&RULE, path.index(member.index), message);
        finding.help(format!(
            "open low ports to every user with `.unprivileged_ports()`, or listen on {} and let the Service map {port}",
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
fn unprivileged(spec: &PodSpec, container: &Container, platform: Platform) -> Option<String> {
    let (own, shared) = (container.security_context.as_ref(), spec.security_context.as_ref());
    let user = own.and_then(|own| own.run_as_user).or(shared.and_then(|shared| shared.run_as_user));
    let non_root =
        own.and_then(|own| own.run_as_non_root).or(shared.and_then(|shared| shared.run_as_non_root));
    match user {
        Some(0) => None,
        Some(user) => Some(format!("user {user}")),
        None if non_root == Some(true) => Some("a user that is not root".to_owned()),
        None if platform == Platform::OpenShift => {
            Some("a user that OpenShift chooses from the project's range".to_owned())
        }
        None => None,
    }
}

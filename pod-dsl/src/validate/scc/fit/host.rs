//! What a pod shares with its node.
//!
//! Source: `pkg/securitycontextconstraints/sccmatching/{provider,checks}.go`.

use k8s_openapi::api::core::v1::{ContainerPort, PodSpec};

use super::Fit;
use crate::validate::rule::rules;

rules! {
    NETWORK: scc, "scc-host-network-not-allowed", "a pod has the network of its node only where the SCC allows it";
    PID: scc, "scc-host-pid-not-allowed", "a pod sees the processes of its node only where the SCC allows it";
    IPC: scc, "scc-host-ipc-not-allowed", "a pod has the inter-process communication of its node only where the SCC allows it";
    USERS: scc, "scc-host-users-required", "a pod has users of its own where the SCC demands it";
    PORT: scc, "scc-host-port-not-allowed", "a container takes ports of its node only where the SCC allows it";
}

/// What `userNamespaceLevel` says where a pod must have users of its own.
const OWN_USERS: &str = "RequirePodLevel";

pub(super) fn check(fit: &mut Fit<'_>, spec: &PodSpec) {
    let scc = fit.scc;
    for (rule, field, said, allowed, message) in [
        (&NETWORK, "hostNetwork", spec.host_network, scc.allow_host_network, "the network of the node"),
        (&PID, "hostPID", spec.host_pid, scc.allow_host_pid, "the processes of the node"),
        (&IPC, "hostIPC", spec.host_ipc, scc.allow_host_ipc, "the inter-process communication of the node"),
    ] {
        if said == Some(true) && !allowed {
            fit.refuse(rule, format_args!("spec.{field}"), format_args!("does not allow {message}"))
                .help("leave the field out");
        }
    }
    if scc.user_namespace_level.as_deref() == Some(OWN_USERS) && spec.host_users != Some(false) {
        fit.refuse(&USERS, "spec.hostUsers", "demands `hostUsers: false`").help("say `hostUsers: false`");
    }
}

pub(super) fn check_ports(fit: &mut Fit<'_>, ports: &[ContainerPort], path: &str) {
    if fit.scc.allow_host_ports {
        return;
    }
    let list = path.strip_prefix("spec").unwrap_or(path);
    for (index, port) in ports.iter().enumerate() {
        if let Some(number) = port.host_port.filter(|number| *number > 0) {
            let message = format_args!("does not allow ports of the node, such as {number}");
            fit.refuse(&PORT, format_args!("{path}.ports[{index}].hostPort"), message)
                .spelt(format!("{list}{list}.hostPort"))
                .help("leave `hostPort` out, and reach the pod by a Service or a Route");
        }
    }
}

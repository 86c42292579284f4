//! Kernel parameters.
//!
//! Source: `pkg/securitycontextconstraints/sysctl/mustmatchpatterns.go`.

use k8s_openapi::api::core::v1::PodSecurityContext;

use super::Fit;
use crate::validate::rule::rules;

rules! {
    SYSCTL: scc, "scc-sysctl-not-allowed", "a sysctl is a safe one, or one that the SCC allows";
}

/// Lists the sysctls that are safe for every pod. The last three are so on kernels from 5.15 on, which every known release
/// of OpenShift has.
const SAFE: [&str; 12] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_wmem",
];

pub(super) fn check(fit: &mut Fit<'_>, context: &PodSecurityContext) {
    let scc = fit.scc;
    for (index, sysctl) in context.sysctls.iter().flatten().enumerate() {
        let name = sysctl.name.as_str();
        let message = if covers(scc.forbidden_sysctls.as_ref(), name) {
            format!("forbids the sysctl `{name}`")
        } else if is_safe(name) || covers(scc.allowed_unsafe_sysctls.as_ref(), name) {
            continue;
        } else {
            format!("does not allow the sysctl `{name}`, which is not one of the safe ones")
        };
        let path = format_args!("spec.securityContext.sysctls[{index}]");
        fit.refuse(&SYSCTL, path, message).help("leave the sysctl out");
    }
}

/// Tells whether every pod may set a sysctl.
pub(in crate::validate::scc) fn is_safe(name: &str) -> bool {
    SAFE.contains(&name)
}

/// Tells whether a list has the name, or a beginning of it with a `*` behind.
fn covers(patterns: Option<&Vec<String>>, name: &str) -> bool {
    patterns.into_iter().flatten().any(|pattern| match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    })
}

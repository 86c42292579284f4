//! The level of Pod Security that OpenShift gives a namespace in which some account may use an SCC.
//!
//! Source: `pkg/psalabelsyncer/scctopsamapping.go` of openshift/cluster-policy-controller.

use super::{fit::ALL_VOLUMES, ranges::Ranges};
use crate::{object::SecurityContextConstraints, validate::pod_security::Level};

/// Lists the capabilities that `baseline` allows.
const OF_BASELINE: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];
/// Lists the sysctls that were safe in the first version of the standards; the mapping has stayed with them.
const SYSCTLS: [&str; 5] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_unprivileged_port_start",
];
/// Lists the kinds of volumes that `restricted` allows.
const VOLUMES: [&str; 10] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "none",
    "persistentVolumeClaim",
    "projected",
    "secret",
];
const SELINUX_TYPES: [&str; 4] = ["", "container_t", "container_init_t", "container_kvm_t"];

/// Gives the level: the strictest that everything the SCC allows still has room in.
pub(super) fn level(scc: &SecurityContextConstraints, ranges: &Ranges) -> Level {
    if is_privileged(scc) {
        Level::Privileged
    } else if is_baseline(scc, ranges) {
        Level::Baseline
    } else {
        Level::Restricted
    }
}

fn is_privileged(scc: &SecurityContextConstraints) -> bool {
    let within = |all: &Option<Vec<String>>, known: &[&str]| {
        all.iter().flatten().all(|one| known.contains(&one.as_str()))
    };
    let label = &scc.se_linux_context;
    let options = label.se_linux_options.clone().unwrap_or_default();
    let text = |part: Option<String>| part.unwrap_or_default();
    scc.allow_privileged_container
        || scc.allow_host_network
        || scc.allow_host_ports
        || scc.allow_host_pid
        || scc.allow_host_ipc
        || scc.allow_host_dir_volume_plugin
        || scc.volumes.iter().flatten().any(|kind| kind == "hostPath" || kind == ALL_VOLUMES)
        || !within(&scc.allowed_capabilities, &OF_BASELINE)
        || !within(&scc.allowed_unsafe_sysctls, &SYSCTLS)
        || label.type_ != "MustRunAs"
        || !SELINUX_TYPES.contains(&text(options.type_).as_str())
        || !text(options.user).is_empty()
        || !text(options.role).is_empty()
}

/// Tells whether an SCC that is not privileged is more than `restricted`.
fn is_baseline(scc: &SecurityContextConstraints, ranges: &Ranges) -> bool {
    let escalates = match (scc.allow_privilege_escalation, scc.default_allow_privilege_escalation) {
        (Some(allowed), _) => allowed,
        (None, default) => default != Some(false),
    };
    let drops_all = scc.required_drop_capabilities.iter().flatten().any(|capability| capability == "ALL");
    let adds = scc.allowed_capabilities.iter().flatten().any(|capability| capability != "NET_BIND_SERVICE");
    let user = &scc.run_as_user;
    let may_be_root = match user.type_.as_str() {
        "MustRunAsNonRoot" => false,
        "MustRunAs" => user.uid.is_none_or(|uid| uid <= 0),
        "MustRunAsRange" => {
            user.uid_range_min.filter(|_| user.uid_range_max.is_some()).unwrap_or(ranges.users.min) <= 0
        }
        _ => true,
    };
    // The mapping looks at the first kind only.
    let first = scc.volumes.as_ref().and_then(|volumes| volumes.first());
    escalates
        || !drops_all
        || adds
        || may_be_root
        || first.is_some_and(|kind| !VOLUMES.contains(&kind.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{Ranges, level};
    use crate::{target::KubeVersion, validate::scc::shipped::shipped};

    #[test]
    fn the_shipped_ones_have_the_levels_that_openshift_gives() {
        for scc in shipped(KubeVersion::DEFAULT) {
            let name = scc.metadata.name.clone().unwrap();
            let expected = match name.as_str() {
                "restricted-v2" | "restricted-v3" | "nonroot-v2" => "restricted",
                "anyuid" | "restricted" | "nonroot" => "baseline",
                _ => "privileged",
            };
            assert_eq!(level(&scc, &Ranges::unknown()).as_str(), expected, "{name}");
        }
    }
}

//! The SCCs that come with OpenShift.
//!
//! Source: `bindata/bootkube/scc-manifests` of openshift/cluster-kube-apiserver-operator.

use crate::{
    object::{IdRange, SecurityContextConstraints, Strategy},
    target::KubeVersion,
};

/// Describes one of them, as the difference to one that allows nothing.
struct Shipped {
    name: &'static str,
    /// The N of the release 1.N of Kubernetes on which OpenShift brought it.
    since: u8,
    priority: Option<i32>,
    user: Who,
    label: SeLinux,
    fs_group: Who,
    supplemental: Who,
    may_add: &'static [&'static str],
    must_drop: &'static [&'static str],
    seccomp: &'static [&'static str],
    /// Kinds of volumes beyond [`VOLUMES`].
    volumes: &'static [&'static str],
    may: &'static [May],
    /// Who may use it where nobody has been granted anything.
    groups: &'static [&'static str],
}

/// Says which users or groups are allowed.
#[derive(Clone, Copy)]
enum Who {
    Any,
    NonRoot,
    Project,
    Range(i64, i64),
}

/// Says which labels are allowed.
#[derive(Clone, Copy)]
enum SeLinux {
    Any,
    Project,
    Type(&'static str),
}

/// Names what a pod may beyond the ordinary.
#[derive(Clone, Copy, PartialEq)]
enum May {
    Escalate,
    BePrivileged,
    UseHostNetwork,
    UseHostPorts,
    SeeHostProcesses,
    UseHostIpc,
    MountHostFolders,
    UseUnsafeSysctls,
    ShareHostUsers,
}

use May::{
    BePrivileged, Escalate, MountHostFolders, SeeHostProcesses, ShareHostUsers, UseHostIpc, UseHostNetwork,
    UseHostPorts, UseUnsafeSysctls,
};

/// The first release known here; what came before is as old as that.
const ALWAYS: u8 = KubeVersion::OLDEST.minor();
/// OpenShift 4.19 and 4.20.
const ON_4_19: u8 = 32;
const ON_4_20: u8 = 33;

/// The kinds of volumes that all of them allow.
const VOLUMES: &[&str] = &[
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/// The four capabilities that the first generation drops.
const FOUR: &[&str] = &["KILL", "MKNOD", "SETUID", "SETGID"];
/// What the second generation has in common.
const RUNTIME_DEFAULT: &[&str] = &["runtime/default"];
const NET_BIND_SERVICE: &[&str] = &["NET_BIND_SERVICE"];

const ADMINISTRATORS: &[&str] = &["system:cluster-admins"];
const AUTHENTICATED: &[&str] = &["system:authenticated"];

/// The ordinary one, of which the others are given as differences.
const RESTRICTED_V2: Shipped = Shipped {
    name: "restricted-v2",
    since: ALWAYS,
    priority: None,
    user: Who::Project,
    label: SeLinux::Project,
    fs_group: Who::Project,
    supplemental: Who::Any,
    may_add: NET_BIND_SERVICE,
    must_drop: &["ALL"],
    seccomp: RUNTIME_DEFAULT,
    volumes: &[],
    may: &[ShareHostUsers],
    groups: AUTHENTICATED,
};

/// The ordinary one of the first generation.
const RESTRICTED: Shipped = Shipped {
    name: "restricted",
    may_add: &[],
    must_drop: FOUR,
    seccomp: &[],
    may: &[Escalate, ShareHostUsers],
    groups: &[],
    ..RESTRICTED_V2
};

static SHIPPED: &[Shipped] = &[
    Shipped {
        name: "anyuid",
        priority: Some(10),
        user: Who::Any,
        fs_group: Who::Any,
        must_drop: &["MKNOD"],
        groups: ADMINISTRATORS,
        ..RESTRICTED
    },
    RESTRICTED_V2,
    Shipped {
        name: "restricted-v3",
        since: ON_4_20,
        user: Who::Range(1000, 65534),
        fs_group: Who::Range(1000, 65534),
        supplemental: Who::Range(1000, 65534),
        may: &[],
        ..RESTRICTED_V2
    },
    RESTRICTED,
    Shipped {
        name: "nested-container",
        since: ON_4_20,
        user: Who::Range(0, 65534),
        label: SeLinux::Type("container_engine_t"),
        fs_group: Who::Range(0, 65534),
        supplemental: Who::Range(0, 65534),
        may_add: &["SETUID", "SETGID"],
        must_drop: &[],
        seccomp: &["*"],
        may: &[Escalate],
        ..RESTRICTED
    },
    Shipped { name: "nonroot-v2", user: Who::NonRoot, fs_group: Who::Any, groups: &[], ..RESTRICTED_V2 },
    Shipped { name: "nonroot", user: Who::NonRoot, fs_group: Who::Any, ..RESTRICTED },
    HOSTMOUNT_ANYUID,
    Shipped { name: "hostmount-anyuid-v2", since: ON_4_19, label: SeLinux::Any, ..HOSTMOUNT_ANYUID },
    Shipped {
        name: "hostnetwork-v2",
        supplemental: Who::Project,
        may: &[UseHostNetwork, UseHostPorts, ShareHostUsers],
        groups: &[],
        ..RESTRICTED_V2
    },
    Shipped {
        name: "hostnetwork",
        supplemental: Who::Project,
        may: &[Escalate, UseHostNetwork, UseHostPorts, ShareHostUsers],
        ..RESTRICTED
    },
    Shipped {
        name: "hostaccess",
        volumes: &["hostPath"],
        may: &[
            Escalate,
            UseHostNetwork,
            UseHostPorts,
            SeeHostProcesses,
            UseHostIpc,
            MountHostFolders,
            ShareHostUsers,
        ],
        ..RESTRICTED
    },
    Shipped {
        name: "privileged",
        user: Who::Any,
        label: SeLinux::Any,
        fs_group: Who::Any,
        may_add: &["*"],
        must_drop: &[],
        seccomp: &["*"],
        volumes: &["*"],
        may: &[
            Escalate,
            BePrivileged,
            UseHostNetwork,
            UseHostPorts,
            SeeHostProcesses,
            UseHostIpc,
            MountHostFolders,
            UseUnsafeSysctls,
            ShareHostUsers,
        ],
        groups: &["system:cluster-admins", "system:nodes", "system:masters"],
        ..RESTRICTED
    },
];

const HOSTMOUNT_ANYUID: Shipped = Shipped {
    name: "hostmount-anyuid",
    user: Who::Any,
    fs_group: Who::Any,
    must_drop: &["MKNOD"],
    volumes: &["hostPath", "nfs"],
    may: &[Escalate, MountHostFolders, ShareHostUsers],
    ..RESTRICTED
};

/// Gives the SCCs that an OpenShift on a release of Kubernetes comes with, in the order in which they are tried.
///
/// ```
/// use pod_dsl::{KubeVersion, validate::scc};
///
/// let all = scc::shipped(KubeVersion::DEFAULT);
/// let names: Vec<_> = all.iter().filter_map(|scc| scc.metadata.name.as_deref()).collect();
/// assert_eq!(names[..3], ["anyuid", "restricted-v2", "restricted-v3"]);
/// assert_eq!(names.last(), Some(&"privileged"));
/// ```
pub fn shipped(version: KubeVersion) -> Vec<SecurityContextConstraints> {
    let of_release = SHIPPED.iter().filter(|shipped| shipped.since <= version.minor());
    let mut all: Vec<_> = of_release.map(Shipped::to_scc).collect();
    super::order::sort(&mut all);
    all
}

/// Gives the SCC of this name, where one comes with OpenShift.
pub(crate) fn named(name: &str, version: KubeVersion) -> Option<SecurityContextConstraints> {
    let of_release = |shipped: &&Shipped| shipped.name == name && shipped.since <= version.minor();
    SHIPPED.iter().find(of_release).map(Shipped::to_scc)
}

/// Gives the SCCs that every user of a project may use.
pub(crate) fn of_everybody(version: KubeVersion) -> Vec<SecurityContextConstraints> {
    let mut all = shipped(version);
    all.retain(|scc| scc.groups.as_deref().is_some_and(|groups| groups == AUTHENTICATED));
    all
}

impl Shipped {
    fn to_scc(&self) -> SecurityContextConstraints {
        let own = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let some = |all: &[&str]| (!all.is_empty()).then(|| own(all));
        let may = |what: May| self.may.contains(&what);
        let volumes = if self.volumes.contains(&"*") {
            own(self.volumes)
        } else {
            own(&[VOLUMES, self.volumes].concat())
        };
        let mut scc = SecurityContextConstraints {
            priority: self.priority,
            allow_privileged_container: may(BePrivileged),
            allow_privilege_escalation: Some(may(Escalate)),
            allow_host_network: may(UseHostNetwork),
            allow_host_ports: may(UseHostPorts),
            allow_host_pid: may(SeeHostProcesses),
            allow_host_ipc: may(UseHostIpc),
            allow_host_dir_volume_plugin: may(MountHostFolders),
            user_namespace_level: (!may(ShareHostUsers)).then(|| "RequirePodLevel".to_owned()),
            required_drop_capabilities: some(self.must_drop),
            allowed_capabilities: some(self.may_add),
            run_as_user: self.user.user(),
            se_linux_context: self.label.strategy(),
            fs_group: self.fs_group.group(),
            supplemental_groups: self.supplemental.group(),
            seccomp_profiles: some(self.seccomp),
            volumes: Some(volumes),
            allowed_unsafe_sysctls: may(UseUnsafeSysctls).then(|| own(&["*"])),
            groups: some(self.groups),
            ..SecurityContextConstraints::default()
        };
        scc.metadata.name = Some(self.name.to_owned());
        scc
    }
}

fn strategy(type_: &str) -> Strategy {
    Strategy { type_: type_.to_owned(), ..Strategy::default() }
}

impl Who {
    fn user(self) -> Strategy {
        match self {
            Self::Any => strategy("RunAsAny"),
            Self::NonRoot => strategy("MustRunAsNonRoot"),
            Self::Project => strategy("MustRunAsRange"),
            Self::Range(min, max) => {
                Strategy { uid_range_min: Some(min), uid_range_max: Some(max), ..strategy("MustRunAsRange") }
            }
        }
    }

    fn group(self) -> Strategy {
        match self {
            // Groups know no root.
            Self::Any | Self::NonRoot => strategy("RunAsAny"),
            Self::Project => strategy("MustRunAs"),
            Self::Range(min, max) => {
                Strategy { ranges: Some(vec![IdRange { min, max }]), ..strategy("MustRunAs") }
            }
        }
    }
}

impl SeLinux {
    fn strategy(self) -> Strategy {
        match self {
            Self::Any => strategy("RunAsAny"),
            Self::Project => strategy("MustRunAs"),
            Self::Type(label) => {
                let mut demanded = strategy("MustRunAs");
                demanded.se_linux_options.get_or_insert_default().type_ = Some(label.to_owned());
                demanded
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{named, of_everybody, shipped};
    use crate::{object::SecurityContextConstraints, target::KubeVersion};

    fn names(all: &[SecurityContextConstraints]) -> Vec<&str> {
        all.iter().filter_map(|scc| scc.metadata.name.as_deref()).collect()
    }

    #[test]
    fn they_are_tried_in_the_order_of_the_server() {
        let expected = [
            "anyuid",
            "restricted-v2",
            "restricted-v3",
            "restricted",
            "nested-container",
            "nonroot-v2",
            "nonroot",
            "hostmount-anyuid",
            "hostmount-anyuid-v2",
            "hostnetwork-v2",
            "hostnetwork",
            "hostaccess",
            "privileged",
        ];
        assert_eq!(names(&shipped(KubeVersion::DEFAULT)), expected);
    }

    #[test]
    fn a_release_has_those_that_had_come_by_then() {
        let on = |minor| KubeVersion::new(minor).unwrap();
        assert_eq!(shipped(on(31)).len(), 10);
        assert_eq!(shipped(on(32)).len(), 11);
        assert_eq!(names(&of_everybody(on(32))), ["restricted-v2"]);
        assert_eq!(names(&of_everybody(on(33))), ["restricted-v2", "restricted-v3"]);
        assert!(named("restricted-v3", on(32)).is_none());
        assert!(named("mine", on(36)).is_none());
    }
}

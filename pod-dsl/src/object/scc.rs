//! Security context constraints (SCCs), by which OpenShift says what a pod may be.
//!
//! Source: `security/v1/types.go` of openshift/api.

use k8s_openapi::{api::core::v1::SELinuxOptions, apimachinery::pkg::apis::meta::v1::ObjectMeta};

use super::wire::wire;

wire! {
    /// Says what the pods of those who may use it may be, and what they become where they say nothing.
    ///
    /// ```
    /// use pod_dsl::object::{SecurityContextConstraints, Strategy};
    ///
    /// let read: SecurityContextConstraints = serde_json::from_value(serde_json::json!({
    ///     "apiVersion": "security.openshift.io/v1",
    ///     "kind": "SecurityContextConstraints",
    ///     "metadata": { "name": "ptrace" },
    ///     "allowedCapabilities": ["SYS_PTRACE"],
    ///     "runAsUser": { "type": "MustRunAsRange" },
    /// }))?;
    /// assert_eq!(read.metadata.name.as_deref(), Some("ptrace"));
    /// assert_eq!(read.allowed_capabilities, Some(vec!["SYS_PTRACE".to_owned()]));
    /// assert!(!read.allow_host_network);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    SecurityContextConstraints of "security.openshift.io/v1", "SecurityContextConstraints" {
        /// Its name and what else is known of every object.
        metadata: ObjectMeta = "metadata",
        /// Tells which SCC is tried first: the one with the highest priority; none is 0.
        priority: Option<i32> = "priority",
        /// Allows privileged containers.
        allow_privileged_container: bool = "allowPrivilegedContainer",
        /// Allows a process more privileges than its parent has; where nothing is said, it does.
        allow_privilege_escalation: Option<bool> = "allowPrivilegeEscalation",
        /// Says what a container has that says nothing of it.
        default_allow_privilege_escalation: Option<bool> = "defaultAllowPrivilegeEscalation",
        /// Allows the network of the node.
        allow_host_network: bool = "allowHostNetwork",
        /// Allows ports of the node.
        allow_host_ports: bool = "allowHostPorts",
        /// Allows the processes of the node.
        allow_host_pid: bool = "allowHostPID",
        /// Allows the inter-process communication of the node.
        allow_host_ipc: bool = "allowHostIPC",
        /// Allows folders of the node as volumes; `volumes` says so as well.
        allow_host_dir_volume_plugin: bool = "allowHostDirVolumePlugin",
        /// Is `RequirePodLevel` where a pod must have users of its own (`hostUsers: false`), else `AllowHostLevel`.
        user_namespace_level: Option<String> = "userNamespaceLevel",
        /// Forces containers to have a root file system that cannot be written.
        read_only_root_filesystem: bool = "readOnlyRootFilesystem",
        /// Lists the capabilities that every container must drop.
        required_drop_capabilities: Option<Vec<String>> = "requiredDropCapabilities",
        /// Lists the capabilities that every container gets that does not drop them.
        default_add_capabilities: Option<Vec<String>> = "defaultAddCapabilities",
        /// Lists the capabilities that a container may add; `*` are all.
        allowed_capabilities: Option<Vec<String>> = "allowedCapabilities",
        /// Decides on `runAsUser`.
        run_as_user: Strategy = "runAsUser",
        /// Decides on `runAsGroup`, in releases newer than those known here; nothing is judged by it.
        run_as_group: Strategy = "runAsGroup",
        /// Decides on `seLinuxOptions`.
        se_linux_context: Strategy = "seLinuxContext",
        /// Decides on `fsGroup`.
        fs_group: Strategy = "fsGroup",
        /// Decides on `supplementalGroups`.
        supplemental_groups: Strategy = "supplementalGroups",
        /// Lists the seccomp profiles that are allowed, as the annotations of old spelt them; `*` are all. The first one
        /// is what a pod gets that asks for none.
        seccomp_profiles: Option<Vec<String>> = "seccompProfiles",
        /// Lists the kinds of volumes that are allowed, as a volume names them; `*` are all, `none` is none.
        volumes: Option<Vec<String>> = "volumes",
        /// Lists the `FlexVolume` drivers that are allowed; none means all, where `volumes` has `flexVolume`.
        allowed_flex_volumes: Option<Vec<AllowedFlexVolume>> = "allowedFlexVolumes",
        /// Lists the sysctls that are allowed beyond the safe ones; an ending `*` stands for any rest.
        allowed_unsafe_sysctls: Option<Vec<String>> = "allowedUnsafeSysctls",
        /// Lists the sysctls that are forbidden, safe ones too; an ending `*` stands for any rest.
        forbidden_sysctls: Option<Vec<String>> = "forbiddenSysctls",
        /// Lists the users who may use it.
        users: Option<Vec<String>> = "users",
        /// Lists the groups who may use it.
        groups: Option<Vec<String>> = "groups",
    }

    /// Says how a value is decided on: the name of a strategy, and what that strategy goes by.
    ///
    /// The API has a type for each field that is decided on; each of them has some of these fields.
    Strategy {
        /// Is `MustRunAs`, `MustRunAsRange`, `MustRunAsNonRoot` or `RunAsAny`.
        type_: String = "type",
        /// Is the one user id of `MustRunAs`.
        uid: Option<i64> = "uid",
        /// Is the lowest user id of `MustRunAsRange`.
        uid_range_min: Option<i64> = "uidRangeMin",
        /// Is the highest user id of `MustRunAsRange`.
        uid_range_max: Option<i64> = "uidRangeMax",
        /// Lists the groups of `MustRunAs`.
        ranges: Option<Vec<IdRange>> = "ranges",
        /// Is the label of `MustRunAs`.
        se_linux_options: Option<SELinuxOptions> = "seLinuxOptions",
    }

    /// Is a range of ids, both ends included.
    IdRange {
        /// The lowest.
        min: i64 = "min",
        /// The highest.
        max: i64 = "max",
    }

    /// Names a driver.
    AllowedFlexVolume {
        /// The driver.
        driver: String = "driver",
    }
}

impl super::wire::Said for Strategy {
    fn is_said(&self) -> bool {
        *self != Self::default()
    }
}

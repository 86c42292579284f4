//! Verbs of the security contexts.

use k8s_openapi::api::core::v1 as k8s;

use crate::model::{PodSecurity, Security};

impl Security {
    /// Begins with nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what Pod Security `restricted` demands of a container: no privilege escalation, all capabilities dropped, not
    /// root, the runtime's seccomp profile. It names no user id, so OpenShift's `restricted-v2` admits it too.
    pub fn restricted() -> Self {
        Self::new()
            .allow_privilege_escalation(false)
            .drop_capability("ALL")
            .run_as_non_root()
            .seccomp_runtime_default()
    }

    /// Sets the user id. OpenShift admits one outside the project's range only under a broader SCC.
    pub fn run_as_user(mut self, id: i64) -> Self {
        self.wire.run_as_user = Some(id);
        self
    }

    /// Sets the group id.
    pub fn run_as_group(mut self, id: i64) -> Self {
        self.wire.run_as_group = Some(id);
        self
    }

    /// Refuses to run as root.
    pub fn run_as_non_root(mut self) -> Self {
        self.wire.run_as_non_root = Some(true);
        self
    }

    /// Keeps the container from writing outside its mounts.
    pub fn read_only_root_filesystem(mut self) -> Self {
        self.wire.read_only_root_filesystem = Some(true);
        self
    }

    /// Tells whether a process may gain more privileges than its parent.
    pub fn allow_privilege_escalation(mut self, allow: bool) -> Self {
        self.wire.allow_privilege_escalation = Some(allow);
        self
    }

    /// Gives the container the powers of root on the node.
    pub fn privileged(mut self) -> Self {
        self.wire.privileged = Some(true);
        self
    }

    /// Adds a capability, without the prefix `CAP_`: `NET_BIND_SERVICE`.
    pub fn add_capability(mut self, name: impl Into<String>) -> Self {
        self.capabilities().add.get_or_insert_default().push(name.into());
        self
    }

    /// Drops a capability, or `ALL`.
    pub fn drop_capability(mut self, name: impl Into<String>) -> Self {
        self.capabilities().drop.get_or_insert_default().push(name.into());
        self
    }

    fn capabilities(&mut self) -> &mut k8s::Capabilities {
        self.wire.capabilities.get_or_insert_default()
    }

    /// Runs under the container runtime's own seccomp profile.
    pub fn seccomp_runtime_default(mut self) -> Self {
        self.wire.seccomp_profile = Some(runtime_default());
        self
    }

    /// Sets any other field of the wire form.
    pub fn raw(mut self, change: impl FnOnce(&mut k8s::SecurityContext)) -> Self {
        change(&mut self.wire);
        self
    }
}

impl PodSecurity {
    /// Begins with nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the user id of all containers.
    pub fn run_as_user(mut self, id: i64) -> Self {
        self.wire.run_as_user = Some(id);
        self
    }

    /// Sets the group id of all containers.
    pub fn run_as_group(mut self, id: i64) -> Self {
        self.wire.run_as_group = Some(id);
        self
    }

    /// Refuses to run any container as root.
    pub fn run_as_non_root(mut self) -> Self {
        self.wire.run_as_non_root = Some(true);
        self
    }

    /// Sets the group that owns the volumes.
    pub fn fs_group(mut self, id: i64) -> Self {
        self.wire.fs_group = Some(id);
        self
    }

    /// Changes the ownership of volumes only where the root folder does not have it yet: `OnRootMismatch`, or `Always`.
    pub fn fs_group_change_policy(mut self, policy: impl Into<String>) -> Self {
        self.wire.fs_group_change_policy = Some(policy.into());
        self
    }

    /// Adds a group to every container's first process.
    pub fn supplemental_group(mut self, id: i64) -> Self {
        self.wire.supplemental_groups.get_or_insert_default().push(id);
        self
    }

    /// Sets a kernel parameter of the pod.
    pub fn sysctl(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let sysctl = k8s::Sysctl { name: name.into(), value: value.into() };
        self.wire.sysctls.get_or_insert_default().push(sysctl);
        self
    }

    /// Runs under the container runtime's own seccomp profile.
    pub fn seccomp_runtime_default(mut self) -> Self {
        self.wire.seccomp_profile = Some(runtime_default());
        self
    }

    /// Sets any other field of the wire form.
    pub fn raw(mut self, change: impl FnOnce(&mut k8s::PodSecurityContext)) -> Self {
        change(&mut self.wire);
        self
    }
}

fn runtime_default() -> k8s::SeccompProfile {
    k8s::SeccompProfile { type_: "RuntimeDefault".to_owned(), localhost_profile: None }
}

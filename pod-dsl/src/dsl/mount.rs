//! Verbs of a mount.

use k8s_openapi::api::core::v1::VolumeMount;

use crate::model::Mount;

impl Mount {
    /// Mounts at a path in the container.
    pub fn at(path: impl Into<String>) -> Self {
        Self { wire: VolumeMount { mount_path: path.into(), ..VolumeMount::default() } }
    }

    /// Keeps the container from writing.
    pub fn read_only(mut self) -> Self {
        self.wire.read_only = Some(true);
        self
    }

    /// Keeps the container from writing, on mounts below this one too: `Enabled` demands it of the runtime,
    /// `IfPossible` asks for it.
    pub fn recursive_read_only(mut self, mode: impl Into<String>) -> Self {
        self.wire.read_only = Some(true);
        self.wire.recursive_read_only = Some(mode.into());
        self
    }

    /// Mounts a file or folder of the volume instead of its root. What is mounted so is never refreshed when a
    /// `ConfigMap` or Secret changes.
    pub fn sub_path(mut self, path: impl Into<String>) -> Self {
        self.wire.sub_path = Some(path.into());
        self
    }

    /// Mounts a folder of the volume whose name is made of environment variables: `$(POD_NAME)`.
    pub fn sub_path_expr(mut self, path: impl Into<String>) -> Self {
        self.wire.sub_path_expr = Some(path.into());
        self
    }

    /// Sets how mounts below this one pass between node and container: `None`, `HostToContainer`, `Bidirectional`.
    pub fn propagation(mut self, mode: impl Into<String>) -> Self {
        self.wire.mount_propagation = Some(mode.into());
        self
    }
}

impl From<&str> for Mount {
    fn from(path: &str) -> Self {
        Self::at(path)
    }
}

impl From<String> for Mount {
    fn from(path: String) -> Self {
        Self::at(path)
    }
}

//! Verbs of a sidecar.

use crate::model::{Container, Placement, Sidecar, SidecarRole};

impl Sidecar {
    /// Makes a container a sidecar; [`Pod::sidecar`](crate::Pod::sidecar) takes a plain container as well.
    pub fn new(container: Container) -> Self {
        container.with_role(SidecarRole::default())
    }

    /// Writes it as a native sidecar: an init container with `restartPolicy: Always`.
    pub fn native(mut self) -> Self {
        self.role.placement = Placement::Native;
        self
    }

    /// Writes it as a plain container, whatever the links say.
    pub fn plain(mut self) -> Self {
        self.role.placement = Placement::Plain;
        self
    }
}

impl From<Container> for Sidecar {
    fn from(container: Container) -> Self {
        Self::new(container)
    }
}

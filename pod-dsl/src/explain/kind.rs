//! The three ways in which a container can be part of a pod.

use std::fmt;

use k8s_openapi::api::core::v1::{Container, PodSpec};

/// Tells which part a container plays in the life of its pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContainerKind {
    /// Stands in `initContainers` and ends before the next one begins.
    Init,
    /// Stands in `initContainers` with `restartPolicy: Always`: it goes on running beside everything that comes later.
    NativeSidecar,
    /// Stands in `containers`.
    Regular,
}

impl ContainerKind {
    /// Spells it as text and JSON do: `init`, `native-sidecar`, `regular`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::NativeSidecar => "native-sidecar",
            Self::Regular => "regular",
        }
    }

    /// Tells whether it runs while the pod does its work: all but init containers.
    pub const fn stays(self) -> bool {
        !matches!(self, Self::Init)
    }
}

/// Writes what a person calls it, to stand before its name: `init container`, `native sidecar`, `container`.
impl fmt::Display for ContainerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Init => "init container",
            Self::NativeSidecar => "native sidecar",
            Self::Regular => "container",
        })
    }
}

/// Lists the containers of a spec in the order in which they start, each with its kind.
pub(super) fn containers(spec: &PodSpec) -> impl Iterator<Item = (ContainerKind, &Container)> {
    let first = spec.init_containers.iter().flatten().map(|container| {
        let native = container.restart_policy.as_deref() == Some("Always");
        (if native { ContainerKind::NativeSidecar } else { ContainerKind::Init }, container)
    });
    first.chain(spec.containers.iter().map(|container| (ContainerKind::Regular, container)))
}

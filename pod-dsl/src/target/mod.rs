//! Dialects: Kubernetes, and OpenShift as a difference over it.

pub(crate) mod fields;
mod versions;

pub use versions::{KubeVersion, UnknownVersion};

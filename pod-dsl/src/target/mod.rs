//! Dialects: Kubernetes, and OpenShift as a difference over it.

mod versions;

pub use versions::{KubeVersion, UnknownVersion};

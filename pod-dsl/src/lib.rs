//! Kubernetes pods as Rust code.

pub mod grammar;
pub mod target;
pub mod validate;

pub use target::{KubeVersion, UnknownVersion};

//! Kubernetes pods as Rust code.

pub mod yaml;

//! Verbs: what may be said of each noun. Each returns the noun, so that a description reads as a sentence.

mod pod;
mod container;
mod links;
mod sidecar;
mod ambassador;
mod adapter;
mod port;
mod volume;
mod volume_options;
mod mount;
mod env;
mod probe;
mod resources;
mod security;
mod scheduling;
mod config;
mod bundle;

pub use container::ImagePullPolicy;
pub use links::Signal;
pub use pod::DnsPolicy;
pub use scheduling::{Affinity, Effect, Requirement, Spread, Toleration};

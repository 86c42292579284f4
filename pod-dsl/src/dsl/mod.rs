//! Verbs: what may be said of each noun. Each returns the noun, so that a description reads as a sentence.

mod adapter;
mod ambassador;
mod around;
mod bundle;
mod config;
mod container;
mod described;
mod env;
mod kit;
mod links;
mod mount;
mod patch;
mod pod;
mod port;
mod probe;
mod resources;
mod scheduling;
mod security;
mod sidecar;
mod volume;
mod volume_options;
mod workload;

pub use around::{Peer, Selected};
pub use container::ImagePullPolicy;
pub use links::Signal;
pub use pod::DnsPolicy;
pub use scheduling::{Affinity, Effect, Requirement, Spread, Toleration};
pub use workload::{Amount, ClaimFate, Concurrency, Content, JobRestart};

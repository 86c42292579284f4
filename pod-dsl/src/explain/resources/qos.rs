//! The quality of service of a pod.

use std::fmt;

use super::{ContainerResources, Given, is_pod_level};
use crate::grammar::Quantity;

/// Names the quality of service: when a node runs short, pods are evicted in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QosClass {
    /// Nothing is asked for and nothing limited, of cpu and memory.
    BestEffort,
    /// Something is asked for.
    Burstable,
    /// Of cpu and memory everybody has a limit and asks for just that much.
    Guaranteed,
}

impl QosClass {
    /// Spells the class as the API does, in `status.qosClass`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BestEffort => "BestEffort",
            Self::Burstable => "Burstable",
            Self::Guaranteed => "Guaranteed",
        }
    }
}

impl fmt::Display for QosClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Only these two decide.
pub(super) const COMPUTE: [&str; 2] = ["cpu", "memory"];

/// Gives the class of one set of requests and limits.
pub(super) fn of(given: &Given) -> QosClass {
    let of_resource = |name: &str| {
        let request = given.requests.get(name).unwrap_or(Quantity::ZERO);
        let limit = given.limits.get(name).unwrap_or(Quantity::ZERO);
        match (request == limit, limit.is_zero()) {
            (true, true) => QosClass::BestEffort,
            (true, false) => QosClass::Guaranteed,
            (false, _) => QosClass::Burstable,
        }
    };
    COMPUTE.into_iter().map(of_resource).reduce(join).unwrap_or(QosClass::BestEffort)
}

/// Gives the class of a pod: that of `spec.resources` where it says something, else the one that all containers have, or
/// Burstable where they differ. Init containers count like all others, those that have long ended too.
pub(super) fn of_pod(pod_level: &Given, containers: &[ContainerResources]) -> QosClass {
    let mut names = pod_level.requests.iter().chain(pod_level.limits.iter());
    if names.any(|(name, _)| is_pod_level(name)) {
        return of(pod_level);
    }
    containers.iter().map(|container| container.qos).reduce(join).unwrap_or(QosClass::BestEffort)
}

fn join(one: QosClass, other: QosClass) -> QosClass {
    if one == other { one } else { QosClass::Burstable }
}

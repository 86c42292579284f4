//! Identity: what makes the clones of a handle one and the same thing.

use std::sync::atomic::{AtomicU64, Ordering};

/// Identifies a port, a volume or a container within the program that made it. It never reaches the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub(crate) u64);

impl Id {
    pub(crate) fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Refers to a container before or after it has moved into its pod: who needs whom, who signals whom.
///
/// Made by `Container::handle`.
#[derive(Clone, Debug)]
pub struct ContainerHandle {
    pub(crate) id: Id,
    pub(crate) name: String,
}

//! Storage of the cluster: where volumes are, and how they are made.

mod persistent_volume;
mod storage_class;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use self::{persistent_volume::persistent_volume, storage_class::storage_class};
use crate::validate::Rule;

/// Lists the rules of both kinds.
pub(crate) static ALL_RULES: &[&[&Rule]] = &[persistent_volume::RULES, storage_class::RULES];

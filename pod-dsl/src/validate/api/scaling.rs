//! The kinds that decide how many pods there are.

mod autoscaler;
mod behavior;
mod disruption_budget;
mod metrics;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use self::{
    autoscaler::{autoscaler, autoscaler_v1},
    disruption_budget::disruption_budget,
};
use crate::validate::Rule;

/// Lists the rules of all parts.
pub(crate) static ALL_RULES: &[&[&Rule]] =
    &[autoscaler::RULES, metrics::RULES, behavior::RULES, disruption_budget::RULES];

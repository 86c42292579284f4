//! What a namespace and its pods may have: bounds, quotas, and the classes that pods name.

mod lease;
mod limit_range;
mod priority_class;
mod resource_quota;
mod runtime_class;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use self::{
    lease::lease, limit_range::limit_range, priority_class::priority_class, resource_quota::resource_quota,
    runtime_class::runtime_class,
};
use crate::validate::Rule;

/// Lists the rules of all parts.
pub(crate) static ALL_RULES: &[&[&Rule]] =
    &[limit_range::RULES, resource_quota::RULES, priority_class::RULES, runtime_class::RULES, lease::RULES];

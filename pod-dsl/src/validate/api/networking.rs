//! The kinds that lead traffic to pods.

mod endpoint_slice;
mod endpoints;
mod ingress;
mod ingress_class;
mod ingress_path;
mod network_policy;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use self::{
    endpoint_slice::endpoint_slice, endpoints::endpoints, ingress::ingress, ingress_class::ingress_class,
    network_policy::network_policy,
};
use super::reference;
use crate::validate::Rule;

/// Lists the rules of all parts.
pub(crate) static ALL_RULES: &[&[&Rule]] = &[
    ingress::RULES,
    ingress_path::RULES,
    reference::RULES,
    ingress_class::RULES,
    network_policy::RULES,
    endpoints::RULES,
    endpoint_slice::RULES,
];

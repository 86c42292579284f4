//! The kinds that say who may do what, and where.

mod bindings;
mod namespace;
mod roles;
mod service_account;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use self::{
    bindings::{cluster_role_binding, role_binding},
    namespace::namespace,
    roles::{cluster_role, role},
    service_account::service_account,
};
use crate::validate::Rule;

/// Lists the rules of all parts; a `ServiceAccount` has none of its own.
pub(crate) static ALL_RULES: &[&[&Rule]] = &[namespace::RULES, roles::RULES, bindings::RULES];

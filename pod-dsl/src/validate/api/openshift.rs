//! Kinds that only OpenShift serves.

mod route;
mod route_headers;
mod route_tls;
mod scc;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use self::{route::route, scc::security_context_constraints};
use crate::validate::Rule;

/// Lists the rules of all parts.
pub(crate) static ALL_RULES: &[&[&Rule]] =
    &[route::RULES, route_headers::RULES, route_tls::RULES, scc::RULES];

//! Judgement: what the API server, the admission of the cluster and the containers among themselves would refuse.

mod admission;
mod api;
mod beyond;
mod by_kind;
mod contract;
pub(crate) mod decode;
mod defaults;
mod dropped;
mod finding;
pub(crate) mod foreign;
mod gates;
mod judge;
mod newer;
mod path;
mod pod_security;
mod report;
mod rule;
pub mod scc;
mod verdict;
mod warnings;

pub use finding::{Finding, Place, Stage};
pub(crate) use judge::{Form, Judge};
pub use path::Path;
pub use report::{Allowed, Report};
pub use rule::{Cause, Rule, Severity};
pub(crate) use verdict::{judge, unknown_version, unwritable};

/// Lists every rule there is.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    verdict::rules()
}

//! Judgement: what the API server, the admission of the cluster and the containers among themselves would refuse.

mod admission;
mod api;
mod beyond;
mod by_kind;
mod check;
mod contract;
pub(crate) mod decode;
mod defaults;
mod dropped;
mod finding;
pub(crate) mod foreign;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
mod gates;
mod judge;
mod newer;
pub(crate) mod patched;
mod path;
mod pod_security;
mod promise;
mod report;
mod rule;
pub mod scc;
mod stored;
#[cfg(test)]
mod trials;
mod update;
mod verdict;
mod warnings;

pub use check::{check_manifest, check_manifest_against, check_object, check_object_against};
pub(crate) use contract::Companions;
pub use contract::{ALL as CONTRACT_RULES, ContractRule, Example};
#[cfg(feature = "cli")]
pub(crate) use contract::{references, text};
pub use finding::{Finding, Place, Stage};
pub(crate) use foreign::with_facts;
pub(crate) use judge::{Form, Judge};
pub use path::Path;
pub use report::{Allowed, Report};
pub use rule::{Cause, Rule, Severity};
pub(crate) use stored::pods;
pub use stored::stored;
pub use update::Applied;
#[cfg(feature = "cli")]
pub(crate) use update::tells_update;
pub(crate) use update::{New, left_behind};
pub(crate) use verdict::{duplicate, judge, links, malformed_network, unknown_version, unwritable, withheld};

/// Lists every rule there is.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    verdict::rules()
}

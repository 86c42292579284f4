//! Judgement: what the API server, the admission of the cluster and the containers among themselves would refuse.

mod api;
mod defaults;
mod dropped;
mod finding;
mod gates;
mod judge;
mod path;
mod report;
mod rule;

pub use finding::{Finding, Place, Stage};
pub(crate) use judge::{Form, Judge};
pub use path::Path;
pub use report::{Allowed, Report};
pub use rule::{Cause, Rule, Severity};

//! An SCC that somebody has been granted.

use crate::object::SecurityContextConstraints;

/// Names a security context constraint (SCC) of OpenShift that may be used, and may say what it says.
///
/// ```
/// use pod_dsl::{object::SecurityContextConstraints, prelude::*};
///
/// let target = Target::openshift().may_use(Scc::named("nonroot-v2"));
/// assert_eq!(target.granted()[0].name(), "nonroot-v2");
///
/// let mut own = SecurityContextConstraints::default();
/// own.metadata.name = Some("ptrace".to_owned());
/// assert_eq!(Scc::from(own).name(), "ptrace");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scc {
    name: String,
    content: Option<Box<SecurityContextConstraints>>,
}

impl Scc {
    /// Names an SCC: one that OpenShift ships, or one of the cluster's own. What pods one of the cluster's own admits is
    /// not known then, and so not judged.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), content: None }
    }

    /// Gives the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives what it says, where that is known.
    pub fn content(&self) -> Option<&SecurityContextConstraints> {
        self.content.as_deref()
    }
}

/// Takes an SCC of the cluster's own with what it says, so that pods can be judged by it.
impl From<SecurityContextConstraints> for Scc {
    fn from(content: SecurityContextConstraints) -> Self {
        Self { name: content.metadata.name.clone().unwrap_or_default(), content: Some(Box::new(content)) }
    }
}

//! The name of an SCC that somebody has been granted.

/// Names a security context constraint (SCC) of OpenShift that may be used.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let target = Target::openshift().may_use(Scc::named("nonroot-v2"));
/// assert_eq!(target.granted()[0].name(), "nonroot-v2");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scc {
    name: String,
}

impl Scc {
    /// Names an SCC: one that OpenShift ships, or one of the cluster's own.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }

    /// Gives the name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

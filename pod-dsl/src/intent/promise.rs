//! What a pod promises to be admitted by, whatever the namespace demands.

/// Names what a pod promises, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Promise {
    /// Pod Security `baseline`.
    Baseline,
    /// Pod Security `restricted`.
    Restricted,
    /// Pod Security `restricted` and the SCC `restricted-v2` of OpenShift.
    Portable,
}

impl Promise {
    /// Spells the promise as the profile of that name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
            Self::Portable => "portable",
        }
    }
}

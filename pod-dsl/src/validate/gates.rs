//! Feature gates that decide a verdict, as data per release.

use crate::target::KubeVersion;

/// Holds the state of every gate that pod validation asks for, as a server of one release starts with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gates {
    version: KubeVersion,
}

impl Gates {
    /// Gives the defaults of a release.
    pub(crate) fn of(version: KubeVersion) -> Self {
        Self { version }
    }
}

//! The Kubernetes releases that are known here, and which OpenShift release carries which.

use std::{fmt, str::FromStr};

/// Names a minor release of Kubernetes, from 1.29 to 1.37.
///
/// ```
/// use pod_dsl::KubeVersion;
///
/// let version: KubeVersion = "1.36".parse()?;
/// assert_eq!(version, KubeVersion::DEFAULT);
/// assert_eq!(version.openshift_minor(), Some(23));
/// assert!("1.12".parse::<KubeVersion>().is_err());
/// # Ok::<(), pod_dsl::UnknownVersion>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KubeVersion {
    minor: u8,
}

impl KubeVersion {
    /// The oldest release known: the first in which native sidecars are on by default.
    pub const OLDEST: Self = Self { minor: 29 };
    /// The newest release known.
    pub const NEWEST: Self = Self { minor: 37 };
    /// The newest release against whose API server the judge is proven.
    pub const DEFAULT: Self = Self { minor: 36 };

    /// Names release `1.minor`, where it is known.
    pub const fn new(minor: u8) -> Option<Self> {
        if minor >= Self::OLDEST.minor && minor <= Self::NEWEST.minor { Some(Self { minor }) } else { None }
    }

    /// Gives the number after `1.`.
    pub const fn minor(self) -> u8 {
        self.minor
    }

    /// Gives the number after `4.` of the OpenShift release that carries this Kubernetes: 4.N carries 1.(N + 13).
    pub const fn openshift_minor(self) -> Option<u8> {
        self.minor.checked_sub(13)
    }

    /// Lists every known release, oldest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (Self::OLDEST.minor..=Self::NEWEST.minor).map(|minor| Self { minor })
    }
}

impl Default for KubeVersion {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for KubeVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.minor)
    }
}

/// Says that a text names no known release; reads as the message for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVersion {
    given: String,
}

impl fmt::Display for UnknownVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no Kubernetes release known here: give {} to {}",
            self.given,
            KubeVersion::OLDEST,
            KubeVersion::NEWEST
        )
    }
}

impl std::error::Error for UnknownVersion {}

impl FromStr for KubeVersion {
    type Err = UnknownVersion;

    /// Reads `1.36`, `v1.36` or `1.36.2`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownVersion { given: text.to_owned() };
        let mut parts = text.strip_prefix('v').unwrap_or(text).split('.');
        let (Some("1"), Some(minor)) = (parts.next(), parts.next()) else { return Err(unknown()) };
        // `parse` alone would take a sign.
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let rest_is_patch = parts.next().is_none_or(digits) && parts.next().is_none();
        let minor =
            Some(minor).filter(|minor| rest_is_patch && digits(minor)).and_then(|minor| minor.parse().ok());
        minor.and_then(Self::new).ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::KubeVersion;

    #[test]
    fn releases_are_read_as_people_write_them() {
        for good in ["1.29", "v1.36", "1.37.0", "1.33.12"] {
            assert!(good.parse::<KubeVersion>().is_ok(), "{good}");
        }
        for bad in ["", "1", "1.28", "1.38", "2.36", "1.36.x", "1.36.1.1", "latest", "1.+36"] {
            assert!(bad.parse::<KubeVersion>().is_err(), "{bad}");
        }
    }
}

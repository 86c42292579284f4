//! Which IP families a cluster gives to its Services.

use std::{fmt, str::FromStr};

/// Names the IP families that a cluster has for its Services: one of them, or both.
///
/// A Service that asks for a family that the cluster does not have is refused, so the verdict rests on it.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// assert_eq!("dual".parse(), Ok(IpFamilies::Dual));
/// let target = Target::kubernetes().ip_families(IpFamilies::Dual);
/// # let _ = target;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IpFamilies {
    /// IPv4 alone, as most clusters have it.
    #[default]
    V4,
    /// IPv6 alone.
    V6,
    /// Both: a cluster of two stacks.
    Dual,
}

impl IpFamilies {
    /// Spells them as `--ip-families` takes them.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V4 => "ipv4",
            Self::V6 => "ipv6",
            Self::Dual => "dual",
        }
    }

    /// Tells whether a family, as a Service spells it, is among them.
    pub(crate) fn have(self, family: &str) -> bool {
        match self {
            Self::V4 => family == "IPv4",
            Self::V6 => family == "IPv6",
            Self::Dual => matches!(family, "IPv4" | "IPv6"),
        }
    }
}

impl fmt::Display for IpFamilies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for IpFamilies {
    type Err = String;

    /// Reads `ipv4`, `ipv6` or `dual`.
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::V4, Self::V6, Self::Dual]
            .into_iter()
            .find(|families| families.as_str() == text)
            .ok_or_else(|| format!("`{text}` names no IP families: give ipv4, ipv6 or dual"))
    }
}

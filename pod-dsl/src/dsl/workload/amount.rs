//! A number of pods, or a share of them.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// Is a number of pods, or a percentage of those that are wanted: `1`, `"25%"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount(pub(crate) IntOrString);

impl From<i32> for Amount {
    fn from(pods: i32) -> Self {
        Self(IntOrString::Int(pods))
    }
}

impl From<&str> for Amount {
    fn from(share: &str) -> Self {
        Self(IntOrString::String(share.to_owned()))
    }
}

impl From<String> for Amount {
    fn from(share: String) -> Self {
        Self(IntOrString::String(share))
    }
}

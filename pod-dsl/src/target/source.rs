//! Where a row of a table comes from, as an address that people can open.

use std::fmt;

/// Names the source of a fact about releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The enhancement proposal of this number.
    Kep(u16),
    /// The documentation of a feature gate, where the gate names no proposal.
    Gate(&'static str),
    /// The `OpenAPI` description that upstream publishes with release `1.N`, where nothing else is known.
    OpenApi(u8),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kep(number) => write!(f, "https://kep.k8s.io/{number}"),
            Self::Gate(name) => write!(
                f,
                "https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/#{name}"
            ),
            Self::OpenApi(minor) => write!(
                f,
                "https://github.com/kubernetes/kubernetes/blob/release-1.{minor}/api/openapi-spec/swagger.json"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn a_source_is_an_address() {
        assert_eq!(Source::Kep(753).to_string(), "https://kep.k8s.io/753");
        assert!(
            Source::Gate("EmptyDirVolumeMode").to_string().ends_with("/feature-gates/#EmptyDirVolumeMode")
        );
        assert!(Source::OpenApi(37).to_string().contains("/release-1.37/"));
    }
}

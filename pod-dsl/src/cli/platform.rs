//! The target as one word: `kubernetes`, `openshift`, or an OpenShift release such as `openshift-4.20`.

use std::{fmt, str::FromStr};

use crate::target::{KubeVersion, Platform};

/// Names a platform and, where an OpenShift release was given, the Kubernetes it carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) platform: Platform,
    pub(super) carries: Option<KubeVersion>,
}

impl FromStr for Chosen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = Platform::ALL.iter().find(|platform| platform.as_str() == text);
        if let Some(&platform) = plain {
            return Ok(Self { platform, carries: None });
        }
        let minor = text.strip_prefix("openshift-4.");
        let carries = KubeVersion::all().find(|version| {
            version.openshift_minor().is_some_and(|own| minor == Some(own.to_string().as_str()))
        });
        match carries {
            Some(_) => Ok(Self { platform: Platform::OpenShift, carries }),
            None => Err(format!("give kubernetes, openshift, or openshift-4.{} to {}", oldest(), newest())),
        }
    }
}

fn oldest() -> Release {
    Release(KubeVersion::OLDEST)
}

fn newest() -> Release {
    Release(KubeVersion::NEWEST)
}

/// Spells what follows `openshift-4.` for a release of Kubernetes.
struct Release(KubeVersion);

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.openshift_minor().map_or(Ok(()), |minor| minor.fmt(f))
    }
}

impl Chosen {
    /// Settles the release to judge by; a release that was given for itself must fit the one of OpenShift.
    ///
    /// # Errors
    /// Says that the two contradict each other.
    pub(super) fn version(self, given: Option<KubeVersion>) -> Result<KubeVersion, String> {
        match (self.carries, given) {
            (Some(carries), Some(given)) if carries != given => Err(format!(
                "OpenShift 4.{} carries Kubernetes {carries}, not {given}: give one of the two",
                Release(carries)
            )),
            (carries, given) => Ok(given.or(carries).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Chosen, KubeVersion, Platform};

    #[test]
    fn a_target_is_one_word() {
        let of = |text: &str| text.parse::<Chosen>().map(|chosen| (chosen.platform, chosen.carries));
        assert_eq!(of("kubernetes"), Ok((Platform::Kubernetes, None)));
        assert_eq!(of("openshift"), Ok((Platform::OpenShift, None)));
        assert_eq!(of("openshift-4.20"), Ok((Platform::OpenShift, KubeVersion::new(33))));
        for bad in [
            "",
            "k8s",
            "openshift-4",
            "openshift-4.2",
            "openshift-4.020",
            "kubernetes-4.20",
            "openshift-3.11",
        ] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_releases_of_target_and_flag_may_not_contradict() {
        let target: Chosen = "openshift-4.20".parse().unwrap();
        assert_eq!(target.version(None), Ok(KubeVersion::new(33).unwrap()));
        assert!(target.version(KubeVersion::new(33)).is_ok());
        assert!(target.version(KubeVersion::new(36)).is_err());
        assert_eq!(Chosen::default().version(None), Ok(KubeVersion::DEFAULT));
    }
}

//! The levels of Pod Security, their versions, and which of them a namespace asks for.
//!
//! Source: `staging/src/k8s.io/pod-security-admission/api/{constants,helpers}.go`.

use std::{collections::BTreeMap, fmt};

use k8s_openapi::api::core::v1::Namespace;

use crate::target::KubeVersion;

/// What every label of Pod Security begins with.
const PREFIX: &str = "pod-security.kubernetes.io/";

/// Names a level of the Pod Security Standards; a later one allows less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Everything is allowed.
    Privileged,
    /// What is known to lead out of a container is not.
    Baseline,
    /// Only what is hardened as far as is customary today.
    Restricted,
}

impl Level {
    const ALL: [Self; 3] = [Self::Privileged, Self::Baseline, Self::Restricted];

    /// Spells the level as a label does.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }
}

/// Names the release whose standards count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyVersion {
    /// The release of the server.
    Latest,
    /// Release 1.N; of one that is newer than the server, the server's.
    Minor(u32),
}

impl PolicyVersion {
    /// Reads `latest` or `v1.N`, without leading zeros.
    fn parse(text: &str) -> Option<Self> {
        if text == "latest" {
            return Some(Self::Latest);
        }
        let minor = text.strip_prefix("v1.")?;
        let plain =
            minor.bytes().all(|byte| byte.is_ascii_digit()) && (minor == "0" || !minor.starts_with('0'));
        if plain { minor.parse().ok().map(Self::Minor) } else { None }
    }

    /// Gives the N of the release 1.N whose checks a server applies.
    pub(super) fn minor_on(self, server: KubeVersion) -> u8 {
        match self {
            Self::Latest => server.minor(),
            Self::Minor(minor) => {
                u8::try_from(minor).map_or(server.minor(), |minor| minor.min(server.minor()))
            }
        }
    }
}

/// Is a level in a version: what a pod is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standard {
    /// The level.
    pub(crate) level: Level,
    /// The version.
    pub(crate) version: PolicyVersion,
}

/// Spells the level, and the version where it is pinned: `restricted`, `baseline:v1.30`.
impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.level.as_str())?;
        match self.version {
            PolicyVersion::Latest => Ok(()),
            PolicyVersion::Minor(minor) => write!(f, ":v1.{minor}"),
        }
    }
}

/// Says what a namespace does with which pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    /// A pod that violates this is refused.
    pub(crate) enforce: Standard,
    /// Whoever creates a pod or a template that violates this is warned.
    pub(crate) warn: Standard,
    /// What violates this is noted in the audit log.
    pub(crate) audit: Standard,
}

/// Is a label whose value the server does not understand, and for what it takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misread {
    /// The label's key.
    pub(crate) label: String,
    /// Its value.
    pub(crate) value: String,
    /// What the server goes by.
    pub(crate) taken_for: &'static str,
    /// What the value could be.
    pub(crate) allowed: &'static str,
}

impl Policy {
    /// Reads the labels of a namespace; for those that are not there, and where nothing is known of the namespace, the
    /// cluster's default level counts.
    ///
    /// What cannot be understood fails closed where pods are refused for it, and open where they are not.
    pub(crate) fn of(namespace: Option<&Namespace>, default: Level) -> (Self, Vec<Misread>) {
        let none = BTreeMap::new();
        let labels = namespace.and_then(|namespace| namespace.metadata.labels.as_ref()).unwrap_or(&none);
        if !labels.keys().any(|label| label.starts_with(PREFIX)) {
            let standard = Standard { level: default, version: PolicyVersion::Latest };
            return (Self { enforce: standard, warn: standard, audit: standard }, Vec::new());
        }
        let mut misread = Vec::new();
        let mut standard = |mode: &str, otherwise: Level| Standard {
            level: read(labels, mode, default, Level::parse, otherwise, &mut misread),
            version: read(
                labels,
                &format!("{mode}-version"),
                PolicyVersion::Latest,
                PolicyVersion::parse,
                PolicyVersion::Latest,
                &mut misread,
            ),
        };
        let mut policy = Self {
            enforce: standard("enforce", Level::Restricted),
            warn: standard("warn", Level::Privileged),
            audit: standard("audit", Level::Privileged),
        };
        // Who asks for more than the cluster's default and says nothing of warnings is warned of that much.
        let asked = label(labels, "enforce").and_then(Level::parse);
        if asked > Some(policy.warn.level) && label(labels, "warn").is_none() {
            policy.warn.level = policy.enforce.level;
            if label(labels, "warn-version").is_none() {
                policy.warn.version = policy.enforce.version;
            }
        }
        (policy, misread)
    }

    /// Lists the three standards, the one that weighs most first.
    pub(super) fn standards(&self) -> [Standard; 3] {
        [self.enforce, self.warn, self.audit]
    }

    /// Tells whether nothing that a pod does matters.
    pub(crate) fn is_privileged(&self) -> bool {
        self.standards().iter().all(|standard| standard.level == Level::Privileged)
    }
}

fn label<'a>(labels: &'a BTreeMap<String, String>, name: &str) -> Option<&'a str> {
    labels.get(&format!("{PREFIX}{name}")).map(String::as_str)
}

/// Reads one label; `otherwise` stands for a value that is not understood.
fn read<T: Meant>(
    labels: &BTreeMap<String, String>,
    name: &str,
    absent: T,
    parse: fn(&str) -> Option<T>,
    otherwise: T,
    misread: &mut Vec<Misread>,
) -> T {
    let Some(value) = label(labels, name) else { return absent };
    parse(value).unwrap_or_else(|| {
        misread.push(Misread {
            label: format!("{PREFIX}{name}"),
            value: value.to_owned(),
            taken_for: otherwise.meant(),
            allowed: T::ALLOWED,
        });
        otherwise
    })
}

/// Spells what the server goes by for a value that it does not understand.
trait Meant {
    /// What may be written.
    const ALLOWED: &'static str;

    fn meant(&self) -> &'static str;
}

impl Meant for Level {
    const ALLOWED: &'static str = "`privileged`, `baseline` or `restricted`";

    fn meant(&self) -> &'static str {
        self.as_str()
    }
}

impl Meant for PolicyVersion {
    const ALLOWED: &'static str = "`latest` or `v1.N`";

    fn meant(&self) -> &'static str {
        "latest"
    }
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::Namespace;

    use super::{Level, Policy, PolicyVersion};
    use crate::target::KubeVersion;

    /// Reads `label=value` pairs and spells the three standards, and the labels that were not understood.
    fn policy(labels: &[(&str, &str)], default: Level) -> (String, Vec<String>) {
        let labels =
            labels.iter().map(|(name, value)| (format!("{}{name}", super::PREFIX), (*value).to_owned()));
        let mut namespace = Namespace::default();
        namespace.metadata.labels = Some(labels.collect());
        let (policy, misread) = Policy::of(Some(&namespace), default);
        let misread = misread.into_iter().map(|it| format!("{}={} as {}", it.label, it.value, it.taken_for));
        (policy.standards().map(|standard| standard.to_string()).join(" "), misread.collect())
    }

    fn plain(labels: &[(&str, &str)]) -> String {
        let (policy, misread) = policy(labels, Level::Privileged);
        assert_eq!(misread, [""; 0]);
        policy
    }

    #[test]
    fn labels_set_the_three_standards() {
        assert_eq!(plain(&[]), "privileged privileged privileged");
        let all = [("enforce", "baseline"), ("warn", "restricted"), ("audit", "restricted")];
        assert_eq!(plain(&all), "baseline restricted restricted");
        let pinned = [("enforce", "baseline"), ("enforce-version", "v1.30"), ("audit-version", "v1.0")];
        assert_eq!(plain(&pinned), "baseline:v1.30 baseline:v1.30 privileged:v1.0");
        assert_eq!(
            plain(&[("enforce", "baseline"), ("enforce-version", "latest")]),
            "baseline baseline privileged"
        );
    }

    #[test]
    fn what_is_enforced_is_warned_of_unless_something_else_is_said() {
        assert_eq!(plain(&[("enforce", "restricted")]), "restricted restricted privileged");
        assert_eq!(
            plain(&[("enforce", "restricted"), ("warn", "baseline")]),
            "restricted baseline privileged"
        );
        let pinned = [("enforce", "restricted"), ("enforce-version", "v1.30"), ("warn-version", "v1.31")];
        assert_eq!(plain(&pinned), "restricted:v1.30 restricted:v1.31 privileged");
    }

    #[test]
    fn a_cluster_may_have_another_default() {
        let of = |labels| policy(labels, Level::Restricted).0;
        assert_eq!(of(&[]), "restricted restricted restricted");
        assert_eq!(of(&[("enforce", "privileged")]), "privileged restricted restricted");
        assert_eq!(Policy::of(None, Level::Baseline).0.enforce.level, Level::Baseline);
    }

    #[test]
    fn what_is_not_understood_fails_closed_or_open() {
        let odd = [("enforce", "Restricted"), ("warn", ""), ("audit", "strict")];
        let (standards, misread) = policy(&odd, Level::Privileged);
        assert_eq!(standards, "restricted privileged privileged");
        assert_eq!(misread.len(), 3, "{misread:?}");
        assert_eq!(misread[0], "pod-security.kubernetes.io/enforce=Restricted as restricted");
        // A level that was not understood is not one that was asked for.
        assert_eq!(policy(&[("enforce", "strict")], Level::Privileged).0, "restricted privileged privileged");
        for version in ["1.30", "v1.030", "v1.", "v2.0", "v1.30.1", "v1.+3", "v1.99999999999", "Latest"] {
            let (standards, misread) = policy(&[("enforce-version", version)], Level::Baseline);
            assert_eq!(standards, "baseline baseline baseline", "{version}");
            assert_eq!(misread.len(), 1, "{version}");
        }
    }

    #[test]
    fn a_version_is_at_most_that_of_the_server() {
        let server = KubeVersion::new(33).unwrap();
        for (version, minor) in [(0, 0), (32, 32), (33, 33), (34, 33), (1000, 33)] {
            assert_eq!(PolicyVersion::Minor(version).minor_on(server), minor);
        }
        assert_eq!(PolicyVersion::Latest.minor_on(server), 33);
    }
}

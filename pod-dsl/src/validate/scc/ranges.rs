//! The ids and the label that OpenShift sets aside for a project, as its namespace's annotations say.
//!
//! Source: `pkg/securitycontextconstraints/sccmatching/matcher.go` of openshift/apiserver-library-go, and
//! `pkg/security/uid/uid.go` of openshift/library-go.

use k8s_openapi::api::core::v1::{Namespace, Pod};

use crate::{object::IdRange, target::Target};

/// The annotation with the range of users.
const USERS: &str = "openshift.io/sa.scc.uid-range";
/// The annotation with the ranges of groups.
const GROUPS: &str = "openshift.io/sa.scc.supplemental-groups";
/// The annotation with the `SELinux` level.
const LEVEL: &str = "openshift.io/sa.scc.mcs";

/// Is what a project has for itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ranges {
    /// The users.
    pub(crate) users: IdRange,
    /// The groups; there is at least one range.
    pub(crate) groups: Vec<IdRange>,
    /// The `SELinux` level.
    pub(crate) level: String,
    /// Whether they are the project's. Where nothing is known of it, these stand for whichever it has: the first ones of
    /// the pool from which OpenShift takes them.
    pub(crate) known: bool,
}

impl Ranges {
    /// Stands for a project of which nothing is known.
    pub(crate) fn unknown() -> Self {
        let first = IdRange { min: 1_000_000_000, max: 1_000_009_999 };
        Self { users: first.clone(), groups: vec![first], level: "s0:c1,c0".to_owned(), known: false }
    }

    /// Gives what holds for a pod. A namespace that comes along with the pod need not have annotations: OpenShift adds
    /// them when it is made.
    ///
    /// # Errors
    /// Says which annotation is missing or malformed, in a namespace that was stated.
    pub(crate) fn for_pod(pod: &Pod, target: &Target) -> Result<Self, String> {
        if let Some(stated) = target.facts() {
            return Self::of(stated);
        }
        let along = target.facts_of(pod.metadata.namespace.as_deref());
        Ok(along.and_then(|along| Self::of(along).ok()).unwrap_or_else(Self::unknown))
    }

    /// Reads the annotations of a namespace.
    ///
    /// # Errors
    /// Says which annotation is missing or malformed. The server then refuses every pod.
    pub(crate) fn of(namespace: &Namespace) -> Result<Self, String> {
        let annotation = |name: &str| {
            let annotations = namespace.metadata.annotations.as_ref();
            annotations.and_then(|annotations| annotations.get(name)).map(String::as_str)
        };
        let said = |name: &'static str| match annotation(name) {
            None => Err(format!("it lacks the annotation `{name}`")),
            Some("") => Err(format!("its annotation `{name}` is empty")),
            Some(text) => Ok(text),
        };
        let (users, level) = (said(USERS)?, said(LEVEL)?);
        // A namespace of old has one range for users and groups.
        let (groups_from, groups) =
            if annotation(GROUPS).is_some() { (GROUPS, said(GROUPS)?) } else { (USERS, users) };
        let malformed = |name: &str, text: &str| {
            format!(
                "its annotation `{name}` has `{text}`, where `START/LENGTH` or `START-END` is expected, as `1000680000/10000`"
            )
        };
        Ok(Self {
            users: block(users).ok_or_else(|| malformed(USERS, users))?,
            groups: groups
                .split(',')
                .map(|part| block(part).ok_or_else(|| malformed(groups_from, part)))
                .collect::<Result<_, _>>()?,
            level: level.to_owned(),
            known: true,
        })
    }
}

/// Reads `START/LENGTH` or `START-END`, as Go's `Sscanf` does: blanks may stand before a number, anything behind the
/// second, and sums wrap around at 32 bits.
fn block(text: &str) -> Option<IdRange> {
    let (start, rest) = number(text)?;
    if text.contains('/') {
        let (length, _) = number(rest.strip_prefix('/')?)?;
        let end = start.wrapping_add(length).wrapping_sub(1);
        return Some(IdRange { min: start.into(), max: end.into() });
    }
    let (end, _) = number(rest.strip_prefix('-')?)?;
    Some(IdRange { min: start.into(), max: end.into() })
}

/// Reads a number and gives what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start_matches([' ', '\t', '\r']);
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::Namespace;

    use super::{IdRange, Ranges, block};

    fn of(annotations: &[(&str, &str)]) -> Result<Ranges, String> {
        let all = annotations
            .iter()
            .map(|(name, value)| (format!("openshift.io/sa.scc.{name}"), (*value).to_owned()));
        let mut namespace = Namespace::default();
        namespace.metadata.annotations = Some(all.collect());
        Ranges::of(&namespace)
    }

    #[test]
    fn blocks_are_read_as_the_server_reads_them() {
        for (text, expected) in [
            ("1000680000/10000", Some((1_000_680_000, 1_000_689_999))),
            ("1000-1999", Some((1000, 1999))),
            (" 1000/ 10", Some((1000, 1009))),
            ("1000/10 and more", Some((1000, 1009))),
            ("5/0", Some((5, 4))),
            ("1000", None),
            ("1000 /10", None),
            ("-1/10", None),
            ("+1/10", None),
            ("4294967296/1", None),
            ("", None),
        ] {
            let expected = expected.map(|(min, max)| IdRange { min, max });
            assert_eq!(block(text), expected, "{text}");
        }
    }

    #[test]
    fn a_project_has_users_groups_and_a_level() {
        let level = ("mcs", "s0:c26,c15");
        let ranges =
            of(&[("uid-range", "1000/10"), ("supplemental-groups", "2000/10,3000/1"), level]).unwrap();
        assert_eq!(ranges.users, IdRange { min: 1000, max: 1009 });
        assert_eq!(ranges.groups, [IdRange { min: 2000, max: 2009 }, IdRange { min: 3000, max: 3000 }]);
        assert_eq!((ranges.level.as_str(), ranges.known), ("s0:c26,c15", true));
        let of_old = of(&[("uid-range", "1000/10"), level]).unwrap();
        assert_eq!(of_old.groups, [IdRange { min: 1000, max: 1009 }]);
    }

    #[test]
    fn a_namespace_that_is_no_project_is_named() {
        let (users, level) = (("uid-range", "1000/10"), ("mcs", "s0:c26,c15"));
        for (annotations, word) in [
            (vec![], "uid-range"),
            (vec![users], "mcs"),
            (vec![level], "uid-range"),
            (vec![("uid-range", ""), level], "empty"),
            (vec![("uid-range", "many"), level], "START/LENGTH"),
            (vec![users, level, ("supplemental-groups", "")], "supplemental-groups"),
            (vec![users, level, ("supplemental-groups", "1/1,x")], "`x`"),
        ] {
            let why = of(&annotations).unwrap_err();
            assert!(why.contains(word), "{why}");
        }
    }
}

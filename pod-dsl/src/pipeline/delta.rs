//! Everything that one object is on OpenShift otherwise than on Kubernetes.

use std::fmt;

use crate::{
    intent::{By, Change},
    object::Object,
    pattern::Expanded,
    target::{KubeVersion, Scc, Target},
    validate::{self, Finding, Report, Stage, scc},
};

/// Says what is different about one object on OpenShift: what is written otherwise, what admission fills in, and what is
/// said of it there only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PlatformDelta {
    /// The object as OpenShift gets it, as `Kind/name`.
    pub object: String,
    /// What the dialect writes otherwise than for Kubernetes.
    pub changes: Vec<Change>,
    /// Under which SCC its pods are admitted as they are then, and what it fills in; nothing where there are none, where no
    /// SCC admits them, or where nobody here knows.
    pub admitted: Option<scc::Admitted>,
    /// What is found on Kubernetes only.
    pub on_kubernetes: Vec<Finding>,
    /// What is found on OpenShift only.
    pub on_openshift: Vec<Finding>,
}

impl PlatformDelta {
    /// Tells whether the two platforms get and make the same of the object.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
            && self.admitted.is_none()
            && self.on_kubernetes.is_empty()
            && self.on_openshift.is_empty()
    }

    /// Compares what is said of an object that stands as it is, and asks what the dialect would make of it.
    #[cfg(feature = "cli")]
    pub(crate) fn of_object(object: Object, target: &Target, found: [Vec<Finding>; 2]) -> Self {
        use crate::intent::{Origins, Trace};

        let made = Origins::new(Trace::new(std::panic::Location::caller()));
        let mut expanded = Expanded::plain(object, made);
        target.render(&mut expanded);
        Self::of(expanded, target, found)
    }

    fn of(expanded: Expanded, target: &Target, found: [Vec<Finding>; 2]) -> Self {
        let Expanded { object, mut changes, required_scc, .. } = expanded;
        changes.retain(|change| change.by == By::Dialect);
        let version = target.version().unwrap_or(KubeVersion::DEFAULT);
        // Who demands an SCC by name states that it may be used.
        let target =
            required_scc.map_or_else(|| target.clone(), |scc| target.clone().may_use(Scc::named(scc)));
        let admitted = validate::pods(&object, version).and_then(|(path, pod)| {
            let mut admitted = scc::admitted(&pod, &target)?;
            for change in &mut admitted.filled {
                change.path = within(path, &change.path);
            }
            Some(admitted)
        });
        let [kubernetes, openshift] = found;
        let lacking = |of: &[Finding], other: &[Finding]| {
            let same = |one: &Finding, two: &Finding| (one.rule, &one.path) == (two.rule, &two.path);
            let only = of.iter().filter(|one| !other.iter().any(|two| same(one, two)));
            only.cloned().collect()
        };
        Self {
            object: format!("{}/{}", object.kind(), object.name()),
            changes,
            admitted,
            on_kubernetes: lacking(&kubernetes, &openshift),
            on_openshift: lacking(&openshift, &kubernetes),
        }
    }
}

/// Spells a path of a pod as one of the template at `path`.
fn within(path: &str, of_pod: &str) -> String {
    if path.is_empty() { of_pod.to_owned() } else { format!("{path}.{of_pod}") }
}

/// Compares what two targets get and make of objects, one by one; `reports` are those of the two.
pub(super) fn compare(
    (kubernetes, openshift): (Vec<Expanded>, Vec<Expanded>),
    target: &Target,
    reports: [&Report; 2],
) -> Vec<PlatformDelta> {
    let found = |report: &Report, object: &Object| {
        let subject = format!("{}/{}", object.kind(), object.name());
        report.findings().iter().filter(|finding| finding.object == subject).cloned().collect()
    };
    let pairs = kubernetes.into_iter().zip(openshift);
    let deltas = pairs.map(|(before, after)| {
        let found = [found(reports[0], &before.object), found(reports[1], &after.object)];
        PlatformDelta::of(after, target, found)
    });
    deltas.collect()
}

/// Names who said a finding: the SCC, Pod Security, the API server, or nobody but the judge.
pub(crate) fn said_by(finding: &Finding) -> String {
    match (&finding.scc, finding.check, finding.stage) {
        (Some(scc), ..) => format!("SCC {scc}"),
        (None, Some(_), _) | (None, None, Stage::PodSecurity) => "Pod Security".to_owned(),
        (None, None, Stage::Scc) => "SCC admission".to_owned(),
        (None, None, Stage::Decode | Stage::Validate) => "the API server".to_owned(),
        (None, None, Stage::Contract) => "pod-dsl, and no server".to_owned(),
    }
}

/// Prints the differences as paragraphs, a line each.
impl fmt::Display for PlatformDelta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "  Kubernetes and OpenShift get and make the same of it.");
        }
        if !self.changes.is_empty() {
            writeln!(f, "  written otherwise for OpenShift:")?;
            for change in &self.changes {
                writeln!(f, "    {change}")?;
            }
        }
        if let Some(admitted) = &self.admitted {
            let scc = &admitted.scc;
            let which = if admitted.assumed { ", as `--grant` writes it," } else { "" };
            writeln!(f, "  filled in by OpenShift when the SCC `{scc}`{which} admits its pods:")?;
            for change in &admitted.filled {
                writeln!(f, "    {change}")?;
            }
        }
        for (platform, findings) in [("Kubernetes", &self.on_kubernetes), ("OpenShift", &self.on_openshift)] {
            if !findings.is_empty() {
                writeln!(f, "  said on {platform} only:")?;
            }
            for finding in findings {
                let Finding { severity, rule, path, message, .. } = finding;
                let at = if path.is_empty() { String::new() } else { format!("{path}: ") };
                writeln!(f, "    {severity}[{rule}] {at}{message}  ({})", said_by(finding))?;
            }
        }
        Ok(())
    }
}

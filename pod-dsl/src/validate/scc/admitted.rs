//! What OpenShift makes of a pod when it admits it: the fields that its SCC fills in, each with the reason.

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Map, Value};

use super::{
    Admission, admit,
    choose::{REQUIRED, name_of},
    fit::fit,
    ranges::Ranges,
    solver::solve,
};
use crate::{
    intent::{By, Change},
    target::{KubeVersion, Target},
    validate::{Form, Judge, stored},
};

/// The annotation that tells which SCC has admitted a pod.
const ADMITTED_BY: &str = "openshift.io/scc";
/// What the annotations of old have in their names that ask for a seccomp profile.
const SECCOMP: &str = "seccomp.security.alpha.kubernetes.io";

/// Says under which SCC a pod is admitted, and what it fills in.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Admitted {
    /// The name of the SCC.
    pub scc: String,
    /// Whether it is one whose content nobody has stated, so that it is taken for the one that [`solve`] writes.
    pub assumed: bool,
    /// What it fills in.
    pub filled: Vec<Change>,
}

/// Tells which SCC admits a pod, and what it fills in. Gives `None` where none does, where its content is not known, and
/// for a pod for Windows, which no SCC is asked about.
///
/// Of a project of which nothing is stated, the ids and the level are not known; what is filled in then says so.
///
/// ```
/// use pod_dsl::{Target, k8s, validate::scc};
///
/// let pod: k8s::Pod = serde_json::from_value(serde_json::json!({
///     "metadata": { "name": "web" },
///     "spec": { "containers": [{ "name": "a", "image": "example.com/a:1" }] },
/// }))?;
/// let admitted = scc::admitted(&pod, &Target::openshift()).expect("every project admits it");
/// assert_eq!(admitted.scc, "restricted-v2");
/// let dropped = admitted.filled.iter().find(|change| change.path.ends_with("capabilities.drop")).unwrap();
/// assert_eq!(dropped.after.as_deref(), Some(r#"["ALL"]"#));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn admitted(pod: &Pod, target: &Target) -> Option<Admitted> {
    let version = target.version().unwrap_or(KubeVersion::DEFAULT);
    let ranges = Ranges::for_pod(pod, target).ok()?;
    let before = stored(pod, version);
    let (scc, after, assumed) = match admit(&mut Judge::new(version, Form::Pod), pod, target) {
        Admission::Filled { pod, scc } => (scc, *pod, false),
        Admission::AsItIs | Admission::Refused => return None,
        Admission::Unknown => {
            let demanded = pod.metadata.annotations.as_ref()?.get(REQUIRED)?;
            let solution = solve(pod, target).filter(|solution| name_of(&solution.scc) == *demanded)?;
            (demanded.clone(), fit(&before, &solution.scc, &ranges).ok()?, true)
        }
    };
    let mut filled = Filled { ranges: &ranges, changes: Vec::new() };
    let value = |pod: &Pod| serde_json::to_value(pod).unwrap_or_default();
    filled.compare(&value(&before), &value(&stored(&after, version)), "");
    let because = format!(
        "so it can be seen which SCC has admitted the pod{}",
        if assumed { ", once it is there" } else { "" }
    );
    let path = format!("metadata.annotations[{ADMITTED_BY}]");
    filled.changes.push(Change::added(By::Admission, path, format_args!("{scc:?}"), because));
    Some(Admitted { assumed, filled: filled.changes, scc })
}

/// Collects what an SCC has filled in.
struct Filled<'a> {
    ranges: &'a Ranges,
    changes: Vec<Change>,
}

impl Filled<'_> {
    fn compare(&mut self, before: &Value, after: &Value, path: &str) {
        match (before, after) {
            (before, after) if before == after => {}
            (Value::Object(before), Value::Object(after)) => self.fields(before, after, path),
            (Value::Array(old), Value::Array(new))
                if old.len() == new.len() && new.iter().all(Value::is_object) =>
            {
                for (index, (old, new)) in old.iter().zip(new).enumerate() {
                    self.compare(old, new, &format!("{path}[{index}]"));
                }
            }
            _ => self.push(path, Some(before), after),
        }
    }

    fn fields(&mut self, before: &Map<String, Value>, after: &Map<String, Value>, path: &str) {
        for (field, new) in after {
            let at = match path {
                "" => field.clone(),
                "metadata.annotations" => format!("{path}[{field}]"),
                _ => format!("{path}.{field}"),
            };
            // What was not there at all is told field by field.
            let group = matches!(field.as_str(), "securityContext" | "capabilities" | "annotations");
            match before.get(field) {
                Some(old) => self.compare(old, new, &at),
                None if group => self.compare(&Value::Object(Map::new()), new, &at),
                None => self.push(&at, None, new),
            }
        }
    }

    fn push(&mut self, path: &str, before: Option<&Value>, after: &Value) {
        let field =
            if path.contains(SECCOMP) { SECCOMP } else { path.rsplit('.').next().unwrap_or_default() };
        let (after, because) = self.tell(field, after);
        self.changes.push(Change {
            path: path.to_owned(),
            before: before.map(Value::to_string),
            after: Some(after),
            by: By::Admission,
            asked: false,
            because,
        });
    }

    /// Spells a value, where it is one that is known, and says why it is filled in.
    fn tell(&self, field: &str, value: &Value) -> (String, String) {
        let ranges = self.ranges;
        let first = ranges.groups.first().map(|range| Value::from(range.min));
        let (of_project, known_as) = match field {
            "runAsUser" => (value.as_i64() == Some(ranges.users.min), "the project's first user id"),
            "fsGroup" => (Some(value) == first.as_ref(), "the project's first group"),
            "supplementalGroups" => {
                (first.is_some_and(|first| *value == Value::from(vec![first])), "the project's first group")
            }
            "seLinuxOptions" => (value["level"] == ranges.level.as_str(), "the project's level"),
            _ => (false, ""),
        };
        let because = match field {
            "runAsUser" if of_project => {
                "it gives a container that names no user the first of the project's range"
            }
            "runAsUser" => "it gives a container that names no user the first that it allows",
            "runAsNonRoot" => "the user is not root, and Pod Security wants that said",
            "fsGroup" | "supplementalGroups" if of_project => {
                "it gives a pod that names no group the project's first"
            }
            "fsGroup" | "supplementalGroups" => "it gives a pod that names no group the first that it allows",
            "seLinuxOptions" => "it keeps pods of one project from the files and processes of others",
            "allowPrivilegeEscalation" => {
                "a process gets no more privileges than its parent has, unless the container asks and may"
            }
            "drop" => "it demands that these capabilities are dropped",
            "add" => "it gives these capabilities to who does not drop them",
            "readOnlyRootFilesystem" => "it demands a root file system that cannot be written",
            "seccompProfile" => "it is the first seccomp profile that it allows",
            SECCOMP => "the seccomp profile is written as the annotation of old, too",
            _ => "it fills this in",
        };
        let spelt = if of_project && !ranges.known { format!("\"<{known_as}>\"") } else { value.to_string() };
        (spelt, because.to_owned())
    }
}

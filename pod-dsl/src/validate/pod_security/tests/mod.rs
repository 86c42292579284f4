//! Holds every check against pods from both sides, through admission as a server would ask it.

mod baseline;
mod modes;
mod restricted;

use k8s_openapi::api::core::v1::{Namespace, Pod};
use serde_json::{Value, json};

use super::{CHECKS, Check, Level};
use crate::{
    KubeVersion,
    target::Target,
    validate::{Finding, Form, Judge, admission, gates::Gate},
};

/// A rule that the case needs, or "" where all is well; the standard; what is merged into the spec and into the container
/// of a pod that `restricted` admits; the checks that are violated, and where.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// A server: its release, and a gate that is switched on there.
type Server = (u8, Option<Gate>);

const NEWEST_PROVEN: Server = (36, None);

/// Merges objects member by member and replaces everything else; null takes away.
fn merge(into: &mut Value, patch: Value) {
    let (Value::Object(object), Value::Object(patch)) = (&mut *into, &patch) else {
        *into = patch;
        return;
    };
    for (key, value) in patch {
        if value.is_null() {
            object.remove(key);
        } else {
            merge(object.entry(key.clone()).or_insert(Value::Null), value.clone());
        }
    }
}

/// Makes a pod that `restricted` admits, with what is merged into it.
fn pod(metadata: Value, spec: &str, container: &str) -> Pod {
    let mut pod = json!({
        "metadata": {"name": "a"},
        "spec": {
            "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
            "containers": [{
                "name": "web",
                "image": "example.com/web:1",
                "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}},
            }],
        },
    });
    let read = |text: &str| serde_json::from_str::<Value>(&format!("{{{text}}}")).unwrap();
    merge(&mut pod["metadata"], metadata);
    merge(&mut pod["spec"]["containers"][0], read(container));
    merge(&mut pod["spec"], read(spec));
    serde_json::from_value(pod).unwrap()
}

/// Makes a namespace of these `pod-security.kubernetes.io/` labels.
fn namespace(labels: &[(&str, &str)]) -> Namespace {
    let labels = labels
        .iter()
        .map(|(name, value)| (format!("pod-security.kubernetes.io/{name}"), (*value).to_owned()));
    let mut namespace = Namespace::default();
    namespace.metadata.labels = Some(labels.collect());
    namespace
}

fn judge((release, gate): Server, off: &'static str, labels: &[(&str, &str)], pod: &Pod) -> Vec<Finding> {
    let mut j = Judge::new(KubeVersion::new(release).unwrap(), Form::Pod).without(off);
    if let Some(gate) = gate {
        j.gates.set(gate, true);
    }
    admission::pod_security(&mut j, pod, &Target::kubernetes().namespace(namespace(labels)));
    j.finish().0
}

/// Judges by a standard such as `baseline` or `restricted:v1.24`, and lists the checks that are violated, and where.
fn enforced(server: Server, off: &'static str, standard: &str, pod: &Pod) -> Vec<(String, String)> {
    let (level, version) = standard.split_once(':').unwrap_or((standard, "latest"));
    let labels = [("enforce", level), ("enforce-version", version), ("warn", "privileged")];
    let found = judge(server, off, &labels, pod).into_iter();
    found.map(|finding| (finding.check.unwrap().to_owned(), finding.path)).collect()
}

fn hold(server: Server, (rule, standard, spec, container, expected): &Case) {
    let pod = pod(json!({}), spec, container);
    let expected: Vec<_> =
        expected.iter().map(|(check, path)| ((*check).to_owned(), (*path).to_owned())).collect();
    assert_eq!(enforced(server, "", standard, &pod), expected, "{rule} {standard}: {spec} {container}");
    if !rule.is_empty() {
        let without = enforced(server, rule, standard, &pod);
        assert_ne!(without, expected, "{rule} is not needed: {spec} {container}");
    }
}

fn checks_of(level: Level) -> impl Iterator<Item = &'static Check> {
    CHECKS.iter().copied().filter(move |check| check.level == level)
}

/// Holds every case, and every rule of a level against its being needed by one.
fn run(level: Level, cases: &[Case]) {
    for case in cases {
        hold(NEWEST_PROVEN, case);
    }
    for check in checks_of(level) {
        assert!(cases.iter().any(|case| case.0 == check.rule.id), "no case for {}", check.rule.id);
    }
}

#[test]
fn the_table_is_that_of_kubernetes() {
    let ids = |level| checks_of(level).map(|check| check.id).collect::<Vec<_>>();
    assert_eq!((ids(Level::Baseline).len(), ids(Level::Restricted).len()), (12, 7));
    assert!(ids(Level::Baseline).is_sorted() && ids(Level::Restricted).is_sorted());
    for check in CHECKS {
        let Some(other) = check.instead_of else { continue };
        assert!(check.level == Level::Restricted && ids(Level::Baseline).contains(&other), "{}", check.id);
    }
}

#[test]
fn a_version_has_the_checks_of_its_time() {
    let count = |level, minor| CHECKS.iter().filter(|check| check.applies(level, minor)).count();
    for (minor, baseline, restricted) in [
        (0, 11, 12),
        (8, 11, 13),
        (19, 11, 13),
        (22, 11, 13),
        (23, 11, 14),
        (34, 12, 15),
        (35, 12, 15),
        (36, 12, 15),
    ] {
        assert_eq!(
            (count(Level::Baseline, minor), count(Level::Restricted, minor)),
            (baseline, restricted),
            "1.{minor}"
        );
    }
    assert_eq!(count(Level::Privileged, 36), 0);
}

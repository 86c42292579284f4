//! Runs an area over its cases, and sees that each of its rules is needed.

use k8s_openapi::{
    api::core::v1::{PodSpec, PodTemplateSpec},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};
use serde_json::Value;

use crate::{
    KubeVersion,
    validate::{Form, Judge, Path, Rule},
};

/// One object and what the server says of it: the rule on trial (empty where the object is sound), the object
/// as JSON, and the causes of this area by error type and path.
pub(super) type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The shape of an area's `check`.
pub(super) type Check = fn(&mut Judge, &PodSpec, &ObjectMeta, &Path<'_>);

/// Judges one object, a Pod or a Deployment, and lists the causes.
fn causes(check: Check, release: u8, off: &'static str, object: &str) -> Vec<(String, String)> {
    let object: Value = serde_json::from_str(object).unwrap();
    let (form, pod, path) = match object["kind"].as_str() {
        Some("Pod") => (Form::Pod, &object, Path::root("spec")),
        _ => (Form::Template, &object["spec"]["template"], Path::root("spec.template.spec")),
    };
    let pod: PodTemplateSpec =
        serde_json::from_value(serde_json::json!({"metadata": pod["metadata"], "spec": pod["spec"]}))
            .unwrap();
    let mut j = Judge::new(KubeVersion::new(release).unwrap(), form).without(off);
    check(&mut j, &pod.spec.unwrap_or_default(), &pod.metadata.unwrap_or_default(), &path);
    let mut causes: Vec<_> = j
        .finish()
        .0
        .into_iter()
        .map(|finding| (finding.cause.map(|cause| cause.to_string()).unwrap_or_default(), finding.path))
        .collect();
    causes.sort();
    causes
}

/// Holds each case against the area, on a server of the release, with its rule switched on and off.
pub(super) fn hold(check: Check, release: u8, cases: &[Case]) {
    for (rule, object, expected) in cases {
        let mut expected: Vec<_> =
            expected.iter().map(|(cause, path)| ((*cause).to_owned(), (*path).to_owned())).collect();
        expected.sort();
        assert_eq!(causes(check, release, "", object), expected, "{rule} {object}");
        if !rule.is_empty() {
            assert_ne!(causes(check, release, rule, object), expected, "{rule} does not matter to {object}");
        }
    }
}

/// Sees that every rule has a case.
pub(super) fn cover(rules: &[&Rule], cases: &[&[Case]]) {
    for rule in rules {
        let on_trial = cases.iter().copied().flatten().any(|(id, ..)| *id == rule.id);
        assert!(on_trial, "no case for {}", rule.id);
    }
}

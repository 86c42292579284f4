//! Runs the areas of the containers over their cases, on servers of any release and with any gate.

use k8s_openapi::{
    api::{
        apps::v1::Deployment,
        core::v1::{Pod, PodSpec},
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::metadata::tests::Case;
use crate::{
    KubeVersion,
    validate::{Form, Judge, Path, Rule, defaults, dropped, gates::Gate},
};

/// A case on another server than the default one: its release, a gate that is switched on there, the case.
pub(crate) type Elsewhere = (u8, Option<Gate>, Case);

/// The shape of an area's `check`.
pub(super) type Check = fn(&mut Judge, &PodSpec, &ObjectMeta, &Path<'_>);

/// Judges one object, a Pod or a Deployment, as far as the area goes, and lists the causes.
fn causes(
    check: Check,
    server: (u8, Option<Gate>),
    off: &'static str,
    object: &str,
) -> Vec<(String, String)> {
    let version = KubeVersion::new(server.0).unwrap();
    let begin = |form| {
        let mut j = Judge::new(version, form).without(off);
        if let Some(gate) = server.1 {
            j.gates.set(gate, true);
        }
        j
    };
    let template = Path::root("spec");
    let template = template.field("template");
    let (mut j, meta, mut spec, path) = if object.contains(r#""kind":"Pod""#) {
        let mut pod: Pod = serde_json::from_str(object).unwrap();
        let j = begin(Form::Pod);
        defaults::pod(&mut pod, j.gates, version);
        (j, pod.metadata, pod.spec.unwrap(), Path::root("spec"))
    } else {
        let mut deployment: Deployment = serde_json::from_str(object).unwrap();
        let j = begin(Form::Template);
        defaults::deployment(&mut deployment, j.gates);
        let template_of = serde_json::to_value(deployment).unwrap()["spec"]["template"].clone();
        let meta = serde_json::from_value(template_of["metadata"].clone()).unwrap_or_default();
        (j, meta, serde_json::from_value(template_of["spec"].clone()).unwrap(), template.field("spec"))
    };
    dropped::pod_spec(&mut j, &mut spec, &path);
    check(&mut j, &spec, &meta, &path);
    let found = j.finish().0.into_iter();
    let mut causes: Vec<_> =
        found.filter_map(|finding| Some((finding.cause?.to_string(), finding.path))).collect();
    causes.sort();
    causes
}

fn hold(check: Check, server: (u8, Option<Gate>), (rule, object, expected): &Case) {
    let mut expected: Vec<_> =
        expected.iter().map(|(cause, path)| ((*cause).to_owned(), (*path).to_owned())).collect();
    expected.sort();
    assert_eq!(causes(check, server, "", object), expected, "{rule}: {object}");
    if !rule.is_empty() {
        assert_ne!(causes(check, server, rule, object), expected, "{rule} is not needed: {object}");
    }
}

/// Holds an area against its cases: every answer is as expected, and every rule is needed by some case.
pub(super) fn run(check: Check, rules: &[&Rule], cases: &[Case], elsewhere: &[Elsewhere]) {
    for case in cases {
        hold(check, (KubeVersion::DEFAULT.minor(), None), case);
    }
    for (release, gate, case) in elsewhere {
        hold(check, (*release, *gate), case);
    }
    let mut on_trial = cases.iter().map(|case| case.0).chain(elsewhere.iter().map(|(_, _, case)| case.0));
    assert!(on_trial.any(str::is_empty), "some case is sound");
    for rule in rules {
        let mut on_trial = cases.iter().map(|case| case.0).chain(elsewhere.iter().map(|(_, _, case)| case.0));
        assert!(on_trial.any(|id| id == rule.id), "no case for {}", rule.id);
    }
}

/// Writes a Pod with the container `c` and what stands beside its image.
macro_rules! container {
    ($fields:expr) => {
        $crate::validate::api::case::pod!("", $fields)
    };
}

/// Writes a Pod with fields of its spec and one container.
macro_rules! pod {
    ($spec:expr, $fields:expr) => {
        concat!(
            r#"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"#,
            $spec,
            r#""containers":[{"name":"c","image":"i""#,
            $fields,
            "}]}}"
        )
    };
}

/// Writes a Deployment whose template has fields of its spec and one container.
macro_rules! deployment {
    ($spec:expr, $fields:expr) => {
        concat!(
            r#"{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"a"},"spec":{"selector":{},"template":{"spec":{"#,
            $spec,
            r#""containers":[{"name":"c","image":"i""#,
            $fields,
            "}]}}}}"
        )
    };
}
pub(super) use {container, deployment, pod};

pub(super) const REQUIRED: &str = "FieldValueRequired";
pub(super) const INVALID: &str = "FieldValueInvalid";
pub(super) const DUPLICATE: &str = "FieldValueDuplicate";
pub(super) const NOT_SUPPORTED: &str = "FieldValueNotSupported";
pub(super) const FORBIDDEN: &str = "FieldValueForbidden";
pub(super) const NOT_FOUND: &str = "FieldValueNotFound";

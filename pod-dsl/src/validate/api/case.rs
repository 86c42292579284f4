//! Runs the areas of the containers over their cases, on servers of any release and with any gate.

use k8s_openapi::{
    api::{
        apps::v1::Deployment,
        core::v1::{Pod, PodSpec},
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use crate::{
    KubeVersion,
    validate::{
        Finding, Form, Judge, Path, Severity, defaults, dropped,
        gates::Gate,
        trials::{Case, Trial},
    },
};

/// A case on another server than the default one: its release, a gate that is switched on there, the case.
pub(crate) type Elsewhere = (u8, Option<Gate>, Case);

/// The shape of an area's `check`.
pub(crate) type Check = fn(&mut Judge, &PodSpec, &ObjectMeta, &Path<'_>);

/// Judges one object, a Pod or a Deployment, as far as the area goes, and lists the refusals.
fn refusals(check: Check, server: (u8, Option<Gate>), off: &'static str, object: &str) -> Vec<Finding> {
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
    let (mut found, _) = j.finish();
    // What is dropped is a warning, and has cases of its own.
    found.retain(|finding| finding.severity == Severity::Error);
    found
}

/// Brings cases before the `check` of an area of the containers, those of other servers too.
pub(crate) fn bring(check: Check, cases: &[Case], elsewhere: &[Elsewhere]) -> Vec<Trial> {
    let here = cases.iter().map(|case| ((KubeVersion::DEFAULT.minor(), None), case));
    let elsewhere = elsewhere.iter().map(|(release, gate, case)| ((*release, *gate), case));
    let of = |(server, case): (_, &Case)| {
        let object = case.1;
        Trial::new(case, move |off| refusals(check, server, off, object))
    };
    here.chain(elsewhere).map(of).collect()
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

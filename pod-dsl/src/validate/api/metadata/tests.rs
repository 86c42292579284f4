use k8s_openapi::api::{
    apps::v1::{Deployment, StatefulSet},
    core::v1::{Pod, PodSpec, Service},
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde_json::Value;

use super::NameRule;
use crate::{
    target::KubeVersion,
    validate::{
        Form, Judge, Path, defaults,
        trials::{Case, Trial},
    },
};

/// What an area sees of a Pod or of a Deployment's template.
pub(crate) struct Seen {
    pub(crate) kind: String,
    pub(crate) meta: ObjectMeta,
    pub(crate) template_meta: Option<ObjectMeta>,
    pub(crate) spec: PodSpec,
}

fn read(object: &str, version: KubeVersion) -> (Form, Seen) {
    let object: Value = serde_json::from_str(object).unwrap();
    let kind = object["kind"].as_str().unwrap().to_owned();
    let gates = Judge::new(version, Form::Pod).gates;
    match kind.as_str() {
        "Pod" => {
            let mut pod: Pod = serde_json::from_value(object).unwrap();
            defaults::pod(&mut pod, gates, version);
            let spec = pod.spec.unwrap();
            (Form::Pod, Seen { kind, meta: pod.metadata, template_meta: None, spec })
        }
        "Deployment" => {
            let mut deployment: Deployment = serde_json::from_value(object).unwrap();
            defaults::deployment(&mut deployment, gates);
            let whole = serde_json::to_value(&deployment).unwrap();
            let template = serde_json::from_value(whole["spec"]["template"]["metadata"].clone()).ok();
            let spec = serde_json::from_value(whole["spec"]["template"]["spec"].clone()).unwrap();
            (Form::Template, Seen { kind, meta: deployment.metadata, template_meta: template, spec })
        }
        "Service" => {
            let service: Service = serde_json::from_value(object).unwrap();
            let spec = PodSpec::default();
            (Form::Template, Seen { kind, meta: service.metadata, template_meta: None, spec })
        }
        "StatefulSet" => {
            let set: StatefulSet = serde_json::from_value(object).unwrap();
            let spec = PodSpec::default();
            (Form::Template, Seen { kind, meta: set.metadata, template_meta: None, spec })
        }
        other => panic!("no case is of kind {other}"),
    }
}

/// Brings cases before the `check` of an area, which sees the parts of a Pod or of a workload.
pub(crate) fn bring(cases: &[Case], check: fn(&mut Judge, &Seen)) -> Vec<Trial> {
    let of = |case: &Case| {
        let object = case.1;
        Trial::new(case, move |off| {
            let (form, input) = read(object, KubeVersion::DEFAULT);
            let mut judge = Judge::new(KubeVersion::DEFAULT, form).without(off);
            check(&mut judge, &input);
            judge.finish().0
        })
    };
    cases.iter().map(of).collect()
}

/// Makes a text of `N` bytes: `head`, as many `a` as it takes, `tail`.
pub(crate) const fn padded<const N: usize>(head: &str, tail: &str) -> [u8; N] {
    let mut bytes = [b'a'; N];
    let (head, tail) = (head.as_bytes(), tail.as_bytes());
    let mut at = 0;
    while at < head.len() {
        bytes[at] = head[at];
        at += 1;
    }
    at = 0;
    while at < tail.len() {
        bytes[N - tail.len() + at] = tail[at];
        at += 1;
    }
    bytes
}

pub(crate) const fn text(bytes: &'static [u8]) -> &'static str {
    match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("only ASCII is put together"),
    }
}

macro_rules! pod {
    ($meta:literal) => {
        concat!(r#"{"kind":"Pod","metadata":{"#, $meta, r#"},"spec":{"containers":[]}}"#)
    };
}

const INVALID: &str = "FieldValueInvalid";

static LARGE: [u8; 262_300] = padded(
    r#"{"kind":"Pod","metadata":{"name":"a","annotations":{"k":""#,
    r#""}},"spec":{"containers":[]}}"#,
);
static LONG_MANAGER: [u8; 320] = padded(
    r#"{"kind":"Pod","metadata":{"name":"a","managedFields":[{"apiVersion":"v1","operation":"Apply","fieldsType":"FieldsV1","manager":""#,
    r#""}]},"spec":{"containers":[]}}"#,
);
static LONG_SUBRESOURCE: [u8; 450] = padded(
    r#"{"kind":"Pod","metadata":{"name":"a","managedFields":[{"apiVersion":"v1","operation":"Apply","fieldsType":"FieldsV1","subresource":""#,
    r#""}]},"spec":{"containers":[]}}"#,
);

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", pod!(r#""name":"web.example-1""#), &[]),
    ("", pod!(r#""generateName":"web-","namespace":"shop""#), &[]),
    ("", pod!(r#""name":"a","labels":{"example.com/tier":"front_1","empty":""},"annotations":{"Example.com/Any":"é"}"#), &[]),
    ("", pod!(r#""name":"a","finalizers":["example.com/wait","kubernetes"]"#), &[]),
    ("", pod!(r#""name":"a","generation":-1"#), &[]),
    ("", pod!(r#""name":"a","ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","uid":"1","controller":true},{"apiVersion":"v1","kind":"ConfigMap","name":"c","uid":"2"}]"#), &[]),
    ("", pod!(r#""name":"a","managedFields":[{"operation":"Steal","manager":"a\u0001b"}]"#), &[]),
    ("", r#"{"kind":"Service","metadata":{"name":"1st"}}"#, &[]),
    ("metadata-name-missing", pod!(r#""namespace":"shop""#), &[("FieldValueRequired", "metadata.name")]),
    ("metadata-name-malformed", pod!(r#""name":"Web""#), &[(INVALID, "metadata.name")]),
    ("metadata-name-malformed", r#"{"kind":"StatefulSet","metadata":{"name":"a.b"},"spec":{"template":{},"selector":{}}}"#, &[(INVALID, "metadata.name")]),
    ("metadata-generate-name-malformed", pod!(r#""generateName":"Web-""#), &[(INVALID, "metadata.generateName"), (INVALID, "metadata.name")]),
    ("metadata-namespace-malformed", pod!(r#""name":"a","namespace":"Shop""#), &[("metadata-namespace-malformed", "metadata.namespace")]),
    ("metadata-generation-negative", r#"{"kind":"Service","metadata":{"name":"a","generation":-1}}"#, &[(INVALID, "metadata.generation")]),
    ("label-key-malformed", pod!(r#""name":"a","labels":{"a/b/c":""}"#), &[(INVALID, "metadata.labels")]),
    ("label-key-malformed", r#"{"kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{},"template":{"metadata":{"labels":{"-":""}},"spec":{"containers":[]}}}}"#, &[(INVALID, "spec.template.labels")]),
    ("label-value-malformed", pod!(r#""name":"a","labels":{"a":"b c"}"#), &[(INVALID, "metadata.labels")]),
    ("annotation-key-malformed", pod!(r#""name":"a","annotations":{"a b":""}"#), &[(INVALID, "metadata.annotations")]),
    ("annotations-too-large", text(&LARGE), &[("FieldValueTooLong", "metadata.annotations")]),
    ("owner-api-version-empty", pod!(r#""name":"a","ownerReferences":[{"apiVersion":"apps/v1/x","kind":"K","name":"n","uid":"1"}]"#), &[(INVALID, "metadata.ownerReferences.apiVersion")]),
    ("owner-kind-empty", pod!(r#""name":"a","ownerReferences":[{"apiVersion":"v1","kind":"","name":"n","uid":"1"}]"#), &[(INVALID, "metadata.ownerReferences.kind")]),
    ("owner-name-empty", pod!(r#""name":"a","ownerReferences":[{"apiVersion":"v1","kind":"K","name":"","uid":"1"}]"#), &[(INVALID, "metadata.ownerReferences.name")]),
    ("owner-uid-empty", pod!(r#""name":"a","ownerReferences":[{"apiVersion":"v1","kind":"K","name":"n","uid":""}]"#), &[(INVALID, "metadata.ownerReferences.uid")]),
    ("owner-event", pod!(r#""name":"a","ownerReferences":[{"apiVersion":"v1","kind":"Event","name":"n","uid":"1"}]"#), &[(INVALID, "metadata.ownerReferences")]),
    ("owner-controller-twice", pod!(r#""name":"a","ownerReferences":[{"apiVersion":"v1","kind":"K","name":"n","uid":"1","controller":true},{"apiVersion":"v1","kind":"K","name":"m","uid":"2","controller":true}]"#), &[(INVALID, "metadata.ownerReferences")]),
    ("finalizer-malformed", pod!(r#""name":"a","finalizers":["example.com/-"]"#), &[(INVALID, "metadata.finalizers")]),
    ("finalizer-without-domain", pod!(r#""name":"a","finalizers":["wait"]"#), &[(INVALID, "metadata.finalizers[0]")]),
    ("finalizers-exclude-each-other", pod!(r#""name":"a","finalizers":["orphan","foregroundDeletion"]"#), &[(INVALID, "metadata.finalizers")]),
    ("managed-fields-manager-too-long", text(&LONG_MANAGER), &[("FieldValueTooLong", "metadata.managedFields[0].manager")]),
    ("managed-fields-manager-unprintable", pod!(r#""name":"a","managedFields":[{"apiVersion":"v1","operation":"Apply","fieldsType":"FieldsV1","manager":"a\u0001b"}]"#), &[(INVALID, "metadata.managedFields[0].manager")]),
    ("managed-fields-subresource-too-long", text(&LONG_SUBRESOURCE), &[("FieldValueTooLong", "metadata.managedFields[0].subresource")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(CASES, |j, seen| {
        let rule = match seen.kind.as_str() {
            "Service" => NameRule::Service,
            "StatefulSet" => NameRule::Label,
            _ => NameRule::Subdomain,
        };
        super::check(j, &seen.kind, &seen.meta, rule, &Path::root("metadata"));
        let spec = Path::root("spec");
        super::check_template(j, seen.template_meta.as_ref(), &spec.field("template"));
    })
}

#[test]
fn before_1_36_a_service_begins_with_a_letter() {
    let old = Judge::new(KubeVersion::new(35).unwrap(), Form::Template);
    let new = Judge::new(KubeVersion::DEFAULT, Form::Template);
    for (name, old_says, new_says) in [("web", true, true), ("1st", false, true), ("Web", false, false)] {
        assert_eq!(NameRule::Service.check(&old, name).is_ok(), old_says, "{name}");
        assert_eq!(NameRule::Service.check(&new, name).is_ok(), new_says, "{name}");
    }
    for (prefix, old_says) in [("web-", true), ("-", false), ("1-", true), ("11-", false), ("é-", true)] {
        assert_eq!(NameRule::Service.check_prefix(&old, prefix).is_ok(), old_says, "{prefix}");
    }
}

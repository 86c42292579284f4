use crate::validate::{
    api::case::{Elsewhere, INVALID, NOT_FOUND, NOT_SUPPORTED, REQUIRED, bring, container, deployment, pod},
    trials::{Case, Trial},
};

/// Writes a Pod with one variable and its source.
macro_rules! source {
    ($source:literal) => {
        container!(concat!(r#","env":[{"name":"A","valueFrom":{"#, $source, "}}]"))
    };
}

/// Writes a Pod with an entry of `envFrom`.
macro_rules! from {
    ($source:literal) => {
        container!(concat!(r#","envFrom":[{"#, $source, "}]"))
    };
}

/// Writes a Pod with a volume and a variable from a file of it.
macro_rules! file {
    ($volume:literal, $source:literal) => {
        pod!(
            concat!(r#""volumes":["#, $volume, "],"),
            concat!(r#","env":[{"name":"A","valueFrom":{"fileKeyRef":{"#, $source, "}}}]")
        )
    };
}

const FROM: &str = "spec.containers[0].env[0].valueFrom";
const FIELD: &str = "spec.containers[0].env[0].valueFrom.fieldRef";
const FIELD_PATH: &str = "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath";
const RESOURCE: &str = "spec.containers[0].env[0].valueFrom.resourceFieldRef.resource";
const DIVISOR: &str = "spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor";
const VOLUME: &str = "spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName";

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", container!(r#","env":[{"name":"1 odd!","value":"x"},{"name":"A","value":"","valueFrom":{"fieldRef":{"fieldPath":"spec.host"}}},{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.annotations['Example.com/B']"}}}]"#), &[]),
    ("", source!(r#""resourceFieldRef":{"resource":"limits.cpu","divisor":"1000m","containerName":"elsewhere"}"#), &[]),
    ("", source!(r#""resourceFieldRef":{"resource":"requests.hugepages-2Mi","divisor":"1024Ki"}"#), &[]),
    ("", source!(r#""resourceFieldRef":{"resource":"limits.memory","divisor":"0"}"#), &[]),
    ("", from!(r#""prefix":"1-","secretRef":{"name":"a-"}"#), &[]),
    ("", file!(r#"{"name":"v","configMap":{"name":"a"}},{"name":"v","emptyDir":{}}"#, r#""key":"K","path":"a..b","volumeName":"v""#), &[]),
    ("env-name-missing", container!(r#","env":[{"name":"","value":"x"}]"#), &[(REQUIRED, "spec.containers[0].env[0].name")]),
    ("env-name-malformed", container!(r#","env":[{"name":"A=B"}]"#), &[(INVALID, "spec.containers[0].env[0].name")]),
    ("env-name-malformed", deployment!(r#""initContainers":[{"name":"n","image":"i","env":[{"name":"Ä"}]}],"#, ""), &[(INVALID, "spec.template.spec.initContainers[0].env[0].name")]),
    ("env-source-missing", source!(""), &[(INVALID, FROM)]),
    ("env-source-beside-value", container!(r#","env":[{"name":"A","value":"x","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"},"secretKeyRef":{"name":"s","key":"k"}}}]"#), &[(INVALID, FROM)]),
    ("env-sources-several", source!(r#""fieldRef":{"fieldPath":"metadata.name"},"secretKeyRef":{"name":"s","key":"k"}"#), &[(INVALID, FROM)]),
    ("env-field-version-unknown", source!(r#""fieldRef":{"apiVersion":"v2","fieldPath":"metadata.name"}"#), &[(INVALID, FIELD_PATH)]),
    ("env-field-path-missing", source!(r#""fieldRef":{"apiVersion":"v2","fieldPath":""}"#), &[(REQUIRED, FIELD_PATH)]),
    ("env-field-path-unknown", source!(r#""fieldRef":{"fieldPath":"metadata.whatever"}"#), &[(INVALID, FIELD_PATH)]),
    ("env-field-path-unknown", source!(r#""fieldRef":{"fieldPath":"metadata.name['a']"}"#), &[(INVALID, FIELD_PATH)]),
    ("env-field-path-unsupported", source!(r#""fieldRef":{"fieldPath":"metadata.labels"}"#), &[(NOT_SUPPORTED, FIELD_PATH)]),
    ("env-field-key-malformed", source!(r#""fieldRef":{"fieldPath":"metadata.labels['Example.com/B']"}"#), &[(INVALID, FIELD)]),
    ("env-field-key-malformed", source!(r#""fieldRef":{"fieldPath":"metadata.annotations['a b']"}"#), &[(INVALID, FIELD)]),
    ("env-resource-missing", source!(r#""resourceFieldRef":{"resource":"","divisor":"3"}"#), &[(REQUIRED, RESOURCE)]),
    ("env-resource-unknown", source!(r#""resourceFieldRef":{"resource":"limits.gpu","divisor":"3"}"#), &[(NOT_SUPPORTED, RESOURCE)]),
    ("env-divisor-unsupported", source!(r#""resourceFieldRef":{"resource":"limits.cpu","divisor":"1k"}"#), &[(INVALID, DIVISOR)]),
    ("env-divisor-unsupported", source!(r#""resourceFieldRef":{"resource":"limits.memory","divisor":"1m"}"#), &[(INVALID, DIVISOR)]),
    ("env-ref-name-malformed", source!(r#""configMapKeyRef":{"name":"","key":"k"}"#), &[(INVALID, "spec.containers[0].env[0].valueFrom.configMapKeyRef.name")]),
    ("env-ref-name-malformed", source!(r#""secretKeyRef":{"name":"a-","key":"k"}"#), &[(INVALID, "spec.containers[0].env[0].valueFrom.secretKeyRef.name")]),
    ("env-ref-key-missing", source!(r#""secretKeyRef":{"name":"a","key":""}"#), &[(REQUIRED, "spec.containers[0].env[0].valueFrom.secretKeyRef.key")]),
    ("env-ref-key-malformed", source!(r#""configMapKeyRef":{"name":"a","key":"..k"}"#), &[(INVALID, "spec.containers[0].env[0].valueFrom.configMapKeyRef.key")]),
    ("env-file-key-missing", file!(r#"{"name":"v"}"#, r#""key":"","path":"p","volumeName":"v""#), &[(REQUIRED, "spec.containers[0].env[0].valueFrom.fileKeyRef.key")]),
    ("env-file-key-malformed", file!(r#"{"name":"v"}"#, r#""key":"A=","path":"p","volumeName":"v""#), &[(INVALID, "spec.containers[0].env[0].valueFrom.fileKeyRef.key")]),
    ("env-file-volume-missing", file!("", r#""key":"K","path":"p","volumeName":"""#), &[(REQUIRED, VOLUME), (NOT_FOUND, VOLUME)]),
    ("env-file-volume-malformed", file!(r#"{"name":"V"}"#, r#""key":"K","path":"p","volumeName":"V""#), &[(INVALID, VOLUME)]),
    ("env-file-volume-unknown", file!(r#"{"name":"v"}"#, r#""key":"K","path":"p","volumeName":"w""#), &[(NOT_FOUND, VOLUME)]),
    ("env-file-volume-kind", file!(r#"{"name":"v","secret":{"secretName":"s"}}"#, r#""key":"K","path":"p","volumeName":"v""#), &[(INVALID, VOLUME)]),
    ("env-file-path-missing", file!(r#"{"name":"v"}"#, r#""key":"K","path":"","volumeName":"v""#), &[(REQUIRED, "spec.containers[0].env[0].valueFrom.fileKeyRef.path")]),
    ("env-file-path-backstep", file!(r#"{"name":"v"}"#, r#""key":"K","path":"/a/../b","volumeName":"v""#), &[(INVALID, "spec.containers[0].env[0].valueFrom.fileKeyRef.path")]),
    ("env-from-prefix-malformed", from!(r#""prefix":"A=","secretRef":{"name":"a"}"#), &[(INVALID, "spec.containers[0].envFrom[0].prefix")]),
    ("env-from-source-missing", from!(r#""prefix":"A_""#), &[(INVALID, "spec.containers[0].envFrom")]),
    ("env-from-sources-several", from!(r#""configMapRef":{"name":"a"},"secretRef":{"name":"a"}"#), &[(INVALID, "spec.containers[0].envFrom")]),
    ("env-from-name-missing", from!(r#""configMapRef":{}"#), &[(REQUIRED, "spec.containers[0].envFrom[0].configMapRef.name")]),
    ("env-from-name-malformed", from!(r#""secretRef":{"name":"A"}"#), &[(INVALID, "spec.containers[0].envFrom[0].secretRef.name")]),
];

#[rustfmt::skip]
pub(crate) const ELSEWHERE: &[Elsewhere] = &[
    (31, None, ("env-name-malformed", container!(r#","env":[{"name":"1 odd!"}]"#), &[(INVALID, "spec.containers[0].env[0].name")])),
    (34, None, ("env-source-missing", file!("", r#""key":"K","path":"p","volumeName":"v""#), &[(INVALID, FROM)])),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(|j, spec, _, path| super::check(j, spec, path), CASES, ELSEWHERE)
}

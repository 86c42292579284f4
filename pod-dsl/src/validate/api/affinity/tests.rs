use crate::validate::{
    Path,
    api::metadata::tests::bring,
    trials::{Case, Trial},
};

macro_rules! pod {
    ($affinity:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"affinity":"#,
            $affinity,
            "}}"
        )
    };
}

const INVALID: &str = "FieldValueInvalid";
const REQUIRED: &str = "FieldValueRequired";

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", pod!(r#"{}"#), &[]),
    ("", pod!(r#"{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{}]},"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,"preference":{}}]},"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{"topologyKey":"kubernetes.io/hostname","namespaces":["shop"]}}]}}"#), &[]),
    ("affinity-node-term-missing", pod!(r#"{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[]}}}"#), &[(REQUIRED, "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms")]),
    ("affinity-node-weight-out-of-range", pod!(r#"{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":0,"preference":{}}]}}"#), &[(INVALID, "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight")]),
    ("affinity-pod-weight-out-of-range", pod!(r#"{"podAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":101,"podAffinityTerm":{"topologyKey":"zone"}}]}}"#), &[(INVALID, "spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight")]),
    ("affinity-namespace-malformed", pod!(r#"{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone","namespaces":["shop","a.b"]}]}}"#), &[(INVALID, "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace")]),
    ("affinity-topology-key-missing", pod!(r#"{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":""}]}}"#), &[
        (REQUIRED, "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey"),
        (INVALID, "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey"),
        (INVALID, "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey"),
    ]),
    ("affinity-topology-key-malformed", pod!(r#"{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":5,"podAffinityTerm":{"topologyKey":"a b"}}]}}"#), &[(INVALID, "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(CASES, |j, seen| super::check(j, &seen.spec, &seen.meta, &Path::root("spec")))
}

#[test]
fn both_selectors_of_a_term_are_judged() {
    let object = pod!(
        r#"{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone","labelSelector":{"matchLabels":{"-":""}},"namespaceSelector":{"matchLabels":{"-":""}}}]}}"#
    );
    let term = "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]";
    let pod: k8s_openapi::api::core::v1::Pod = serde_json::from_str(object).unwrap();
    let mut j = crate::validate::Judge::new(crate::KubeVersion::DEFAULT, crate::validate::Form::Pod);
    super::check(&mut j, &pod.spec.unwrap(), &pod.metadata, &Path::root("spec"));
    let paths: Vec<_> = j.finish().0.into_iter().map(|finding| finding.path).collect();
    assert_eq!(
        paths,
        [format!("{term}.labelSelector.matchLabels"), format!("{term}.namespaceSelector.matchLabels")]
    );
}

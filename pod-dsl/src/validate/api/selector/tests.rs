use super::{Term, label_selector, node_term};
use crate::validate::{
    Path,
    api::metadata::tests::bring,
    trials::{Case, Trial},
};

/// A label selector stands in a spread constraint, a node selector in a required and a preferred term.
macro_rules! labels {
    ($selector:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway","labelSelector":"#,
            $selector,
            "}]}}"
        )
    };
}
macro_rules! required {
    ($term:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":["#,
            $term,
            "]}}}}}"
        )
    };
}
macro_rules! preferred {
    ($term:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":"#,
            $term,
            "}]}}}}"
        )
    };
}

const INVALID: &str = "FieldValueInvalid";
const REQUIRED: &str = "FieldValueRequired";
const FORBIDDEN: &str = "FieldValueForbidden";

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", labels!(r#"{}"#), &[]),
    ("", labels!(r#"{"matchLabels":{"app.example.com/name":"shop","empty":""},"matchExpressions":[{"key":"tier","operator":"In","values":["a","b"]},{"key":"old","operator":"DoesNotExist"}]}"#), &[]),
    ("", required!(r#"{"matchExpressions":[{"key":"disk","operator":"NotIn","values":["slow"]},{"key":"cores","operator":"Gt","values":["many"]},{"key":"gpu","operator":"Exists"}],"matchFields":[{"key":"metadata.name","operator":"In","values":["node-1.example.com"]}]}"#), &[]),
    ("", preferred!(r#"{"matchExpressions":[{"key":"disk","operator":"In","values":["no label!"]}]}"#), &[]),
    ("selector-values-missing", labels!(r#"{"matchExpressions":[{"key":"tier","operator":"NotIn","values":[]}]}"#), &[(REQUIRED, "matchExpressions[0].values")]),
    ("selector-values-unused", labels!(r#"{"matchExpressions":[{"key":"tier","operator":"Exists","values":["a"]}]}"#), &[(FORBIDDEN, "matchExpressions[0].values")]),
    ("selector-operator-unknown", labels!(r#"{"matchExpressions":[{"key":"tier","operator":"Gt","values":["1"]}]}"#), &[(INVALID, "matchExpressions[0].operator")]),
    ("selector-key-malformed", labels!(r#"{"matchExpressions":[{"key":"-tier","operator":"Exists"}]}"#), &[(INVALID, "matchExpressions[0].key")]),
    ("selector-key-malformed", labels!(r#"{"matchExpressions":[{"key":"","operator":"Exists"}]}"#), &[(INVALID, "matchExpressions[0].key"), (INVALID, "matchExpressions[0].key")]),
    ("selector-value-malformed", labels!(r#"{"matchExpressions":[{"key":"tier","operator":"In","values":["a","b c"]}]}"#), &[(INVALID, "matchExpressions[0].values[1]")]),
    ("node-selector-values-missing", required!(r#"{"matchExpressions":[{"key":"disk","operator":"In"}]}"#), &[(REQUIRED, "matchExpressions[0].values")]),
    ("node-selector-values-unused", required!(r#"{"matchExpressions":[{"key":"disk","operator":"DoesNotExist","values":["a"]}]}"#), &[(FORBIDDEN, "matchExpressions[0].values")]),
    ("node-selector-bound-not-single", preferred!(r#"{"matchExpressions":[{"key":"cores","operator":"Lt","values":["1","2"]}]}"#), &[(REQUIRED, "matchExpressions[0].values")]),
    ("node-selector-operator-unknown", preferred!(r#"{"matchExpressions":[{"key":"cores","operator":"in","values":["1"]}]}"#), &[(INVALID, "matchExpressions[0].operator")]),
    ("node-selector-key-malformed", preferred!(r#"{"matchExpressions":[{"key":"a/b/c","operator":"Exists"}]}"#), &[(INVALID, "matchExpressions[0].key")]),
    ("node-selector-value-malformed", required!(r#"{"matchExpressions":[{"key":"disk","operator":"In","values":["a","-"]}]}"#), &[(INVALID, "matchExpressions[0].values[1]")]),
    ("node-selector-field-not-single", required!(r#"{"matchFields":[{"key":"metadata.name","operator":"In","values":["a","b"]}]}"#), &[(REQUIRED, "matchFields[0].values")]),
    ("node-selector-field-operator-unknown", required!(r#"{"matchFields":[{"key":"metadata.name","operator":"Exists"}]}"#), &[(INVALID, "matchFields[0].operator")]),
    ("node-selector-field-unknown", required!(r#"{"matchFields":[{"key":"metadata.uid","operator":"In","values":["A B"]}]}"#), &[(INVALID, "matchFields[0].key")]),
    ("node-selector-field-value-malformed", preferred!(r#"{"matchFields":[{"key":"metadata.name","operator":"NotIn","values":["Node_1"]}]}"#), &[(INVALID, "matchFields[0].values[0]")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(CASES, |j, seen| {
        let path = Path::root("");
        for constraint in seen.spec.topology_spread_constraints.iter().flatten() {
            label_selector(j, constraint.label_selector.as_ref().unwrap(), &path);
        }
        let nodes = seen.spec.affinity.as_ref().and_then(|affinity| affinity.node_affinity.as_ref());
        if let Some(nodes) = nodes {
            let required = &nodes.required_during_scheduling_ignored_during_execution;
            for term in required.iter().flat_map(|required| &required.node_selector_terms) {
                node_term(j, term, Term::Required, &path);
            }
            for term in nodes.preferred_during_scheduling_ignored_during_execution.iter().flatten() {
                node_term(j, &term.preference, Term::Preferred, &path);
            }
        }
    })
}

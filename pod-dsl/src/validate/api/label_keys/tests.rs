use super::LabelKeys;
use crate::{
    KubeVersion,
    validate::{
        Form, Judge, Path,
        api::{affinity, metadata::tests::bring},
        trials::{Case, Trial},
    },
};

macro_rules! near {
    ($labels:literal, $term:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a","labels":"#,
            $labels,
            r#"},"spec":{"containers":[],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone","#,
            $term,
            "}]}}}}"
        )
    };
}
macro_rules! template {
    ($labels:literal, $term:literal) => {
        concat!(
            r#"{"kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{},"template":{"metadata":{"labels":"#,
            $labels,
            r#"},"spec":{"containers":[],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone","#,
            $term,
            "}]}}}}}}"
        )
    };
}

const INVALID: &str = "FieldValueInvalid";
const FORBIDDEN: &str = "FieldValueForbidden";

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", near!(r#"{"app":"a","hash":"1"}"#, r#""labelSelector":{"matchLabels":{"app":"a"}},"matchLabelKeys":["hash"],"mismatchLabelKeys":["tenant"]"#), &[]),
    // A key that the pod does not carry is not added, so it cannot clash.
    ("", near!(r#"{"app":"a"}"#, r#""labelSelector":{"matchLabels":{"hash":"1"}},"matchLabelKeys":["hash"]"#), &[]),
    // Asking for a value and against the pod's own is of use for mismatchLabelKeys.
    ("", near!(r#"{"tenant":"x"}"#, r#""labelSelector":{"matchExpressions":[{"key":"tenant","operator":"Exists"}]},"mismatchLabelKeys":["tenant"]"#), &[]),
    // Nothing is added to a template, so nothing clashes there.
    ("", template!(r#"{"hash":"1"}"#, r#""labelSelector":{"matchLabels":{"hash":"1"}},"matchLabelKeys":["hash"]"#), &[]),
    ("label-keys-without-selector", near!(r#"{}"#, r#""matchLabelKeys":["-"]"#), &[(FORBIDDEN, "matchLabelKeys")]),
    ("label-keys-without-selector", near!(r#"{}"#, r#""mismatchLabelKeys":["hash"]"#), &[(FORBIDDEN, "mismatchLabelKeys")]),
    ("label-keys-malformed", near!(r#"{}"#, r#""labelSelector":{},"matchLabelKeys":["a","b c"]"#), &[(INVALID, "matchLabelKeys[1]")]),
    ("label-keys-in-selector", near!(r#"{"app":"a","hash":"1"}"#, r#""labelSelector":{"matchLabels":{"hash":"1"}},"matchLabelKeys":["app","hash"]"#), &[(INVALID, "[1]")]),
    ("label-keys-in-selector", near!(r#"{"hash":"1"}"#, r#""labelSelector":{"matchExpressions":[{"key":"hash","operator":"Exists"}]},"matchLabelKeys":["hash"]"#), &[(INVALID, "[0]")]),
    ("label-keys-in-selector", near!(r#"{"hash":"1"}"#, r#""labelSelector":{},"matchLabelKeys":["hash","hash"]"#), &[(INVALID, "[1]")]),
    ("label-keys-in-selector", template!(r#"{}"#, r#""labelSelector":{"matchLabels":{"hash":"1"},"matchExpressions":[{"key":"hash","operator":"Exists"}]},"matchLabelKeys":["hash"]"#), &[(INVALID, "[0]")]),
    ("label-keys-in-both", template!(r#"{}"#, r#""labelSelector":{},"matchLabelKeys":["a","hash"],"mismatchLabelKeys":["hash"]"#), &[(INVALID, "matchLabelKeys[1]")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(CASES, |j, seen| {
        let affinity = seen.spec.affinity.as_ref().unwrap().pod_affinity.as_ref().unwrap();
        let meta = seen.template_meta.as_ref().unwrap_or(&seen.meta);
        for term in affinity.required_during_scheduling_ignored_during_execution.iter().flatten() {
            let keys = LabelKeys {
                selector: term.label_selector.as_ref(),
                matching: term.match_label_keys.as_deref().unwrap_or_default(),
                mismatching: term.mismatch_label_keys.as_deref().unwrap_or_default(),
                labels: meta.labels.as_ref(),
            };
            keys.check(j, &Path::root(""));
        }
    })
}

#[test]
fn what_is_added_is_judged_as_if_it_were_written() {
    let object = serde_json::json!({
        "metadata": {"labels": {"hash": "no label!", "-": ""}},
        "spec": {"containers": [], "affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{
            "topologyKey": "zone",
            "labelSelector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]},
            "matchLabelKeys": ["hash"],
            "mismatchLabelKeys": ["-"],
        }]}}},
    });
    let pod: k8s_openapi::api::core::v1::Pod = serde_json::from_value(object).unwrap();
    let mut j = Judge::new(KubeVersion::DEFAULT, Form::Pod);
    affinity::check(&mut j, &pod.spec.unwrap(), &pod.metadata, &Path::root("spec"));
    let paths: Vec<_> = j.finish().0.into_iter().map(|finding| finding.path).collect();
    let term = "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]";
    assert_eq!(
        paths,
        [
            format!("{term}.mismatchLabelKeys[0]"),
            format!("{term}.labelSelector.matchExpressions[1].values[0]"),
            format!("{term}.labelSelector.matchExpressions[2].key"),
        ]
    );
}

#[test]
fn servers_that_add_nothing_compare_with_the_whole_selector() {
    let selector =
        serde_json::from_str(r#"{"matchLabels":{"a":""},"matchExpressions":[{"key":"b"}]}"#).unwrap();
    let matching = ["a", "b", "c"].map(str::to_owned);
    let keys = LabelKeys { selector: Some(&selector), matching: &matching, mismatching: &[], labels: None };
    let mut j = Judge::new(KubeVersion::new(33).unwrap(), Form::Template);
    keys.check_unmerged(&mut j, &Path::root("c"));
    LabelKeys { selector: None, ..keys }.check_unmerged(&mut j, &Path::root("d"));
    let paths: Vec<_> = j.finish().0.into_iter().map(|finding| finding.path).collect();
    assert_eq!(paths, ["c.matchLabelKeys[0]", "c.matchLabelKeys[1]", "d.matchLabelKeys"]);
}

use super::{RULES, list};
use crate::{
    KubeVersion,
    validate::{
        Form, Judge, Path,
        api::metadata::tests::{Case, run},
        gates::Gate,
    },
};

macro_rules! pod {
    ($tolerations:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"tolerations":["#,
            $tolerations,
            "]}}"
        )
    };
}

const INVALID: &str = "FieldValueInvalid";
const UNSUPPORTED: &str = "FieldValueNotSupported";

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", pod!(r#"{"operator":"Exists"},{"key":"example.com/gpu","value":"big","effect":"NoSchedule"},{"key":"a","operator":"Exists","effect":"NoExecute","tolerationSeconds":-1},{"key":"a","operator":"Equal","effect":"PreferNoSchedule"}"#), &[]),
    ("toleration-key-malformed", pod!(r#"{"key":"a b","operator":"Exists"}"#), &[(INVALID, "spec.tolerations[0].key")]),
    ("toleration-key-missing", pod!(r#"{"operator":"Exists"},{"effect":"NoSchedule"}"#), &[(INVALID, "spec.tolerations[1].operator")]),
    ("toleration-seconds-without-no-execute", pod!(r#"{"key":"a","operator":"Exists","tolerationSeconds":5}"#), &[(INVALID, "spec.tolerations[0].effect")]),
    ("toleration-value-malformed", pod!(r#"{"key":"a","value":"b c"}"#), &[(INVALID, "spec.tolerations[0].operator")]),
    // Too long and of wrong characters: the server makes one cause of both here.
    ("toleration-value-malformed", pod!(r#"{"key":"a","value":"----------------------------------------------------------------"}"#), &[(INVALID, "spec.tolerations[0].operator")]),
    ("toleration-value-unused", pod!(r#"{"key":"a","operator":"Exists","value":"b"}"#), &[(INVALID, "spec.tolerations[0].operator")]),
    ("toleration-operator-unknown", pod!(r#"{"key":"a","operator":"Gt","value":"b"}"#), &[(UNSUPPORTED, "spec.tolerations[0].operator")]),
    ("toleration-effect-unknown", pod!(r#"{"key":"a","operator":"Exists","effect":"NoScheduling"}"#), &[(UNSUPPORTED, "spec.tolerations[0].effect")]),
];

#[test]
fn cases() {
    // A server starts with the comparison off, so its rule has a test of its own.
    let rules: Vec<_> =
        RULES.iter().copied().filter(|rule| rule.id != "toleration-bound-not-a-number").collect();
    run(CASES, &rules, |j, seen| super::check(j, &seen.spec, &Path::root("spec")));
}

#[test]
fn a_server_that_compares_wants_integers() {
    let judge = |value: &str| {
        let mut j = Judge::new(KubeVersion::DEFAULT, Form::Pod);
        j.gates.set(Gate::TaintTolerationComparisonOperators, true);
        let toleration = serde_json::json!([{"key": "a", "operator": "Lt", "value": value}]);
        list(&mut j, &serde_json::from_value::<Vec<_>>(toleration).unwrap(), &Path::root("spec.tolerations"));
        j.finish().0.into_iter().map(|finding| (finding.rule, finding.path)).collect::<Vec<_>>()
    };
    assert_eq!(judge("-950"), []);
    for wrong in ["", "1.5", "+1", "007", "9223372036854775808"] {
        let expected = ("toleration-bound-not-a-number", "spec.tolerations[0].value".to_owned());
        assert_eq!(judge(wrong), [expected], "{wrong}");
    }
}

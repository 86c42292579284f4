use crate::validate::{
    Path,
    api::{case, case::Elsewhere, metadata::tests::bring},
    gates::Gate,
    trials::{Case, Trial},
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

const COMPARES: Option<Gate> = Some(Gate::TaintTolerationComparisonOperators);

/// A server starts with the comparison off; one that compares wants integers.
#[rustfmt::skip]
const ELSEWHERE: &[Elsewhere] = &[
    (36, COMPARES, ("", pod!(r#"{"key":"a","operator":"Lt","value":"-950"},{"key":"b","operator":"Gt","value":"0"}"#), &[])),
    (36, COMPARES, ("toleration-bound-not-a-number", pod!(r#"{"key":"a","operator":"Gt","value":"-0"}"#), &[(INVALID, "spec.tolerations[0].value")])),
    (36, COMPARES, ("toleration-bound-not-a-number", pod!(r#"{"key":"a","operator":"Lt"}"#), &[(INVALID, "spec.tolerations[0].value"), (INVALID, "spec.tolerations[0].value")])),
    (36, COMPARES, ("toleration-bound-not-a-number", pod!(r#"{"key":"a","operator":"Gt","value":"1.5"}"#), &[(INVALID, "spec.tolerations[0].value"), (INVALID, "spec.tolerations[0].value")])),
    (36, COMPARES, ("toleration-bound-not-a-number", pod!(r#"{"key":"a","operator":"Lt","value":"+1"}"#), &[(INVALID, "spec.tolerations[0].value")])),
    (36, COMPARES, ("toleration-bound-not-a-number", pod!(r#"{"key":"a","operator":"Lt","value":"007"}"#), &[(INVALID, "spec.tolerations[0].value")])),
    (36, COMPARES, ("toleration-bound-not-a-number", pod!(r#"{"key":"a","operator":"Lt","value":"9223372036854775808"}"#), &[(INVALID, "spec.tolerations[0].value")])),
];

pub(crate) fn trials() -> Vec<Trial> {
    let elsewhere = case::bring(|j, spec, _, path| super::check(j, spec, path), &[], ELSEWHERE);
    bring(CASES, |j, seen| super::check(j, &seen.spec, &Path::root("spec")))
        .into_iter()
        .chain(elsewhere)
        .collect()
}

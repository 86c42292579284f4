//! Runs cases of whole objects, and sees that each rule is needed by one of them.

use serde_json::Value;

use super::metadata::tests::Case;
use crate::{
    KubeVersion,
    validate::{Form, Judge, Rule, Severity},
};

/// Judges an object of any of the kinds of an area.
pub(super) type Check = fn(&mut Judge, Value);

/// Lists what is found in an object: the rules that speak, and the causes in order.
fn answer(object: &str, off: &'static str, check: Check) -> (Vec<&'static str>, Vec<(String, String)>) {
    let mut j = Judge::new(KubeVersion::DEFAULT, Form::Pod).without(off);
    check(&mut j, serde_json::from_str(object).unwrap());
    let (mut found, _) = j.finish();
    // Warnings have cases of their own.
    found.retain(|finding| finding.severity == Severity::Error);
    let cause =
        |cause: Option<crate::validate::Cause>| cause.map_or(String::new(), |cause| cause.to_string());
    let mut causes: Vec<_> =
        found.iter().map(|finding| (cause(finding.cause), finding.path.clone())).collect();
    causes.sort();
    (found.iter().map(|finding| finding.rule).collect(), causes)
}

/// Holds each case against the judge of its kind, with its rule switched on and off; every rule needs a case.
pub(super) fn run(cases: &[Case], rules: &[&Rule], check: Check) {
    for (rule, object, expected) in cases {
        let (rules_that_spoke, found) = answer(object, "", check);
        let mut expected: Vec<_> =
            expected.iter().map(|(cause, path)| ((*cause).to_owned(), (*path).to_owned())).collect();
        expected.sort();
        assert_eq!(found, expected, "{object:.400}");
        if rule.is_empty() {
            assert!(rules_that_spoke.is_empty(), "{rules_that_spoke:?} speak: {object:.400}");
        } else {
            assert_ne!(answer(object, rule, check).1, expected, "{rule} is not needed: {object:.400}");
        }
    }
    for rule in rules {
        assert!(cases.iter().any(|(id, ..)| *id == rule.id), "no case breaks {}", rule.id);
    }
}

//! Puts every rule on trial: some case is sound, and some case is refused by that rule alone.
//!
//! A case is data: what is judged, and what is found. An area lists its cases as `trials()` in its tests and has a line
//! in [`AREAS`] here or in `api::trials`; a rule that no case needs fails [`every_rule_is_needed`] by its name.

use std::collections::BTreeSet;

use super::{
    Companions, Finding, Rule, Stage, api, beyond, decode, dropped, foreign, newer, update, warnings,
};
use crate::{KubeVersion, Target, yaml::source::Source};

/// One case: the rule that must speak (none where the object is sound), the object, and what is found, each as the error
/// type and the path. What has no error type stands with the id of its rule instead.
pub(crate) type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// A case with the judge it is brought before.
pub(crate) struct Trial {
    case: Case,
    judge: Box<dyn Fn(&'static str) -> Vec<Finding>>,
}

/// Gives the trials of an area, and its name.
pub(crate) type Area = (&'static str, fn() -> Vec<Trial>);

impl Trial {
    /// Brings a case before `judge`, which takes the rule that is switched off: see `Judge::without`.
    pub(crate) fn new(case: &Case, judge: impl Fn(&'static str) -> Vec<Finding> + 'static) -> Self {
        Self { case: *case, judge: Box::new(judge) }
    }

    /// Brings a document, as it would stand in a file, before everything that judges it.
    pub(crate) fn document(release: u8, case: &Case) -> Self {
        let text = case.1;
        Self::new(case, move |off| {
            let source = Source::new("a.yaml", text.as_bytes());
            let document = decode::documents(&source).next().unwrap();
            let version = KubeVersion::new(release).unwrap();
            let target = Target::kubernetes();
            let mut found =
                foreign::judge_document(&document, &target, version, &Companions::default(), None).findings;
            // The links of an object have cases of their own.
            found.retain(|finding| finding.rule != off && finding.stage != Stage::Contract);
            found
        })
    }

    /// Lists what is found with a rule switched off.
    fn answer(&self, off: &'static str) -> Vec<(String, String)> {
        let named = |finding: Finding| {
            let what = finding.cause.map_or_else(|| finding.rule.to_owned(), |cause| cause.to_string());
            (what, finding.path)
        };
        let mut found: Vec<_> = (self.judge)(off).into_iter().map(named).collect();
        found.sort();
        found
    }

    fn expected(&self) -> Vec<(String, String)> {
        let mut expected: Vec<_> =
            self.case.2.iter().map(|(what, path)| ((*what).to_owned(), (*path).to_owned())).collect();
        expected.sort();
        expected
    }
}

/// Lists the areas but for those of the API server's rules, which `api::trials` lists.
const AREAS: &[Area] = &[
    ("beyond", beyond::tests::trials),
    ("decode", decode::tests::trials),
    ("dropped", dropped::tests::trials),
    ("newer", newer::tests::trials),
    ("update", update::tests::trials),
    ("warnings", warnings::tests::trials),
];

fn areas() -> impl Iterator<Item = (&'static str, Vec<Trial>)> {
    api::trials::AREAS.iter().chain(AREAS).map(|(name, trials)| (*name, trials()))
}

/// Fails with all faults at once.
fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_case_is_answered_as_expected() {
    let mut faults = Vec::new();
    for (area, trials) in areas() {
        for trial in &trials {
            let ((rule, object, _), found, expected) = (trial.case, trial.answer(""), trial.expected());
            if found != expected {
                faults.push(format!(
                    "{area}: {rule}: {object:.400}\n  expected {expected:?}\n  found    {found:?}"
                ));
            } else if rule.is_empty() != expected.is_empty() {
                faults.push(format!(
                    "{area}: {rule}: {object:.400}\n  a rule belongs to what is found, and only to that"
                ));
            }
        }
    }
    report(&faults);
}

#[test]
fn every_rule_is_needed() {
    let mut faults = Vec::new();
    let mut needed = BTreeSet::new();
    for (area, trials) in areas() {
        if trials.iter().all(|trial| !trial.case.0.is_empty()) {
            faults.push(format!("{area}: no case is sound"));
        }
        for trial in trials.iter().filter(|trial| !trial.case.0.is_empty()) {
            let (rule, object, _) = trial.case;
            if trial.answer(rule) == trial.expected() {
                faults.push(format!("{area}: {rule} is not needed: {object:.400}"));
            }
            needed.insert(rule);
        }
    }
    // What no server knows is tried beside each of its rules, with what the builder says of the links; admission has walks
    // of its own, which need a namespace and what a user may use.
    let here = |rule: &&Rule| matches!(rule.stage, Stage::Decode | Stage::Validate);
    let rules = super::rules().filter(here).map(|rule| rule.id);
    let rules: BTreeSet<_> = rules.collect();
    faults.extend(rules.difference(&needed).map(|rule| {
        format!(
            "no case breaks the rule `{rule}`: add one, and a sound one beside it, to the cases of its area"
        )
    }));
    faults.extend(
        needed.difference(&rules).map(|rule| format!("a case names `{rule}`, and there is no such rule")),
    );
    report(&faults);
}

#[test]
fn no_id_stands_twice() {
    let mut seen = BTreeSet::new();
    let twice = super::rules().filter(|rule| !seen.insert(rule.id));
    report(&twice.map(|rule| format!("two rules are called `{}`", rule.id)).collect::<Vec<_>>());
}

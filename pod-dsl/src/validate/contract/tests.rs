//! Every rule shows itself: the bad example breaks it, with words that are kept, and the good one does not.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use super::{ALL, Companions, ContractRule, Example, page::tests::book};
use crate::{
    target::{KubeVersion, Target},
    validate::{Finding, Severity, Stage, decode::documents, foreign::judge_document},
    yaml::source::Source,
};

/// Compares a text with a file below the package, or writes it where `BLESS` is set.
fn holds(file: &str, text: &str, faults: &mut Vec<String>) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
    if env::var_os("BLESS").is_some() && env::var_os("CI").is_none() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    } else if fs::read_to_string(&path).unwrap_or_default() != text {
        faults.push(format!("{file} differs; run with BLESS=1 and read the diff. It is now:\n{text}"));
    }
}

/// Judges a manifest and gives all that was found.
fn judged(text: &str) -> Vec<Finding> {
    let source = Source::new("example.yaml", text.trim_start_matches('\n').as_bytes());
    let companions = Companions::of_file(&source, KubeVersion::DEFAULT);
    let target = Target::kubernetes();
    documents(&source)
        .flat_map(|document| {
            judge_document(&document, &target, KubeVersion::DEFAULT, &companions, None).findings
        })
        .collect()
}

/// Holds a rule to further cases: the specs of pods, or whole manifests, of which the first of each pair is told and the
/// second is not.
pub(super) fn tells(rule: &ContractRule, cases: &[(&str, &str)]) {
    let told = |text: &str| {
        let whole = format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: shop}}\nspec: {text}");
        let text = if text.trim_start().starts_with("apiVersion") { text } else { &whole };
        let findings = judged(text);
        // What cannot be read would be silent, too.
        assert!(findings.iter().all(|finding| finding.stage != Stage::Decode), "{findings:?}");
        of(rule, &findings).map(ToString::to_string).collect::<Vec<_>>()
    };
    for (bad, good) in cases {
        assert!(!told(bad).is_empty(), "nothing is told of {bad}");
        assert_eq!(told(good), [""; 0], "{good}");
    }
}

fn of<'f>(rule: &ContractRule, findings: &'f [Finding]) -> impl Iterator<Item = &'f Finding> {
    let id = rule.rule.id;
    findings.iter().filter(move |finding| finding.rule == id)
}

#[test]
fn every_example_is_judged_as_its_rule_says() {
    let mut faults = Vec::new();
    for rule in ALL {
        let id = rule.rule.id;
        if let Example::Yaml(text) = rule.bad {
            let findings = judged(text);
            let told: Vec<_> = of(rule, &findings).map(ToString::to_string).collect();
            if told.is_empty() {
                faults.push(format!("{id}: nothing is found in its bad example, but {findings:?}"));
            }
            holds(
                &format!("src/validate/contract/golden/{id}.txt"),
                &format!("{}\n", told.join("\n\n")),
                &mut faults,
            );
            unrefused(id, "bad", &findings, &mut faults);
        }
        if let Example::Yaml(text) = rule.good {
            let findings = judged(text);
            faults.extend(of(rule, &findings).map(|finding| format!("{id}: in its good example: {finding}")));
            unrefused(id, "good", &findings, &mut faults);
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n\n"));
}

/// An example that the server refuses shows nothing.
fn unrefused(id: &str, which: &str, findings: &[Finding], faults: &mut Vec<String>) {
    let refusals =
        findings.iter().filter(|finding| finding.severity == Severity::Error && finding.stage.is_verdict());
    faults.extend(refusals.map(|finding| format!("{id}: the {which} example is refused: {finding}")));
}

#[test]
fn a_guess_is_never_an_error() {
    for rule in ALL {
        assert!(rule.guessed < Severity::Error, "{}", rule.rule.id);
    }
}

#[test]
fn every_rule_has_one_id_and_one_golden_text() {
    let ids: BTreeSet<_> = ALL.iter().map(|rule| rule.rule.id).collect();
    assert_eq!(ids.len(), ALL.len());
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/validate/contract/golden");
    for file in fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().to_string_lossy().into_owned();
        let id = name.trim_end_matches(".txt");
        assert!(ids.contains(id), "golden/{name} belongs to no rule");
    }
}

#[test]
fn the_book_of_rules_is_fresh() {
    let mut faults = Vec::new();
    holds("../docs/rules.md", &book(), &mut faults);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

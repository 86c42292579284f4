//! Cases of updates: what is there and, behind `---`, what is applied.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod apply;
mod config;
mod kinds;
mod pods;
mod spared;
mod storage;
mod workloads;

use super::{AREA, Applied, New, left_behind};
use crate::{
    KubeVersion, Target,
    validate::{
        Companions, Finding, decode, foreign,
        trials::{Case, Trial},
    },
    yaml::source::Source,
};

const INVALID: &str = "FieldValueInvalid";
const FORBIDDEN: &str = "FieldValueForbidden";

/// Gives what is found about an update, and nothing of what is found about its objects for themselves.
fn updated(target: &Target, text: &str) -> (Vec<Finding>, Vec<String>) {
    let (old, new) = text.split_once("---\n").unwrap();
    // Behind `+++` stands what was applied now as well.
    let (old, more) = old.split_once("+++\n").unwrap_or((old, ""));
    let version = target.version().unwrap();
    let mut applied = Applied::manifest("old.yaml", old.as_bytes(), target);
    applied.add("more.yaml", more.as_bytes(), target);
    let new = new.replace("+++\n", "---\n");
    let source = Source::new("new.yaml", new.as_bytes());
    let mut all = New::default();
    all.read(&source, version);
    let against = all.against(&applied);
    let (mut found, mut assumes) = (applied.faults().to_vec(), Vec::new());
    for document in decode::documents(&source) {
        let companions = Companions::default();
        let judgement = foreign::judge_document(&document, target, version, &companions, Some(&against));
        found.extend(judgement.findings);
        assumes.extend(judgement.assumes);
    }
    found.extend(left_behind(&applied, all.ids()).map(|(_, finding)| finding));
    found.retain(|finding| AREA.iter().copied().flatten().any(|rule| rule.id == finding.rule));
    (found, assumes)
}

/// Gives what is found by the newest release that is proven, each as the rule, the path, and the line it points at.
fn told(text: &str) -> Vec<(&'static str, String, String)> {
    let (found, _) = updated(&Target::kubernetes(), text);
    let place = |finding: &Finding| finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
    found.iter().map(|finding| (finding.rule, finding.path.clone(), place(finding))).collect()
}

fn bring(release: u8, openshift: bool, cases: &'static [Case]) -> impl Iterator<Item = Trial> {
    cases.iter().map(move |case| {
        let text = case.1;
        Trial::new(case, move |off| {
            let version = KubeVersion::new(release).unwrap().to_string();
            let target = if openshift { Target::openshift() } else { Target::kubernetes() };
            let (mut found, _) = updated(&target.kube_version(version), text);
            found.retain(|finding| finding.rule != off);
            found
        })
    })
}

/// Lists the cases of this area.
pub(crate) fn trials() -> Vec<Trial> {
    let here = [apply::CASES, config::CASES, kinds::CASES, pods::CASES, storage::CASES, workloads::CASES];
    let now = KubeVersion::DEFAULT.minor();
    here.into_iter()
        .flat_map(|cases| bring(now, false, cases))
        .chain(bring(now, true, kinds::ON_OPENSHIFT))
        .chain(bring(32, false, workloads::IN_1_32))
        .chain(bring(35, false, workloads::IN_1_35))
        .chain(bring(35, false, kinds::IN_1_35))
        .chain(bring(31, false, storage::IN_1_31))
        .collect()
}

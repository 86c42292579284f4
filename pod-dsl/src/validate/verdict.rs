//! The whole judgement of one object: every stage, the allowances, and the lines of Rust behind each finding.

use super::{
    admission, api, beyond,
    by_kind::judge_object,
    contract::{self, Companions},
    decode,
    finding::{Finding, Place},
    foreign::{self, Verdict},
    judge::{Form, Judge},
    newer,
    report::{Allowed, Report},
    rule::{Rule, Severity},
    warnings,
};
use crate::{
    intent::{Allow, At, Intent},
    object::Object,
    target::{KubeVersion, Target, UnknownVersion},
};

static ALLOW_OF_UNKNOWN_RULE: Rule =
    Rule::contract("allow-of-unknown-rule", "what is allowed is a rule there is");
static KUBE_VERSION_UNKNOWN: Rule = Rule::contract("kube-version-unknown", "the release asked for is known");
static OBJECT_UNWRITABLE: Rule = Rule::contract("object-unwritable", "kubectl can read back what is written");

/// Lists every rule there is.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    let beyond = beyond::AREA.iter().chain(warnings::AREA).copied().flatten().copied();
    let own = [
        &ALLOW_OF_UNKNOWN_RULE,
        &KUBE_VERSION_UNKNOWN,
        &OBJECT_UNWRITABLE,
        &newer::RULE,
        &foreign::UNSERIALISABLE,
    ];
    let read = decode::RULES.iter().copied();
    read.chain(api::rules()).chain(admission::rules()).chain(beyond).chain(contract::rules()).chain(own)
}

/// Is an allowance with its scope: one container by list and index, or the whole object.
type Scoped = (Option<(&'static str, usize)>, Allow);

/// Judges an object of ours and adds what was found to the report.
pub(crate) fn judge(
    object: &Object,
    intent: &Intent,
    (target, version): (&Target, KubeVersion),
    companions: &Companions<'_>,
    allows: &[Scoped],
    line: &dyn Fn(&str) -> At,
    report: &mut Report,
) {
    let subject = format!("{}/{}", object.kind(), object.name());
    let mut links = Vec::new();
    let (found, assumes) = if let Object::Other(data) = object {
        let judgement = foreign::judge_data(data, target, version, companions);
        if judgement.verdict == Verdict::NotJudged {
            report.push_not_judged(subject.clone());
        }
        for Allowed { mut finding, reason } in judgement.allowed {
            finding.object.clone_from(&subject);
            report.push_allowed(finding, reason);
        }
        (judgement.findings, judgement.assumes)
    } else {
        let mut judge = Judge::new(version, Form::Pod);
        newer::check(&mut judge, object);
        contract::check(object, intent, target.platform(), companions, &mut links);
        let (mut found, _) = judge.finish();
        let asked = judge_object(object, target, version);
        found.extend(asked.found.into_iter().map(beyond::must_run));
        (found, asked.assumes)
    };
    for fact in assumes {
        report.push_assumption(fact);
    }
    for mut finding in found.into_iter().chain(links).chain(unknown_allows(allows)) {
        finding.object.clone_from(&subject);
        if finding.place.is_none() {
            finding.place = Some(Place::Rust(line(&finding.path)));
        }
        settle(finding, allows, report);
    }
}

/// Puts a finding where it belongs: among those that stand, or among those that were allowed.
fn settle(mut finding: Finding, allows: &[Scoped], report: &mut Report) {
    let container = finding.container();
    let allow = allows.iter().find(|(scope, allow)| {
        allow.rule == finding.rule && scope.is_none_or(|scope| Some(scope) == container)
    });
    match allow {
        None => report.push(finding),
        Some((_, allow)) if finding.severity == Severity::Error && finding.stage.is_verdict() => {
            let at = Place::Rust(allow.at);
            finding.note(format!("it is allowed at {at}, but what the cluster refuses cannot be allowed"));
            report.push(finding);
        }
        Some((_, allow)) => report.push_allowed(finding, allow.reason.clone()),
    }
}

/// Finds allowances that name no rule, which a slip of the pen would else leave without effect.
fn unknown_allows(allows: &[Scoped]) -> impl Iterator<Item = Finding> {
    allows.iter().filter(|(_, allow)| rules().all(|rule| rule.id != allow.rule)).map(|(_, allow)| {
        let message = format!("`{}` is allowed, but there is no such rule", allow.rule);
        let mut finding = Finding::new(&ALLOW_OF_UNKNOWN_RULE, "", message);
        finding.help("give the id that stands in brackets in the finding");
        finding.place = Some(Place::Rust(allow.at));
        finding
    })
}

/// Reports a release that is not known.
pub(crate) fn unknown_version(unknown: &UnknownVersion) -> Finding {
    Finding::new(&KUBE_VERSION_UNKNOWN, "", unknown)
}

/// Reports that the writer could not carry something.
pub(crate) fn unwritable(error: &str) -> Finding {
    Finding::new(&OBJECT_UNWRITABLE, "", error)
}

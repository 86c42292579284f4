//! The whole judgement of one object: every stage, the allowances, and the lines of Rust behind each finding.

use super::{
    admission, api, beyond,
    by_kind::judge_object,
    contract::{self, Companions},
    decode,
    finding::{Finding, Place},
    foreign::{self, Judgement, Verdict},
    judge::{Form, Judge},
    newer, patched, promise,
    report::{Allowed, Report},
    rule::{Rule, Severity},
    update::{self, Against, Updated},
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
static SERVICE_NETWORK_MALFORMED: Rule =
    Rule::contract("service-network-malformed", "the network of Services that is stated can be read");
static SECRET_WITHHELD: Rule =
    Rule::contract("secret-withheld", "the values of a Secret are written only where that is asked for");
static OBJECT_DUPLICATE: Rule = Rule::contract("object-duplicate", "an object is in a bundle once");
static OBJECT_UNWRITABLE: Rule = Rule::contract("object-unwritable", "kubectl can read back what is written");

/// Lists every rule there is.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    let beyond = beyond::AREA.iter().chain(warnings::AREA).chain(update::AREA).copied().flatten().copied();
    let own = [
        &ALLOW_OF_UNKNOWN_RULE,
        &KUBE_VERSION_UNKNOWN,
        &OBJECT_DUPLICATE,
        &OBJECT_UNWRITABLE,
        &SECRET_WITHHELD,
        &SERVICE_NETWORK_MALFORMED,
        &newer::RULE,
        &promise::RULE,
        &foreign::UNSERIALISABLE,
    ];
    let read = decode::RULES.iter().copied();
    read.chain(patched::RULES.iter().copied())
        .chain(api::rules())
        .chain(admission::rules())
        .chain(beyond)
        .chain(contract::rules())
        .chain(own)
}

/// Is an allowance with its scope: one container by list and index, or the whole object.
type Scoped = (Option<(&'static str, usize)>, Allow);

/// Holds what is found about an object beside others, before it is judged for itself.
pub(crate) enum Links {
    /// What its links break, and what the update of what is there says.
    Typed(Vec<Finding>, Updated),
    /// The whole judgement of an object that came as data.
    Data(Judgement),
}

/// Looks at the links of an object of ours and at what it promises; what came as data is judged whole.
pub(crate) fn links(
    object: &Object,
    intent: &Intent,
    (target, version): (&Target, KubeVersion),
    companions: &Companions<'_>,
    against: Option<&Against<'_>>,
) -> Links {
    if let Object::Other(data) = object {
        return Links::Data(foreign::judge_data(data, target, version, companions, against));
    }
    let mut judge = Judge::new(version, Form::Pod);
    newer::check(&mut judge, object);
    if let Some(promise) = intent.promise {
        promise::check(&mut judge, object, intent, promise);
    }
    let (mut found, _) = judge.finish();
    contract::check(object, intent, target.platform(), companions, &mut found);
    let updated = against.map(|against| update::check(object, against, target, version)).unwrap_or_default();
    Links::Typed(found, updated)
}

/// Judges an object of ours and adds what was found to the report. Judging fills in what the server would.
pub(crate) fn judge(
    object: &mut Object,
    links: Links,
    (target, version): (&Target, KubeVersion),
    allows: &[Scoped],
    line: &dyn Fn(&str) -> At,
    report: &mut Report,
) {
    let (found, assumes) = match links {
        Links::Data(judgement) => {
            if judgement.verdict == Verdict::NotJudged {
                report.push_not_judged(subject(object));
            }
            for Allowed { mut finding, reason } in judgement.allowed {
                finding.object = subject(object);
                report.push_allowed(finding, reason);
            }
            (judgement.findings, judgement.assumes)
        }
        Links::Typed(mut found, mut updated) => {
            let mut asked = judge_object(object, target, version);
            updated.spare(&mut asked.found, &mut asked.assumes);
            found.append(&mut updated.found);
            let mut assumes = updated.assumes;
            found.extend(asked.found.into_iter().map(beyond::must_run));
            // In the order in which they would be heard: the server comes before what no server knows.
            found.sort_by_key(|finding| finding.stage);
            assumes.extend(asked.assumes);
            (found, assumes)
        }
    };
    for fact in assumes {
        report.push_assumption(fact);
    }
    for mut finding in found.into_iter().chain(unknown_allows(allows)) {
        finding.object = subject(object);
        if finding.place.is_none() {
            finding.place = Some(Place::Rust(line(finding.pointer())));
        }
        settle(finding, allows, report);
    }
}

/// Names an object as a report does: `Kind/name`.
fn subject(object: &Object) -> String {
    format!("{}/{}", object.kind(), object.name())
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

/// Reports what was stated as the network of Services and is none.
pub(crate) fn malformed_network(target: &Target) -> Option<Finding> {
    target.network().err().map(|why| Finding::new(&SERVICE_NETWORK_MALFORMED, "", why))
}

/// Reports that a Secret has values and nobody asked for them to be written.
pub(crate) fn withheld(object: &Object, at: At) -> Finding {
    let message = format!(
        "the Secret `{}` holds values, which are not written unless that is asked for",
        object.name()
    );
    let mut finding = Finding::new(&SECRET_WITHHELD, "", message);
    finding.object = subject(object);
    finding.place = Some(Place::Rust(at));
    finding.help("ask for it where the text goes straight to the cluster (`Target::with_secrets`, `--with-secrets`), or leave the Secret to whoever keeps it and refer to it by name");
    finding
}

/// Reports an object of which there is one before it in the same bundle.
pub(crate) fn duplicate(object: &Object, first: At, at: At) -> Finding {
    let message =
        "an object of this kind, namespace and name is in the bundle already, and a cluster has one of each";
    let mut finding = Finding::new(&OBJECT_DUPLICATE, "metadata.name", message);
    finding.object = subject(object);
    finding.place = Some(Place::Rust(at));
    finding.note(format!("the first is made at {}", Place::Rust(first)));
    finding.help("give it another name, or add it once");
    finding
}

/// Reports that the writer could not carry something.
pub(crate) fn unwritable(error: &str) -> Finding {
    Finding::new(&OBJECT_UNWRITABLE, "", error)
}

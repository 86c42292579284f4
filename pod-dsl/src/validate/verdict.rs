//! The whole judgement of one object: every stage, the allowances, and the lines of Rust behind each finding.

use super::{
    api, contract,
    finding::{Finding, Place},
    judge::{Form, Judge},
    report::Report,
    rule::{Rule, Severity},
};
use crate::{
    intent::{At, Intent},
    model::Allow,
    object::Object,
    target::{KubeVersion, UnknownVersion},
};

static KUBE_VERSION_UNKNOWN: Rule = Rule::contract("kube-version-unknown", "the release asked for is known");
static OBJECT_UNWRITABLE: Rule = Rule::contract("object-unwritable", "every string can be carried by YAML");

/// Judges an object of ours and adds what was found to the report.
pub(crate) fn judge(
    object: &Object,
    intent: &Intent,
    version: KubeVersion,
    allows: &[(Option<(&'static str, usize)>, Allow)],
    line: &dyn Fn(&str) -> At,
    report: &mut Report,
) {
    let subject = format!("{}/{}", object.kind(), object.name());
    let mut found = Vec::new();
    let mut judge = Judge::new(version, Form::Pod);
    match object {
        Object::Pod(pod) => api::pod(&mut judge, pod),
        Object::ConfigMap(_) | Object::Secret(_) => {}
        Object::Other(_) => report.push_not_judged(subject.clone()),
    }
    let (api, assumes) = judge.finish();
    found.extend(api);
    assumes.into_iter().for_each(|fact| report.push_assumption(fact));
    contract::check(intent, &mut found);
    for mut finding in found {
        finding.object.clone_from(&subject);
        finding.place.get_or_insert_with(|| Place::Rust(line(&finding.path)));
        let container = finding.container();
        let allow = allows.iter().find(|(scope, allow)| {
            allow.rule == finding.rule && scope.is_none_or(|scope| Some(scope) == container)
        });
        match allow {
            None => report.push(finding),
            Some((_, allow)) if finding.severity == Severity::Error && finding.stage.is_verdict() => {
                finding.note(format!(
                    "it is allowed at {}:{}, but what the cluster refuses cannot be allowed",
                    allow.at.file(),
                    allow.at.line()
                ));
                report.push(finding);
            }
            Some((_, allow)) => report.push_allowed(finding, allow.reason.clone()),
        }
    }
}

/// Reports a release that is not known.
pub(crate) fn unknown_version(unknown: &UnknownVersion) -> Finding {
    Finding::new(&KUBE_VERSION_UNKNOWN, "", unknown)
}

/// Reports that the writer could not carry something.
pub(crate) fn unwritable(error: &str) -> Finding {
    Finding::new(&OBJECT_UNWRITABLE, "", error)
}

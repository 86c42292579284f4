//! The judgement of what others wrote: one document of a file, read, judged, and every finding pointed at its line.

use super::{
    Allowed, Finding, Rule, Severity,
    by_kind::{Asked, judge_object, judge_unknown},
    contract::{self, Companions, Exemptions},
    decode::{Document, decode, documents},
    update::{self, Against},
};
use crate::{
    intent::Intent,
    object::{Data, Object},
    target::{KubeVersion, Target},
    yaml::source::Source,
};

pub(super) static UNSERIALISABLE: Rule =
    Rule::contract("object-unserialisable", "an object can be serialised");

/// Says what the API server would answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It would be created.
    Accepted,
    /// It would not.
    Refused,
    /// Nobody here knows, because the kind is not one that is judged.
    NotJudged,
}

impl Verdict {
    /// Spells the verdict as JSON output does.
    #[cfg(any(feature = "cli", test))]
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::NotJudged => "not-judged",
        }
    }
}

/// Holds everything that is said about one document.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    /// The server's answer.
    pub(crate) verdict: Verdict,
    /// What was found and stands, each at its line.
    pub(crate) findings: Vec<Finding>,
    /// What was found and an annotation allows.
    pub(crate) allowed: Vec<Allowed>,
    /// What the verdict assumes about the cluster.
    pub(crate) assumes: Vec<String>,
}

/// Judges a document as the API server of a release does: reads it strictly, then asks the rules of its kind, and those
/// about links to its companions. Where it is known what is applied now, the update of that is judged, too.
pub(crate) fn judge_document(
    document: &Document<'_>,
    target: &Target,
    version: KubeVersion,
    companions: &Companions<'_>,
    against: Option<&Against<'_>>,
) -> Judgement {
    let mut findings = document.warnings();
    let decoded = match decode(document, version) {
        Ok(decoded) => decoded,
        Err(faults) => {
            findings.extend(faults);
            return Judgement {
                verdict: Verdict::Refused,
                findings,
                allowed: Vec::new(),
                assumes: Vec::new(),
            };
        }
    };
    let point = |finding: &mut Finding| {
        finding.object = format!("{}/{}", document.kind(), document.name());
        finding.place = document.place(finding.pointer());
    };
    let Some(mut object) = decoded else {
        let Asked { mut found, assumes, .. } =
            judge_unknown(document.api_version(), document.kind(), version);
        found.iter_mut().for_each(point);
        findings.append(&mut found);
        return Judgement { verdict: Verdict::NotJudged, findings, allowed: Vec::new(), assumes };
    };
    let mut links = Vec::new();
    contract::check(&object, &Intent::default(), target.platform(), companions, &mut links);
    let updated = against.map(|against| update::check(&object, against, target, version)).unwrap_or_default();
    let Asked { mut found, mut assumes, known: judged } = judge_object(&mut object, target, version);
    updated.spare(&mut found, &mut assumes);
    found.extend(updated.found);
    found.append(&mut links);
    assumes.extend(updated.assumes);
    let known = |rule: &str| super::rules().any(|known| known.id == rule);
    let (found, mut allowed) = Exemptions::of(&object).settle(found, known);
    for allowed in &mut allowed {
        point(&mut allowed.finding);
    }
    findings.extend(found.into_iter().map(|mut finding| {
        point(&mut finding);
        finding
    }));
    let refuses = |finding: &Finding| finding.severity == Severity::Error && finding.stage.is_verdict();
    let verdict = match judged {
        _ if findings.iter().any(refuses) => Verdict::Refused,
        true => Verdict::Accepted,
        false => Verdict::NotJudged,
    };
    Judgement { verdict, findings, allowed, assumes }
}

/// Adds to a target what a file brings along for its pods: namespaces and SCCs. An SCC is there when the pods come; who may
/// use it has to be stated. One that cannot be read is told where the file is judged.
pub(crate) fn with_facts_of(source: &Source<'_>, target: Target, version: KubeVersion) -> Target {
    if !contract::names_a_kind(source.text(), TELLS_OF_PODS) {
        return target;
    }
    let tells = |document: &Document<'_>| TELLS_OF_PODS.contains(&document.kind());
    let objects =
        documents(source).filter(tells).filter_map(|document| decode(&document, version).ok().flatten());
    objects.fold(target, |target, object| with_facts(target, &object))
}

/// Adds to a target what an object says that comes along with pods.
pub(crate) fn with_facts(target: Target, object: &Object) -> Target {
    match object {
        Object::Namespace(namespace) => target.with_namespace((**namespace).clone()),
        Object::SecurityContextConstraints(scc) => target.defines((**scc).clone()),
        Object::Other(data) if TELLS_OF_PODS.contains(&object.kind()) => match contract::typed(data) {
            Some(Object::Other(_)) | None => target,
            Some(object) => with_facts(target, &object),
        },
        _ => target,
    }
}

/// Lists the kinds that say by what pods are judged.
const TELLS_OF_PODS: &[&str] = &["Namespace", "SecurityContextConstraints"];

/// Judges an object that came as data: as a document that holds it would be. The findings point nowhere, because the
/// document is ours and not the user's.
pub(crate) fn judge_data(
    data: &Data,
    target: &Target,
    version: KubeVersion,
    companions: &Companions<'_>,
    against: Option<&Against<'_>>,
) -> Judgement {
    let refused = |error: &serde_json::Error| Judgement {
        verdict: Verdict::Refused,
        findings: vec![Finding::new(&UNSERIALISABLE, "", error)],
        allowed: Vec::new(),
        assumes: Vec::new(),
    };
    let text = match serde_json::to_vec(data) {
        Ok(text) => text,
        Err(error) => return refused(&error),
    };
    let source = Source::new("", &text);
    let Some(document) = documents(&source).next() else {
        let (findings, allowed, assumes) = (Vec::new(), Vec::new(), Vec::new());
        return Judgement { verdict: Verdict::NotJudged, findings, allowed, assumes };
    };
    let mut judgement = judge_document(&document, target, version, companions, against);
    let allowed = judgement.allowed.iter_mut().map(|allowed| &mut allowed.finding);
    for finding in judgement.findings.iter_mut().chain(allowed) {
        finding.place = None;
    }
    judgement
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::prelude::*;

    fn found(object: &Value) -> Vec<(String, String)> {
        let bundle = Bundle::new().add_object(object).unwrap();
        let report = bundle.check(&Target::kubernetes());
        report.errors().map(|finding| (finding.rule.to_owned(), finding.path.clone())).collect()
    }

    fn service(spec: &Value) -> Value {
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": spec})
    }

    #[test]
    fn data_of_a_known_kind_is_judged() {
        assert_eq!(found(&service(&json!({"ports": [{"port": 80}], "selector": {"app": "web"}}))), []);
        let refused = found(&service(&json!({"ports": [{"port": 0}]})));
        assert!(refused.iter().any(|(_, path)| path == "spec.ports[0].port"), "{refused:?}");
    }

    #[test]
    fn a_field_that_the_kind_lacks_is_refused() {
        let refused = found(&service(&json!({"ports": [{"port": 80, "targetport": 8080}]})));
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!(refused[0].1, "spec.ports[0].targetport");
        assert_eq!(found(&service(&json!({"ports": "80"}))).len(), 1);
    }
}

//! Judges what is there already: an object of the API, or a manifest that somebody else wrote.

use super::{
    Allowed, Companions, Report,
    by_kind::judge_object,
    decode::documents,
    foreign::{Judgement, Verdict, judge_document, with_facts_of},
    update::{Against, Applied, New, left_behind},
    verdict::{Links, links, malformed_network, unknown_version},
};
use crate::{
    intent::Intent,
    object::Object,
    target::{KubeVersion, Target},
    yaml::source::Source,
};

/// Judges a finished object as the API server of the target would when it is created. The links between its containers
/// are not asked for: what is emitted by a [`Pod`](crate::Pod) or stands in a manifest is judged for them too.
///
/// ```
/// use pod_dsl::{Object, k8s, prelude::*, validate};
///
/// let mut pod = k8s::Pod::default();
/// pod.metadata.name = Some("web".into());
/// let report = validate::check_object(&Object::Pod(Box::new(pod)), &Target::kubernetes());
/// let error = report.errors().next().expect("a pod has a container");
/// assert_eq!(error.path, "spec.containers");
/// ```
pub fn check_object(object: &Object, target: &Target) -> Report {
    judge_one(object, None, target)
}

/// Judges a finished object as [`check_object`] does, and as the update of what is applied now: what the API server
/// refuses to change in place is an error, and what the change does to pods that run an information.
///
/// ```
/// use pod_dsl::{Object, prelude::*, validate::{self, Applied}};
///
/// let target = Target::kubernetes();
/// let old = "{apiVersion: v1, kind: Secret, metadata: {name: shop}, type: Opaque}";
/// let applied = Applied::manifest("old.yaml", old.as_bytes(), &target);
/// let new: pod_dsl::k8s::Secret = serde_json::from_str(r#"{"metadata": {"name": "shop"}, "type": "example.com/key"}"#)?;
/// let report = validate::check_object_against(&Object::from(new), &applied, &target);
/// assert_eq!(report.errors().next().unwrap().path, "type");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn check_object_against(object: &Object, applied: &Applied, target: &Target) -> Report {
    let beside = std::slice::from_ref(object);
    judge_one(object, Some(&Against { applied, beside }), target)
}

fn judge_one(object: &Object, against: Option<&Against<'_>>, target: &Target) -> Report {
    check(target, |report, version| {
        let alone = (&Intent::default(), &Companions::default());
        let judgement = match links(object, alone.0, (target, version), alone.1, against) {
            Links::Data(judgement) => judgement,
            Links::Typed(mut findings, mut updated) => {
                // The judge fills in defaults where it judges.
                let mut asked = judge_object(&mut object.clone(), target, version);
                updated.spare(&mut asked.found, &mut asked.assumes);
                findings.append(&mut updated.found);
                let mut assumes = updated.assumes;
                findings.extend(asked.found);
                assumes.extend(asked.assumes);
                let verdict = if asked.known { Verdict::Accepted } else { Verdict::NotJudged };
                Judgement { verdict, findings, allowed: Vec::new(), assumes }
            }
        };
        let name = format!("{}/{}", object.kind(), object.name());
        settle(report, judgement, &name);
    })
}

/// Judges every document of a manifest, YAML or JSON, as `pod-dsl check` does, links between containers included; `file` is the name that the findings call
/// it by. What cannot be read is a finding too, and the rest goes on.
///
/// ```
/// use pod_dsl::{prelude::*, validate};
///
/// let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {container: []}\n";
/// let report = validate::check_manifest("web.yaml", text.as_bytes(), &Target::kubernetes());
/// let error = report.errors().next().expect("the field is called `containers`");
/// assert_eq!(error.place.as_ref().map(ToString::to_string).as_deref(), Some("web.yaml:4:8"));
/// ```
pub fn check_manifest(file: &str, text: &[u8], target: &Target) -> Report {
    judge_all(file, text, None, target)
}

/// Judges every document of a manifest as [`check_manifest`] does, and as the update of what is applied now. What is
/// applied and stands in no document is named, too, at its place there.
///
/// See [`Applied`] for an example.
pub fn check_manifest_against(file: &str, text: &[u8], applied: &Applied, target: &Target) -> Report {
    judge_all(file, text, Some(applied), target)
}

fn judge_all(file: &str, text: &[u8], applied: Option<&Applied>, target: &Target) -> Report {
    check(target, |report, version| {
        let source = Source::new(file, text);
        let target = with_facts_of(&source, target.clone(), version);
        let companions = Companions::of_file(&source, version);
        let mut new = New::default();
        if applied.is_some() {
            new.read(&source, version);
        }
        let against = applied.map(|applied| new.against(applied));
        for document in documents(&source) {
            let name = format!("{}/{}", document.kind(), document.name());
            let judgement = judge_document(&document, &target, version, &companions, against.as_ref());
            settle(report, judgement, &name);
        }
        for (_, finding) in applied.into_iter().flat_map(|applied| left_behind(applied, new.ids())) {
            report.push(finding);
        }
    })
}

fn check(target: &Target, judge: impl FnOnce(&mut Report, KubeVersion)) -> Report {
    let mut report = Report::default();
    if let Some(malformed) = malformed_network(target) {
        report.push(malformed);
    }
    match target.version() {
        Ok(version) => judge(&mut report, version),
        Err(unknown) => report.push(unknown_version(unknown)),
    }
    report
}

fn settle(report: &mut Report, judgement: Judgement, name: &str) {
    for mut finding in judgement.findings {
        if finding.object.is_empty() {
            name.clone_into(&mut finding.object);
        }
        report.push(finding);
    }
    for Allowed { mut finding, reason } in judgement.allowed {
        if finding.object.is_empty() {
            name.clone_into(&mut finding.object);
        }
        report.push_allowed(finding, reason);
    }
    for fact in judgement.assumes {
        report.push_assumption(fact);
    }
    if judgement.verdict == Verdict::NotJudged {
        report.push_not_judged(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::{check_manifest, check_object};
    use crate::{Object, Target};

    #[test]
    fn what_is_unknown_is_told_and_what_is_assumed_too() {
        let text = b"{apiVersion: a.b/v1, kind: Other, metadata: {name: x}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n\
            spec: {serviceAccountName: shop, containers: [{name: c, image: i}]}\n---\na: [\n";
        let report = check_manifest("f", text, &Target::kubernetes());
        assert_eq!(report.not_judged(), ["Other/x"]);
        assert_eq!(report.assumes(), ["ServiceAccount shop"]);
        let rules: Vec<_> = report.errors().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["syntax-broken"]);
    }

    #[test]
    fn an_object_is_judged_like_its_text() {
        let service = serde_json::json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {}});
        let object = Object::from_serialize(&service).unwrap();
        let of_object = check_object(&object, &Target::kubernetes());
        let of_text = check_manifest("f", service.to_string().as_bytes(), &Target::kubernetes());
        let told = |report: &crate::Report| {
            report
                .errors()
                .map(|finding| (finding.rule, finding.path.clone(), finding.object.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&of_object), told(&of_text));
        assert_eq!(
            told(&of_text),
            [("service-ports-missing", "spec.ports".to_owned(), "Service/web".to_owned())]
        );
        let unknown = check_object(&object, &Target::kubernetes().kube_version("1.1"));
        assert_eq!(unknown.errors().next().unwrap().rule, "kube-version-unknown");
    }
}

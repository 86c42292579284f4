//! The judgement of what others wrote: one document of a file, read, judged, and every finding pointed at its line.

use k8s_openapi::{
    api::{apps::v1::StatefulSetSpec, batch::v1::JobSpec, core::v1::PodTemplateSpec},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{
    Allowed, Finding, Form, Judge, Rule, Severity, admission, api,
    beyond::{Template, made_pod_name, refused_pods},
    contract::{self, Companions, Exemptions},
    decode::{Decoded, Document, decode, documents},
    defaults::Filled,
};
use crate::{
    object::Data,
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
/// about links to its companions.
pub(crate) fn judge_document(
    document: &Document<'_>,
    target: &Target,
    version: KubeVersion,
    companions: &Companions<'_>,
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
    let mut judge = Judge::new(version, Form::Pod);
    let judged = ask(&mut judge, &decoded, target);
    let (mut found, mut assumes) = judge.finish();
    // What the pods of a refused template would be refused for is of no use to anybody yet.
    if found.iter().all(|finding| finding.severity != Severity::Error) {
        let (refusals, facts) = pods_of(&decoded, version, &found);
        found.extend(refusals);
        assumes.extend(facts.into_iter().filter(|fact| !assumes.contains(fact)).collect::<Vec<_>>());
    }
    contract::check_foreign(&decoded, (target.platform(), version), companions, &mut found);
    let known = |rule: &str| super::rules().any(|known| known.id == rule);
    let (found, mut allowed) = Exemptions::of(&decoded).settle(found, known);
    let point = |finding: &mut Finding| {
        finding.object = format!("{}/{}", document.kind(), document.name());
        finding.place = document.place(&finding.path);
    };
    allowed.iter_mut().for_each(|allowed| point(&mut allowed.finding));
    findings.extend(found.into_iter().map(|mut finding| {
        point(&mut finding);
        finding
    }));
    let refuses = |finding: &Finding| finding.severity == Severity::Error && finding.stage.is_verdict();
    let verdict = match judged {
        _ if findings.iter().any(refuses) => Verdict::Refused,
        Known::Yes => Verdict::Accepted,
        Known::No => Verdict::NotJudged,
    };
    Judgement { verdict, findings, allowed, assumes }
}

/// Tells whether there are rules for a kind.
enum Known {
    Yes,
    No,
}

/// Asks the rules of an object's kind.
fn ask(j: &mut Judge, object: &Decoded, target: &Target) -> Known {
    match object {
        Decoded::Pod(pod) => {
            api::pod(j, pod);
            admission::pod(j, pod, target);
        }
        Decoded::ConfigMap(config) => api::config_map(j, config),
        Decoded::Secret(secret) => api::secret(j, secret),
        Decoded::Service(service) => api::service(j, service),
        Decoded::PersistentVolumeClaim(claim) => api::claim(j, claim),
        Decoded::PodTemplate(template) => api::pod_template(j, template),
        Decoded::ReplicationController(controller) => api::replication_controller(j, controller),
        Decoded::Deployment(deployment) => api::deployment(j, deployment),
        Decoded::ReplicaSet(set) => api::replica_set(j, set),
        Decoded::StatefulSet(set) => api::stateful_set(j, set),
        Decoded::DaemonSet(set) => api::daemon_set(j, set),
        Decoded::Job(job) => api::job(j, job),
        Decoded::CronJob(cron) => api::cron_job(j, cron),
        _ => return Known::No,
    }
    Known::Yes
}

/// Judges a pod that the template of a workload stands for, and gives what the template's own verdict does not tell.
fn pods_of(object: &Decoded, version: KubeVersion, found: &[Finding]) -> (Vec<Finding>, Vec<String>) {
    let of =
        |kind, meta: &ObjectMeta, written: &PodTemplateSpec, path, stateful: Option<&StatefulSetSpec>| {
            let pod_name = made_pod_name(kind, meta.name.as_deref().unwrap_or_default());
            let namespace = meta.namespace.as_deref();
            let template = Template { written, path, pod_name: &pod_name, namespace, stateful };
            refused_pods(&Judge::new(version, Form::Template), &template, found, api::pod)
        };
    // `filled` is there because the types of one release have an `Option` where those of another have none.
    macro_rules! of {
        ($object:ident, $kind:literal) => {{
            let mut object = $object.clone();
            let template: &mut PodTemplateSpec = object.spec.filled().template.filled();
            of($kind, &$object.metadata, template, "spec.template", None)
        }};
    }
    match object {
        Decoded::Deployment(object) => of!(object, "Deployment"),
        Decoded::ReplicaSet(object) => of!(object, "ReplicaSet"),
        Decoded::DaemonSet(object) => of!(object, "DaemonSet"),
        Decoded::ReplicationController(object) => of!(object, "ReplicationController"),
        Decoded::Job(object) => of!(object, "Job"),
        Decoded::StatefulSet(object) => {
            let mut set = object.clone();
            let spec: &mut StatefulSetSpec = set.spec.filled();
            let mut template = spec.template.clone();
            let template: &mut PodTemplateSpec = template.filled();
            of("StatefulSet", &object.metadata, template, "spec.template", Some(spec))
        }
        Decoded::CronJob(object) => {
            let mut object = object.clone();
            let job: &mut JobSpec = object.spec.filled().job_template.spec.filled();
            of("CronJob", &object.metadata, job.template.filled(), "spec.jobTemplate.spec.template", None)
        }
        _ => (Vec::new(), Vec::new()),
    }
}

/// Judges an object that came as data: as a document that holds it would be. The findings point nowhere, because the
/// document is ours and not the user's.
pub(crate) fn judge_data(
    data: &Data,
    target: &Target,
    version: KubeVersion,
    companions: &Companions<'_>,
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
    let mut judgement = judge_document(&document, target, version, companions);
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

//! Templates that the server accepts and whose pods it then refuses.
//!
//! Some rules look at a Pod only, some defaults are filled in for a Pod only, and admission of pods is asked when there
//! are pods. So a Deployment may be stored without a word and never run. Nothing here knows those rules one by one: a
//! pod is made as the controller would make it and judged as a Pod, and what the template was not told is told.

use k8s_openapi::{
    api::{
        apps::v1::StatefulSetSpec,
        core::v1::{PersistentVolumeClaimVolumeSource, Pod, PodSpec, PodTemplateSpec, Volume},
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use crate::validate::{Finding, Form, Judge, Severity, Stage, rule::rules};

rules! {
    PODS_REFUSED: warning, "template-pods-refused", "the pods of a template can be created";
}

/// As many bytes of a prefix as the server keeps in front of the five random characters.
const GENERATED_BASE: usize = 58;

/// Is a template with what its controller adds to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template<'a> {
    /// The template, as it was written.
    pub(crate) written: &'a PodTemplateSpec,
    /// Its path: `spec.template`, or `spec.jobTemplate.spec.template`.
    pub(crate) path: &'static str,
    /// The name of a pod of it; [`made_pod_name`] gives one.
    pub(crate) pod_name: &'a str,
    /// The namespace of its owner.
    pub(crate) namespace: Option<&'a str>,
    /// The spec of the owner where that is a `StatefulSet`, which adds to its pods.
    pub(crate) stateful: Option<&'a StatefulSetSpec>,
}

/// Judges a pod of the template by `judge_pod` and lists, as warnings, the refusals that are not among those `found` in
/// the template, with what the verdict on the pod rests on. Of what a namespace would warn of a pod, the server warns of
/// the template itself, and what no server knows holds for the template as for the pod.
///
/// `like` is the judge of the template: its release and its gates are those of the pod.
pub(crate) fn refused_pods(
    like: &Judge,
    template: &Template<'_>,
    found: &[Finding],
    judge_pod: impl FnOnce(&mut Judge, &mut Pod),
) -> (Vec<Finding>, Vec<String>) {
    let mut j = Judge::new(like.version, Form::Pod);
    j.gates = like.gates;
    judge_pod(&mut j, &mut template.pod());
    let (of_pod, assumes) = j.finish();
    let told = of_pod.into_iter().filter_map(|finding| {
        let path = template.path_of(&finding.path);
        if finding.severity != Severity::Error {
            let of_template = matches!(finding.stage, Stage::PodSecurity | Stage::Contract);
            return of_template.then_some(Finding { path, ..finding });
        }
        let known = found.iter().any(|other| other.rule == finding.rule && other.path == path);
        (!known).then(|| warning(&finding, path))
    });
    (told.collect(), assumes)
}

impl Template<'_> {
    /// Makes the pod as a controller does: labels, annotations and finalizers of the template, and a name.
    pub(crate) fn pod(&self) -> Pod {
        let meta = self.written.metadata.clone().unwrap_or_default();
        let metadata = ObjectMeta {
            name: Some(self.pod_name.to_owned()),
            namespace: self.namespace.map(str::to_owned),
            labels: meta.labels,
            annotations: meta.annotations,
            finalizers: meta.finalizers,
            ..ObjectMeta::default()
        };
        let mut spec = self.written.spec.clone().unwrap_or_default();
        if let Some(stateful) = self.stateful {
            self.give_identity(&mut spec, stateful);
        }
        Pod { metadata, spec: Some(spec), ..Pod::default() }
    }

    /// Adds what makes a pod of a `StatefulSet` the one it is: its hostname, and its claims in the place of volumes.
    ///
    /// Source: `pkg/controller/statefulset/stateful_set_utils.go`.
    fn give_identity(&self, spec: &mut PodSpec, stateful: &StatefulSetSpec) {
        spec.hostname = Some(self.pod_name.to_owned());
        spec.subdomain.clone_from(&stateful.service_name);
        let claims = stateful.volume_claim_templates.iter().flatten();
        let names: Vec<_> = claims.filter_map(|claim| claim.metadata.name.as_deref()).collect();
        let volumes = spec.volumes.get_or_insert_default();
        volumes.retain(|volume| !names.contains(&volume.name.as_str()));
        volumes.extend(names.iter().map(|name| Volume {
            name: (*name).to_owned(),
            persistent_volume_claim: Some(PersistentVolumeClaimVolumeSource {
                claim_name: format!("{name}-{}", self.pod_name),
                read_only: Some(false),
            }),
            ..Volume::default()
        }));
    }

    /// Spells a path of the pod as the server spells it of the template, where it leaves `metadata` out.
    fn path_of(&self, path: &str) -> String {
        let within = path.strip_prefix("metadata.").unwrap_or(path);
        if within.is_empty() { self.path.to_owned() } else { format!("{}.{within}", self.path) }
    }
}

/// Weighs as an error that the pods of a template could not be created. The server stores such a template without a word,
/// but what is emitted here is to run.
pub(crate) fn must_run(mut finding: Finding) -> Finding {
    if finding.rule == PODS_REFUSED.id {
        finding.severity = Severity::Error;
    }
    finding
}

fn warning(refusal: &Finding, path: String) -> Finding {
    let message = format_args!("the template is accepted, and its pods are refused: {}", refusal.message);
    let mut finding = Finding::new(&PODS_REFUSED, path, message);
    finding.check = refusal.check;
    finding.note(format!("pods are refused by the rule `{}`", refusal.rule));
    finding.notes.extend_from_slice(&refusal.notes);
    finding.helps.clone_from(&refusal.helps);
    finding.place.clone_from(&refusal.place);
    finding.scc.clone_from(&refusal.scc);
    finding
}

/// Gives the name of a pod that the controller of an owner of this kind and name would make.
pub(crate) fn made_pod_name(kind: &str, owner: &str) -> String {
    let prefix = match kind {
        "StatefulSet" => return format!("{owner}-0"),
        // The ReplicaSet between has the hash of the template in its name.
        "Deployment" => format!("{owner}-5d8f7c9b6d-"),
        // And a Job has the minute for which its CronJob made it.
        "CronJob" => format!("{owner}-29000000-"),
        _ => format!("{owner}-"),
    };
    let mut end = prefix.len().min(GENERATED_BASE);
    while !prefix.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}xxxxx", &prefix[..end])
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::apps::v1::StatefulSetSpec;
    use serde_json::{Value, json};

    use super::{PODS_REFUSED, Template, made_pod_name, refused_pods};
    use crate::{
        KubeVersion,
        validate::{Finding, Form, Judge, Rule, api},
    };

    fn told(meta: &Value, spec: &Value, found: &[Finding]) -> Vec<(&'static str, String)> {
        let template = serde_json::from_value(json!({"metadata": meta, "spec": spec})).unwrap();
        let template = Template {
            written: &template,
            path: "spec.template",
            pod_name: &made_pod_name("Deployment", "web"),
            namespace: Some("shop"),
            stateful: None,
        };
        let like = Judge::new(KubeVersion::DEFAULT, Form::Template);
        let (told, _) = refused_pods(&like, &template, found, api::pod);
        told.into_iter().map(|finding| (finding.rule, finding.path)).collect()
    }

    fn sound() -> Value {
        json!({"containers": [{"name": "web", "image": "example.com/web:1"}]})
    }

    fn with(field: &str, value: Value) -> Value {
        let mut spec = sound();
        spec[field] = value;
        spec
    }

    #[test]
    fn a_sound_template_has_sound_pods() {
        assert_eq!(told(&json!({"labels": {"app": "web"}}), &sound(), &[]), []);
    }

    #[test]
    fn what_only_a_pod_is_refused_for_is_told_of_the_template() {
        let cases = [
            (json!([{"name": "web", "image": " example.com/web:1"}]), "containers", "containers[0].image"),
            (json!([{"name": "v", "image": {}}]), "volumes", "volumes[0].image.reference"),
            (json!(5), "priority", "priority"),
        ];
        for (value, field, path) in cases {
            let expected = (PODS_REFUSED.id, format!("spec.template.spec.{path}"));
            assert_eq!(told(&json!({}), &with(field, value), &[]), [expected], "{path}");
        }
        let mut gated = with("schedulingGates", json!([{"name": "example.com/wait"}]));
        gated["nodeName"] = json!("node-1");
        let expected = (PODS_REFUSED.id, "spec.template.spec.nodeName".to_owned());
        assert_eq!(told(&json!({}), &gated, &[]), [expected]);
    }

    #[test]
    fn what_is_filled_in_for_a_pod_counts() {
        let mut spec = sound();
        spec["containers"][0]["resources"] = json!({"limits": {"cpu": "2"}});
        spec["resources"] = json!({"requests": {"cpu": "1"}});
        let expected = (PODS_REFUSED.id, "spec.template.spec.resources.requests[cpu]".to_owned());
        assert_eq!(told(&json!({}), &spec, &[]), [expected]);
    }

    #[test]
    fn what_the_template_was_told_is_not_told_again() {
        let meta = json!({"labels": {"app": "no label!"}});
        let rule = Rule::warning("label-value-malformed", "");
        let path = "spec.template.labels";
        assert_eq!(told(&meta, &sound(), &[]), [(PODS_REFUSED.id, path.to_owned())]);
        assert_eq!(told(&meta, &sound(), &[Finding::new(&rule, path, "")]), []);
    }

    #[test]
    fn a_stateful_set_adds_to_its_pods() {
        let mut spec = with("hostname", json!("Overwritten"));
        spec["containers"][0]["volumeMounts"] = json!([
            {"name": "data", "mountPath": "/data"},
            {"name": "gone", "mountPath": "/gone"},
        ]);
        let set: StatefulSetSpec = serde_json::from_value(json!({
            "selector": {},
            "serviceName": "db",
            "template": {"spec": spec},
            "volumeClaimTemplates": [{"metadata": {"name": "data"}}],
        }))
        .unwrap();
        let template = Template {
            written: &set.template,
            path: "spec.template",
            pod_name: &made_pod_name("StatefulSet", "db"),
            namespace: None,
            stateful: Some(&set),
        };
        let like = Judge::new(KubeVersion::DEFAULT, Form::Template);
        let (told, _) = refused_pods(&like, &template, &[], api::pod);
        let paths: Vec<_> = told.into_iter().map(|finding| finding.path).collect();
        assert_eq!(paths, ["spec.template.spec.containers[0].volumeMounts[1].name"]);
    }

    #[test]
    fn made_names_are_cut_as_the_server_cuts_them() {
        assert_eq!(made_pod_name("StatefulSet", "db"), "db-0");
        assert_eq!(made_pod_name("DaemonSet", "agent"), "agent-xxxxx");
        assert_eq!(made_pod_name("Deployment", &"a".repeat(200)), format!("{}xxxxx", "a".repeat(58)));
        assert_eq!(made_pod_name("Job", &"ä".repeat(40)), format!("{}xxxxx", "ä".repeat(29)));
    }
}

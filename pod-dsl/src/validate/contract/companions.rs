//! What stands beside an object, in the same file or the same bundle.

use std::borrow::Cow;

use k8s_openapi::{
    api::{
        autoscaling::v2::HorizontalPodAutoscaler,
        batch::v1::JobSpec,
        core::v1::{ConfigMap, Pod, PodSpec, PodTemplateSpec, Secret, Service},
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};
use serde::de::DeserializeOwned;

use super::context::{Subject, Workload};
use crate::{
    intent::Intent,
    object::{Data, Object},
    target::KubeVersion,
    validate::{
        decode::{Decoded, decode, documents},
        defaults::Filled,
    },
    yaml::source::Source,
};

/// Holds the objects of a file or a bundle to which a rule about another one may look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Companions<'a> {
    pub(crate) config_maps: Vec<Cow<'a, ConfigMap>>,
    pub(crate) secrets: Vec<Cow<'a, Secret>>,
    pub(crate) services: Vec<Service>,
    pub(crate) autoscalers: Vec<HorizontalPodAutoscaler>,
    pub(crate) pods: Vec<OwnedPod<'a>>,
}

/// Is a pod, or the template of a workload, that stands beside a Service.
#[derive(Clone, Debug)]
pub(crate) struct OwnedPod<'a> {
    workload: Workload,
    owner: Cow<'a, ObjectMeta>,
    meta: Cow<'a, ObjectMeta>,
    spec: Cow<'a, PodSpec>,
    prefix: &'static str,
    pub(super) intent: Cow<'a, Intent>,
}

impl OwnedPod<'_> {
    pub(crate) fn subject(&self) -> Subject<'_> {
        let Self { workload, owner, meta, spec, prefix, .. } = self;
        Subject { workload: *workload, owner, meta, spec, prefix }
    }
}

/// Kinds whose objects say something about others.
const TELLING: &[&str] = &["ConfigMap", "Secret", "Service", "HorizontalPodAutoscaler"];

impl<'a> Companions<'a> {
    /// Reads a file once for what stands in it beside each other. Only what others may look to is kept, and a file
    /// that has nothing of the kind is not read.
    pub(crate) fn of_file(source: &Source<'_>, version: KubeVersion) -> Companions<'static> {
        let mut all = Companions::default();
        if !names_a_kind(source.text(), TELLING) {
            return all;
        }
        let has_services = names_a_kind(source.text(), &["Service"]);
        for document in documents(source) {
            let is_pod = has_services && POD_KINDS.contains(&document.kind());
            if is_pod || TELLING.contains(&document.kind()) {
                // What cannot be read is told about when its turn comes.
                if let Ok(object) = decode(&document, version) {
                    all.add(object);
                }
            }
        }
        all
    }

    /// Takes the objects of a bundle, each with what was said of its links.
    pub(crate) fn of_bundle(objects: impl IntoIterator<Item = (&'a Object, &'a Intent)>) -> Self {
        let mut all = Self::default();
        for (object, intent) in objects {
            match object {
                Object::ConfigMap(map) => all.config_maps.push(Cow::Borrowed(map)),
                Object::Secret(secret) => all.secrets.push(Cow::Borrowed(secret)),
                Object::Pod(pod) => {
                    if let Some(spec) = &pod.spec {
                        all.pods.push(OwnedPod {
                            workload: Workload::Pod,
                            owner: Cow::Borrowed(&pod.metadata),
                            meta: Cow::Borrowed(&pod.metadata),
                            spec: Cow::Borrowed(spec),
                            prefix: "",
                            intent: Cow::Borrowed(intent),
                        });
                    }
                }
                Object::Other(data) => {
                    if let Some(object) = typed(data) {
                        all.add(object);
                    }
                }
            }
        }
        all
    }

    fn add(&mut self, object: Decoded) {
        match object {
            Decoded::ConfigMap(map) => self.config_maps.push(Cow::Owned(*map)),
            Decoded::Secret(secret) => self.secrets.push(Cow::Owned(*secret)),
            Decoded::Service(service) => self.services.push(*service),
            Decoded::HorizontalPodAutoscaler(scaler) => self.autoscalers.push(*scaler),
            other => self.pods.extend(pod_of(&other)),
        }
    }

    /// Finds a `ConfigMap` that a pod of `owner` names.
    pub(crate) fn config_map(&self, owner: &ObjectMeta, name: &str) -> Option<&ConfigMap> {
        let named = |map: &&Cow<'_, ConfigMap>| {
            map.metadata.name.as_deref() == Some(name) && same_namespace(&map.metadata, owner)
        };
        self.config_maps.iter().find(named).map(|map| &**map)
    }

    /// Finds a Secret that a pod of `owner` names.
    pub(crate) fn secret(&self, owner: &ObjectMeta, name: &str) -> Option<&Secret> {
        let named = |secret: &&Cow<'_, Secret>| {
            secret.metadata.name.as_deref() == Some(name) && same_namespace(&secret.metadata, owner)
        };
        self.secrets.iter().find(named).map(|secret| &**secret)
    }
}

/// Tells whether two objects are applied into one namespace, as far as they say; one that says none goes wherever the
/// other goes.
pub(crate) fn same_namespace(one: &ObjectMeta, other: &ObjectMeta) -> bool {
    match (&one.namespace, &other.namespace) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// Tells whether a text may hold an object of one of the kinds, without reading it as YAML.
fn names_a_kind(text: &str, kinds: &[&str]) -> bool {
    text.match_indices("kind").any(|(at, _)| {
        let rest = text[at + 4..].trim_start_matches(['"', '\'', ':', ' ', '\t']);
        kinds.iter().any(|kind| {
            rest.strip_prefix(kind)
                .is_some_and(|after| !after.starts_with(|next: char| next.is_alphanumeric()))
        })
    })
}

const POD_KINDS: &[&str] = &[
    "Pod",
    "Deployment",
    "ReplicaSet",
    "ReplicationController",
    "StatefulSet",
    "DaemonSet",
    "Job",
    "CronJob",
];

/// Takes the pods of an object that has some: the pod itself, or the template.
pub(crate) fn pod_of(object: &Decoded) -> Option<OwnedPod<'static>> {
    let own = |workload, owner: &ObjectMeta, template: &PodTemplateSpec, prefix| OwnedPod {
        workload,
        owner: Cow::Owned(owner.clone()),
        meta: Cow::Owned(template.metadata.clone().unwrap_or_default()),
        spec: Cow::Owned(template.spec.clone().unwrap_or_default()),
        prefix,
        intent: Cow::Owned(Intent::default()),
    };
    macro_rules! of {
        ($object:ident, $workload:expr) => {{
            let mut object = $object.clone();
            let template: &mut PodTemplateSpec = object.spec.filled().template.filled();
            own($workload, &$object.metadata, template, "spec.template.")
        }};
    }
    Some(match object {
        Decoded::Pod(pod) => of_pod(pod),
        Decoded::Deployment(object) => of!(object, Workload::Service("Deployment")),
        Decoded::ReplicaSet(object) => of!(object, Workload::Service("ReplicaSet")),
        Decoded::ReplicationController(object) => of!(object, Workload::Service("ReplicationController")),
        Decoded::StatefulSet(object) => of!(object, Workload::Service("StatefulSet")),
        Decoded::DaemonSet(object) => of!(object, Workload::Service("DaemonSet")),
        Decoded::Job(object) => of!(object, Workload::Job("Job")),
        Decoded::CronJob(object) => {
            let mut cron = object.clone();
            let job: &mut JobSpec = cron.spec.filled().job_template.spec.filled();
            let prefix = "spec.jobTemplate.spec.template.";
            own(Workload::Job("CronJob"), &object.metadata, job.template.filled(), prefix)
        }
        _ => return None,
    })
}

fn of_pod(pod: &Pod) -> OwnedPod<'static> {
    OwnedPod {
        workload: Workload::Pod,
        owner: Cow::Owned(pod.metadata.clone()),
        meta: Cow::Owned(pod.metadata.clone()),
        spec: Cow::Owned(pod.spec.clone().unwrap_or_default()),
        prefix: "",
        intent: Cow::Owned(Intent::default()),
    }
}

/// Reads data of a bundle into its type; what does not fit has been told about where it was judged.
fn typed(data: &Data) -> Option<Decoded> {
    fn read<T: DeserializeOwned>(data: &Data) -> Option<Box<T>> {
        let value = serde_json::to_value(data).ok()?;
        serde_json::from_value(value).ok().map(Box::new)
    }
    Some(match data.get(&["kind"]).and_then(Data::as_str)? {
        "Service" => Decoded::Service(read(data)?),
        "HorizontalPodAutoscaler" => Decoded::HorizontalPodAutoscaler(read(data)?),
        "ConfigMap" => Decoded::ConfigMap(read(data)?),
        "Secret" => Decoded::Secret(read(data)?),
        "Pod" => Decoded::Pod(read(data)?),
        "Deployment" => Decoded::Deployment(read(data)?),
        "ReplicaSet" => Decoded::ReplicaSet(read(data)?),
        "ReplicationController" => Decoded::ReplicationController(read(data)?),
        "StatefulSet" => Decoded::StatefulSet(read(data)?),
        "DaemonSet" => Decoded::DaemonSet(read(data)?),
        "Job" => Decoded::Job(read(data)?),
        "CronJob" => Decoded::CronJob(read(data)?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::names_a_kind;

    #[test]
    fn a_kind_is_seen_in_yaml_and_json() {
        for text in
            ["kind: Service\n", "{\"kind\": \"Service\"}", "kind: 'Service'", "{\"kind\":\"Service\"}"]
        {
            assert!(names_a_kind(text, &["Service"]), "{text}");
        }
        for text in ["kind: ServiceAccount\n", "serviceAccountName: x", "kind: Pod\n"] {
            assert!(!names_a_kind(text, &["Service"]), "{text}");
        }
    }
}

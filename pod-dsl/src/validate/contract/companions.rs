//! What stands beside an object, in the same file or the same bundle.

use std::borrow::Cow;

use k8s_openapi::{
    api::{
        autoscaling::v2::HorizontalPodAutoscaler,
        core::v1::{ConfigMap, PodSpec, Secret, Service},
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::context::{Subject, Workload};
use crate::{
    intent::Intent,
    object::{Data, Object},
    target::KubeVersion,
    validate::decode::{decode, documents},
    yaml::source::Source,
};

/// Holds the objects of a file or a bundle to which a rule about another one may look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Companions<'a> {
    pub(crate) config_maps: Vec<Cow<'a, ConfigMap>>,
    pub(crate) secrets: Vec<Cow<'a, Secret>>,
    pub(crate) services: Vec<Cow<'a, Service>>,
    pub(crate) autoscalers: Vec<Cow<'a, HorizontalPodAutoscaler>>,
    /// Objects of the other kinds that refer to others, or are referred to.
    pub(super) others: Vec<Cow<'a, Object>>,
    /// Whether they come from a program, which knows all that it makes; a file may be a part of what is applied.
    pub(super) built: bool,
    /// The pods, where there is something that refers to them.
    pub(crate) pods: Vec<OwnedPod<'a>>,
    /// Whether something stands there that could not be read, so that pods may be missing.
    pub(crate) unread: bool,
}

/// Is a pod, or the template of a workload, with what it needs to be judged.
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
const TELLING: &[&str] = &[
    "ConfigMap",
    "Secret",
    "Service",
    "HorizontalPodAutoscaler",
    "Namespace",
    "PodDisruptionBudget",
    "NetworkPolicy",
    "Ingress",
    "Route",
    "ServiceAccount",
    "Role",
    "RoleBinding",
    "PersistentVolumeClaim",
];

/// Those of them that select pods, name their makers or are named by them.
const ABOUT_PODS: &[&str] = &[
    "Service",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "NetworkPolicy",
    "ServiceAccount",
    "PersistentVolumeClaim",
];

impl<'a> Companions<'a> {
    /// Reads a file once for what stands in it beside each other. Only what others may look to is kept, and a file
    /// that has nothing of the kind is not read.
    pub(crate) fn of_file(source: &Source<'_>, version: KubeVersion) -> Companions<'static> {
        let mut all = Companions::default();
        if !names_a_kind(source.text(), TELLING) {
            return all;
        }
        let asks_for_pods = names_a_kind(source.text(), ABOUT_PODS);
        for document in documents(source) {
            let may_have_pods = asks_for_pods && !NO_PODS.contains(&document.kind());
            if !may_have_pods && !TELLING.contains(&document.kind()) {
                continue;
            }
            // What cannot be read is told about when its turn comes.
            match decode(&document, version) {
                Ok(Some(object)) => all.take(Cow::Owned(object), None, may_have_pods),
                Ok(None) => {}
                Err(_) => all.unread = true,
            }
        }
        all
    }

    /// Takes the objects of a bundle, each with what was said of its links.
    pub(crate) fn of_bundle(objects: impl IntoIterator<Item = (&'a Object, &'a Intent)> + Clone) -> Self {
        let mut all = Self { built: true, ..Self::default() };
        let asks_for_pods =
            objects.clone().into_iter().any(|(object, _)| ABOUT_PODS.contains(&object.kind()));
        for (object, intent) in objects {
            match object {
                Object::Other(data) if asks_for_pods || TELLING.contains(&object.kind()) => {
                    if let Some(object) = typed(data) {
                        all.take(Cow::Owned(object), Some(intent), asks_for_pods);
                    }
                }
                Object::Other(_) => {}
                object => all.take(Cow::Borrowed(object), Some(intent), asks_for_pods),
            }
        }
        all
    }

    /// Keeps what others may look to of an object.
    fn take(&mut self, object: Cow<'a, Object>, intent: Option<&'a Intent>, with_pods: bool) {
        macro_rules! keep {
            ($list:ident, $kind:ident) => {
                self.$list.push(match object {
                    Cow::Owned(Object::$kind(object)) => Cow::Owned(*object),
                    Cow::Borrowed(Object::$kind(object)) => Cow::Borrowed(&**object),
                    _ => return,
                })
            };
        }
        match &*object {
            Object::ConfigMap(_) => keep!(config_maps, ConfigMap),
            Object::Secret(_) => keep!(secrets, Secret),
            Object::Service(_) => keep!(services, Service),
            Object::HorizontalPodAutoscaler(_) => keep!(autoscalers, HorizontalPodAutoscaler),
            other if TELLING.contains(&other.kind()) => self.others.push(object),
            _ if !with_pods => {}
            _ => match (object, intent) {
                (Cow::Borrowed(object), Some(intent)) => self.pods.extend(pod_of(object, intent)),
                (object, intent) => {
                    let none = Intent::default();
                    let pod = pod_of(&object, intent.unwrap_or(&none));
                    self.pods.extend(pod.map(OwnedPod::into_owned));
                }
            },
        }
    }

    /// Finds the namespace in which an object says that it stands.
    pub(super) fn namespace(&self, owner: &ObjectMeta) -> Option<&ObjectMeta> {
        let named = self
            .others
            .iter()
            .filter(|other| other.kind() == "Namespace")
            .filter_map(|other| other.metadata());
        named.into_iter().find(|meta| owner.namespace.is_some() && meta.name == owner.namespace)
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
pub(in crate::validate) fn names_a_kind(text: &str, kinds: &[&str]) -> bool {
    text.match_indices("kind").any(|(at, _)| {
        let rest = text[at + 4..].trim_start_matches(['"', '\'', ':', ' ', '\t']);
        kinds.iter().any(|kind| {
            rest.strip_prefix(kind)
                .is_some_and(|after| !after.starts_with(|next: char| next.is_alphanumeric()))
        })
    })
}

/// Kinds that are common beside pods and have none, so that they need not be read.
const NO_PODS: &[&str] =
    &["CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

/// Reads data of a bundle into its type; what does not fit is told about where it is judged.
pub(in crate::validate) fn typed(data: &Data) -> Option<Object> {
    let text = |field| data.get(&[field]).and_then(Data::as_str);
    let value = serde_json::to_value(data).ok()?;
    Object::read(text("apiVersion")?, text("kind")?, value)?.ok()
}

impl OwnedPod<'_> {
    fn into_owned(self) -> OwnedPod<'static> {
        OwnedPod {
            workload: self.workload,
            owner: Cow::Owned(self.owner.into_owned()),
            meta: Cow::Owned(self.meta.into_owned()),
            spec: Cow::Owned(self.spec.into_owned()),
            prefix: self.prefix,
            intent: Cow::Owned(self.intent.into_owned()),
        }
    }
}

/// Takes the pods of an object that has some: the pod itself, or the template.
pub(crate) fn pod_of<'a>(object: &'a Object, intent: &'a Intent) -> Option<OwnedPod<'a>> {
    let intent = Cow::Borrowed(intent);
    let workload = match object {
        Object::Pod(pod) => {
            let (owner, spec) = (Cow::Borrowed(&pod.metadata), Cow::Borrowed(pod.spec.as_ref()?));
            return Some(OwnedPod {
                workload: Workload::Pod,
                meta: owner.clone(),
                owner,
                spec,
                prefix: "",
                intent,
            });
        }
        Object::PodTemplate(_) => Workload::Service("PodTemplate"),
        Object::Deployment(_) => Workload::Service("Deployment"),
        Object::ReplicaSet(_) => Workload::Service("ReplicaSet"),
        Object::ReplicationController(_) => Workload::Service("ReplicationController"),
        Object::StatefulSet(_) => Workload::Service("StatefulSet"),
        Object::DaemonSet(_) => Workload::Service("DaemonSet"),
        Object::Job(_) => Workload::Job("Job"),
        Object::CronJob(_) => Workload::Job("CronJob"),
        _ => return None,
    };
    let mut copy = object.clone();
    let within = copy.pod_within()?;
    let (meta, spec) = (std::mem::take(within.metadata), std::mem::take(within.spec));
    let owner = Cow::Borrowed(object.metadata()?);
    let (meta, spec, prefix) = (Cow::Owned(meta), Cow::Owned(spec), within.path);
    Some(OwnedPod { workload, owner, meta, spec, prefix, intent })
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

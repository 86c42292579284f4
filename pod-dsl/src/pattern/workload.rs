//! A workload: the pod it makes, expanded as any pod, becomes its template.

use std::{collections::BTreeMap, mem};

use k8s_openapi::{
    api::{apps::v1 as apps, batch::v1 as batch, core::v1 as k8s},
    apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta},
};

use super::{Expanded, pod};
use crate::{
    intent::{Fault, ImageTrigger, LooseEnd, Origins},
    model::{Kind, Workload},
    object::{Filled, Object},
};

/// Is what a workload's kind is put together from.
#[derive(Debug)]
pub struct Parts {
    metadata: ObjectMeta,
    template: k8s::PodTemplateSpec,
    selector: BTreeMap<String, String>,
    claims: Vec<k8s::PersistentVolumeClaim>,
}

/// Puts the object of a kind together.
pub trait Assemble: Kind {
    /// The path of the template's fields, before `metadata` and `spec`.
    const TEMPLATE: &'static str = "spec.template.";

    /// Whether the kind makes claims from templates of its own.
    const CLAIMS: bool = false;

    /// Gives the object.
    fn assemble(self, parts: Parts) -> Self::Wire;
}

/// Turns a workload into the objects it stands for: the config maps of its proxies, then the workload.
pub fn expand_workload<K: Assemble>(workload: &Workload<K>) -> Vec<Expanded>
where
    K::Wire: Into<Object>,
{
    let mut pod = workload.pod.clone();
    // What is made beside the pod is named after the workload and stands in its namespace; the template has no name.
    pod.metadata.name.clone_from(&workload.metadata.name);
    pod.metadata.namespace.clone_from(&workload.metadata.namespace);
    let (mut all, claims) = pod::expand_for(pod, K::CLAIMS);
    let Some(last) = all.last_mut() else { return all };
    let made = mem::replace(&mut last.object, Object::Pod(Box::default()));
    let Object::Pod(made) = made else { return all };

    let selector = workload.selects();
    let mut labels = made.metadata.labels.unwrap_or_default();
    for (key, value) in &selector {
        labels.entry(key.clone()).or_insert_with(|| value.clone());
    }
    let metadata = ObjectMeta {
        labels: (!labels.is_empty()).then_some(labels),
        annotations: made.metadata.annotations,
        ..ObjectMeta::default()
    };
    let template = k8s::PodTemplateSpec { metadata: Some(metadata), spec: made.spec };
    let parts = Parts { metadata: workload.metadata.clone(), template, selector, claims };
    let mut wire = workload.spec.clone().assemble(parts);
    for change in &workload.raw {
        change.0(&mut wire);
    }

    last.object = wire.into();
    triggers(&workload.triggers, last);
    // Every path that was said of the pod is one of the template now.
    for change in &mut last.changes {
        change.path.insert_str(0, K::TEMPLATE);
    }
    for end in last.intent.loose.iter_mut().filter(|end| !end.path.is_empty()) {
        end.path.insert_str(0, K::TEMPLATE);
    }
    last.origins =
        mem::replace(&mut last.origins, Origins::new(workload.trace.clone())).under(&workload.trace);
    last.allows.extend(workload.allows.iter().map(|allow| (None, allow.clone())));
    all
}

/// Spells the tags that images follow, each with the place that its container has been given.
fn triggers(all: &[ImageTrigger], expanded: &mut Expanded) {
    let mut texts = Vec::new();
    for ImageTrigger { container, name, namespace, at } in all {
        let Some(pod) = expanded.object.pod_within() else { return };
        let holds = |list: &[k8s::Container]| list.iter().any(|one| one.name == *container);
        let init = pod.spec.init_containers.as_deref().unwrap_or_default();
        let list = match (holds(&pod.spec.containers), holds(init)) {
            (true, _) => "containers",
            (false, true) => "initContainers",
            (false, false) => {
                expanded.intent.loose.push(LooseEnd {
                    fault: Fault::LinkToStranger,
                    path: String::new(),
                    message: format!(
                        "`{name}` is to set the image of `{container}`, which is not in this pod"
                    ),
                    help: format!("add `{container}` to the pod, or drop the link"),
                    at,
                });
                continue;
            }
        };
        let field = format!("{}spec.{list}[?(@.name==\"{container}\")].image", pod.path);
        let namespace = namespace.iter().map(|namespace| ("namespace", namespace.as_str()));
        let from = [("kind", "ImageStreamTag"), ("name", name)].into_iter().chain(namespace);
        let from: Vec<_> = from.map(|(key, value)| format!("{}:{}", quoted(key), quoted(value))).collect();
        texts.push(format!(r#"{{"from":{{{}}},"fieldPath":{}}}"#, from.join(","), quoted(&field)));
    }
    expanded.image_triggers = (!texts.is_empty()).then(|| format!("[{}]", texts.join(",")));
}

/// Spells a text as JSON does.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn selector(labels: BTreeMap<String, String>) -> LabelSelector {
    LabelSelector { match_labels: Some(labels), match_expressions: None }
}

/// Puts together a kind that has a selector of its own, with what else is particular to it.
macro_rules! selecting {
    ($($spec:ident => $wire:ident $(, $more:item)*;)*) => {$(
        impl Assemble for apps::$spec {
            $($more)*

            fn assemble(mut self, parts: Parts) -> apps::$wire {
                self.selector = selector(parts.selector);
                *self.template.filled() = parts.template;
                Claims::take(&mut self, parts.claims);
                let mut wire = apps::$wire { metadata: parts.metadata, ..Default::default() };
                *wire.spec.filled() = self;
                wire
            }
        }
    )*};
}

/// Takes claim templates, where the kind has them.
trait Claims {
    fn take(&mut self, _claims: Vec<k8s::PersistentVolumeClaim>) {}
}
impl Claims for apps::DeploymentSpec {}
impl Claims for apps::DaemonSetSpec {}
impl Claims for apps::ReplicaSetSpec {}
impl Claims for apps::StatefulSetSpec {
    fn take(&mut self, claims: Vec<k8s::PersistentVolumeClaim>) {
        if !claims.is_empty() {
            self.volume_claim_templates.get_or_insert_default().extend(claims);
        }
    }
}

selecting! {
    DeploymentSpec => Deployment;
    DaemonSetSpec => DaemonSet;
    ReplicaSetSpec => ReplicaSet;
    StatefulSetSpec => StatefulSet, const CLAIMS: bool = true;;
}

impl Assemble for batch::JobSpec {
    fn assemble(mut self, parts: Parts) -> batch::Job {
        *self.template.filled() = parts.template;
        batch::Job { metadata: parts.metadata, spec: Some(self), ..Default::default() }
    }
}

impl Assemble for batch::CronJobSpec {
    const TEMPLATE: &'static str = "spec.jobTemplate.spec.template.";

    fn assemble(mut self, parts: Parts) -> batch::CronJob {
        let job: &mut batch::JobSpec = self.job_template.spec.filled();
        *job.template.filled() = parts.template;
        let mut wire = batch::CronJob { metadata: parts.metadata, ..Default::default() };
        *wire.spec.filled() = self;
        wire
    }
}

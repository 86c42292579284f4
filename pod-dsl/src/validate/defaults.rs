//! What the server fills in before it looks: defaults, and the conversions to its internal types that change a value.
//!
//! Source: `pkg/apis/{core,apps,batch,autoscaling}/v1/defaults.go`, their `zz_generated.defaults.go` (which also hold the
//! `+default` markers of the API types) and `pkg/apis/core/v1/conversion.go`. Fields that no rule reads are filled as
//! well where filling them is plain, so that what is judged reads as what `kubectl get` would show.

mod autoscaler;
mod limit_range;
mod pod_resources;
mod pod_spec;
mod resources;
mod service;
mod volume;
mod workload;

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    Namespace, PersistentVolumeClaim, PersistentVolumeClaimSpec, Pod, PodSpec, PodTemplate, PodTemplateSpec,
    Secret,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

pub(crate) use autoscaler::autoscaler;
pub(crate) use limit_range::limit_range_item;
pub(crate) use service::service;
pub(crate) use workload::{
    cron_job, daemon_set, deployment, job, replica_set, replication_controller, stateful_set,
};

use super::gates::{Gate, Gates};
use crate::target::KubeVersion;

/// Fills a Pod, with what holds for it and not for templates: requests from limits, host ports, service links.
pub(crate) fn pod(pod: &mut Pod, gates: Gates, version: KubeVersion) {
    drop_init_container_annotations(&mut pod.metadata);
    let spec = pod.spec.get_or_insert_default();
    pod_spec::fill_spec(spec, gates);
    pod_resources::requests_from_limits(spec);
    if gates.on(Gate::PodLevelResources) {
        pod_resources::pod_level(spec, version);
    }
    spec.enable_service_links.get_or_insert(true);
    if spec.host_network == Some(true) {
        host_ports(spec);
    }
    // The conversion to the internal type does this for a Pod and leaves templates alone.
    if let Some(seconds) = spec.termination_grace_period_seconds.as_mut().filter(|seconds| **seconds < 0) {
        *seconds = 1;
    }
}

/// Fills the template of a workload.
pub(crate) fn pod_template_spec(template: &mut PodTemplateSpec, gates: Gates) {
    if let Some(metadata) = &mut template.metadata {
        drop_init_container_annotations(metadata);
    }
    pod_spec::fill_spec(template.spec.get_or_insert_default(), gates);
}

/// Fills a `PodTemplate`, the kind.
pub(crate) fn pod_template(object: &mut PodTemplate, gates: Gates) {
    pod_template_spec(object.template.get_or_insert_default(), gates);
}

/// Fills a `PersistentVolumeClaim`.
pub(crate) fn claim(object: &mut PersistentVolumeClaim) {
    claim_spec(object.spec.get_or_insert_default());
    fill(&mut object.status.get_or_insert_default().phase, "Pending");
}

/// Fills the spec of a claim, also within a template of claims.
pub(crate) fn claim_spec(spec: &mut PersistentVolumeClaimSpec) {
    set(&mut spec.volume_mode, "Filesystem");
    if let Some(resources) = &mut spec.resources {
        resources::round(&mut resources.limits);
        resources::round(&mut resources.requests);
    }
}

/// Fills a Secret: the text values of `stringData` win over the `data` of the same key.
pub(crate) fn secret(object: &mut Secret) {
    fill(&mut object.type_, "Opaque");
    if let Some(texts) = object.string_data.take() {
        let data = object.data.get_or_insert_default();
        data.extend(texts.into_iter().map(|(key, text)| (key, k8s_openapi::ByteString(text.into_bytes()))));
    }
}

/// Fills a `Namespace`: its name is one of its labels.
pub(crate) fn namespace(object: &mut Namespace) {
    if let Some(name) = object.metadata.name.clone().filter(|name| !name.is_empty()) {
        object.metadata.labels.get_or_insert_default().insert("kubernetes.io/metadata.name".to_owned(), name);
    }
}

/// Removes four annotations that carried init containers before they had a field.
fn drop_init_container_annotations(metadata: &mut ObjectMeta) {
    const OLD: [&str; 4] = [
        "pod.beta.kubernetes.io/init-containers",
        "pod.alpha.kubernetes.io/init-containers",
        "pod.beta.kubernetes.io/init-container-statuses",
        "pod.alpha.kubernetes.io/init-container-statuses",
    ];
    let Some(annotations) = &mut metadata.annotations else { return };
    for key in OLD {
        annotations.remove(key);
    }
}

fn host_ports(spec: &mut PodSpec) {
    let containers = spec.containers.iter_mut().chain(spec.init_containers.iter_mut().flatten());
    for port in containers.filter_map(|container| container.ports.as_mut()).flatten() {
        if port.host_port.unwrap_or_default() == 0 {
            port.host_port = Some(port.container_port);
        }
    }
}

/// Fills a text whose absence and emptiness mean the same.
fn fill(slot: &mut Option<String>, default: &str) {
    if slot.as_deref().unwrap_or_default().is_empty() {
        *slot = Some(default.to_owned());
    }
}

/// Fills a text of which an empty one is kept, and then refused.
fn set(slot: &mut Option<String>, default: &str) {
    if slot.is_none() {
        *slot = Some(default.to_owned());
    }
}

/// Fills a number of which zero means that nothing was said.
fn fill_number(slot: &mut Option<i32>, default: i32) {
    if slot.unwrap_or_default() == 0 {
        *slot = Some(default);
    }
}

/// Tells whether a map is absent or empty.
fn is_empty<K, V>(map: Option<&BTreeMap<K, V>>) -> bool {
    map.is_none_or(BTreeMap::is_empty)
}

#[cfg(test)]
mod tests;

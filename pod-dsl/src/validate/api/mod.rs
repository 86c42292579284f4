//! What the API server refuses, by area of the object.

mod access;
mod affinity;
mod annotations;
#[cfg(test)]
mod case;
mod claim;
mod config;
mod containers;
mod dns;
pub(super) mod each;
mod env;
mod handlers;
mod label_keys;
mod lifecycle;
mod limits;
mod metadata;
mod mirror;
mod mounts;
mod networking;
mod openshift;
mod pod_scalars;
mod ports;
mod probes;
mod reference;
mod resources;
mod scaling;
mod security;
mod selector;
mod service;
mod spread;
mod storage;
mod tolerations;
#[cfg(test)]
pub(super) mod trials;
mod volumes;
#[cfg(test)]
mod whole;
mod windows;
mod workload;

use k8s_openapi::{
    api::core::v1::{Pod, PodSpec},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

pub(crate) use access::{cluster_role, cluster_role_binding, namespace, role, role_binding, service_account};
pub(crate) use claim::claim;
pub(crate) use config::{config_map, secret};
pub(crate) use limits::{lease, limit_range, priority_class, resource_quota, runtime_class};
pub(crate) use metadata::made_name;
pub(crate) use networking::{endpoint_slice, endpoints, ingress, ingress_class, network_policy};
pub(crate) use openshift::{route, security_context_constraints};
pub(crate) use scaling::{autoscaler, autoscaler_v1, disruption_budget};
pub(crate) use service::service;
pub(crate) use storage::{persistent_volume, storage_class};
pub(crate) use workload::{
    cron_job, daemon_set, deployment, job, pod_template, replica_set, replication_controller, stateful_set,
};

use super::{Judge, Path, Rule, beyond, dropped, stored, warnings};

/// Lists the rules of every area.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    let areas = [
        affinity::RULES,
        annotations::RULES,
        config::RULES,
        containers::RULES,
        lifecycle::RULES,
        dns::RULES,
        env::RULES,
        handlers::RULES,
        metadata::RULES,
        mirror::RULES,
        mounts::RULES,
        pod_scalars::RULES,
        ports::RULES,
        probes::RULES,
        resources::RULES,
        label_keys::RULES,
        selector::RULES,
        spread::RULES,
        tolerations::RULES,
    ];
    let dropped = [dropped::RULES];
    let split = [
        access::ALL_RULES,
        limits::ALL_RULES,
        networking::ALL_RULES,
        openshift::ALL_RULES,
        scaling::ALL_RULES,
        security::AREA,
        service::ALL_RULES,
        storage::ALL_RULES,
        volumes::ALL_RULES,
        windows::AREA,
        workload::ALL_RULES,
    ];
    areas.into_iter().chain(dropped).chain(split.into_iter().flatten().copied()).flatten().copied()
}

/// Judges a Pod as the server does when it is created: fills in, drops what gates switch off, then asks every area.
/// The pod is as the server would store it afterwards.
pub(crate) fn pod(j: &mut Judge, pod: &mut Pod) {
    stored::fill(j, pod);
    let spec = pod.spec.get_or_insert_default();
    let path = Path::root("spec");
    let metadata = Path::root("metadata");
    metadata::check(j, "Pod", &pod.metadata, metadata::NameRule::Subdomain, &metadata);
    let annotations = metadata.field("annotations");
    annotations::check(j, pod.metadata.annotations.as_ref(), &annotations, spec);
    annotations::agree(j, pod.metadata.annotations.as_ref(), spec, &path);
    pod_spec(j, spec, &pod.metadata, &path);
    mirror::check(j, spec, &pod.metadata, &path);
    warnings::name(j, &pod.metadata, &metadata);
    warnings::check(j, spec, &pod.metadata, &path, &metadata);
}

/// Judges a pod spec, a Pod's own or a template's, after defaulting.
fn pod_spec(j: &mut Judge, spec: &PodSpec, meta: &ObjectMeta, path: &Path<'_>) {
    let volumes = volumes::check(j, spec, meta, path);
    containers::check(j, spec, path);
    ports::check(j, spec, path);
    env::check(j, spec, path);
    mounts::check(j, spec, &volumes, path);
    probes::check(j, spec, path);
    lifecycle::check(j, spec, path);
    resources::check(j, spec, meta, path);
    pod_scalars::check(j, spec, path);
    dns::check(j, spec, path);
    security::check(j, spec, path);
    windows::check(j, spec, path);
    affinity::check(j, spec, meta, path);
    tolerations::check(j, spec, path);
    spread::check(j, spec, meta, path);
    beyond::assumes(j, spec, path);
}

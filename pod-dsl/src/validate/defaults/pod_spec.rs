//! Defaults of a pod spec, in a Pod as in a template.

use k8s_openapi::api::core::v1::{
    Container, ContainerPort, EnvVar, EphemeralContainer, HTTPGetAction, Lifecycle, PodSpec, Probe,
    ResourceRequirements,
};

use super::{fill, fill_number, resources, volume};
use crate::{grammar::pull_policy_of, validate::gates::Gates};

/// Fills a pod spec.
pub(super) fn fill_spec(spec: &mut PodSpec, gates: Gates) {
    fill(&mut spec.dns_policy, "ClusterFirst");
    fill(&mut spec.restart_policy, "Always");
    fill(&mut spec.scheduler_name, "default-scheduler");
    spec.security_context.get_or_insert_default();
    spec.termination_grace_period_seconds.get_or_insert(30);
    resources::round(&mut spec.overhead);
    requirements(&mut spec.resources);
    for one in spec.volumes.iter_mut().flatten() {
        volume::fill_volume(one, gates);
    }
    for one in spec.init_containers.iter_mut().flatten() {
        container(one);
    }
    for one in &mut spec.containers {
        container(one);
    }
    for one in spec.ephemeral_containers.iter_mut().flatten() {
        ephemeral_container(one);
    }
}

fn container(container: &mut Container) {
    pull_policy(&mut container.image_pull_policy, container.image.as_deref());
    fill(&mut container.termination_message_path, "/dev/termination-log");
    fill(&mut container.termination_message_policy, "File");
    ports(container.ports.as_mut());
    env(container.env.as_mut());
    requirements(&mut container.resources);
    let probes =
        [&mut container.liveness_probe, &mut container.readiness_probe, &mut container.startup_probe];
    probes.into_iter().flatten().for_each(probe);
    container.lifecycle.iter_mut().for_each(lifecycle);
}

fn ephemeral_container(container: &mut EphemeralContainer) {
    pull_policy(&mut container.image_pull_policy, container.image.as_deref());
    fill(&mut container.termination_message_path, "/dev/termination-log");
    fill(&mut container.termination_message_policy, "File");
    ports(container.ports.as_mut());
    env(container.env.as_mut());
    requirements(&mut container.resources);
    let probes =
        [&mut container.liveness_probe, &mut container.readiness_probe, &mut container.startup_probe];
    probes.into_iter().flatten().for_each(probe);
    container.lifecycle.iter_mut().for_each(lifecycle);
}

/// Fills the pull policy: `Always` for the tag `latest`, said or implied, and `IfNotPresent` for everything else.
pub(super) fn pull_policy(policy: &mut Option<String>, image: Option<&str>) {
    if policy.as_deref().unwrap_or_default().is_empty() {
        *policy = Some(pull_policy_of(image.unwrap_or_default()).as_str().to_owned());
    }
}

fn ports(ports: Option<&mut Vec<ContainerPort>>) {
    for port in ports.into_iter().flatten() {
        fill(&mut port.protocol, "TCP");
    }
}

fn env(env: Option<&mut Vec<EnvVar>>) {
    for source in env.into_iter().flatten().filter_map(|variable| variable.value_from.as_mut()) {
        if let Some(field) = &mut source.field_ref {
            fill(&mut field.api_version, "v1");
        }
        if let Some(file) = &mut source.file_key_ref {
            file.optional.get_or_insert(false);
        }
    }
}

fn requirements(requirements: &mut Option<ResourceRequirements>) {
    if let Some(requirements) = requirements {
        resources::round(&mut requirements.limits);
        resources::round(&mut requirements.requests);
    }
}

fn probe(probe: &mut Probe) {
    fill_number(&mut probe.timeout_seconds, 1);
    fill_number(&mut probe.period_seconds, 10);
    fill_number(&mut probe.success_threshold, 1);
    fill_number(&mut probe.failure_threshold, 3);
    probe.http_get.iter_mut().for_each(http_get);
    if let Some(grpc) = &mut probe.grpc {
        grpc.service.get_or_insert_default();
    }
}

fn lifecycle(lifecycle: &mut Lifecycle) {
    for handler in [&mut lifecycle.post_start, &mut lifecycle.pre_stop].into_iter().flatten() {
        handler.http_get.iter_mut().for_each(http_get);
    }
}

fn http_get(action: &mut HTTPGetAction) {
    fill(&mut action.path, "/");
    fill(&mut action.scheme, "HTTP");
}

//! What only a Pod gets: requests from limits, and the resources of the pod as a whole.

use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceRequirements};

use super::resources::{self, Amounts};
use crate::{
    explain::resources::{Amounts as Sums, Sum, is_pod_level},
    grammar::Quantity,
    target::KubeVersion,
};

/// Sets each request that is missing to the limit of the same resource.
pub(super) fn requests_from_limits(spec: &mut PodSpec) {
    for container in spec.containers.iter_mut().chain(spec.init_containers.iter_mut().flatten()) {
        let Some(ResourceRequirements { limits: Some(limits), requests, .. }) = &mut container.resources
        else {
            continue;
        };
        let requests = requests.get_or_insert_default();
        for (name, limit) in limits {
            if !requests.contains_key(name) {
                requests.insert(name.clone(), limit.clone());
            }
        }
    }
}

/// Completes `spec.resources`, where something of it is given, from the containers.
pub(super) fn pod_level(spec: &mut PodSpec, version: KubeVersion) {
    let Some(mut whole) = spec.resources.take() else { return };
    hugepage_limits(spec, &mut whole);
    requests(spec, &mut whole);
    // Source: `defaultPodLimits`, which came after 1.36.
    if version.minor() >= 37 {
        limits(spec, &mut whole);
    }
    spec.resources = Some(whole);
}

/// Sets a missing limit of huge pages to what the containers may take together.
fn hugepage_limits(spec: &PodSpec, whole: &mut ResourceRequirements) {
    if super::is_empty(whole.limits.as_ref()) && super::is_empty(whole.requests.as_ref()) {
        return;
    }
    let requested =
        |name: &String| whole.requests.as_ref().is_some_and(|requests| requests.contains_key(name));
    let mut sums = together(spec, |resources| resources.limits.as_ref());
    sums.retain(|(name, _)| is_hugepages(name) && !requested(name));
    insert_missing(&mut whole.limits, sums);
}

/// Sets missing requests to what the containers ask for together, or else to the limit of the pod.
fn requests(spec: &PodSpec, whole: &mut ResourceRequirements) {
    if super::is_empty(whole.limits.as_ref()) {
        return;
    }
    let mut sums = together(spec, |resources| resources.requests.as_ref());
    sums.retain(|(name, _)| matches!(name.as_str(), "cpu" | "memory"));
    insert_missing(&mut whole.requests, sums);
    let limits = resources::list(whole.limits.as_ref()).into_iter().filter(|(name, _)| is_pod_level(name));
    insert_missing(&mut whole.requests, limits.collect());
}

/// Sets missing limits to what the containers may take together, where every one of them has a limit.
fn limits(spec: &PodSpec, whole: &mut ResourceRequirements) {
    let names_supported =
        |amounts: &Option<Amounts>| amounts.iter().flatten().any(|(name, _)| is_pod_level(name));
    if names_supported(&whole.limits) || !names_supported(&whole.requests) {
        return;
    }
    let limited = |container: &Container, name: &str| {
        let limits = container.resources.as_ref().and_then(|resources| resources.limits.as_ref());
        limits.is_some_and(|limits| limits.contains_key(name))
    };
    let mut sums = together(spec, |resources| resources.limits.as_ref());
    sums.retain(|(name, _)| {
        matches!(name.as_str(), "cpu" | "memory")
            && spec
                .containers
                .iter()
                .chain(spec.init_containers.iter().flatten())
                .all(|one| limited(one, name))
    });
    insert_missing(&mut whole.limits, sums);
}

/// Sums up what the pod takes at most at a time.
fn together(
    spec: &PodSpec,
    part: impl Fn(&ResourceRequirements) -> Option<&Amounts>,
) -> Vec<(String, Quantity)> {
    let of = |container: &Container| Sums::of(container.resources.as_ref().and_then(&part));
    Sum::of(spec, of).at_once().iter().map(|(name, amount)| (name.to_owned(), amount)).collect()
}

fn insert_missing(amounts: &mut Option<Amounts>, more: Vec<(String, Quantity)>) {
    for (name, amount) in more {
        let text = || k8s_openapi::apimachinery::pkg::api::resource::Quantity(amount.to_string());
        amounts.get_or_insert_default().entry(name).or_insert_with(text);
    }
}

fn is_hugepages(name: &str) -> bool {
    name.starts_with("hugepages-")
}

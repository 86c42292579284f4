//! Resources of the pod as a whole, against those of its containers.

use k8s_openapi::api::core::v1::{Container, PodResourceClaim, PodSpec, ResourceRequirements};

use super::{
    Amounts, POD_CLAIMS, POD_LIMIT_EXCEEDED, POD_ON_WINDOWS, POD_PAGES_TOO_LOW, POD_REQUEST_TOO_LOW, amount,
    amount_of, claims, name, requirements,
};
use crate::{
    grammar::Quantity,
    validate::{Judge, Path},
};

/// Judges `spec.resources`.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, claims: &[PodResourceClaim], path: &Path<'_>) {
    let Some(resources) = &spec.resources else { return };
    let path = path.field("resources");
    if spec.os.as_ref().is_some_and(|os| os.name == "windows") {
        j.report(&POD_ON_WINDOWS, &path, "a pod for Windows has no resources of its own")
            .help("set the resources of its containers");
        return;
    }
    let at = path.field("claims");
    if resources.claims.is_some() {
        j.report(&POD_CLAIMS, &at, "the pod as a whole cannot refer to claims; its containers can");
    }
    requirements::check(j, resources, requirements::Of::Pod, &path);
    claims::references(j, resources, claims, &at);
    consistent(j, spec, resources, &path);
}

fn consistent(j: &mut Judge, spec: &PodSpec, resources: &ResourceRequirements, path: &Path<'_>) {
    let list = path.field("requests");
    for (resource, own) in known(resources.requests.as_ref()) {
        let request_of =
            |container: &Container| amount_of(container.resources.as_ref()?.requests.as_ref(), resource);
        if let Some(sum) = at_once(spec, request_of).filter(|sum| *sum > own) {
            let message = format_args!("{own} of {resource} is below the {sum} that the containers request");
            j.report(&POD_REQUEST_TOO_LOW, &list.key(resource), message);
        }
    }
    let limits = resources.limits.as_ref();
    let list = path.field("limits");
    for (resource, own) in known(limits).filter(|(resource, _)| name::is_huge_pages(resource)) {
        let limit_of =
            |container: &Container| amount_of(container.resources.as_ref()?.limits.as_ref(), resource);
        if let Some(sum) = at_once(spec, limit_of).filter(|sum| *sum > own) {
            let message = format_args!("{own} of {resource} is below the {sum} that the containers may use");
            j.report(&POD_PAGES_TOO_LOW, &list.key(resource), message);
        }
    }
    let list = path.field("containers");
    for (index, container) in spec.containers.iter().enumerate() {
        let of_container = container.resources.as_ref().and_then(|resources| resources.limits.as_ref());
        for (resource, limit) in known(of_container) {
            if let Some(own) = amount_of(limits, resource).filter(|own| limit > *own) {
                // The server's path leads through the pod's resources to a place that does not exist.
                let path = list.index(index);
                let path = path.key(resource);
                let message = format_args!("{limit} of {resource} is above the pod's limit of {own}");
                j.report(&POD_LIMIT_EXCEEDED, &path.field("limits"), message);
            }
        }
    }
}

fn known(amounts: Option<&Amounts>) -> impl Iterator<Item = (&str, Quantity)> {
    amounts.into_iter().flatten().filter_map(|(resource, text)| Some((resource.as_str(), amount(text)?)))
}

/// Returns how much the pod needs at its worst moment: all containers with all sidecars, or one init container
/// with the sidecars before it. Nothing, where no container speaks of it.
fn at_once(spec: &PodSpec, of: impl Fn(&Container) -> Option<Quantity>) -> Option<Quantity> {
    let mut running = spec.containers.iter().map(&of).fold(None, plus);
    let (mut sidecars, mut starting) = (None, None);
    for container in spec.init_containers.iter().flatten() {
        let need = of(container);
        if container.restart_policy.as_deref() == Some("Always") {
            running = plus(running, need);
            sidecars = plus(sidecars, need);
            starting = starting.max(sidecars);
        } else {
            starting = starting.max(plus(need, sidecars));
        }
    }
    running.max(starting)
}

fn plus(a: Option<Quantity>, b: Option<Quantity>) -> Option<Quantity> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.saturating_add(b)),
        (one, other) => one.or(other),
    }
}

//! Resources of the pod as a whole, against those of its containers.

use k8s_openapi::api::core::v1::{PodResourceClaim, PodSpec, ResourceRequirements};

use super::{
    Amounts, POD_CLAIMS, POD_LIMIT_EXCEEDED, POD_ON_WINDOWS, POD_PAGES_TOO_LOW, POD_REQUEST_TOO_LOW, amount,
    amount_of, claims, name, requirements,
};
use crate::{
    explain::resources::{Amounts as Sums, Sum},
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
    let requested = together(spec, |resources| resources.requests.as_ref());
    for (resource, own) in known(resources.requests.as_ref()) {
        if let Some(sum) = requested.get(resource).filter(|sum| *sum > own) {
            let message = format_args!("{own} of {resource} is below the {sum} that the containers request");
            j.report(&POD_REQUEST_TOO_LOW, &list.key(resource), message);
        }
    }
    let limits = resources.limits.as_ref();
    let list = path.field("limits");
    let limited = together(spec, |resources| resources.limits.as_ref());
    for (resource, own) in known(limits).filter(|(resource, _)| name::is_huge_pages(resource)) {
        if let Some(sum) = limited.get(resource).filter(|sum| *sum > own) {
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

/// Sums up what the containers need at the worst moment.
fn together(spec: &PodSpec, part: impl Fn(&ResourceRequirements) -> Option<&Amounts>) -> Sums {
    Sum::of(spec, |container| Sums::of(container.resources.as_ref().and_then(&part))).at_once()
}

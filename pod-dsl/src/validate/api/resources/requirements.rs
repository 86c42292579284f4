//! Limits and requests of a container or of the pod.

use k8s_openapi::api::core::v1::ResourceRequirements;

use super::{
    Amounts, FRACTION, LIMIT_MISSING, NEGATIVE, PAGES_ALONE, PAGES_INDIVISIBLE, REQUEST_ABOVE_LIMIT,
    REQUEST_NOT_LIMIT, amount, amount_of, name,
};
use crate::{
    grammar::Quantity,
    validate::{Judge, Path},
};

/// Tells whose resources they are, which decides about their names.
#[derive(Clone, Copy)]
pub(super) enum Of {
    Container,
    Pod,
}

/// Judges limits and requests; claims are judged apart.
pub(super) fn check(j: &mut Judge, resources: &ResourceRequirements, of: Of, path: &Path<'_>) {
    both(j, resources.limits.as_ref(), resources.requests.as_ref(), of, path);
}

/// Judges amounts that are limits by nature, such as a pod's overhead.
pub(in crate::validate::api) fn limits(j: &mut Judge, limits: &Amounts, path: &Path<'_>) {
    both(j, Some(limits), None, Of::Container, path);
}

fn both(j: &mut Judge, limits: Option<&Amounts>, requests: Option<&Amounts>, of: Of, path: &Path<'_>) {
    for (amounts, field) in [(limits, "limits"), (requests, "requests")] {
        let list = path.field(field);
        for (resource, text) in amounts.into_iter().flatten() {
            let path = list.key(resource);
            match of {
                Of::Container => name::of_container(j, resource, &path),
                Of::Pod => name::of_pod(j, resource, &path),
            }
            if let Some(amount) = amount(text) {
                one(j, resource, amount, &path);
            }
        }
    }
    for (resource, text) in requests.into_iter().flatten() {
        if let Some(request) = amount(text) {
            against_limit(j, resource, request, amount_of(limits, resource), path);
        }
    }
    let named = || [limits, requests].into_iter().flatten().flat_map(Amounts::keys);
    let hosts = named().any(|resource| matches!(resource.as_str(), "cpu" | "memory"));
    if !hosts && named().any(|resource| name::is_huge_pages(resource)) {
        j.report(&PAGES_ALONE, path, "huge pages need cpu or memory beside them");
    }
}

fn one(j: &mut Judge, resource: &str, amount: Quantity, path: &Path<'_>) {
    if amount.signum() < 0 {
        j.report(&NEGATIVE, path, format_args!("{amount} is below 0"));
    }
    if !amount.is_integer() && name::is_counted(resource) {
        j.report(
            &FRACTION,
            path,
            format_args!("{amount} is not a whole number, and {resource} comes in whole ones"),
        );
    }
    if name::is_huge_pages(resource) && !name::divides(resource, amount) {
        j.report(&PAGES_INDIVISIBLE, path, format_args!("{amount} is no multiple of the page in {resource}"));
    }
}

/// Compares a request with its limit; the server leaves the resource out of the path.
fn against_limit(j: &mut Judge, resource: &str, request: Quantity, limit: Option<Quantity>, path: &Path<'_>) {
    let shared = name::is_shared(resource);
    let at = path.field("requests");
    match limit {
        None if shared => {}
        None => {
            let message = format_args!("{resource} is requested without a limit");
            j.report(&LIMIT_MISSING, &path.field("limits"), message)
                .help(format!("set the limit of {resource} to {request} as well"));
        }
        Some(limit) if !shared && request != limit => {
            let message = format_args!("{request} of {resource} is not its limit of {limit}, as it must be");
            j.report(&REQUEST_NOT_LIMIT, &at, message);
        }
        Some(limit) if request > limit => {
            let message = format_args!("{request} of {resource} is above its limit of {limit}");
            j.report(&REQUEST_ABOVE_LIMIT, &at, message);
        }
        Some(_) => {}
    }
}

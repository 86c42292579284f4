//! Which names a resource may have, and what follows from a name.

use super::{NAME_MALFORMED, NAME_NOT_EXTENDED, NAME_NOT_FOR_CONTAINER, NAME_NOT_FOR_POD, NAME_UNKNOWN};
use crate::{
    grammar::{Quantity, parse_quantity, qualified_name},
    validate::{Judge, Path, api::metadata},
};

/// Lists the objects a quota counts; the server knows them as resources, though no container can ask for one.
const COUNTED: &[&str] = &[
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
];

/// Judges the name of a resource of a container; one that Kubernetes does not know is refused twice.
pub(in crate::validate::api) fn of_container(j: &mut Judge, name: &str, path: &Path<'_>) {
    any(j, name, path);
    if !name.contains('/') {
        if !(matches!(name, "cpu" | "memory" | "ephemeral-storage") || is_huge_pages(name)) {
            let message = format_args!("a container cannot ask for {name:?}");
            j.report(&NAME_NOT_FOR_CONTAINER, path, message).help(
                "name `cpu`, `memory`, `ephemeral-storage`, `hugepages-SIZE`, or an extended resource with its \
                 domain, such as `nvidia.com/gpu`",
            );
        }
    } else if !is_native(name) && !is_extended(name) {
        let message = format_args!("{name:?} is no extended resource: too long, or 'requests.' in front");
        j.report(&NAME_NOT_EXTENDED, path, message);
    }
}

/// Judges the name of a resource of the pod itself.
pub(super) fn of_pod(j: &mut Judge, name: &str, path: &Path<'_>) {
    if any(j, name, path) && !(matches!(name, "cpu" | "memory") || is_huge_pages(name)) {
        let message =
            format_args!("{name:?} is not one of cpu, memory and hugepages, the resources of a whole pod");
        j.report(&NAME_NOT_FOR_POD, path, message).help("ask for it in a container");
    }
}

/// Judges the name of a resource of whatever has resources; tells whether it is sound.
pub(in crate::validate::api) fn any(j: &mut Judge, name: &str, path: &Path<'_>) -> bool {
    let verdict = qualified_name(name);
    if verdict.is_err() {
        metadata::report_all(j, &NAME_MALFORMED, path, "resource", name, verdict);
        return false;
    }
    let sound = name.contains('/') || is_standard(name);
    if !sound {
        let message = format_args!("{name:?} has no domain in front and is no resource of Kubernetes");
        j.report(&NAME_UNKNOWN, path, message);
    }
    sound
}

fn is_standard(name: &str) -> bool {
    let of_quota = name.strip_prefix("requests.").or_else(|| name.strip_prefix("limits.")).unwrap_or(name);
    matches!(of_quota, "cpu" | "memory" | "ephemeral-storage")
        || matches!(name, "storage" | "requests.storage")
        || COUNTED.contains(&name)
        || is_huge_pages(name)
        || name.strip_prefix("requests.").is_some_and(is_huge_pages)
}

/// Tells whether a name without a domain is one of those that a quota limits.
pub(in crate::validate::api) fn is_quota_name(name: &str) -> bool {
    name != "storage" && is_standard(name)
}

/// Tells whether the amount must be whole.
pub(in crate::validate::api) fn is_counted(name: &str) -> bool {
    COUNTED.contains(&name) || is_extended(name)
}

/// Tells whether a pod may ask for less than its limit.
pub(in crate::validate::api) fn is_shared(name: &str) -> bool {
    is_native(name) && !is_huge_pages(name)
}

pub(super) fn is_huge_pages(name: &str) -> bool {
    name.starts_with("hugepages-")
}

/// Tells whether huge pages of the named size add up to the amount.
pub(super) fn divides(name: &str, amount: Quantity) -> bool {
    let Some(Ok(size)) = name.strip_prefix("hugepages-").map(parse_quantity) else { return false };
    size.signum() > 0
        && size.rounded_up_to_milli().is_integer()
        && amount.value().checked_rem(size.value()) == Some(0)
}

fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

fn is_extended(name: &str) -> bool {
    // A quota puts `requests.` in front of the name, so that must be a qualified name too.
    !is_native(name) && !name.starts_with("requests.") && qualified_name(&format!("requests.{name}")).is_ok()
}

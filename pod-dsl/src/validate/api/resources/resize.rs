//! What happens to a container whose resources change while it runs.

use k8s_openapi::api::core::v1::{Container, PodSpec};

use super::{
    RESIZE_INIT, RESIZE_NEVER, RESIZE_REPEATED, RESIZE_RESOURCE_MISSING, RESIZE_RESOURCE_UNKNOWN,
    RESIZE_RESTART_MISSING, RESIZE_RESTART_UNKNOWN,
};
use crate::validate::{Judge, Path, api::each::Kind};

/// Judges `resizePolicy`; most faults are reported at the list, as the server does.
pub(super) fn check(j: &mut Judge, container: &Container, kind: Kind, spec: &PodSpec, path: &Path<'_>) {
    let policies = container.resize_policy.as_deref().unwrap_or_default();
    for (index, policy) in policies.iter().enumerate() {
        let at = path.index(index);
        let (resource, restart) = (policy.resource_name.as_str(), policy.restart_policy.as_str());
        if policies[..index].iter().any(|earlier| earlier.resource_name == resource) {
            j.report(&RESIZE_REPEATED, &at, format_args!("{resource:?} has a resize policy already"));
        }
        match resource {
            "cpu" | "memory" => {}
            "" => {
                j.report(&RESIZE_RESOURCE_MISSING, path, "a resize policy names no resource");
            }
            _ => {
                let message = format_args!("{resource:?} is not one of cpu and memory");
                j.report(&RESIZE_RESOURCE_UNKNOWN, path, message);
            }
        }
        match restart {
            "NotRequired" | "RestartContainer" => {}
            "" => {
                j.report(&RESIZE_RESTART_MISSING, path, "a resize policy does not say whether to restart");
            }
            _ => {
                let message = format_args!("{restart:?} is not one of NotRequired and RestartContainer");
                j.report(&RESIZE_RESTART_UNKNOWN, path, message);
            }
        }
        if restart != "NotRequired" && spec.restart_policy.as_deref() == Some("Never") {
            let message =
                format_args!("{restart:?} is not NotRequired, as it must be in a pod that never restarts");
            j.report(&RESIZE_NEVER, path, message);
        }
        if kind == Kind::Init && restart == "RestartContainer" && init_refused(j) {
            let message = "an init container that ends is never restarted for its resources";
            j.report(&RESIZE_INIT, &at.field("restartPolicy"), message).help("set it to NotRequired");
        }
    }
}

/// Tells whether the server refuses what an init container that ends could not do anyway: since 1.36.
fn init_refused(j: &Judge) -> bool {
    j.version.minor() >= 36
}

//! Ephemeral containers, which are for debugging and join a pod that runs.

use k8s_openapi::api::core::v1::{EphemeralContainer, PodSpec, ResourceRequirements};

use super::{EPHEMERAL_EARLY, EPHEMERAL_FIELD, EPHEMERAL_TARGET_UNKNOWN, has, init_containers, repeated};
use crate::validate::{Judge, Path};

/// Refuses ephemeral containers, and says what else is wrong with them, as the server does.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let containers = spec.ephemeral_containers.as_deref().unwrap_or_default();
    if containers.is_empty() {
        return;
    }
    j.report(&EPHEMERAL_EARLY, path, "ephemeral containers cannot stand in an object that is created")
        .help("add one to the running pod with `kubectl debug` or `oc debug`");
    for (index, container) in containers.iter().enumerate() {
        let path = path.index(index);
        let name = container.name.as_str();
        let in_pod = |name: &str| has(&spec.containers, name) || has(init_containers(spec), name);
        if in_pod(name) || containers[..index].iter().any(|earlier| earlier.name == name) {
            repeated(j, name, &path);
        }
        let target = container.target_container_name.as_deref().unwrap_or_default();
        if !target.is_empty() && !in_pod(target) {
            let message = format_args!("the pod has no container {target:?}");
            j.report(&EPHEMERAL_TARGET_UNKNOWN, &path.field("targetContainerName"), message);
        }
        fields(j, container, &path);
    }
}

fn fields(j: &mut Judge, container: &EphemeralContainer, path: &Path<'_>) {
    let resources =
        container.resources.as_ref().is_some_and(|resources| *resources != ResourceRequirements::default());
    for (set, field) in [
        (container.ports.is_some(), "ports"),
        (resources, "resources"),
        (container.resize_policy.is_some(), "resizePolicy"),
        (container.restart_policy.is_some(), "restartPolicy"),
        (container.restart_policy_rules.is_some(), "restartPolicyRules"),
        (container.liveness_probe.is_some(), "livenessProbe"),
        (container.readiness_probe.is_some(), "readinessProbe"),
        (container.startup_probe.is_some(), "startupProbe"),
        (container.lifecycle.is_some(), "lifecycle"),
    ] {
        if set {
            let message = format_args!("an ephemeral container has no `{field}`");
            j.report(&EPHEMERAL_FIELD, &path.field(field), message);
        }
    }
}

//! The frame of the containers: names, images, policies, and what init and ephemeral containers may not have.

mod ephemeral;
mod restart;

use k8s_openapi::api::core::v1::{Container, PodSpec};

use super::{
    each::{self, Kind},
    metadata,
};
use crate::{
    grammar::dns_label,
    validate::{Form, Judge, Path, rule::rules},
};

rules! {
    NONE: Required, "containers-missing", "a pod has at least one container";
    NAME_MISSING: Required, "container-name-missing", "a container has a name";
    NAME_MALFORMED: Invalid, "container-name-malformed", "a container's name is a DNS label";
    NAME_REPEATED: Duplicate, "container-name-repeated", "the containers of a pod have different names";
    IMAGE_MISSING: Required, "container-image-missing", "a container has an image";
    /// Old templates with a blank for an image are why only pods are held to it.
    IMAGE_PADDED: Invalid, "container-image-padded", "an image has no blanks around it";
    MESSAGE_POLICY_UNKNOWN: NotSupported, "container-message-policy-unknown", "terminationMessagePolicy is File or FallbackToLogsOnError";
    PULL_POLICY_UNKNOWN: NotSupported, "container-pull-policy-unknown", "imagePullPolicy is Always, IfNotPresent or Never";
    INIT_FIELD: Forbidden, "container-init-field", "an init container that ends has no probes and no hooks";
    RESTART_POLICY_MISSING: Required, "container-restart-policy-missing", "restart rules stand beside a restartPolicy";
    RESTART_POLICY_UNKNOWN: NotSupported, "container-restart-policy-unknown", "a container's restartPolicy is Always, Never or OnFailure";
    /// Before `ContainerRestartRules`, which is on since 1.35.
    RESTART_POLICY_FORBIDDEN: Forbidden, "container-restart-policy-forbidden", "before 1.35 only init containers have a restartPolicy";
    /// Before `RestartAllContainersOnContainerExits`, which is on since 1.36.
    SIDECAR_RESTART_RULES: Forbidden, "container-sidecar-restart-rules", "before 1.36 a native sidecar has no restart rules";
    RESTART_RULES_TOO_MANY: TooMany, "container-restart-rules-too-many", "a container has at most 20 restart rules";
    RESTART_ACTION_UNKNOWN: NotSupported, "container-restart-action-unknown", "a restart rule's action is Restart or RestartAllContainers";
    RESTART_EXIT_CODES_MISSING: Required, "container-restart-exit-codes-missing", "a restart rule says for which exit codes it is";
    RESTART_OPERATOR_UNKNOWN: NotSupported, "container-restart-operator-unknown", "exit codes are matched with In or NotIn";
    RESTART_EXIT_CODES_TOO_MANY: TooMany, "container-restart-exit-codes-too-many", "a restart rule has at most 255 exit codes";
    EPHEMERAL_EARLY: Forbidden, "ephemeral-containers-on-create", "ephemeral containers are added to a running pod only";
    EPHEMERAL_FIELD: Forbidden, "ephemeral-container-field", "an ephemeral container has no ports, resources, probes, hooks or restart policy";
    EPHEMERAL_TARGET_UNKNOWN: NotFound, "ephemeral-container-target-unknown", "an ephemeral container targets a container of the pod";
}

/// Judges the frame of all containers.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let list = path.field("containers");
    if spec.containers.is_empty() {
        j.report(&NONE, &list, "the pod has no container");
    }
    each::container(spec, path, |container, kind, path| {
        one(j, container, kind, path);
        restart::check(j, container, kind, path);
        if kind == Kind::Init {
            init_fields(j, container, path);
        }
    });
    names(j, spec, path);
    ephemeral::check(j, spec, &path.field("ephemeralContainers"));
}

fn one(j: &mut Judge, container: &Container, kind: Kind, path: &Path<'_>) {
    let at = path.field("name");
    if container.name.is_empty() {
        j.report(&NAME_MISSING, &at, "the container has no name");
    } else {
        metadata::report_all(
            j,
            &NAME_MALFORMED,
            &at,
            "container name",
            &container.name,
            dns_label(&container.name),
        );
    }
    let image = container.image.as_deref().unwrap_or_default();
    if image.is_empty() {
        j.report(&IMAGE_MISSING, &path.field("image"), "the container has no image");
    } else if (j.form == Form::Pod || kind == Kind::Ephemeral) && image.trim().len() != image.len() {
        j.report(&IMAGE_PADDED, &path.field("image"), format_args!("{image:?} has blanks around it"));
    }
    let policy = container.termination_message_policy.as_deref().unwrap_or_default();
    if !matches!(policy, "" | "File" | "FallbackToLogsOnError") {
        let message = format_args!("{policy:?} is not one of File and FallbackToLogsOnError");
        j.report(&MESSAGE_POLICY_UNKNOWN, &path.field("terminationMessagePolicy"), message);
    }
    let policy = container.image_pull_policy.as_deref().unwrap_or_default();
    if !matches!(policy, "" | "Always" | "IfNotPresent" | "Never") {
        let message = format_args!("{policy:?} is not one of Always, IfNotPresent and Never");
        j.report(&PULL_POLICY_UNKNOWN, &path.field("imagePullPolicy"), message);
    }
}

fn init_fields(j: &mut Judge, container: &Container, path: &Path<'_>) {
    for (set, field) in [
        (container.lifecycle.is_some(), "lifecycle"),
        (container.liveness_probe.is_some(), "livenessProbe"),
        (container.readiness_probe.is_some(), "readinessProbe"),
        (container.startup_probe.is_some(), "startupProbe"),
    ] {
        if set {
            j.report(&INIT_FIELD, &path.field(field), format_args!("an init container has no `{field}`"))
                .help("set `restartPolicy: Always` if it is to run beside the others as a native sidecar");
        }
    }
}

/// Reports names that are taken: regular containers among themselves, init containers against both lists.
///
/// A missing name is a name like any other to the server, unless two init containers miss theirs.
fn names(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let list = path.field("containers");
    for (index, container) in spec.containers.iter().enumerate() {
        if has(&spec.containers[..index], &container.name) {
            repeated(j, &container.name, &list.index(index));
        }
    }
    let list = path.field("initContainers");
    let inits = init_containers(spec);
    for (index, container) in inits.iter().enumerate() {
        let name = container.name.as_str();
        if has(&spec.containers, name) || !name.is_empty() && has(&inits[..index], name) {
            repeated(j, name, &list.index(index));
        }
    }
}

fn init_containers(spec: &PodSpec) -> &[Container] {
    spec.init_containers.as_deref().unwrap_or_default()
}

fn has(containers: &[Container], name: &str) -> bool {
    containers.iter().any(|container| container.name == name)
}

fn repeated(j: &mut Judge, name: &str, path: &Path<'_>) {
    j.report(
        &NAME_REPEATED,
        &path.field("name"),
        format_args!("another container of the pod is named {name:?}"),
    );
}

#[cfg(test)]
pub(crate) mod tests;

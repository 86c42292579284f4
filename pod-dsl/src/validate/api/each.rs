//! Walks the three container lists of a pod spec with the path of each container.

use k8s_openapi::api::core::v1::{Container, EphemeralContainer, PodSpec};

use crate::validate::Path;

/// Tells in which list a container stands, and so which rules hold for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An entry of `containers`.
    Regular,
    /// An entry of `initContainers` that ends before the next begins.
    Init,
    /// An entry of `initContainers` with `restartPolicy: Always`: a native sidecar.
    NativeSidecar,
    /// An entry of `ephemeralContainers`.
    Ephemeral,
}

/// Calls `visit` for every container: init containers, then regular ones, then ephemeral ones.
pub(crate) fn container(spec: &PodSpec, path: &Path<'_>, mut visit: impl FnMut(&Container, Kind, &Path<'_>)) {
    let list = path.field("initContainers");
    for (index, container) in spec.init_containers.iter().flatten().enumerate() {
        let kind = if container.restart_policy.as_deref() == Some("Always") {
            Kind::NativeSidecar
        } else {
            Kind::Init
        };
        visit(container, kind, &list.index(index));
    }
    let list = path.field("containers");
    for (index, container) in spec.containers.iter().enumerate() {
        visit(container, Kind::Regular, &list.index(index));
    }
    let list = path.field("ephemeralContainers");
    for (index, container) in spec.ephemeral_containers.iter().flatten().enumerate() {
        visit(&as_container(container), Kind::Ephemeral, &list.index(index));
    }
}

/// Shows an ephemeral container as the container it is but for its target, so that one set of rules serves both.
fn as_container(ephemeral: &EphemeralContainer) -> Container {
    let EphemeralContainer {
        args,
        command,
        env,
        env_from,
        image,
        image_pull_policy,
        lifecycle,
        liveness_probe,
        name,
        ports,
        readiness_probe,
        resize_policy,
        resources,
        restart_policy,
        restart_policy_rules,
        security_context,
        startup_probe,
        stdin,
        stdin_once,
        target_container_name: _,
        termination_message_path,
        termination_message_policy,
        tty,
        volume_devices,
        volume_mounts,
        working_dir,
    } = ephemeral.clone();
    Container {
        args,
        command,
        env,
        env_from,
        image,
        image_pull_policy,
        lifecycle,
        liveness_probe,
        name,
        ports,
        readiness_probe,
        resize_policy,
        resources,
        restart_policy,
        restart_policy_rules,
        security_context,
        startup_probe,
        stdin,
        stdin_once,
        termination_message_path,
        termination_message_policy,
        tty,
        volume_devices,
        volume_mounts,
        working_dir,
    }
}

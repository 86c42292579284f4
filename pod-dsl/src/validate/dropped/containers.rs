//! What is dropped from the containers of a pod.

use k8s_openapi::api::core::v1::{
    Container, ContainerResizePolicy, ContainerRestartRule, EnvVar, Lifecycle, LifecycleHandler, PodSpec,
    Probe, ResourceRequirements, SecurityContext, VolumeMount,
};

use super::{clear, report};
use crate::validate::{Judge, Path, gates::Gate};

/// Tells in which list a container stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Regular,
    Init,
    Ephemeral,
}

/// Shows the fields that a container and an ephemeral container have in common and that a gate guards.
struct Fields<'a> {
    restart_policy: &'a mut Option<String>,
    restart_policy_rules: &'a mut Option<Vec<ContainerRestartRule>>,
    resize_policy: &'a mut Option<Vec<ContainerResizePolicy>>,
    resources: &'a mut Option<ResourceRequirements>,
    security_context: &'a mut Option<SecurityContext>,
    lifecycle: &'a mut Option<Lifecycle>,
    probes: [(&'static str, &'a mut Option<Probe>); 3],
    env: &'a mut Option<Vec<EnvVar>>,
    volume_mounts: &'a mut Option<Vec<VolumeMount>>,
}

/// Borrows the guarded fields of either type, which share their names but no trait.
macro_rules! fields_of {
    ($container:expr) => {
        Fields {
            restart_policy: &mut $container.restart_policy,
            restart_policy_rules: &mut $container.restart_policy_rules,
            resize_policy: &mut $container.resize_policy,
            resources: &mut $container.resources,
            security_context: &mut $container.security_context,
            lifecycle: &mut $container.lifecycle,
            probes: [
                ("livenessProbe", &mut $container.liveness_probe),
                ("readinessProbe", &mut $container.readiness_probe),
                ("startupProbe", &mut $container.startup_probe),
            ],
            env: &mut $container.env,
            volume_mounts: &mut $container.volume_mounts,
        }
    };
}

/// Drops from all three lists of containers.
pub(super) fn check(j: &mut Judge, spec: &mut PodSpec, path: &Path<'_>) {
    plain_list(
        j,
        spec.init_containers.as_deref_mut().unwrap_or_default(),
        List::Init,
        &path.field("initContainers"),
    );
    plain_list(j, &mut spec.containers, List::Regular, &path.field("containers"));
    let list = path.field("ephemeralContainers");
    for (index, container) in spec.ephemeral_containers.iter_mut().flatten().enumerate() {
        container_fields(j, fields_of!(container), List::Ephemeral, &list.index(index));
    }
}

fn plain_list(j: &mut Judge, containers: &mut [Container], list: List, path: &Path<'_>) {
    for (index, container) in containers.iter_mut().enumerate() {
        container_fields(j, fields_of!(container), list, &path.index(index));
    }
}

fn container_fields(j: &mut Judge, fields: Fields<'_>, list: List, path: &Path<'_>) {
    restart_rules(j, fields.restart_policy, fields.restart_policy_rules, list, path);
    clear(j, Gate::InPlacePodVerticalScaling, fields.resize_policy, &path.field("resizePolicy"));
    if let Some(resources) = fields.resources {
        clear(j, Gate::DynamicResourceAllocation, &mut resources.claims, &path.field("resources.claims"));
    }
    if let Some(security) = fields.security_context {
        proc_mount(j, security, &path.field("securityContext.procMount"));
    }
    lifecycle(j, fields.lifecycle, &path.field("lifecycle"));
    for (name, probe) in fields.probes {
        probe_mode(j, probe.as_mut(), &path.field(name));
    }
    env(j, fields.env.as_deref_mut().unwrap_or_default(), &path.field("env"));
    let mounts = path.field("volumeMounts");
    for (index, mount) in fields.volume_mounts.iter_mut().flatten().enumerate() {
        let path = mounts.index(index);
        clear(
            j,
            Gate::RecursiveReadOnlyMounts,
            &mut mount.recursive_read_only,
            &path.field("recursiveReadOnly"),
        );
        k8s_openapi::k8s_if_ge_1_37! {
            clear(j, Gate::VolumeBindMountOptions, &mut mount.bind_mount_options, &path.field("bindMountOptions"));
        }
    }
}

fn restart_rules(
    j: &mut Judge,
    policy: &mut Option<String>,
    rules: &mut Option<Vec<ContainerRestartRule>>,
    list: List,
    path: &Path<'_>,
) {
    let sidecar = list == List::Init && policy.as_deref() == Some("Always");
    if sidecar {
        clear(j, Gate::SidecarContainers, policy, &path.field("restartPolicy"));
    }
    // Before the gate came with 1.34 nothing was dropped: validation refused the policy.
    if j.version.minor() < 34 {
        return;
    }
    if !sidecar {
        clear(j, Gate::ContainerRestartRules, policy, &path.field("restartPolicy"));
    }
    clear(j, Gate::ContainerRestartRules, rules, &path.field("restartPolicyRules"));
}

/// Sets the mount of `/proc` back to the default: the server keeps the field, but not its value.
fn proc_mount(j: &mut Judge, security: &mut SecurityContext, path: &Path<'_>) {
    if j.gates.on(Gate::ProcMountType) {
        return;
    }
    if let Some(mount) = &mut security.proc_mount
        && mount != "Default"
    {
        "Default".clone_into(mount);
        report(j, Gate::ProcMountType, path);
    }
}

/// Drops what is off from the lifecycle, and the lifecycle itself where nothing of it is left.
fn lifecycle(j: &mut Judge, slot: &mut Option<Lifecycle>, path: &Path<'_>) {
    let Some(lifecycle) = slot else { return };
    let dropped = clear(j, Gate::ContainerStopSignals, &mut lifecycle.stop_signal, &path.field("stopSignal"))
        | sleep(j, &mut lifecycle.pre_stop, &path.field("preStop"))
        | sleep(j, &mut lifecycle.post_start, &path.field("postStart"));
    if dropped && *lifecycle == Lifecycle::default() {
        *slot = None;
    }
}

fn sleep(j: &mut Judge, slot: &mut Option<LifecycleHandler>, path: &Path<'_>) -> bool {
    let Some(handler) = slot else { return false };
    let dropped = clear(j, Gate::PodLifecycleSleepAction, &mut handler.sleep, &path.field("sleep"));
    if dropped && *handler == LifecycleHandler::default() {
        *slot = None;
    }
    dropped
}

/// Drops the reference but keeps the `valueFrom`, which is then refused because it names no source.
fn env(j: &mut Judge, env: &mut [EnvVar], path: &Path<'_>) {
    for (index, variable) in env.iter_mut().enumerate() {
        if let Some(source) = &mut variable.value_from {
            let path = path.index(index);
            clear(j, Gate::EnvFiles, &mut source.file_key_ref, &path.field("valueFrom.fileKeyRef"));
        }
    }
}

k8s_openapi::k8s_if_ge_1_37! {
    fn probe_mode(j: &mut Judge, probe: Option<&mut Probe>, path: &Path<'_>) {
        if let Some(grpc) = probe.and_then(|probe| probe.grpc.as_mut()) {
            clear(j, Gate::GRPCContainerProbeTLS, &mut grpc.mode, &path.field("grpc.mode"));
        }
    }
}
k8s_openapi::k8s_if_le_1_36! {
    fn probe_mode(_: &mut Judge, _: Option<&mut Probe>, _: &Path<'_>) {}
}

//! What the contracts between the containers wrote by themselves, for those who ask who wrote it.

use k8s_openapi::api::core::v1 as k8s;

use super::placement::Place;
use crate::{
    intent::{By, Change},
    model::{ContainerAs, ContainerRole, FileAccess, Pod},
};

/// Lists the consequences of the contracts of a pod; `stands[i]` is the list and index at which container `i` stands.
pub(super) fn of(
    pod: &Pod,
    places: &[Place],
    stands: &[(&'static str, usize)],
    spec: &k8s::PodSpec,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for ((container, place), (list, index)) in pod.containers.iter().zip(places).zip(stands) {
        let path = || format!("spec.{list}[{index}]");
        let wire = if *list == "containers" { Some(&spec.containers) } else { spec.init_containers.as_ref() };
        let Some(wire) = wire.and_then(|list| list.get(*index)) else { continue };
        if let Place::Native { because, .. } = place {
            let why = format!("`{}` is a native sidecar: {because}", container.wire.name);
            changes.push(Change::added(By::Contract, path() + ".restartPolicy", r#""Always""#, why));
            if container.startup.is_none() && wire.startup_probe.is_some() {
                let why = "what starts after it waits until its port is open";
                changes.push(Change::added(By::Contract, path() + ".startupProbe", "{…}", why));
            }
        }
        read_only_mounts(container, wire, path, &mut changes);
        let Some(kit) = &container.kit else { continue };
        for (volume, why) in &kit.given {
            let value = format!("{volume:?}");
            changes.push(Change::added(By::Contract, path() + ".volumeMounts", value, *why));
        }
        if let Some(id) = kit.image_user {
            let why = "the image does not say by number as whom it runs";
            changes.push(Change::added(By::Contract, path() + ".securityContext.runAsUser", id, why));
        }
    }
    let signalled = pod.containers.iter().any(|container| !container.signals.is_empty());
    if signalled && pod.spec.share_process_namespace.is_none() && spec.share_process_namespace == Some(true) {
        let why = "a container signals a process of another";
        changes.push(Change::added(By::Contract, "spec.shareProcessNamespace", true, why));
    }
    changes
}

fn read_only_mounts(
    container: &ContainerAs<ContainerRole>,
    wire: &k8s::Container,
    path: impl Fn() -> String,
    changes: &mut Vec<Change>,
) {
    for usage in container.files.iter().filter(|usage| usage.access == FileAccess::Reads) {
        let name = &usage.file.volume.wire.name;
        let mounts = wire.volume_mounts.iter().flatten().enumerate();
        let mut read_only = mounts.filter(|(_, mount)| mount.name == *name && mount.read_only == Some(true));
        if let Some((index, _)) = read_only.next() {
            let field = format!("{}.volumeMounts[{index}].readOnly", path());
            if changes.iter().all(|change| change.path != field) {
                let why = format!("`{}` only reads `{}`", container.wire.name, usage.file.path);
                changes.push(Change::added(By::Contract, field, true, why));
            }
        }
    }
}

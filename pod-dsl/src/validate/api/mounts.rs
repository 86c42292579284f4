//! Where containers see volumes: `volumeMounts` and `volumeDevices`.

use k8s_openapi::api::core::v1::{Container, PodSpec, VolumeDevice, VolumeMount};

use super::{
    each::{self, Kind},
    metadata::report_all,
    volumes::ValidVolumes,
};
use crate::{
    grammar::{descending_path, path_without_backsteps},
    validate::{Judge, Path, rule::rules},
};

rules! {
    NAME_MISSING: Required, "mount-name-missing", "a mount names its volume";
    VOLUME_MISSING: NotFound, "mount-of-missing-volume", "a mount names a sound volume of the pod";
    PATH_MISSING: Required, "mount-path-missing", "a mount has a mountPath";
    PATH_TWICE: Invalid, "mount-path-twice", "each mount of a container has a mountPath of its own";
    NAME_OF_DEVICE: Invalid, "mount-of-device", "a volume of a container is a mount or a device";
    PATH_OF_DEVICE: Invalid, "mount-path-of-device", "no device of the container has the path of a mount";
    SUB_PATH: Invalid, "mount-sub-path-malformed", "the subPath of a mount is relative and has no step `..`";
    SUB_PATH_EXPR: Invalid, "mount-sub-path-expr-malformed", "the subPathExpr of a mount is relative and has no step `..`";
    SUB_PATHS: Invalid, "mount-sub-path-twice", "a mount has not both a subPath and a subPathExpr";
    /// What a bind mount of a sub-path leaves behind is cleaned up only when the pod ends.
    EPHEMERAL_SUB_PATH: Forbidden, "mount-sub-path-in-ephemeral-container", "an ephemeral container mounts whole volumes";
    PROPAGATION: NotSupported, "mount-propagation-unknown", "mount propagation is None, HostToContainer or Bidirectional";
    PROPAGATION_UNPRIVILEGED: Forbidden, "mount-propagation-unprivileged", "only a privileged container propagates mounts to the host";
    RECURSIVE: NotSupported, "mount-recursive-read-only-unknown", "recursiveReadOnly is Disabled, IfPossible or Enabled";
    RECURSIVE_WRITABLE: Forbidden, "mount-recursive-read-only-writable", "a recursively read-only mount is read-only";
    RECURSIVE_PROPAGATED: Forbidden, "mount-recursive-read-only-propagated", "a recursively read-only mount is not propagated";
    DEVICE_NAME_MISSING: Required, "device-name-missing", "a device names its volume";
    DEVICE_NAME_TWICE: Invalid, "device-name-twice", "a volume is at most one device of a container";
    DEVICE_VOLUME_MISSING: NotFound, "device-of-missing-volume", "a device names a sound volume of the pod";
    DEVICE_SOURCE: Invalid, "device-of-other-volume", "the volume of a device is a claim";
    DEVICE_PATH_MISSING: Required, "device-path-missing", "a device has a devicePath";
    DEVICE_PATH_TWICE: Invalid, "device-path-twice", "each device of a container has a devicePath of its own";
    DEVICE_BACKSTEP: Invalid, "device-path-backstep", "the path of a device has no step `..`";
    DEVICE_OF_MOUNT: Invalid, "device-of-mount", "a volume of a container is a device or a mount";
    DEVICE_PATH_OF_MOUNT: Invalid, "device-path-of-mount", "no mount of the container has the path of a device";
}

/// Judges the mounts and devices of every container against the sound volumes of the pod.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, volumes: &ValidVolumes<'_>, path: &Path<'_>) {
    each::container(spec, path, |container, kind, path| {
        mounts(j, container, volumes, kind, &path.field("volumeMounts"));
        devices(j, container, volumes, &path.field("volumeDevices"));
    });
}

fn mounts(j: &mut Judge, container: &Container, volumes: &ValidVolumes<'_>, kind: Kind, path: &Path<'_>) {
    let mounts = container.volume_mounts.as_deref().unwrap_or_default();
    let devices = container.volume_devices.as_deref().unwrap_or_default();
    for (index, mount) in mounts.iter().enumerate() {
        let at = path.index(index);
        let VolumeMount { name, mount_path, .. } = mount;
        if name.is_empty() {
            j.report(&NAME_MISSING, &at.field("name"), "the mount names no volume");
        }
        if volumes.get(name).is_none() {
            j.report(
                &VOLUME_MISSING,
                &at.field("name"),
                format_args!("the pod has no volume `{name}`, or that volume is refused itself"),
            );
        }
        if mount_path.is_empty() {
            j.report(
                &PATH_MISSING,
                &at.field("mountPath"),
                format_args!("the mount of `{name}` has no `mountPath`"),
            );
        }
        if mounts[..index].iter().any(|other| other.mount_path == *mount_path) {
            let message = format_args!("something is mounted at `{mount_path}` already");
            j.report(&PATH_TWICE, &at.field("mountPath"), message);
        }
        if devices.iter().any(|device| device.name == *name) {
            let message = format_args!("the volume `{name}` is a device of this container too");
            j.report(&NAME_OF_DEVICE, &at.field("name"), message);
        }
        let last = |at: usize, device: &VolumeDevice| {
            devices[at + 1..].iter().all(|later| later.name != device.name)
        };
        // Of the devices of one volume the server knows the last path only.
        if devices
            .iter()
            .enumerate()
            .any(|(at, device)| device.device_path == *mount_path && last(at, device))
        {
            let message = format_args!("a device of this container stands at `{mount_path}` too");
            j.report(&PATH_OF_DEVICE, &at.field("mountPath"), message);
        }
        sub_paths(j, mount, kind, path, &at);
        propagation(j, container, mount, &path.field("mountPropagation"));
        recursive_read_only(j, mount, &path.field("recursiveReadOnly"));
    }
}

/// Judges what part of a volume is mounted. The form of a path is reported without the index of the mount.
fn sub_paths(j: &mut Judge, mount: &VolumeMount, kind: Kind, list: &Path<'_>, path: &Path<'_>) {
    let sub_path = mount.sub_path.as_deref().unwrap_or_default();
    let expr = mount.sub_path_expr.as_deref().unwrap_or_default();
    report_all(j, &SUB_PATH, &list.field("subPath"), "the subPath", sub_path, descending_path(sub_path));
    report_all(j, &SUB_PATH_EXPR, &list.field("subPathExpr"), "the subPathExpr", expr, descending_path(expr));
    if !sub_path.is_empty() && !expr.is_empty() {
        j.report(
            &SUB_PATHS,
            &path.field("subPathExpr"),
            format_args!("the mount of `{}` has both `subPath` and `subPathExpr`: give one", mount.name),
        );
    }
    if kind == Kind::Ephemeral {
        for (text, field) in [(sub_path, "subPath"), (expr, "subPathExpr")] {
            if !text.is_empty() {
                j.report(
                    &EPHEMERAL_SUB_PATH,
                    &path.field(field),
                    format_args!(
                        "`{field}` is `{text}`: an ephemeral container cannot mount a part of a volume"
                    ),
                );
            }
        }
    }
}

fn propagation(j: &mut Judge, container: &Container, mount: &VolumeMount, path: &Path<'_>) {
    match mount.mount_propagation.as_deref() {
        None | Some("None" | "HostToContainer") => {}
        Some("Bidirectional") => {
            let privileged = container.security_context.as_ref().and_then(|context| context.privileged);
            if privileged != Some(true) {
                j.report(
                    &PROPAGATION_UNPRIVILEGED,
                    path,
                    format_args!(
                        "the mount of `{}` is Bidirectional, but the container is not privileged",
                        mount.name
                    ),
                )
                .help("`HostToContainer` is enough to see what the host mounts later");
            }
        }
        Some(other) => {
            j.report(
                &PROPAGATION,
                path,
                format_args!("`{other}` is no propagation: use None, HostToContainer or Bidirectional"),
            );
        }
    }
}

fn recursive_read_only(j: &mut Judge, mount: &VolumeMount, path: &Path<'_>) {
    match mount.recursive_read_only.as_deref() {
        None | Some("Disabled") => {}
        Some(wanted @ ("Enabled" | "IfPossible")) => {
            if mount.read_only != Some(true) {
                j.report(
                    &RECURSIVE_WRITABLE,
                    path,
                    format_args!(
                        "`recursiveReadOnly` is {wanted}, but the mount of `{}` is writable",
                        mount.name
                    ),
                )
                .help("set `readOnly: true` beside it");
            }
            if let Some(propagation) =
                mount.mount_propagation.as_deref().filter(|&propagation| propagation != "None")
            {
                j.report(
                    &RECURSIVE_PROPAGATED,
                    path,
                    format_args!("`recursiveReadOnly` is {wanted}, but `mountPropagation` is {propagation}"),
                );
            }
        }
        Some(other) => {
            j.report(
                &RECURSIVE,
                path,
                format_args!("`{other}` is not known here: use Disabled, IfPossible or Enabled"),
            );
        }
    }
}

fn devices(j: &mut Judge, container: &Container, volumes: &ValidVolumes<'_>, path: &Path<'_>) {
    let mounts = container.volume_mounts.as_deref().unwrap_or_default();
    let devices = container.volume_devices.as_deref().unwrap_or_default();
    for (index, VolumeDevice { name, device_path }) in devices.iter().enumerate() {
        let at = path.index(index);
        let (at_name, at_path) = (at.field("name"), at.field("devicePath"));
        if name.is_empty() {
            j.report(&DEVICE_NAME_MISSING, &at_name, "the device names no volume");
        } else if devices[..index].iter().any(|other| other.name == *name) {
            let message = format_args!("the volume `{name}` is a device of this container already");
            j.report(&DEVICE_NAME_TWICE, &at_name, message);
        }
        match volumes.get(name) {
            None => {
                j.report(
                    &DEVICE_VOLUME_MISSING,
                    &at_name,
                    format_args!("the pod has no volume `{name}`, or that volume is refused itself"),
                );
            }
            Some(volume) if volume.persistent_volume_claim.is_none() && volume.ephemeral.is_none() => {
                let message = format_args!(
                    "the volume `{name}` is no persistentVolumeClaim and not ephemeral: it has no device"
                );
                j.report(&DEVICE_SOURCE, &at_name, message);
            }
            Some(_) => {}
        }
        let backstep = path_without_backsteps(device_path).is_err();
        if device_path.is_empty() {
            j.report(&DEVICE_PATH_MISSING, &at_path, format_args!("the device `{name}` has no `devicePath`"));
        }
        // A path with a step up is not remembered, so it is never there twice.
        if !backstep && devices[..index].iter().any(|other| other.device_path == *device_path) {
            let message = format_args!("a device stands at `{device_path}` already");
            j.report(&DEVICE_PATH_TWICE, &at_path, message);
        }
        if backstep {
            j.report(&DEVICE_BACKSTEP, &at_path, format_args!("`{device_path}` has a step `..`"));
        }
        if mounts.iter().any(|mount| mount.name == *name) {
            let message = format_args!("the volume `{name}` is mounted in this container too");
            j.report(&DEVICE_OF_MOUNT, &at_name, message);
        }
        let last =
            |at: usize, mount: &VolumeMount| mounts[at + 1..].iter().all(|later| later.name != mount.name);
        if mounts.iter().enumerate().any(|(at, mount)| mount.mount_path == *device_path && last(at, mount)) {
            let message = format_args!("something is mounted at `{device_path}` too");
            j.report(&DEVICE_PATH_OF_MOUNT, &at_path, message);
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;

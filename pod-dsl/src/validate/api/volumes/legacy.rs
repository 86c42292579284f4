//! Volumes of storage systems whose in-tree drivers are gone or deprecated; the API server still judges their fields.

use k8s_openapi::api::core::v1::{
    CephFSVolumeSource, FlexVolumeSource, FlockerVolumeSource, GlusterfsVolumeSource, PortworxVolumeSource,
    QuobyteVolumeSource, RBDVolumeSource, ScaleIOVolumeSource, StorageOSVolumeSource,
};

use super::checks::{required, well_formed};
use crate::{
    grammar::dns_label,
    validate::{Judge, Path, rule::rules},
};

rules! {
    FLEX_DRIVER: Required, "volume-flex-driver-missing", "a flexVolume names its driver";
    FLEX_OPTION: Invalid, "volume-flex-option-reserved", "the options of a flexVolume keep out of kubernetes.io and k8s.io";
    CEPHFS_MONITORS: Required, "volume-cephfs-monitors-missing", "a cephfs volume has monitors";
    RBD_MONITORS: Required, "volume-rbd-monitors-missing", "an rbd volume has monitors";
    RBD_IMAGE: Required, "volume-rbd-image-missing", "an rbd volume names its image";
    GLUSTER_ENDPOINTS: Required, "volume-glusterfs-endpoints-missing", "a glusterfs volume names its endpoints";
    GLUSTER_PATH: Required, "volume-glusterfs-path-missing", "a glusterfs volume names its path";
    FLOCKER_DATASET: Required, "volume-flocker-dataset-missing", "a flocker volume has the name or the UUID of a dataset";
    FLOCKER_DATASETS: Invalid, "volume-flocker-dataset-twice", "a flocker volume has not both name and UUID of a dataset";
    FLOCKER_NAME: Invalid, "volume-flocker-dataset-malformed", "the name of a flocker dataset has no `/`";
    QUOBYTE_REGISTRY_MISSING: Required, "volume-quobyte-registry-missing", "a quobyte volume names its registry";
    QUOBYTE_REGISTRY: Invalid, "volume-quobyte-registry-malformed", "the registry of a quobyte volume is `host:port`, more of them behind commas";
    QUOBYTE_TENANT: Required, "volume-quobyte-tenant-too-long", "the tenant of a quobyte volume has at most 64 bytes";
    QUOBYTE_VOLUME: Required, "volume-quobyte-volume-missing", "a quobyte volume names its volume";
    PORTWORX_ID: Required, "volume-portworx-id-missing", "a portworxVolume has the id of its volume";
    SCALE_IO_GATEWAY: Required, "volume-scale-io-gateway-missing", "a scaleIO volume names its gateway";
    SCALE_IO_SYSTEM: Required, "volume-scale-io-system-missing", "a scaleIO volume names its system";
    SCALE_IO_VOLUME: Required, "volume-scale-io-volume-missing", "a scaleIO volume names its volume";
    STORAGE_OS_VOLUME_MISSING: Required, "volume-storageos-volume-missing", "a storageos volume names its volume";
    STORAGE_OS_VOLUME: Invalid, "volume-storageos-volume-malformed", "the volume name of a storageos volume is a DNS label";
    STORAGE_OS_NAMESPACE: Invalid, "volume-storageos-namespace-malformed", "the namespace of a storageos volume is a DNS label";
    STORAGE_OS_SECRET: Required, "volume-storageos-secret-name-missing", "the secretRef of a storageos volume names its Secret";
}

pub(super) fn flex(j: &mut Judge, source: &FlexVolumeSource, path: &Path<'_>) {
    required(j, &FLEX_DRIVER, &source.driver, path, "driver");
    let options = path.field("options");
    for key in source.options.iter().flat_map(|options| options.keys()) {
        let domain = key.split('/').next().unwrap_or_default();
        if ["kubernetes.io", "k8s.io"].iter().any(|reserved| is_in(domain, reserved)) {
            j.report(
                &FLEX_OPTION,
                &options.key(key),
                format_args!("the option `{key}` is in a domain that Kubernetes keeps for itself"),
            );
        }
    }
}

/// Tells whether a domain, in any case, is another one or below it.
fn is_in(domain: &str, upper: &str) -> bool {
    let Some(split) = domain.len().checked_sub(upper.len()) else { return false };
    domain.get(split..).is_some_and(|end| end.eq_ignore_ascii_case(upper))
        && (split == 0 || domain.as_bytes()[split - 1] == b'.')
}

pub(super) fn cephfs(j: &mut Judge, source: &CephFSVolumeSource, path: &Path<'_>) {
    if source.monitors.is_empty() {
        j.report(&CEPHFS_MONITORS, &path.field("monitors"), "`monitors` is empty");
    }
}

pub(super) fn rbd(j: &mut Judge, source: &RBDVolumeSource, path: &Path<'_>) {
    if source.monitors.is_empty() {
        j.report(&RBD_MONITORS, &path.field("monitors"), "`monitors` is empty");
    }
    required(j, &RBD_IMAGE, &source.image, path, "image");
}

pub(super) fn glusterfs(j: &mut Judge, source: &GlusterfsVolumeSource, path: &Path<'_>) {
    required(j, &GLUSTER_ENDPOINTS, &source.endpoints, path, "endpoints");
    required(j, &GLUSTER_PATH, &source.path, path, "path");
}

pub(super) fn flocker(j: &mut Judge, source: &FlockerVolumeSource, path: &Path<'_>) {
    let name = source.dataset_name.as_deref().unwrap_or_default();
    let uuid = source.dataset_uuid.as_deref().unwrap_or_default();
    match (name, uuid) {
        ("", "") => {
            j.report(&FLOCKER_DATASET, path, "neither `datasetName` nor `datasetUUID` is given");
        }
        ("", _) | (_, "") => {}
        _ => {
            j.report(&FLOCKER_DATASETS, path, "both `datasetName` and `datasetUUID` are given: give one");
        }
    }
    if name.contains('/') {
        j.report(&FLOCKER_NAME, &path.field("datasetName"), format_args!("`{name}` has a `/`"));
    }
}

pub(super) fn quobyte(j: &mut Judge, source: &QuobyteVolumeSource, path: &Path<'_>) {
    let tenant = source.tenant.as_deref().unwrap_or_default();
    if required(j, &QUOBYTE_REGISTRY_MISSING, &source.registry, path, "registry") {
        if tenant.len() > 64 {
            j.report(
                &QUOBYTE_TENANT,
                &path.field("tenant"),
                format_args!("`{tenant}` has {} bytes: a tenant is a UUID of at most 64", tenant.len()),
            );
        } else {
            // Each pair that is wrong is an error of its own.
            for pair in source.registry.split(',').filter(|pair| !is_host_and_port(pair)) {
                j.report(
                    &QUOBYTE_REGISTRY,
                    &path.field("registry"),
                    format_args!("`{pair}` is no `host:port`; an IPv6 address stands in brackets"),
                );
            }
        }
    }
    required(j, &QUOBYTE_VOLUME, &source.volume, path, "volume");
}

/// Splits as Go's `net.SplitHostPort` does: either side may be empty, and the port may be any text.
fn is_host_and_port(pair: &str) -> bool {
    let (host, port) = match pair.strip_prefix('[') {
        Some(rest) => match rest.split_once("]:") {
            Some(split) => split,
            None => return false,
        },
        None => match pair.rsplit_once(':') {
            Some(split) if !split.0.contains(':') => split,
            _ => return false,
        },
    };
    !host.contains(['[', ']']) && !port.contains(['[', ']', ':'])
}

pub(super) fn portworx(j: &mut Judge, source: &PortworxVolumeSource, path: &Path<'_>) {
    required(j, &PORTWORX_ID, &source.volume_id, path, "volumeID");
}

pub(super) fn scale_io(j: &mut Judge, source: &ScaleIOVolumeSource, path: &Path<'_>) {
    required(j, &SCALE_IO_GATEWAY, &source.gateway, path, "gateway");
    required(j, &SCALE_IO_SYSTEM, &source.system, path, "system");
    required(j, &SCALE_IO_VOLUME, source.volume_name.as_deref().unwrap_or_default(), path, "volumeName");
}

pub(super) fn storageos(j: &mut Judge, source: &StorageOSVolumeSource, path: &Path<'_>) {
    let name = source.volume_name.as_deref().unwrap_or_default();
    if required(j, &STORAGE_OS_VOLUME_MISSING, name, path, "volumeName") {
        well_formed(j, &STORAGE_OS_VOLUME, name, dns_label(name), &path.field("volumeName"));
    }
    if let Some(namespace) = source.volume_namespace.as_deref().filter(|namespace| !namespace.is_empty()) {
        well_formed(
            j,
            &STORAGE_OS_NAMESPACE,
            namespace,
            dns_label(namespace),
            &path.field("volumeNamespace"),
        );
    }
    if let Some(secret) = &source.secret_ref {
        required(j, &STORAGE_OS_SECRET, &secret.name, &path.field("secretRef"), "name");
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;

    cases! {
        "" r#""flexVolume":{"driver":"d","options":{"my-k8s.io/a":"b","example.com/k8s.io":"c","plain":"d"}}"#;
        "volume-flex-driver-missing" r#""flexVolume":{"driver":""}"# => Required ".flexVolume.driver";
        "volume-flex-option-reserved" r#""flexVolume":{"driver":"d","options":{"A.Kubernetes.IO/x/y":"","k8s.io":""}}"#
            => Invalid ".flexVolume.options[A.Kubernetes.IO/x/y]", Invalid ".flexVolume.options[k8s.io]";
        "" r#""cephfs":{"monitors":[""]}"#;
        // The server calls the source `cephfs` inside, and `cephFS` as a second one.
        "volume-cephfs-monitors-missing" r#""cephfs":{"monitors":[]}"# => Required ".cephfs.monitors";
        "" r#""rbd":{"monitors":["m"],"image":"i"}"#;
        "volume-rbd-monitors-missing" r#""rbd":{"monitors":[],"image":"i"}"# => Required ".rbd.monitors";
        "volume-rbd-image-missing" r#""rbd":{"monitors":["m"],"image":""}"# => Required ".rbd.image";
        "" r#""glusterfs":{"endpoints":"e","path":"p"}"#;
        "volume-glusterfs-endpoints-missing" r#""glusterfs":{"endpoints":"","path":"p"}"# => Required ".glusterfs.endpoints";
        "volume-glusterfs-path-missing" r#""glusterfs":{"endpoints":"e","path":""}"# => Required ".glusterfs.path";
        "" r#""flocker":{"datasetUUID":"a/b"}"#;
        "volume-flocker-dataset-missing" r#""flocker":{}"# => Required ".flocker";
        "volume-flocker-dataset-twice" r#""flocker":{"datasetName":"n","datasetUUID":"u"}"# => Invalid ".flocker";
        "volume-flocker-dataset-malformed" r#""flocker":{"datasetName":"a/b"}"# => Invalid ".flocker.datasetName";
        "" r#""quobyte":{"registry":"a:1,:,[::1]:x","volume":"v","tenant":"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl"}"#;
        "volume-quobyte-registry-missing" r#""quobyte":{"registry":"","volume":"v"}"# => Required ".quobyte.registry";
        "volume-quobyte-registry-malformed" r#""quobyte":{"registry":"a,b:1,::1:2,[a]b:1,[a:1","volume":"v"}"#
            => Invalid ".quobyte.registry", Invalid ".quobyte.registry", Invalid ".quobyte.registry", Invalid ".quobyte.registry";
        "volume-quobyte-tenant-too-long" r#""quobyte":{"registry":"a","volume":"v","tenant":"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklm"}"#
            => Required ".quobyte.tenant";
        "volume-quobyte-volume-missing" r#""quobyte":{"registry":"a:1","volume":""}"# => Required ".quobyte.volume";
        "" r#""portworxVolume":{"volumeID":"v"}"#;
        "volume-portworx-id-missing" r#""portworxVolume":{"volumeID":""}"# => Required ".portworxVolume.volumeID";
        "" r#""scaleIO":{"gateway":"g","system":"s","volumeName":"v","secretRef":{}}"#;
        "volume-scale-io-gateway-missing" r#""scaleIO":{"gateway":"","system":"s","volumeName":"v","secretRef":{}}"# => Required ".scaleIO.gateway";
        "volume-scale-io-system-missing" r#""scaleIO":{"gateway":"g","system":"","volumeName":"v","secretRef":{}}"# => Required ".scaleIO.system";
        "volume-scale-io-volume-missing" r#""scaleIO":{"gateway":"g","system":"s","secretRef":{}}"# => Required ".scaleIO.volumeName";
        "" r#""storageos":{"volumeName":"v","volumeNamespace":""}"#;
        "volume-storageos-volume-missing" r#""storageos":{}"# => Required ".storageos.volumeName";
        "volume-storageos-volume-malformed" r#""storageos":{"volumeName":"a.b"}"# => Invalid ".storageos.volumeName";
        "volume-storageos-namespace-malformed" r#""storageos":{"volumeName":"v","volumeNamespace":"N"}"# => Invalid ".storageos.volumeNamespace";
        "volume-storageos-secret-name-missing" r#""storageos":{"volumeName":"v","secretRef":{}}"# => Required ".storageos.secretRef.name";
    }
}

//! `PersistentVolume`: storage that is there already. Where it is, is the business of `volumes/persistent.rs`.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::{PersistentVolume, PersistentVolumeSpec},
    apimachinery::pkg::api::resource::Quantity,
};

use super::super::{
    affinity,
    metadata::{self, NameRule, report_all},
    volumes,
};
use crate::{
    grammar::{dns_subdomain, parse_wire_quantity},
    validate::{Judge, Path, gates::Gate, rule::rules, warnings},
};

rules! {
    CAPACITY_MISSING: Required, "persistent-volume-capacity-missing", "a PersistentVolume has a capacity";
    CAPACITY_OTHER: NotSupported, "persistent-volume-capacity-unknown", "the capacity of a PersistentVolume is its storage";
    CAPACITY: Invalid, "persistent-volume-capacity-not-positive", "the capacity of a PersistentVolume is more than 0";
    RECLAIM: NotSupported, "persistent-volume-reclaim-policy-unknown", "a volume that is given back is kept (Retain), removed (Delete) or emptied (Recycle)";
    RECYCLE_ROOT: Forbidden, "persistent-volume-recycles-root", "the root of a node is not emptied";
    NODES: Required, "persistent-volume-nodes-missing", "the node affinity of a volume says which nodes reach it";
    CLASS: Invalid, "persistent-volume-class-malformed", "the name of a class is a DNS name";
    MODE: NotSupported, "persistent-volume-mode-unknown", "the volume mode is Block or Filesystem";
    MOUNT_OPTIONS: Forbidden, "persistent-volume-mount-options-unused", "the old annotation for mount options is for sources that are mounted with some";
    ATTRIBUTES_EMPTY: Required, "persistent-volume-attributes-class-empty", "a class of volume attributes has a name";
    ATTRIBUTES_WITHOUT_DRIVER: Required, "persistent-volume-attributes-without-driver", "only volumes of a CSI driver have a class of volume attributes";
}

/// Names the annotation that came before `mountOptions`.
const MOUNT_OPTIONS_ANNOTATION: &str = "volume.beta.kubernetes.io/mount-options";

/// Judges a `PersistentVolume`.
///
/// Source: `ValidatePersistentVolume` of `pkg/apis/core/validation`.
pub(crate) fn persistent_volume(j: &mut Judge, object: &PersistentVolume) {
    warnings::persistent_volume(j, object);
    let metadata = Path::root("metadata");
    metadata::check(j, "PersistentVolume", &object.metadata, NameRule::Subdomain, &metadata);
    let spec = object.spec.clone().unwrap_or_default();
    let path = Path::root("spec");
    volumes::access_modes(j, spec.access_modes.as_deref().unwrap_or_default(), &path.field("accessModes"));
    capacity(j, spec.capacity.as_ref(), &path.field("capacity"));
    let policy = spec.persistent_volume_reclaim_policy.as_deref().filter(|policy| !policy.is_empty());
    let at_policy = path.field("persistentVolumeReclaimPolicy");
    if let Some(policy) = policy.filter(|policy| !matches!(*policy, "Retain" | "Delete" | "Recycle")) {
        let message = format_args!("`{policy}` is no such policy: use Retain, Delete or Recycle");
        j.report(&RECLAIM, &at_policy, message);
    }
    if let Some(affinity) = &spec.node_affinity {
        let at = path.field("nodeAffinity.required");
        match &affinity.required {
            Some(required) => affinity::node_selector(j, required, &at),
            None => {
                j.report(&NODES, &at, "the node affinity is empty");
            }
        }
    }
    volumes::persistent_source(j, &spec, object.metadata.name.as_deref().unwrap_or_default(), &path);
    if policy == Some("Recycle") && spec.host_path.as_ref().is_some_and(|source| is_root(&source.path)) {
        j.report(&RECYCLE_ROOT, &at_policy, "to recycle this volume is to empty the node");
    }
    classes(j, &spec, &path);
    let annotations = object.metadata.annotations.as_ref();
    if annotations.is_some_and(|all| all.contains_key(MOUNT_OPTIONS_ANNOTATION)) && !has_mount_options(&spec)
    {
        // The server takes the annotation for a field.
        let at = metadata.field("annotations");
        let at = at.field(MOUNT_OPTIONS_ANNOTATION);
        j.report(&MOUNT_OPTIONS, &at, "a volume of this source is mounted without options")
            .help("leave the annotation out");
    }
}

/// Tells whether the source of a volume takes options where it is mounted.
///
/// Source: `checkMountOption` of `pkg/volume/validation`.
fn has_mount_options(spec: &PersistentVolumeSpec) -> bool {
    [
        spec.aws_elastic_block_store.is_some(),
        spec.azure_disk.is_some(),
        spec.azure_file.is_some(),
        spec.cephfs.is_some(),
        spec.cinder.is_some(),
        spec.gce_persistent_disk.is_some(),
        spec.glusterfs.is_some(),
        spec.iscsi.is_some(),
        spec.nfs.is_some(),
        spec.photon_persistent_disk.is_some(),
        spec.quobyte.is_some(),
        spec.rbd.is_some(),
        spec.vsphere_volume.is_some(),
    ]
    .contains(&true)
}

fn capacity(j: &mut Judge, capacity: Option<&BTreeMap<String, Quantity>>, path: &Path<'_>) {
    let count = capacity.map_or(0, BTreeMap::len);
    if count == 0 {
        j.report(&CAPACITY_MISSING, path, "the volume does not say how large it is")
            .help("write `capacity: {storage: 1Gi}`, say");
    }
    if count > 1 || !capacity.is_some_and(|capacity| capacity.contains_key("storage")) {
        j.report(&CAPACITY_OTHER, path, "a volume has `storage`, and nothing else");
    }
    for (name, amount) in capacity.into_iter().flatten() {
        let path = path.key(name);
        let sign = parse_wire_quantity(&amount.0).map_or(1, crate::grammar::Quantity::signum);
        // What is negative is refused as such, and again as what is not more than 0.
        for _ in 0..(1 - sign) {
            j.report(&CAPACITY, &path, format_args!("`{}` is not more than 0", amount.0));
        }
    }
}

fn classes(j: &mut Judge, spec: &PersistentVolumeSpec, path: &Path<'_>) {
    if let Some(class) = spec.storage_class_name.as_deref().filter(|class| !class.is_empty()) {
        report_all(j, &CLASS, &path.field("storageClassName"), "the class", class, dns_subdomain(class));
    }
    if let Some(mode) = spec.volume_mode.as_deref().filter(|mode| !matches!(*mode, "Block" | "Filesystem")) {
        let message = format_args!("`{mode}` is no volume mode: use Block or Filesystem");
        j.report(&MODE, &path.field("volumeMode"), message);
    }
    let Some(class) = &spec.volume_attributes_class_name else { return };
    if !j.gates.on(Gate::VolumeAttributesClass) {
        return;
    }
    let at = path.field("volumeAttributesClassName");
    if class.is_empty() {
        j.report(&ATTRIBUTES_EMPTY, &at, "the name of the class is empty").help("leave the field out");
    } else {
        report_all(j, &CLASS, &at, "the class", class, dns_subdomain(class));
    }
    if spec.csi.is_none() {
        j.report(&ATTRIBUTES_WITHOUT_DRIVER, &path.field("csi"), "the volume is of no CSI driver");
    }
}

/// Tells whether a path is the root of a node, however it is spelled.
fn is_root(path: &str) -> bool {
    let below = path.split('/').fold(0_usize, |below, step| match step {
        "" | "." => below,
        ".." => below.saturating_sub(1),
        _ => below + 1,
    });
    path.starts_with('/') && below == 0
}

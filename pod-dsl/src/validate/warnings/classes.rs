//! What is said of volumes and classes of the whole cluster.

use k8s_openapi::api::{core::v1::PersistentVolume, node::v1::RuntimeClass, storage::v1::StorageClass};

use super::{
    scheduling::{node_label, node_term},
    volumes::dead,
};
use crate::validate::{Judge, Path, rule::rules};

rules! {
    ANNOTATION_DEPRECATED: warning, "persistent-volume-annotation-deprecated", "the class and the mount options of a volume stand in its fields";
    RECYCLE_DEPRECATED: warning, "persistent-volume-recycle-deprecated", "a volume that is given back is kept or removed";
}

/// Warns of a `PersistentVolume`.
///
/// Source: `pkg/api/persistentvolume/util.go`.
pub(crate) fn persistent_volume(j: &mut Judge, volume: &PersistentVolume) {
    let annotations = Path::root("metadata.annotations");
    for (key, field, since) in [
        ("volume.beta.kubernetes.io/storage-class", "storageClassName", 0),
        ("volume.beta.kubernetes.io/mount-options", "mountOptions", 31),
    ] {
        let given = volume.metadata.annotations.as_ref().is_some_and(|all| all.contains_key(key));
        if given && j.version.minor() >= since {
            j.report(&ANNOTATION_DEPRECATED, &annotations.key(key), "this annotation is on its way out")
                .help(format!("write `spec.{field}`"));
        }
    }
    let Some(spec) = &volume.spec else { return };
    let path = Path::root("spec");
    if spec.persistent_volume_reclaim_policy.as_deref() == Some("Recycle") {
        let message = "volumes are no longer emptied to be used again";
        j.report(&RECYCLE_DEPRECATED, &path.field("persistentVolumeReclaimPolicy"), message)
            .help("write `Delete`, and let volumes be made for claims");
    }
    let old = j.version.minor() >= 28;
    let sources = [
        (spec.photon_persistent_disk.is_some(), "photonPersistentDisk"),
        (spec.scale_io.is_some(), "scaleIO"),
        (spec.storageos.is_some(), "storageos"),
        (spec.glusterfs.is_some(), "glusterfs"),
        (spec.cephfs.is_some() && old, "cephfs"),
        (spec.rbd.is_some() && old, "rbd"),
    ];
    dead(j, &sources, "use a CSI driver: `csi`", &path);
    let required = spec.node_affinity.as_ref().and_then(|affinity| affinity.required.as_ref());
    let list = path.field("nodeAffinity.required.nodeSelectorTerms");
    for (index, term) in required.iter().flat_map(|required| &required.node_selector_terms).enumerate() {
        node_term(j, term, &list.index(index));
    }
}

/// Warns of a `StorageClass`.
///
/// Source: `pkg/api/storage/util.go`.
pub(crate) fn storage_class(j: &mut Judge, class: &StorageClass) {
    let list = Path::root("allowedTopologies");
    for (index, term) in class.allowed_topologies.iter().flatten().enumerate() {
        let path = list.index(index);
        let list = path.field("matchLabelExpressions");
        for (index, requirement) in term.match_label_expressions.iter().flatten().enumerate() {
            node_label(j, &requirement.key, &list.index(index).field("key"));
        }
    }
}

/// Warns of a `RuntimeClass`.
///
/// Source: `pkg/api/node/util.go`.
pub(crate) fn runtime_class(j: &mut Judge, class: &RuntimeClass) {
    let selector = class.scheduling.as_ref().and_then(|scheduling| scheduling.node_selector.as_ref());
    for (key, _) in selector.into_iter().flatten() {
        node_label(j, key, &Path::root("scheduling").field("nodeSelector").key(key));
    }
}

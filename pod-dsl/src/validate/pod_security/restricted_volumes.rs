//! Kinds of volumes at the level `restricted`: those that are made of the API's own objects, of claims, or of nothing.

use k8s_openapi::api::core::v1::Volume;

use super::{Check, Watch, host_path_volumes, rule};

pub(super) static CHECK: Check = Check::restricted(
    "restrictedVolumes",
    0,
    rule(
        "volume-type-restricted",
        "storage comes from claims, and no volume from the node or a foreign server",
    ),
    judge,
)
.instead_of(host_path_volumes::ID);

fn judge(watch: &mut Watch<'_>) {
    let (spec, list) = (watch.spec, watch.path.field("volumes"));
    for (index, volume) in spec.volumes.iter().flatten().enumerate() {
        if let Some(source) = restricted_source(volume) {
            let what = format_args!("the volume `{}` is of the type `{source}`", volume.name);
            let allows = "only configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected \
                          and secret";
            watch
                .report(&list.index(index).field(source), what, allows)
                .help("let an administrator make a PersistentVolume of it, and mount a claim on that");
        }
    }
}

/// Names the source of a volume that has none of the allowed ones.
fn restricted_source(volume: &Volume) -> Option<&'static str> {
    let allowed = volume.config_map.is_some()
        || volume.csi.is_some()
        || volume.downward_api.is_some()
        || volume.empty_dir.is_some()
        || volume.ephemeral.is_some()
        || volume.image.is_some()
        || volume.persistent_volume_claim.is_some()
        || volume.projected.is_some()
        || volume.secret.is_some();
    let restricted = [
        (volume.host_path.is_some(), "hostPath"),
        (volume.gce_persistent_disk.is_some(), "gcePersistentDisk"),
        (volume.aws_elastic_block_store.is_some(), "awsElasticBlockStore"),
        (volume.git_repo.is_some(), "gitRepo"),
        (volume.nfs.is_some(), "nfs"),
        (volume.iscsi.is_some(), "iscsi"),
        (volume.glusterfs.is_some(), "glusterfs"),
        (volume.rbd.is_some(), "rbd"),
        (volume.flex_volume.is_some(), "flexVolume"),
        (volume.cinder.is_some(), "cinder"),
        (volume.cephfs.is_some(), "cephfs"),
        (volume.flocker.is_some(), "flocker"),
        (volume.fc.is_some(), "fc"),
        (volume.azure_file.is_some(), "azureFile"),
        (volume.vsphere_volume.is_some(), "vsphereVolume"),
        (volume.quobyte.is_some(), "quobyte"),
        (volume.azure_disk.is_some(), "azureDisk"),
        (volume.photon_persistent_disk.is_some(), "photonPersistentDisk"),
        (volume.portworx_volume.is_some(), "portworxVolume"),
        (volume.scale_io.is_some(), "scaleIO"),
        (volume.storageos.is_some(), "storageos"),
    ];
    if allowed { None } else { restricted.into_iter().find(|(is_set, _)| *is_set).map(|(_, source)| source) }
}

//! Kinds of volumes that went out of use.

use k8s_openapi::api::core::v1::{PodSpec, Volume};

use super::kinds;
use crate::validate::{Judge, Path, rule::rules};

rules! {
    DEPRECATED: warning, "volume-kind-deprecated", "a volume is of a kind that will stay";
    DEAD: warning, "volume-kind-without-effect", "a volume is of a kind that still works";
}

pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let list = path.field("volumes");
    for (index, volume) in spec.volumes.iter().flatten().enumerate() {
        let path = list.index(index);
        kind(j, volume, &path);
        if let Some(template) =
            volume.ephemeral.as_ref().and_then(|ephemeral| ephemeral.volume_claim_template.as_ref())
        {
            kinds::claim(j, &template.spec, &path.field("ephemeral.volumeClaimTemplate.spec"));
        }
    }
}

fn kind(j: &mut Judge, volume: &Volume, path: &Path<'_>) {
    let sources = [
        (volume.photon_persistent_disk.is_some(), "photonPersistentDisk"),
        (volume.scale_io.is_some(), "scaleIO"),
        (volume.flocker.is_some(), "flocker"),
        (volume.storageos.is_some(), "storageOS"),
        (volume.quobyte.is_some(), "quobyte"),
        (volume.glusterfs.is_some(), "glusterfs"),
        (volume.cephfs.is_some() && j.version.minor() >= 28, "cephfs"),
        (volume.rbd.is_some() && j.version.minor() >= 28, "rbd"),
    ];
    dead(j, &sources, "use a claim of a CSI driver: `persistentVolumeClaim` or `ephemeral`", path);
    if volume.git_repo.is_some() {
        j.report(&DEPRECATED, &path.field("gitRepo"), "volumes of the kind `gitRepo` are on their way out")
            .help("clone into an `emptyDir` by an init container");
    }
}

/// Warns of the sources that are given and that no kubelet mounts any more.
pub(super) fn dead(j: &mut Judge, sources: &[(bool, &str)], help: &str, path: &Path<'_>) {
    for (_, field) in sources.iter().filter(|(given, _)| *given) {
        let message = format_args!("no kubelet mounts a volume of the kind `{field}` any more");
        j.report(&DEAD, &path.field(field), message).help(help);
    }
}

//! Defaults of volumes.

use k8s_openapi::api::core::v1::{
    DownwardAPIVolumeFile, EmptyDirVolumeSource, ProjectedVolumeSource, Volume,
};

use super::{claim_spec, fill, pod_spec, set};
use crate::validate::gates::{Gate, Gates};

/// The mode of the files of a volume that is written from the API: `0644`.
const FILE_MODE: i32 = 0o644;

/// Fills a volume; one without any source becomes an empty directory.
pub(super) fn fill_volume(volume: &mut Volume, gates: Gates) {
    if is_without_source(volume) {
        volume.empty_dir = Some(EmptyDirVolumeSource::default());
        return;
    }
    if let Some(image) = volume.image.as_mut().filter(|_| gates.on(Gate::ImageVolume)) {
        pod_spec::pull_policy(&mut image.pull_policy, image.reference.as_deref());
    }
    if let Some(source) = &mut volume.host_path {
        source.type_.get_or_insert_default();
    }
    if let Some(source) = &mut volume.secret {
        source.default_mode.get_or_insert(FILE_MODE);
    }
    if let Some(source) = &mut volume.config_map {
        source.default_mode.get_or_insert(FILE_MODE);
    }
    if let Some(source) = &mut volume.downward_api {
        source.default_mode.get_or_insert(FILE_MODE);
        downward_files(source.items.as_mut());
    }
    if let Some(source) = &mut volume.projected {
        projected(source);
    }
    if let Some(template) = volume.ephemeral.as_mut().and_then(|source| source.volume_claim_template.as_mut())
    {
        claim_spec(&mut template.spec);
    }
    network_disks(volume);
}

fn is_without_source(volume: &Volume) -> bool {
    *volume == Volume { name: volume.name.clone(), ..Volume::default() }
}

fn projected(source: &mut ProjectedVolumeSource) {
    source.default_mode.get_or_insert(FILE_MODE);
    for source in source.sources.iter_mut().flatten() {
        if let Some(token) = &mut source.service_account_token {
            token.expiration_seconds.get_or_insert(3600);
        }
        if let Some(api) = &mut source.downward_api {
            downward_files(api.items.as_mut());
        }
    }
}

fn downward_files(files: Option<&mut Vec<DownwardAPIVolumeFile>>) {
    for field in files.into_iter().flatten().filter_map(|file| file.field_ref.as_mut()) {
        fill(&mut field.api_version, "v1");
    }
}

fn network_disks(volume: &mut Volume) {
    if let Some(source) = &mut volume.rbd {
        fill(&mut source.pool, "rbd");
        fill(&mut source.user, "admin");
        fill(&mut source.keyring, "/etc/ceph/keyring");
    }
    if let Some(source) = &mut volume.iscsi {
        fill(&mut source.iscsi_interface, "default");
    }
    if let Some(source) = &mut volume.azure_disk {
        set(&mut source.caching_mode, "ReadWrite");
        set(&mut source.kind, "Shared");
        set(&mut source.fs_type, "ext4");
        source.read_only.get_or_insert(false);
    }
    if let Some(source) = &mut volume.scale_io {
        fill(&mut source.storage_mode, "ThinProvisioned");
        fill(&mut source.fs_type, "xfs");
    }
}

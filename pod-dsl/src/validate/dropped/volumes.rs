//! What is dropped from the volumes of a pod.

use k8s_openapi::api::core::v1::{PodSpec, ProjectedVolumeSource, Volume, VolumeMount};

use super::{clear, report};
use crate::validate::{Judge, Path, gates::Gate};

/// Drops whole image volumes with their mounts, and fields of the other volumes.
pub(super) fn check(j: &mut Judge, spec: &mut PodSpec, path: &Path<'_>) {
    let list = path.field("volumes");
    for (index, volume) in spec.volumes.iter_mut().flatten().enumerate() {
        let path = list.index(index);
        if let Some(projected) = &mut volume.projected {
            sources(j, projected, &path.field("projected.sources"));
        }
        owners_and_modes(j, volume, &path);
    }
    image_volumes(j, spec, &list);
}

/// Drops the projection but keeps its entry in the list, which then projects nothing.
fn sources(j: &mut Judge, projected: &mut ProjectedVolumeSource, path: &Path<'_>) {
    for (index, source) in projected.sources.iter_mut().flatten().enumerate() {
        let path = path.index(index);
        let bundle = &mut source.cluster_trust_bundle;
        clear(j, Gate::ClusterTrustBundleProjection, bundle, &path.field("clusterTrustBundle"));
        clear(j, Gate::PodCertificateRequest, &mut source.pod_certificate, &path.field("podCertificate"));
    }
}

fn image_volumes(j: &mut Judge, spec: &mut PodSpec, path: &Path<'_>) {
    if j.gates.on(Gate::ImageVolume) {
        return;
    }
    let Some(volumes) = &mut spec.volumes else { return };
    let mut gone = Vec::new();
    for (index, volume) in volumes.iter().enumerate().filter(|(_, volume)| volume.image.is_some()) {
        report(j, Gate::ImageVolume, &path.index(index).field("image"));
        gone.push(volume.name.clone());
    }
    volumes.retain(|volume| volume.image.is_none());
    let keep = |mount: &VolumeMount| !gone.contains(&mount.name);
    for container in spec.init_containers.iter_mut().flatten().chain(&mut spec.containers) {
        container.volume_mounts.iter_mut().for_each(|mounts| mounts.retain(keep));
    }
    for container in spec.ephemeral_containers.iter_mut().flatten() {
        container.volume_mounts.iter_mut().for_each(|mounts| mounts.retain(keep));
    }
}

k8s_openapi::k8s_if_ge_1_37! {
    fn owners_and_modes(j: &mut Judge, volume: &mut Volume, path: &Path<'_>) {
        if let Some(directory) = &mut volume.empty_dir {
            clear(j, Gate::EmptyDirVolumeMode, &mut directory.mode, &path.field("emptyDir.mode"));
        }
        let gate = Gate::AtomicWriteVolumeUserFields;
        if let Some(source) = &mut volume.secret {
            clear(j, gate, &mut source.default_user, &path.field("secret.defaultUser"));
            users(j, source.items.iter_mut().flatten().map(|item| &mut item.user), &path.field("secret.items"));
        }
        if let Some(source) = &mut volume.config_map {
            clear(j, gate, &mut source.default_user, &path.field("configMap.defaultUser"));
            users(j, source.items.iter_mut().flatten().map(|item| &mut item.user), &path.field("configMap.items"));
        }
        if let Some(source) = &mut volume.downward_api {
            clear(j, gate, &mut source.default_user, &path.field("downwardAPI.defaultUser"));
            users(j, source.items.iter_mut().flatten().map(|item| &mut item.user), &path.field("downwardAPI.items"));
        }
        if let Some(projected) = &mut volume.projected {
            clear(j, gate, &mut projected.default_user, &path.field("projected.defaultUser"));
            projected_users(j, projected, &path.field("projected.sources"));
        }
    }

    fn projected_users(j: &mut Judge, projected: &mut ProjectedVolumeSource, path: &Path<'_>) {
        let gate = Gate::AtomicWriteVolumeUserFields;
        for (index, source) in projected.sources.iter_mut().flatten().enumerate() {
            let path = path.index(index);
            if let Some(items) = source.secret.as_mut().and_then(|secret| secret.items.as_mut()) {
                users(j, items.iter_mut().map(|item| &mut item.user), &path.field("secret.items"));
            }
            if let Some(items) = source.config_map.as_mut().and_then(|map| map.items.as_mut()) {
                users(j, items.iter_mut().map(|item| &mut item.user), &path.field("configMap.items"));
            }
            if let Some(items) = source.downward_api.as_mut().and_then(|api| api.items.as_mut()) {
                users(j, items.iter_mut().map(|item| &mut item.user), &path.field("downwardAPI.items"));
            }
            if let Some(token) = &mut source.service_account_token {
                clear(j, gate, &mut token.user, &path.field("serviceAccountToken.user"));
            }
            if let Some(bundle) = &mut source.cluster_trust_bundle {
                clear(j, gate, &mut bundle.user, &path.field("clusterTrustBundle.user"));
            }
            if let Some(certificate) = &mut source.pod_certificate {
                clear(j, gate, &mut certificate.user, &path.field("podCertificate.user"));
            }
        }
    }

    fn users<'a>(j: &mut Judge, users: impl Iterator<Item = &'a mut Option<i64>>, path: &Path<'_>) {
        for (index, user) in users.enumerate() {
            clear(j, Gate::AtomicWriteVolumeUserFields, user, &path.index(index).field("user"));
        }
    }
}
k8s_openapi::k8s_if_le_1_36! {
    fn owners_and_modes(_: &mut Judge, _: &mut Volume, _: &Path<'_>) {}
}

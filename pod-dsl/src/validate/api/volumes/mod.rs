//! Volumes of a pod: their names, one source each, and by family what a source needs.

mod checks;
mod claim;
mod cloud;
mod config;
mod downward;
mod legacy;
mod local;
mod network;
mod persistent;
mod pod_certificate;
mod projected;
mod signer;
mod storage;
#[cfg(test)]
pub(crate) mod tests;
mod trust_bundle;

use std::borrow::Cow;

use k8s_openapi::{
    api::core::v1::{PodSpec, Volume},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use self::checks::{required, well_formed};
pub(super) use self::{
    persistent::check as persistent_source,
    storage::{access_modes, claim_spec},
};
use crate::{
    grammar::dns_label,
    validate::{Form, Judge, Path, Rule, rule::rules},
};

rules! {
    NAME_MISSING: Required, "volume-name-missing", "a volume has a name";
    NAME: Invalid, "volume-name-malformed", "the name of a volume is a DNS label";
    NAME_TWICE: Duplicate, "volume-name-twice", "each volume of a pod has a name of its own";
    SOURCE_TWICE: Forbidden, "volume-source-twice", "a volume has one source";
    CLAIM_CREATED: Invalid, "volume-claim-of-ephemeral-volume", "a volume does not name the claim that an ephemeral volume of the pod makes";
}

/// Lists the rules of all families.
pub(crate) static ALL_RULES: &[&[&Rule]] = &[
    RULES,
    local::RULES,
    config::RULES,
    downward::RULES,
    projected::RULES,
    trust_bundle::RULES,
    pod_certificate::RULES,
    signer::RULES,
    claim::RULES,
    storage::RULES,
    persistent::RULES,
    network::RULES,
    cloud::RULES,
    legacy::RULES,
];

/// Holds the volumes of a pod that are sound: what refers to another one finds nothing, as in the API server.
#[derive(Debug)]
pub(super) struct ValidVolumes<'a> {
    all: &'a [Volume],
    /// The places of the volumes that are not sound. It is mostly empty, so nothing is allocated.
    broken: Vec<usize>,
}

impl<'a> ValidVolumes<'a> {
    /// Finds a sound volume by its name.
    pub(super) fn get(&self, name: &str) -> Option<&'a Volume> {
        self.before(self.all.len(), name)
    }

    /// Finds a sound volume among the first ones.
    fn before(&self, end: usize, name: &str) -> Option<&'a Volume> {
        let mut first = self.all[..end].iter().enumerate();
        first
            .find(|(index, volume)| volume.name == name && self.broken.binary_search(index).is_err())
            .map(|(_, v)| v)
    }
}

/// Judges the volumes of a pod and gives the sound ones. A volume without a source is an emptyDir.
pub(super) fn check<'a>(
    j: &mut Judge,
    spec: &'a PodSpec,
    meta: &ObjectMeta,
    path: &Path<'_>,
) -> ValidVolumes<'a> {
    let list = path.field("volumes");
    let mut valid = ValidVolumes { all: spec.volumes.as_deref().unwrap_or_default(), broken: Vec::new() };
    let pod = pod_name(j, meta, valid.all);
    for (index, volume) in valid.all.iter().enumerate() {
        let path = list.index(index);
        let before = j.count();
        source(j, volume, pod.as_deref(), &path);
        if required(j, &NAME_MISSING, &volume.name, &path, "name") {
            well_formed(j, &NAME, &volume.name, dns_label(&volume.name), &path.field("name"));
        }
        if valid.before(index, &volume.name).is_some() {
            j.report(
                &NAME_TWICE,
                &path.field("name"),
                format_args!("another volume is called `{}` already", volume.name),
            );
        }
        if j.count() > before {
            valid.broken.push(index);
        }
        // This error alone does not make the volume unusable for mounts.
        claim_of_another(j, volume, pod.as_deref(), valid.all, &path);
    }
    valid
}

/// Gives the name that claims of ephemeral volumes begin with. A template has none, and pods without such volumes need
/// none. A generated name ends in letters that nobody knows yet: any five stand for them.
fn pod_name<'a>(j: &Judge, meta: &'a ObjectMeta, volumes: &[Volume]) -> Option<Cow<'a, str>> {
    if j.form == Form::Template || volumes.iter().all(|volume| volume.ephemeral.is_none()) {
        return None;
    }
    let filled = |text: &'a Option<String>| text.as_deref().filter(|text| !text.is_empty());
    filled(&meta.name).map(Cow::Borrowed).or_else(|| {
        let mut base = filled(&meta.generate_name)?;
        // The server cuts the beginning so that 63 bytes are not passed.
        while base.len() > 63 - 5 {
            base = &base[..base.char_indices().next_back()?.0];
        }
        Some(Cow::Owned(format!("{base}xxxxx")))
    })
}

fn claim_of_another(j: &mut Judge, volume: &Volume, pod: Option<&str>, all: &[Volume], path: &Path<'_>) {
    let Some(claim) = volume.persistent_volume_claim.as_ref().map(|claim| claim.claim_name.as_str()) else {
        return;
    };
    let made = pod.and_then(|pod| claim.strip_prefix(pod)?.strip_prefix('-'));
    if made.is_some_and(|name| all.iter().any(|other| other.ephemeral.is_some() && other.name == name)) {
        j.report(
            &CLAIM_CREATED,
            &path.field("persistentVolumeClaim").field("claimName"),
            format_args!("the claim `{claim}` is made for an ephemeral volume of this pod"),
        )
        .help("mount the ephemeral volume itself");
    }
}

/// Judges each source in the server's order: the first is looked into, any other is one too many. The first word is the
/// server's name of a source where it is one too many, the second its name in the paths of its fields.
macro_rules! sources {
    ($j:ident, $volume:ident, $path:ident; $($field:ident: $key:literal, $inside:literal, $check:path;)*) => {{
        let mut first: Option<&'static str> = None;
        $(if let Some(source) = &$volume.$field {
            let first = *first.get_or_insert($key);
            if first == $key {
                $check($j, source, &$path.field($inside));
            } else {
                $j.report(
                    &SOURCE_TWICE,
                    &$path.field($key),
                    format_args!("the volume `{}` is of {first} already: take {} out", $volume.name, $key),
                );
            }
        })*
        first
    }};
}

fn source(j: &mut Judge, volume: &Volume, pod: Option<&str>, path: &Path<'_>) {
    let first = sources! { j, volume, path;
        empty_dir: "emptyDir", "emptyDir", local::empty_dir;
        host_path: "hostPath", "hostPath", local::host_path;
        git_repo: "gitRepo", "gitRepo", local::git_repo;
        gce_persistent_disk: "gcePersistentDisk", "persistentDisk", cloud::gce;
        aws_elastic_block_store: "awsElasticBlockStore", "awsElasticBlockStore", cloud::aws;
        secret: "secret", "secret", config::secret;
        nfs: "nfs", "nfs", network::nfs;
        iscsi: "iscsi", "iscsi", network::iscsi;
        glusterfs: "glusterfs", "glusterfs", legacy::glusterfs;
        flocker: "flocker", "flocker", legacy::flocker;
        persistent_volume_claim: "persistentVolumeClaim", "persistentVolumeClaim", claim::persistent;
        rbd: "rbd", "rbd", legacy::rbd;
        cinder: "cinder", "cinder", cloud::cinder;
        cephfs: "cephFS", "cephfs", legacy::cephfs;
        quobyte: "quobyte", "quobyte", legacy::quobyte;
        downward_api: "downwarAPI", "downwardAPI", downward::check;
        fc: "fc", "fc", network::fc;
        flex_volume: "flexVolume", "flexVolume", legacy::flex;
        config_map: "configMap", "configMap", config::config_map;
        azure_file: "azureFile", "azureFile", cloud::azure_file;
        vsphere_volume: "vsphereVolume", "vsphereVolume", cloud::vsphere;
        photon_persistent_disk: "photonPersistentDisk", "photonPersistentDisk", cloud::photon;
        portworx_volume: "portworxVolume", "portworxVolume", legacy::portworx;
        azure_disk: "azureDisk", "azureDisk", cloud::azure_disk;
        storageos: "storageos", "storageos", legacy::storageos;
        projected: "projected", "projected", projected::check;
        scale_io: "scaleIO", "scaleIO", legacy::scale_io;
        csi: "csi", "csi", network::csi;
        ephemeral: "ephemeral", "ephemeral", claim::ephemeral;
        image: "image", "image", network::image;
    };
    if let Some(iscsi) = &volume.iscsi {
        network::iscsi_volume_name(j, iscsi, &volume.name, path);
    }
    if let (Some("ephemeral"), Some(pod), false) = (first, pod, volume.name.is_empty()) {
        claim::created_name(j, pod, &volume.name, path);
    }
}

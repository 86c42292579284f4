//! Volumes of a cloud: Google, Amazon, Azure, `OpenStack` and vSphere.

use k8s_openapi::api::core::v1::{
    AWSElasticBlockStoreVolumeSource, AzureDiskVolumeSource, AzureFileVolumeSource, CinderVolumeSource,
    GCEPersistentDiskVolumeSource, PhotonPersistentDiskVolumeSource, VsphereVirtualDiskVolumeSource,
};

use super::checks::{one_of, required, within};
use crate::validate::{Judge, Path, rule::rules};

rules! {
    GCE_NAME: Required, "volume-gce-name-missing", "a gcePersistentDisk volume names its disk";
    GCE_PARTITION: Invalid, "volume-gce-partition-out-of-range", "the partition of a gcePersistentDisk volume is 0 to 255";
    AWS_ID: Required, "volume-aws-id-missing", "an awsElasticBlockStore volume has the id of its volume";
    AWS_PARTITION: Invalid, "volume-aws-partition-out-of-range", "the partition of an awsElasticBlockStore volume is 0 to 255";
    AZURE_SECRET: Required, "volume-azure-file-secret-missing", "an azureFile volume names its Secret";
    AZURE_SHARE: Required, "volume-azure-file-share-missing", "an azureFile volume names its share";
    AZURE_NAME: Required, "volume-azure-disk-name-missing", "an azureDisk volume names its disk";
    AZURE_URI_MISSING: Required, "volume-azure-disk-uri-missing", "an azureDisk volume has the URI of its disk";
    AZURE_URI: NotSupported, "volume-azure-disk-uri-unfit", "the URI of a managed disk begins with `/subscriptions/`, that of another with `https://`";
    AZURE_CACHING: NotSupported, "volume-azure-disk-caching-unknown", "the caching mode of an azureDisk volume is None, ReadOnly or ReadWrite";
    AZURE_KIND: NotSupported, "volume-azure-disk-kind-unknown", "the kind of an azureDisk volume is Dedicated, Managed or Shared";
    CINDER_ID: Required, "volume-cinder-id-missing", "a cinder volume has the id of its volume";
    CINDER_SECRET: Required, "volume-cinder-secret-name-missing", "the secretRef of a cinder volume names its Secret";
    VSPHERE_PATH: Required, "volume-vsphere-path-missing", "a vsphereVolume volume names the path of its disk";
    PHOTON_ID: Required, "volume-photon-id-missing", "a photonPersistentDisk volume has the id of its disk";
}

const PARTITIONS: std::ops::RangeInclusive<i64> = 0..=255;

pub(super) fn gce(j: &mut Judge, source: &GCEPersistentDiskVolumeSource, path: &Path<'_>) {
    required(j, &GCE_NAME, &source.pd_name, path, "pdName");
    within(j, &GCE_PARTITION, source.partition.unwrap_or_default().into(), &PARTITIONS, path, "partition");
}

pub(super) fn aws(j: &mut Judge, source: &AWSElasticBlockStoreVolumeSource, path: &Path<'_>) {
    required(j, &AWS_ID, &source.volume_id, path, "volumeID");
    within(j, &AWS_PARTITION, source.partition.unwrap_or_default().into(), &PARTITIONS, path, "partition");
}

pub(super) fn azure_file(j: &mut Judge, source: &AzureFileVolumeSource, path: &Path<'_>) {
    required(j, &AZURE_SECRET, &source.secret_name, path, "secretName");
    required(j, &AZURE_SHARE, &source.share_name, path, "shareName");
}

pub(super) fn azure_disk(j: &mut Judge, source: &AzureDiskVolumeSource, path: &Path<'_>) {
    required(j, &AZURE_NAME, &source.disk_name, path, "diskName");
    required(j, &AZURE_URI_MISSING, &source.disk_uri, path, "diskURI");
    if let Some(mode) = &source.caching_mode {
        one_of(j, &AZURE_CACHING, mode, &["None", "ReadOnly", "ReadWrite"], &path.field("cachingMode"));
    }
    let kind = source.kind.as_deref().unwrap_or("Shared");
    one_of(j, &AZURE_KIND, kind, &["Dedicated", "Managed", "Shared"], &path.field("kind"));
    let prefix = if kind == "Managed" { "/subscriptions/" } else { "https://" };
    if !source.disk_uri.starts_with(prefix) {
        j.report(
            &AZURE_URI,
            &path.field("diskURI"),
            format_args!("`{}` is no disk of kind {kind}: its URI begins with `{prefix}`", source.disk_uri),
        );
    }
}

pub(super) fn cinder(j: &mut Judge, source: &CinderVolumeSource, path: &Path<'_>) {
    required(j, &CINDER_ID, &source.volume_id, path, "volumeID");
    if let Some(secret) = &source.secret_ref {
        required(j, &CINDER_SECRET, &secret.name, &path.field("secretRef"), "name");
    }
}

pub(super) fn vsphere(j: &mut Judge, source: &VsphereVirtualDiskVolumeSource, path: &Path<'_>) {
    required(j, &VSPHERE_PATH, &source.volume_path, path, "volumePath");
}

pub(super) fn photon(j: &mut Judge, source: &PhotonPersistentDiskVolumeSource, path: &Path<'_>) {
    required(j, &PHOTON_ID, &source.pd_id, path, "pdID");
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;

    cases! {
        "" r#""gcePersistentDisk":{"pdName":"d","partition":255}"#;
        // The server calls the source `persistentDisk` inside, and `gcePersistentDisk` only as a second one.
        "volume-gce-name-missing" r#""gcePersistentDisk":{"pdName":""}"# => Required ".persistentDisk.pdName";
        "volume-gce-partition-out-of-range" r#""gcePersistentDisk":{"pdName":"d","partition":256}"# => Invalid ".persistentDisk.partition";
        "" r#""awsElasticBlockStore":{"volumeID":"v","partition":0}"#;
        "volume-aws-id-missing" r#""awsElasticBlockStore":{"volumeID":""}"# => Required ".awsElasticBlockStore.volumeID";
        "volume-aws-partition-out-of-range" r#""awsElasticBlockStore":{"volumeID":"v","partition":-1}"#
            => Invalid ".awsElasticBlockStore.partition";
        "" r#""azureFile":{"secretName":"s","shareName":"s"}"#;
        "volume-azure-file-secret-missing" r#""azureFile":{"secretName":"","shareName":"s"}"# => Required ".azureFile.secretName";
        "volume-azure-file-share-missing" r#""azureFile":{"secretName":"s","shareName":""}"# => Required ".azureFile.shareName";
        "" r#""azureDisk":{"diskName":"d","diskURI":"https://a/d.vhd","cachingMode":"None","kind":"Dedicated"}"#;
        "" r#""azureDisk":{"diskName":"d","diskURI":"/subscriptions/x","kind":"Managed"}"#;
        "volume-azure-disk-name-missing" r#""azureDisk":{"diskName":"","diskURI":"https://a"}"# => Required ".azureDisk.diskName";
        "volume-azure-disk-uri-missing" r#""azureDisk":{"diskName":"d","diskURI":""}"#
            => Required ".azureDisk.diskURI", NotSupported ".azureDisk.diskURI";
        "volume-azure-disk-uri-unfit" r#""azureDisk":{"diskName":"d","diskURI":"/subscriptions/x"}"# => NotSupported ".azureDisk.diskURI";
        "volume-azure-disk-uri-unfit" r#""azureDisk":{"diskName":"d","diskURI":"https://a","kind":"Managed"}"#
            => NotSupported ".azureDisk.diskURI";
        "volume-azure-disk-caching-unknown" r#""azureDisk":{"diskName":"d","diskURI":"https://a","cachingMode":"All"}"#
            => NotSupported ".azureDisk.cachingMode";
        "volume-azure-disk-kind-unknown" r#""azureDisk":{"diskName":"d","diskURI":"https://a","kind":"managed"}"#
            => NotSupported ".azureDisk.kind";
        "" r#""cinder":{"volumeID":"v"}"#;
        "volume-cinder-id-missing" r#""cinder":{"volumeID":""}"# => Required ".cinder.volumeID";
        "volume-cinder-secret-name-missing" r#""cinder":{"volumeID":"v","secretRef":{}}"# => Required ".cinder.secretRef.name";
        "" r#""vsphereVolume":{"volumePath":"p"}"#;
        "volume-vsphere-path-missing" r#""vsphereVolume":{"volumePath":""}"# => Required ".vsphereVolume.volumePath";
        "" r#""photonPersistentDisk":{"pdID":"d"}"#;
        "volume-photon-id-missing" r#""photonPersistentDisk":{"pdID":""}"# => Required ".photonPersistentDisk.pdID";
    }
}

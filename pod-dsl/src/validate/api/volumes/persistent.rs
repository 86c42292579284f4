//! What stands behind a `PersistentVolume`. Most sources are those of a pod's volumes, but for their Secrets, which may
//! be in any namespace.

use k8s_openapi::api::core::v1::{
    AzureFilePersistentVolumeSource, CSIPersistentVolumeSource, CephFSPersistentVolumeSource,
    CephFSVolumeSource, CinderPersistentVolumeSource, CinderVolumeSource, FlexPersistentVolumeSource,
    FlexVolumeSource, GlusterfsPersistentVolumeSource, GlusterfsVolumeSource, ISCSIPersistentVolumeSource,
    ISCSIVolumeSource, LocalObjectReference, LocalVolumeSource, PersistentVolumeSpec,
    RBDPersistentVolumeSource, RBDVolumeSource, ScaleIOPersistentVolumeSource, ScaleIOVolumeSource,
    SecretReference, StorageOSPersistentVolumeSource, StorageOSVolumeSource,
};

use super::{
    checks::{required, well_formed},
    cloud, legacy, local, network,
};
use crate::{
    grammar::{dns_label, dns_subdomain, path_without_backsteps},
    validate::{Judge, Path, rule::rules},
};

rules! {
    MISSING: Required, "persistent-volume-source-missing", "a PersistentVolume says where it is";
    TWICE: Forbidden, "persistent-volume-source-twice", "a PersistentVolume is in one place";
    LOCAL_MISSING: Required, "persistent-volume-local-path-missing", "a local volume names a path of its node";
    LOCAL: Invalid, "persistent-volume-local-path-backstep", "the path of a local volume has no step `..`";
    LOCAL_NODES: Required, "persistent-volume-local-without-nodes", "a local volume says on which node it is";
    HANDLE: Required, "persistent-volume-handle-missing", "a volume of a CSI driver has a handle";
    SECRET_MISSING: Required, "persistent-volume-secret-missing", "a reference to a Secret names it and its namespace";
    SECRET: Invalid, "persistent-volume-secret-malformed", "a Secret and its namespace are named by DNS names";
    NAMESPACE: Invalid, "persistent-volume-endpoints-namespace-malformed", "the namespace of endpoints is a DNS label";
    ISCSI_NAME: Invalid, "persistent-volume-iscsi-name-too-long", "`<volume>:<portal>` of an iscsi volume with an initiator has at most 64 bytes";
}

/// Judges each source in the server's order: the first is looked into, any other is one too many. The first word is the
/// server's name of a source where it is one too many, the second its name in the paths of its fields.
macro_rules! sources {
    ($j:ident, $spec:ident, $path:ident; $($field:ident: $key:literal, $inside:literal, $check:expr;)*) => {{
        let mut first: Option<&'static str> = None;
        $(if let Some(source) = &$spec.$field {
            // A flexVolume is looked into wherever it stands, and counts.
            if first.is_none() || $key == "flexVolume" {
                $check($j, source, &$path.field($inside));
                first = first.or(Some($key));
            } else {
                let message = format_args!(
                    "the volume is of {} already: take {} out", first.unwrap_or_default(), $key
                );
                $j.report(&TWICE, &$path.field($key), message);
            }
        })*
        first
    }};
}

/// Judges the source of a `PersistentVolume`; `path` is that of its spec.
pub(crate) fn check(j: &mut Judge, spec: &PersistentVolumeSpec, name: &str, path: &Path<'_>) {
    let with_name = |j: &mut Judge, source: &ISCSIPersistentVolumeSource, path: &Path<'_>| {
        iscsi(j, source, name, path);
    };
    let first = sources! { j, spec, path;
        host_path: "hostPath", "hostPath", local::host_path;
        gce_persistent_disk: "gcePersistentDisk", "persistentDisk", cloud::gce;
        aws_elastic_block_store: "awsElasticBlockStore", "awsElasticBlockStore", cloud::aws;
        glusterfs: "glusterfs", "glusterfs", glusterfs;
        flocker: "flocker", "flocker", legacy::flocker;
        nfs: "nfs", "nfs", network::nfs;
        rbd: "rbd", "rbd", rbd;
        quobyte: "quobyte", "quobyte", legacy::quobyte;
        cephfs: "cephFS", "cephfs", cephfs;
        iscsi: "iscsi", "iscsi", with_name;
        cinder: "cinder", "cinder", cinder;
        fc: "fc", "fc", network::fc;
        flex_volume: "flexVolume", "flexVolume", flex;
        azure_file: "azureFile", "azureFile", azure_file;
        vsphere_volume: "vsphereVolume", "vsphereVolume", cloud::vsphere;
        photon_persistent_disk: "photonPersistentDisk", "photonPersistentDisk", cloud::photon;
        portworx_volume: "portworxVolume", "portworxVolume", legacy::portworx;
        azure_disk: "azureDisk", "azureDisk", cloud::azure_disk;
        scale_io: "scaleIO", "scaleIO", scale_io;
        local: "local", "local", local_path;
        storageos: "storageos", "storageos", storageos;
        csi: "csi", "csi", csi;
    };
    if first.is_none() {
        j.report(&MISSING, path, "nothing says where the volume is")
            .help("name a source, such as `nfs` or `csi`");
    }
    if first == Some("local") && spec.node_affinity.is_none() {
        let message = "the volume is on one node, and nothing says on which";
        j.report(&LOCAL_NODES, &path.field("nodeAffinity"), message);
    }
}

fn local_path(j: &mut Judge, source: &LocalVolumeSource, path: &Path<'_>) {
    if required(j, &LOCAL_MISSING, &source.path, path, "path") {
        well_formed(j, &LOCAL, &source.path, path_without_backsteps(&source.path), &path.field("path"));
    }
}

fn glusterfs(j: &mut Judge, source: &GlusterfsPersistentVolumeSource, path: &Path<'_>) {
    let GlusterfsPersistentVolumeSource { endpoints, endpoints_namespace, path: of_volume, .. } =
        source.clone();
    legacy::glusterfs(j, &GlusterfsVolumeSource { endpoints, path: of_volume, read_only: None }, path);
    if let Some(namespace) = &endpoints_namespace {
        let at = path.field("endpointsNamespace");
        well_formed(j, &NAMESPACE, namespace, dns_label(namespace), &at);
    }
}

fn rbd(j: &mut Judge, source: &RBDPersistentVolumeSource, path: &Path<'_>) {
    let RBDPersistentVolumeSource { image, monitors, .. } = source.clone();
    legacy::rbd(j, &RBDVolumeSource { image, monitors, ..Default::default() }, path);
}

fn cephfs(j: &mut Judge, source: &CephFSPersistentVolumeSource, path: &Path<'_>) {
    let monitors = source.monitors.clone();
    legacy::cephfs(j, &CephFSVolumeSource { monitors, ..Default::default() }, path);
}

fn iscsi(j: &mut Judge, source: &ISCSIPersistentVolumeSource, name: &str, path: &Path<'_>) {
    let ISCSIPersistentVolumeSource {
        chap_auth_discovery,
        chap_auth_session,
        initiator_name,
        iqn,
        lun,
        secret_ref,
        target_portal,
        ..
    } = source.clone();
    let bytes = name.len() + 1 + target_portal.len();
    if initiator_name.is_some() && bytes > 64 {
        let message =
            format_args!("`{name}:{target_portal}` has {bytes} bytes: with `initiatorName` 64 are allowed");
        j.report(&ISCSI_NAME, &path.field("targetportal"), message);
    }
    let of_pod = ISCSIVolumeSource {
        chap_auth_discovery,
        chap_auth_session,
        initiator_name,
        iqn,
        lun,
        secret_ref: secret_ref.as_ref().map(|_| LocalObjectReference::default()),
        target_portal,
        ..Default::default()
    };
    network::iscsi(j, &of_pod, path);
    if let Some(secret) = &secret_ref {
        let name = secret.name.as_deref().unwrap_or_default();
        required(j, &SECRET_MISSING, name, &path.field("secretRef"), "name");
    }
}

fn cinder(j: &mut Judge, source: &CinderPersistentVolumeSource, path: &Path<'_>) {
    let volume_id = source.volume_id.clone();
    cloud::cinder(j, &CinderVolumeSource { volume_id, ..Default::default() }, path);
    if let Some(secret) = &source.secret_ref {
        named(j, secret, &path.field("secretRef"));
    }
}

fn flex(j: &mut Judge, source: &FlexPersistentVolumeSource, path: &Path<'_>) {
    let FlexPersistentVolumeSource { driver, options, .. } = source.clone();
    legacy::flex(j, &FlexVolumeSource { driver, options, ..Default::default() }, path);
}

fn azure_file(j: &mut Judge, source: &AzureFilePersistentVolumeSource, path: &Path<'_>) {
    let AzureFilePersistentVolumeSource { secret_name, share_name, secret_namespace, .. } = source.clone();
    let of_pod =
        k8s_openapi::api::core::v1::AzureFileVolumeSource { secret_name, share_name, read_only: None };
    cloud::azure_file(j, &of_pod, path);
    if let Some(namespace) = &secret_namespace {
        required(j, &SECRET_MISSING, namespace, path, "secretNamespace");
    }
}

fn scale_io(j: &mut Judge, source: &ScaleIOPersistentVolumeSource, path: &Path<'_>) {
    let ScaleIOPersistentVolumeSource { gateway, system, volume_name, .. } = source.clone();
    legacy::scale_io(j, &ScaleIOVolumeSource { gateway, system, volume_name, ..Default::default() }, path);
}

fn storageos(j: &mut Judge, source: &StorageOSPersistentVolumeSource, path: &Path<'_>) {
    let StorageOSPersistentVolumeSource { volume_name, volume_namespace, secret_ref, .. } = source.clone();
    let of_pod = StorageOSVolumeSource { volume_name, volume_namespace, ..Default::default() };
    legacy::storageos(j, &of_pod, path);
    if let Some(secret) = secret_ref {
        let secret = SecretReference { name: secret.name, namespace: secret.namespace };
        named(j, &secret, &path.field("secretRef"));
    }
}

fn csi(j: &mut Judge, source: &CSIPersistentVolumeSource, path: &Path<'_>) {
    network::csi_driver(j, &source.driver, path);
    required(j, &HANDLE, &source.volume_handle, path, "volumeHandle");
    // The server does not look at `nodeStageSecretRef`.
    for (secret, field) in [
        (&source.controller_publish_secret_ref, "controllerPublishSecretRef"),
        (&source.controller_expand_secret_ref, "controllerExpandSecretRef"),
        (&source.node_publish_secret_ref, "nodePublishSecretRef"),
        (&source.node_expand_secret_ref, "nodeExpandSecretRef"),
    ] {
        let Some(secret) = secret else { continue };
        let path = path.field(field);
        named(j, secret, &path);
        let part = |text: &Option<String>| text.clone().unwrap_or_default();
        let (name, namespace) = (part(&secret.name), part(&secret.namespace));
        if !name.is_empty() {
            well_formed(j, &SECRET, &name, dns_subdomain(&name), &path.field("name"));
        }
        if !namespace.is_empty() {
            well_formed(j, &SECRET, &namespace, dns_label(&namespace), &path.field("namespace"));
        }
    }
}

/// Judges that a Secret is named with its namespace.
fn named(j: &mut Judge, secret: &SecretReference, path: &Path<'_>) {
    required(j, &SECRET_MISSING, secret.name.as_deref().unwrap_or_default(), path, "name");
    required(j, &SECRET_MISSING, secret.namespace.as_deref().unwrap_or_default(), path, "namespace");
}

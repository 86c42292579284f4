//! Kinds of volumes.
//!
//! Source: `pkg/securitycontextconstraints/{sccmatching/provider.go,util/util.go}`.

use k8s_openapi::api::core::v1::{PodSpec, ProjectedVolumeSource, Volume, VolumeMount};

use super::Fit;
use crate::validate::rule::rules;

rules! {
    VOLUME: scc, "scc-volume-not-allowed", "a volume is of a kind that the SCC allows";
    TOKEN: scc, "scc-token-volume-not-allowed", "the volume with the token of the account, which the server adds, is one that the SCC allows";
    DRIVER: scc, "scc-flex-volume-driver-not-allowed", "a FlexVolume has a driver that the SCC allows";
}

/// Stands for all kinds.
pub(in crate::validate::scc) const ALL: &str = "*";

/// Declares the kinds, in the order in which OpenShift looks for them: the field of the type, and the name that SCCs use.
macro_rules! kinds {
    ($($field:ident $name:literal)*) => {
        /// Lists the kinds by the names that SCCs use.
        pub(in crate::validate::scc) const KINDS: &[&str] = &[$($name),*];

        /// Names the kind of a volume: of several sources, the one that OpenShift looks at first.
        pub(in crate::validate::scc) fn kind_of(volume: &Volume) -> Option<&'static str> {
            $(if volume.$field.is_some() {
                return Some($name);
            })*
            None
        }
    };
}

pub(super) fn check(fit: &mut Fit<'_>, spec: &PodSpec) {
    let scc = fit.scc;
    let allowed: Vec<_> = scc.volumes.iter().flatten().map(String::as_str).collect();
    let allows = |kind: &str| allowed.contains(&ALL) || allowed.contains(&kind);
    for (index, volume) in spec.volumes.iter().flatten().enumerate() {
        let path = format!("spec.volumes[{index}]");
        let Some(kind) = kind_of(volume) else {
            if !allows(ALL) {
                fit.refuse(&VOLUME, path, "does not know what kind of volume this is");
            }
            continue;
        };
        // Where Secrets are allowed, so is the token that the server mounts.
        let token =
            kind == "projected" && allows("secret") && volume.projected.as_ref().is_some_and(is_token);
        if !allows(kind) && !token {
            fit.refuse(&VOLUME, &path, format_args!("does not allow volumes of the kind `{kind}`")).help(
                match kind {
                    "hostPath" => "use an `emptyDir`, or a claim where the data is to outlive the pod",
                    _ => "use a claim, whose volume an administrator or a storage class provides",
                },
            );
        }
        let drivers = scc.allowed_flex_volumes.as_deref().unwrap_or_default();
        if let Some(flex) = &volume.flex_volume
            && allows("flexVolume")
            && !drivers.is_empty()
            && !drivers.iter().any(|allowed| allowed.driver == flex.driver)
        {
            let message = format_args!("does not allow the driver `{}`", flex.driver);
            fit.refuse(&DRIVER, format_args!("{path}.flexVolume.driver"), message);
        }
    }
}

/// Looks at the volume that the server adds to give containers the token of their account, before SCCs are asked. A
/// container that mounts something of its own in its place gets none.
pub(super) fn check_token(fit: &mut Fit<'_>, spec: &PodSpec) {
    let allows =
        |kind: &str| fit.scc.volumes.iter().flatten().any(|allowed| allowed == kind || allowed == ALL);
    let own = |mounts: &Option<Vec<VolumeMount>>| {
        mounts.iter().flatten().any(|mount| mount.mount_path == TOKEN_PATH)
    };
    let gets_it = spec.containers.iter().any(|container| !own(&container.volume_mounts))
        || spec.init_containers.iter().flatten().any(|container| !own(&container.volume_mounts));
    if spec.automount_service_account_token != Some(false)
        && gets_it
        && !allows("projected")
        && !allows("secret")
    {
        let message = "allows neither projected volumes nor secrets, and so not the token of the account that the server mounts";
        fit.refuse(&TOKEN, "spec.automountServiceAccountToken", message).help(
            "say `automountServiceAccountToken: false`, where the containers do not call the API server",
        );
    }
}

/// Is where the server mounts the token of the account.
const TOKEN_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

kinds! {
    host_path "hostPath"
    empty_dir "emptyDir"
    gce_persistent_disk "gcePersistentDisk"
    aws_elastic_block_store "awsElasticBlockStore"
    git_repo "gitRepo"
    secret "secret"
    nfs "nfs"
    iscsi "iscsi"
    glusterfs "glusterfs"
    persistent_volume_claim "persistentVolumeClaim"
    rbd "rbd"
    flex_volume "flexVolume"
    cinder "cinder"
    cephfs "cephFS"
    flocker "flocker"
    downward_api "downwardAPI"
    fc "fc"
    azure_file "azureFile"
    config_map "configMap"
    vsphere_volume "vsphere"
    quobyte "quobyte"
    azure_disk "azureDisk"
    photon_persistent_disk "photonPersistentDisk"
    projected "projected"
    portworx_volume "portworxVolume"
    scale_io "scaleIO"
    storageos "storageOS"
    csi "csi"
    ephemeral "ephemeral"
    image "image"
}

/// Tells whether a projection is the one that the server mounts to give a container its account's token.
fn is_token(projected: &ProjectedVolumeSource) -> bool {
    projected.sources.iter().flatten().all(|source| {
        let token = source.service_account_token.as_ref();
        let config = source.config_map.as_ref();
        let downward = source.downward_api.as_ref();
        let certificate = |name: &str| match name {
            "kube-root-ca.crt" => Some("ca.crt"),
            "openshift-service-ca.crt" => Some("service-ca.crt"),
            _ => None,
        };
        (token.is_some() || config.is_some() || downward.is_some())
            && token.is_none_or(|token| {
                token.path == "token" && token.audience.as_deref().unwrap_or_default().is_empty()
            })
            && config.is_none_or(|config| {
                let key = certificate(&config.name);
                let items = config.items.as_deref().unwrap_or_default();
                matches!(items, [item] if Some(item.key.as_str()) == key && Some(item.path.as_str()) == key)
            })
            && downward.into_iter().flat_map(|downward| downward.items.iter().flatten()).all(|item| {
                item.path == "namespace"
                    && item.field_ref.as_ref().is_some_and(|field| {
                        field.api_version.as_deref() == Some("v1") && field.field_path == "metadata.namespace"
                    })
            })
    })
}

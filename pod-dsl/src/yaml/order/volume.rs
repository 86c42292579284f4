//! Volumes and the claims behind them.

use super::pod::{FIELD_REF, RESOURCE_FIELD};
use super::shapes;
use super::tables::{LOCAL_NAME, METADATA, OBJECT_REFERENCE, RESOURCES, SELECTOR};

shapes! {
    VOLUME: "name", "emptyDir" => EMPTY_DIR, "configMap" => CONFIG_MAP, "secret" => SECRET,
        "projected" => PROJECTED, "downwardAPI" => DOWNWARD_API, "persistentVolumeClaim" => CLAIM_NAME,
        "ephemeral" => EPHEMERAL, "hostPath" => HOST_PATH, "nfs" => NFS, "csi" => CSI, "image" => IMAGE;
    EMPTY_DIR: "medium", "sizeLimit";
    CONFIG_MAP: "name", "items" => ITEM, "defaultMode", "optional";
    SECRET: "secretName", "name", "items" => ITEM, "defaultMode", "optional";
    ITEM: "key", "path", "mode";
    PROJECTED: "sources" => PROJECTION, "defaultMode";
    PROJECTION: "serviceAccountToken" => TOKEN, "configMap" => CONFIG_MAP, "secret" => SECRET,
        "downwardAPI" => DOWNWARD_API;
    TOKEN: "path", "audience", "expirationSeconds";
    DOWNWARD_API: "items" => DOWNWARD_FILE, "defaultMode";
    DOWNWARD_FILE: "path", "fieldRef" => FIELD_REF, "resourceFieldRef" => RESOURCE_FIELD, "mode";
    CLAIM_NAME: "claimName", "readOnly";
    EPHEMERAL: "volumeClaimTemplate" => CLAIM_TEMPLATE;
    CLAIM_TEMPLATE: "metadata" => METADATA, "spec" => CLAIM_SPEC;
    HOST_PATH: "path", "type";
    NFS: "server", "path", "readOnly";
    CSI: "driver", "fsType", "volumeHandle", "readOnly", "volumeAttributes",
        "nodePublishSecretRef" => LOCAL_NAME;
    IMAGE: "reference", "pullPolicy";

    CLAIM_SPEC: "accessModes", "storageClassName", "volumeMode", "volumeAttributesClassName",
        "resources" => RESOURCES, "selector" => SELECTOR, "volumeName", "dataSource" => OBJECT_REFERENCE,
        "dataSourceRef" => OBJECT_REFERENCE;
    VOLUME_SPEC: "capacity", "accessModes", "storageClassName", "volumeMode",
        "persistentVolumeReclaimPolicy", "mountOptions", "claimRef" => OBJECT_REFERENCE, "nodeAffinity",
        "hostPath" => HOST_PATH, "local", "nfs" => NFS, "csi" => CSI;
}

use crate::{
    KubeVersion,
    validate::{
        api::case::{DUPLICATE, FORBIDDEN, INVALID, NOT_SUPPORTED, REQUIRED},
        trials::{Case, Trial},
    },
};

const TOO_LONG: &str = "FieldValueTooLong";

/// A sound volume but for its source, with more in its spec.
macro_rules! volume {
    ($spec:expr) => {
        volume!("accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}", $spec)
    };
    ($frame:literal, $spec:expr) => {
        concat!(
            "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {",
            $frame,
            ", ",
            $spec,
            "}}"
        )
    };
}
macro_rules! framed {
    ($frame:literal) => {
        volume!($frame, "nfs: {server: s, path: /}")
    };
}
macro_rules! class {
    ($fields:expr) => {
        concat!(
            "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: a}, provisioner: Example.com/a, ",
            $fields,
            "}"
        )
    };
}
macro_rules! topology {
    ($terms:literal) => {
        class!(concat!("allowedTopologies: [", $terms, "]"))
    };
}

#[rustfmt::skip]
const VOLUME: &[Case] = &[
    ("", framed!("accessModes: [ReadWriteMany], capacity: {storage: 1Gi}, persistentVolumeReclaimPolicy: Retain, storageClassName: slow, volumeMode: Block"), &[]),
    ("claim-access-modes-missing", framed!("capacity: {storage: 1Gi}"), &[(REQUIRED, "spec.accessModes")]),
    ("claim-access-mode-not-alone", framed!("accessModes: [ReadWriteOncePod, ReadWriteOnce], capacity: {storage: 1Gi}"), &[(FORBIDDEN, "spec.accessModes")]),
    ("persistent-volume-capacity-missing", framed!("accessModes: [ReadWriteOnce]"), &[(REQUIRED, "spec.capacity"), (NOT_SUPPORTED, "spec.capacity")]),
    ("persistent-volume-capacity-unknown", framed!("accessModes: [ReadWriteOnce], capacity: {storage: 1, iops: 1}"), &[(NOT_SUPPORTED, "spec.capacity")]),
    ("persistent-volume-capacity-not-positive", framed!("accessModes: [ReadWriteOnce], capacity: {storage: 0}"), &[(INVALID, "spec.capacity[storage]")]),
    ("persistent-volume-capacity-not-positive", framed!("accessModes: [ReadWriteOnce], capacity: {storage: -1}"), &[(INVALID, "spec.capacity[storage]"), (INVALID, "spec.capacity[storage]")]),
    ("persistent-volume-reclaim-policy-unknown", framed!("accessModes: [ReadWriteOnce], capacity: {storage: 1}, persistentVolumeReclaimPolicy: Keep"), &[(NOT_SUPPORTED, "spec.persistentVolumeReclaimPolicy")]),
    ("persistent-volume-recycles-root", volume!("hostPath: {path: /a/..}, persistentVolumeReclaimPolicy: Recycle"),
        &[(INVALID, "spec.hostPath.path"), (FORBIDDEN, "spec.persistentVolumeReclaimPolicy"), ("persistent-volume-recycle-deprecated", "spec.persistentVolumeReclaimPolicy")]),
    ("persistent-volume-recycles-root", volume!("hostPath: {path: /../}, persistentVolumeReclaimPolicy: Recycle"),
        &[(INVALID, "spec.hostPath.path"), (FORBIDDEN, "spec.persistentVolumeReclaimPolicy"), ("persistent-volume-recycle-deprecated", "spec.persistentVolumeReclaimPolicy")]),
    ("persistent-volume-nodes-missing", framed!("accessModes: [ReadWriteOnce], capacity: {storage: 1}, nodeAffinity: {}"), &[(REQUIRED, "spec.nodeAffinity.required")]),
    ("affinity-node-term-missing", framed!("accessModes: [ReadWriteOnce], capacity: {storage: 1}, nodeAffinity: {required: {nodeSelectorTerms: []}}"), &[(REQUIRED, "spec.nodeAffinity.required.nodeSelectorTerms")]),
    ("persistent-volume-class-malformed", framed!("accessModes: [ReadWriteOnce], capacity: {storage: 1}, storageClassName: A"), &[(INVALID, "spec.storageClassName")]),
    ("persistent-volume-mode-unknown", framed!("accessModes: [ReadWriteOnce], capacity: {storage: 1}, volumeMode: File"), &[(NOT_SUPPORTED, "spec.volumeMode")]),
    ("persistent-volume-mount-options-unused", "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a, annotations: {volume.beta.kubernetes.io/mount-options: b}}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1}, hostPath: {path: /a}}}",
        &[(FORBIDDEN, "metadata.annotations.volume.beta.kubernetes.io/mount-options"), ("persistent-volume-annotation-deprecated", "metadata.annotations[volume.beta.kubernetes.io/mount-options]")]),
    ("persistent-volume-attributes-class-empty", volume!("csi: {driver: a, volumeHandle: h}, volumeAttributesClassName: ''"), &[(REQUIRED, "spec.volumeAttributesClassName")]),
    ("persistent-volume-attributes-without-driver", framed!("accessModes: [ReadWriteOnce], capacity: {storage: 1}, volumeAttributesClassName: a"), &[(REQUIRED, "spec.csi")]),
];

#[rustfmt::skip]
const SOURCE: &[Case] = &[
    ("", volume!("local: {path: /a}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}"), &[]),
    ("", volume!("csi: {driver: csi.example.com, volumeHandle: h, nodeStageSecretRef: {}, controllerExpandSecretRef: {name: a, namespace: b}}"), &[]),
    ("", volume!("iscsi: {targetPortal: p, iqn: 'iqn.2024-01.com.example:a', lun: 0, chapAuthSession: true, secretRef: {name: s}}"), &[]),
    ("persistent-volume-source-missing", volume!("mountOptions: []"), &[(REQUIRED, "spec")]),
    ("persistent-volume-source-twice", volume!("nfs: {server: s, path: /}, hostPath: {path: /a}, azureDisk: {diskName: ''}"), &[(FORBIDDEN, "spec.nfs"), (FORBIDDEN, "spec.azureDisk")]),
    ("persistent-volume-local-path-missing", volume!("local: {}, nodeAffinity: {required: {nodeSelectorTerms: [{}]}}"), &[(REQUIRED, "spec.local.path")]),
    ("persistent-volume-local-path-backstep", volume!("local: {path: /a/..}, nodeAffinity: {required: {nodeSelectorTerms: [{}]}}"), &[(INVALID, "spec.local.path")]),
    ("persistent-volume-local-without-nodes", volume!("local: {path: /a}"), &[(REQUIRED, "spec.nodeAffinity")]),
    ("persistent-volume-handle-missing", volume!("csi: {driver: a}"), &[(REQUIRED, "spec.csi.volumeHandle")]),
    ("volume-csi-driver-malformed", volume!("csi: {driver: a_b, volumeHandle: h}"), &[(INVALID, "spec.csi.driver")]),
    ("persistent-volume-secret-missing", volume!("csi: {driver: a, volumeHandle: h, nodePublishSecretRef: {name: s}}"), &[(REQUIRED, "spec.csi.nodePublishSecretRef.namespace")]),
    ("persistent-volume-secret-missing", volume!("azureFile: {secretName: s, shareName: s, secretNamespace: ''}"), &[(REQUIRED, "spec.azureFile.secretNamespace")]),
    ("persistent-volume-secret-missing", volume!("cinder: {volumeID: v, secretRef: {}}"), &[(REQUIRED, "spec.cinder.secretRef.name"), (REQUIRED, "spec.cinder.secretRef.namespace")]),
    ("persistent-volume-secret-malformed", volume!("csi: {driver: a, volumeHandle: h, nodeExpandSecretRef: {name: A, namespace: b.c}}"), &[(INVALID, "spec.csi.nodeExpandSecretRef.name"), (INVALID, "spec.csi.nodeExpandSecretRef.namespace")]),
    ("persistent-volume-endpoints-namespace-malformed", volume!("glusterfs: {endpoints: e, path: p, endpointsNamespace: ''}"), &[(INVALID, "spec.glusterfs.endpointsNamespace"), ("volume-kind-without-effect", "spec.glusterfs")]),
    ("persistent-volume-iscsi-name-too-long", volume!("iscsi: {targetPortal: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, iqn: 'iqn.2024-01.com.example:a', initiatorName: 'iqn.2024-01.com.example:a', lun: 0}"),
        &[(INVALID, "spec.iscsi.targetportal")]),
    ("volume-rbd-image-missing", volume!("rbd: {monitors: [m], image: ''}"), &[(REQUIRED, "spec.rbd.image"), ("volume-kind-without-effect", "spec.rbd")]),
    ("volume-cephfs-monitors-missing", volume!("cephfs: {monitors: []}"), &[(REQUIRED, "spec.cephfs.monitors"), ("volume-kind-without-effect", "spec.cephfs")]),
    ("volume-flex-driver-missing", volume!("flexVolume: {driver: ''}"), &[(REQUIRED, "spec.flexVolume.driver")]),
    ("volume-scale-io-gateway-missing", volume!("scaleIO: {gateway: '', system: s, volumeName: v, secretRef: {}}"), &[(REQUIRED, "spec.scaleIO.gateway"), ("volume-kind-without-effect", "spec.scaleIO")]),
    ("volume-storageos-volume-missing", volume!("storageos: {}"), &[(REQUIRED, "spec.storageos.volumeName"), ("volume-kind-without-effect", "spec.storageos")]),
];

#[rustfmt::skip]
const CLASS: &[Case] = &[
    ("", class!("parameters: {a: b}, reclaimPolicy: Retain, volumeBindingMode: WaitForFirstConsumer"), &[]),
    ("", topology!("{matchLabelExpressions: [{key: zone, values: [a, b]}]}, {matchLabelExpressions: [{key: zone, values: [c]}]}"), &[]),
    ("storage-class-provisioner-missing", "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: a}}", &[(REQUIRED, "provisioner")]),
    ("storage-class-provisioner-malformed", "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: a}, provisioner: a b}", &[(INVALID, "provisioner")]),
    ("storage-class-parameter-nameless", class!("parameters: {'': b}"), &[(INVALID, "parameters")]),
    ("storage-class-reclaim-policy-unknown", class!("reclaimPolicy: Recycle"), &[(NOT_SUPPORTED, "reclaimPolicy")]),
    ("storage-class-binding-mode-unknown", class!("volumeBindingMode: Later"), &[(NOT_SUPPORTED, "volumeBindingMode")]),
    ("storage-class-topology-values-missing", topology!("{matchLabelExpressions: [{key: zone, values: []}]}"), &[(REQUIRED, "allowedTopologies[0].matchLabelExpressions[0].values")]),
    ("storage-class-topology-value-twice", topology!("{matchLabelExpressions: [{key: zone, values: [a, a]}]}"), &[(DUPLICATE, "allowedTopologies[0].matchLabelExpressions[0].values[1]")]),
    ("storage-class-topology-key-twice", topology!("{matchLabelExpressions: [{key: zone, values: [a]}, {key: zone, values: [b]}]}"), &[(DUPLICATE, "allowedTopologies[0].matchLabelExpressions[1].key")]),
    ("storage-class-topology-key-malformed", topology!("{matchLabelExpressions: [{key: a b, values: [a]}]}"), &[(INVALID, "allowedTopologies[0].matchLabelExpressions[0].key")]),
    ("storage-class-topology-term-twice", topology!("{matchLabelExpressions: [{key: a, values: [b]}]}, {matchLabelExpressions: [{key: a, values: [b]}]}, {matchLabelExpressions: [{key: a, values: [b]}]}"),
        &[(DUPLICATE, "allowedTopologies[1].matchLabelExpressions"), (DUPLICATE, "allowedTopologies[2].matchLabelExpressions"), (DUPLICATE, "allowedTopologies[2].matchLabelExpressions")]),
    ("storage-class-topology-term-twice", topology!("{matchLabelExpressions: [{key: zone, values: [a, b]}]}, {matchLabelExpressions: [{key: zone, values: [b, a]}]}"), &[(DUPLICATE, "allowedTopologies[1].matchLabelExpressions")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    let newest = KubeVersion::DEFAULT.minor();
    let cases = [VOLUME, SOURCE, CLASS].concat();
    let mut trials: Vec<_> = cases.iter().map(|case| Trial::document(newest, case)).collect();
    for parameters in [
        format!("a: {}", "x".repeat(256 << 10)),
        (0..513).map(|number| format!("a{number}: ''")).collect::<Vec<_>>().join(", "),
    ] {
        let object = class!("parameters: {MANY}").replace("MANY", &parameters).leak();
        let case: Case = ("storage-class-parameters-too-large", object, &[(TOO_LONG, "parameters")]);
        trials.push(Trial::document(newest, &case));
    }
    trials
}

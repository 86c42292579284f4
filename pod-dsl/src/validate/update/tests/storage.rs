use super::{FORBIDDEN, INVALID, updated};
use crate::{Target, validate::trials::Case};

macro_rules! claims {
    ($meta:literal, ($old:literal, $storage:literal, $status:literal), ($new:literal, $asked:literal)) => {
        concat!(
            "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a",
            $meta,
            "}, spec: {",
            $old,
            "accessModes: [ReadWriteOnce], resources: {requests: {storage: ",
            $storage,
            "}}}, status: {",
            $status,
            "}}\n---\n",
            "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, spec: {",
            $new,
            "accessModes: [ReadWriteOnce], resources: {requests: {storage: ",
            $asked,
            "}}}}\n"
        )
    };
}
macro_rules! volumes {
    ($old:literal, $new:literal) => {
        concat!(
            "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], ", $old,
            "}}\n---\n{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], ",
            $new, "}}\n"
        )
    };
}

pub(super) const CASES: &[Case] = &[
    // What the cluster filled in stays.
    (
        "",
        claims!(
            ", uid: x",
            (
                "volumeName: pv, storageClassName: fast, volumeMode: Filesystem, ",
                "1Gi",
                "phase: Bound, capacity: {storage: 1Gi}"
            ),
            ("", "1024Mi")
        ),
        &[],
    ),
    ("", claims!("", ("", "1Gi", ""), ("", "2Gi")), &[]),
    (
        "claim-class-annotation-changed",
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, annotations: {volume.beta.kubernetes.io/storage-class: fast}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}\n---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, annotations: {volume.beta.kubernetes.io/storage-class: slow}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}\n",
        &[(INVALID, "metadata.annotations.volume.beta.kubernetes.io/storage-class")],
    ),
    // The class moves into the spec.
    (
        "",
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, annotations: {volume.beta.kubernetes.io/storage-class: fast}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}\n---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, annotations: {}}, spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}\n",
        &[],
    ),
    ("", claims!(", uid: x", ("", "1Gi", "phase: Bound, capacity: {storage: 1Gi}"), ("", "2Gi")), &[]),
    (
        "claim-spec-changed",
        claims!(", uid: x", ("", "1Gi", "phase: Pending"), ("", "2Gi")),
        &[(FORBIDDEN, "spec")],
    ),
    (
        "claim-spec-changed",
        claims!("", ("storageClassName: a, ", "1Gi", ""), ("storageClassName: b, ", "1Gi")),
        &[(FORBIDDEN, "spec")],
    ),
    (
        "claim-spec-changed",
        claims!("", ("storageClassName: '', ", "1Gi", ""), ("storageClassName: b, ", "1Gi")),
        &[(FORBIDDEN, "spec")],
    ),
    ("", claims!("", ("", "1Gi", ""), ("storageClassName: b, ", "1Gi")), &[]),
    (
        "claim-shrunk",
        claims!("", ("", "2Gi", ""), ("", "1Gi")),
        &[(FORBIDDEN, "spec.resources.requests.storage")],
    ),
    (
        "claim-shrunk",
        claims!(", uid: x", ("", "3Gi", "phase: Bound, capacity: {storage: 1Gi}"), ("", "1Gi")),
        &[(FORBIDDEN, "spec.resources.requests.storage")],
    ),
    // It has not grown yet, and may give up.
    ("", claims!(", uid: x", ("", "3Gi", "phase: Bound, capacity: {storage: 1Gi}"), ("", "2Gi")), &[]),
    (
        "volume-mode-changed",
        claims!("", ("volumeMode: Block, ", "1Gi", ""), ("volumeMode: Filesystem, ", "1Gi")),
        &[(FORBIDDEN, "spec"), (INVALID, "volumeMode")],
    ),
    (
        "volume-attributes-class-changed",
        claims!("", ("volumeAttributesClassName: a, ", "1Gi", ""), ("", "1Gi")),
        &[(FORBIDDEN, "spec.volumeAttributesClassName")],
    ),
    (
        "",
        claims!("", ("volumeAttributesClassName: a, ", "1Gi", ""), ("volumeAttributesClassName: b, ", "1Gi")),
        &[],
    ),
    (
        "claim-growth-not-allowed",
        concat!(
            "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: slow}, provisioner: x}\n+++\n",
            "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, spec: {storageClassName: slow, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}\n---\n",
            "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: slow}, provisioner: x}\n+++\n",
            "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, spec: {storageClassName: slow, accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}}\n",
        ),
        &[("claim-growth-not-allowed", "")],
    ),
    (
        "",
        volumes!(
            "capacity: {storage: 1Gi}, hostPath: {path: /a}",
            "capacity: {storage: 2Gi}, mountOptions: [ro], persistentVolumeReclaimPolicy: Retain, hostPath: {path: /a}"
        ),
        &[],
    ),
    (
        "volume-source-changed",
        volumes!(
            "capacity: {storage: 1Gi}, hostPath: {path: /a}",
            "capacity: {storage: 1Gi}, hostPath: {path: /b}"
        ),
        &[(FORBIDDEN, "spec.persistentvolumesource")],
    ),
    (
        "volume-mode-changed",
        volumes!(
            "capacity: {storage: 1Gi}, hostPath: {path: /a}",
            "volumeMode: Block, capacity: {storage: 1Gi}, hostPath: {path: /a}"
        ),
        &[(INVALID, "volumeMode")],
    ),
    (
        "",
        volumes!(
            "capacity: {storage: 1Gi}, csi: {driver: d, volumeHandle: h}",
            "capacity: {storage: 1Gi}, csi: {driver: d, volumeHandle: h, controllerExpandSecretRef: {name: s, namespace: n}}"
        ),
        &[],
    ),
    (
        "volume-node-affinity-changed",
        volumes!(
            "nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}, capacity: {storage: 1Gi}, hostPath: {path: /a}",
            "nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: b, operator: Exists}]}]}}, capacity: {storage: 1Gi}, hostPath: {path: /a}"
        ),
        &[(INVALID, "nodeAffinity")],
    ),
    (
        "",
        volumes!(
            "nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: beta.kubernetes.io/os, operator: Exists}]}]}}, capacity: {storage: 1Gi}, hostPath: {path: /a}",
            "nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/os, operator: Exists}]}]}}, capacity: {storage: 1Gi}, hostPath: {path: /a}"
        ),
        &[],
    ),
];

/// What a server of 1.31 says: a claim does not even ask for less again.
pub(super) const IN_1_31: &[Case] = &[(
    "claim-shrunk",
    claims!(", uid: x", ("", "3Gi", "phase: Bound, capacity: {storage: 1Gi}"), ("", "2Gi")),
    &[(FORBIDDEN, "spec.resources.requests.storage")],
)];

#[test]
fn what_a_file_does_not_tell_is_assumed() {
    let assumed = |text| updated(&Target::kubernetes(), text).1;
    let grows = claims!("", ("storageClassName: fast, ", "1Gi", ""), ("storageClassName: fast, ", "2Gi"));
    assert_eq!(assumed(grows), ["PersistentVolumeClaim a is bound", "StorageClass fast lets claims grow"]);
    let same = claims!("", ("", "1Gi", ""), ("", "1Gi"));
    assert_eq!(assumed(same), [""; 0]);
}

use super::super::volumes;
use crate::validate::{
    Judge, Path,
    api::metadata::tests::bring,
    trials::{Case, Trial},
};

/// Writes cases: a rule's id, fields of a container, and the causes below `spec.containers[0]`. The pod has the volumes
/// `a` and `b`, the claims `c` and `d`, and `x`, which is refused.
macro_rules! cases {
    ($($id:literal $container:literal $(=> $($cause:ident $at:literal),+)?;)*) => {
        pub(crate) const CASES: &[Case] = &[$((
            $id,
            pod!(concat!(r#""containers":[{"name":"c","image":"i","#, $container, "}]")),
            &[$($((concat!("FieldValue", stringify!($cause)), concat!("spec.containers[0].", $at))),+)?],
        )),*];
    };
}
macro_rules! pod {
    ($containers:expr) => {
        concat!(
            r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"#,
            $containers,
            r#","volumes":[{"name":"a"},{"name":"b"},{"name":"c","persistentVolumeClaim":{"claimName":"c"}},{"name":"d","persistentVolumeClaim":{"claimName":"d"}},{"name":"x","hostPath":{"path":""}}]}}"#
        )
    };
}

cases! {
    "" r#""volumeMounts":[{"name":"a","mountPath":"relative:passes"},{"name":"a","mountPath":"/a","subPath":"b/..c","readOnly":true,"mountPropagation":"None","recursiveReadOnly":"Enabled"}]"#;
    "mount-name-missing" r#""volumeMounts":[{"mountPath":"/a"}]"#
        => Required "volumeMounts[0].name", NotFound "volumeMounts[0].name";
    "mount-of-missing-volume" r#""volumeMounts":[{"name":"a","mountPath":"/a"},{"name":"y","mountPath":"/b"}]"#
        => NotFound "volumeMounts[1].name";
    "mount-of-missing-volume" r#""volumeMounts":[{"name":"x","mountPath":"/x"}]"# => NotFound "volumeMounts[0].name";
    "mount-path-missing" r#""volumeMounts":[{"name":"a","mountPath":""},{"name":"a","mountPath":""}]"#
        => Required "volumeMounts[0].mountPath", Required "volumeMounts[1].mountPath", Invalid "volumeMounts[1].mountPath";
    "mount-path-twice" r#""volumeMounts":[{"name":"a","mountPath":"/a"},{"name":"b","mountPath":"/a"},{"name":"b","mountPath":"/a/"}]"#
        => Invalid "volumeMounts[1].mountPath";
    "mount-of-device" r#""volumeMounts":[{"name":"c","mountPath":"/a"}],"volumeDevices":[{"name":"c","devicePath":"/dev/c"}]"#
        => Invalid "volumeMounts[0].name", Invalid "volumeDevices[0].name";
    "mount-path-of-device" r#""volumeMounts":[{"name":"a","mountPath":"/c"}],"volumeDevices":[{"name":"c","devicePath":"/c"}]"#
        => Invalid "volumeMounts[0].mountPath", Invalid "volumeDevices[0].devicePath";
    "device-of-mount" r#""volumeMounts":[{"name":"d","mountPath":"/a"}],"volumeDevices":[{"name":"d","devicePath":"/dev/d"}]"#
        => Invalid "volumeMounts[0].name", Invalid "volumeDevices[0].name";
    "device-path-of-mount" r#""volumeMounts":[{"name":"a","mountPath":"/c"},{"name":"b","mountPath":"/b"}],"volumeDevices":[{"name":"c","devicePath":"/b"}]"#
        => Invalid "volumeMounts[1].mountPath", Invalid "volumeDevices[0].devicePath";
    // Of the mounts of one volume only the last counts here.
    "mount-path-of-device" r#""volumeMounts":[{"name":"a","mountPath":"/c"},{"name":"a","mountPath":"/b"}],"volumeDevices":[{"name":"c","devicePath":"/c"}]"#
        => Invalid "volumeMounts[0].mountPath";
    "mount-sub-path-malformed" r#""volumeMounts":[{"name":"a","mountPath":"/a","subPath":"/b/../c"}]"#
        => Invalid "volumeMounts.subPath", Invalid "volumeMounts.subPath";
    "mount-sub-path-expr-malformed" r#""volumeMounts":[{"name":"a","mountPath":"/a","subPathExpr":"../$(A)"}]"#
        => Invalid "volumeMounts.subPathExpr";
    "mount-sub-path-twice" r#""volumeMounts":[{"name":"a","mountPath":"/a","subPath":"b","subPathExpr":"$(A)"}]"#
        => Invalid "volumeMounts[0].subPathExpr";
    "mount-propagation-unknown" r#""volumeMounts":[{"name":"a","mountPath":"/a","mountPropagation":"Both"}]"#
        => NotSupported "volumeMounts.mountPropagation";
    "mount-propagation-unprivileged" r#""volumeMounts":[{"name":"a","mountPath":"/a","mountPropagation":"Bidirectional"}]"#
        => Forbidden "volumeMounts.mountPropagation";
    "" r#""securityContext":{"privileged":true},"volumeMounts":[{"name":"a","mountPath":"/a","mountPropagation":"Bidirectional"}]"#;
    "mount-recursive-read-only-unknown" r#""volumeMounts":[{"name":"a","mountPath":"/a","recursiveReadOnly":"Yes"}]"#
        => NotSupported "volumeMounts.recursiveReadOnly";
    "mount-recursive-read-only-writable" r#""volumeMounts":[{"name":"a","mountPath":"/a","recursiveReadOnly":"IfPossible"}]"#
        => Forbidden "volumeMounts.recursiveReadOnly";
    "mount-recursive-read-only-propagated" r#""volumeMounts":[{"name":"a","mountPath":"/a","readOnly":true,"mountPropagation":"HostToContainer","recursiveReadOnly":"Enabled"}]"#
        => Forbidden "volumeMounts.recursiveReadOnly";

    "" r#""volumeDevices":[{"name":"c","devicePath":"relative/passes"},{"name":"d","devicePath":"/dev/d"}]"#;
    "device-name-missing" r#""volumeDevices":[{"name":"","devicePath":"/a"},{"name":"","devicePath":"/b"}]"#
        => Required "volumeDevices[0].name", NotFound "volumeDevices[0].name", Required "volumeDevices[1].name", NotFound "volumeDevices[1].name";
    "device-name-twice" r#""volumeDevices":[{"name":"c","devicePath":"/a"},{"name":"c","devicePath":"/b"}]"#
        => Invalid "volumeDevices[1].name";
    "device-of-missing-volume" r#""volumeDevices":[{"name":"x","devicePath":"/a"}]"# => NotFound "volumeDevices[0].name";
    "device-of-other-volume" r#""volumeDevices":[{"name":"a","devicePath":"/a"}]"# => Invalid "volumeDevices[0].name";
    "device-path-missing" r#""volumeDevices":[{"name":"c","devicePath":""},{"name":"d","devicePath":""}]"#
        => Required "volumeDevices[0].devicePath", Required "volumeDevices[1].devicePath", Invalid "volumeDevices[1].devicePath";
    "device-path-twice" r#""volumeDevices":[{"name":"c","devicePath":"/a"},{"name":"d","devicePath":"/a"}]"#
        => Invalid "volumeDevices[1].devicePath";
    "device-path-backstep" r#""volumeDevices":[{"name":"c","devicePath":"/a/.."},{"name":"d","devicePath":"/a/.."}]"#
        => Invalid "volumeDevices[0].devicePath", Invalid "volumeDevices[1].devicePath";
}

/// Cases of the other lists.
pub(crate) const LIST_CASES: &[Case] = &[
    (
        "mount-sub-path-in-ephemeral-container",
        pod!(
            r#""containers":[{"name":"c","image":"i"}],"ephemeralContainers":[{"name":"e","image":"i","volumeMounts":[{"name":"a","mountPath":"/a","subPath":"s"},{"name":"a","mountPath":"/b","subPathExpr":"$(S)"}]}]"#
        ),
        &[
            ("FieldValueForbidden", "spec.ephemeralContainers[0].volumeMounts[0].subPath"),
            ("FieldValueForbidden", "spec.ephemeralContainers[0].volumeMounts[1].subPathExpr"),
        ],
    ),
    (
        "mount-of-missing-volume",
        pod!(
            r#""containers":[{"name":"c","image":"i"}],"initContainers":[{"name":"e","image":"i","volumeMounts":[{"name":"y","mountPath":"/a","subPath":"s"}]}]"#
        ),
        &[("FieldValueNotFound", "spec.initContainers[0].volumeMounts[0].name")],
    ),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(&[CASES, LIST_CASES].concat(), |j, seen| {
        let path = Path::root("spec");
        // What is wrong with the volumes is not asked for here.
        let volumes = volumes::check(&mut Judge::new(j.version, j.form), &seen.spec, &seen.meta, &path);
        super::check(j, &seen.spec, &volumes, &path);
    })
}

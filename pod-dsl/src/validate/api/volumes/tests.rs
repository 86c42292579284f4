//! Cases of the frame, and what holds the cases of every family.

use k8s_openapi::{api::core::v1::PodSpec, apimachinery::pkg::apis::meta::v1::ObjectMeta};

use crate::{
    KubeVersion,
    validate::{
        Form, Judge, Path,
        api::{case, metadata::tests::bring},
        trials::{Case, Trial},
    },
};

/// Writes `CASES`: a rule's id, the source of a volume `v` in a pod `p`, and the causes below `spec.volumes[0]`.
macro_rules! cases {
    ($($id:literal $source:expr $(=> $($cause:ident $at:literal),+)?;)*) => {
        pub(crate) const CASES: &[$crate::validate::trials::Case] = &[$((
            $id,
            concat!(
                r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","#,
                $source,
                "}]}}"
            ),
            &[$($((concat!("FieldValue", stringify!($cause)), concat!("spec.volumes[0]", $at))),+)?],
        )),*];
    };
}
pub(crate) use cases;

macro_rules! pod {
    ($name:literal, $volumes:expr) => {
        concat!(
            r#"{"apiVersion":"v1","kind":"Pod","metadata":{"#,
            $name,
            r#"},"spec":{"containers":[{"name":"c","image":"i"}],"volumes":["#,
            $volumes,
            "]}}"
        )
    };
}
macro_rules! template {
    ($volumes:expr) => {
        concat!(
            r#"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}],"volumes":["#,
            $volumes,
            "]}}}}"
        )
    };
}
macro_rules! ephemeral {
    ($name:literal) => {
        concat!(
            r#"{"name":""#,
            $name,
            r#"","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}}}}}}"#
        )
    };
}

const FRAME: &[Case] = &[
    ("", pod!(r#""name":"p""#, r#"{"name":"a"},{"name":"b","emptyDir":{}}"#), &[]),
    (
        "volume-name-missing",
        pod!(r#""name":"p""#, r#"{"emptyDir":{}}"#),
        &[("FieldValueRequired", "spec.volumes[0].name")],
    ),
    (
        "volume-name-malformed",
        pod!(r#""name":"p""#, r#"{"name":"a.b"}"#),
        &[("FieldValueInvalid", "spec.volumes[0].name")],
    ),
    (
        "volume-name-malformed",
        pod!(
            r#""name":"p""#,
            r#"{"name":"Aabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"}"#
        ),
        &[("FieldValueInvalid", "spec.volumes[0].name"), ("FieldValueInvalid", "spec.volumes[0].name")],
    ),
    (
        "volume-name-twice",
        pod!(r#""name":"p""#, r#"{"name":"a"},{"name":"b"},{"name":"a"}"#),
        &[("FieldValueDuplicate", "spec.volumes[2].name")],
    ),
    // A volume that is broken leaves its name to the next one.
    (
        "volume-host-path-missing",
        pod!(r#""name":"p""#, r#"{"name":"a","hostPath":{"path":""}},{"name":"a"}"#),
        &[("FieldValueRequired", "spec.volumes[0].hostPath.path")],
    ),
    (
        "volume-source-twice",
        pod!(
            r#""name":"p""#,
            r#"{"name":"a","emptyDir":{},"gcePersistentDisk":{"pdName":""},"cephfs":{"monitors":[]},"downwardAPI":{}}"#
        ),
        &[
            ("FieldValueForbidden", "spec.volumes[0].gcePersistentDisk"),
            ("FieldValueForbidden", "spec.volumes[0].cephFS"),
            ("FieldValueForbidden", "spec.volumes[0].downwarAPI"),
        ],
    ),
    (
        "volume-claim-of-ephemeral-volume",
        pod!(
            r#""name":"p""#,
            concat!(r#"{"name":"a","persistentVolumeClaim":{"claimName":"p-b"}},"#, ephemeral!("b"))
        ),
        &[("FieldValueInvalid", "spec.volumes[0].persistentVolumeClaim.claimName")],
    ),
    (
        "",
        template!(concat!(r#"{"name":"a","persistentVolumeClaim":{"claimName":"p-b"}},"#, ephemeral!("b"))),
        &[],
    ),
    (
        "volume-claim-created-name-malformed",
        pod!(r#""name":"P""#, ephemeral!("a")),
        &[("FieldValueInvalid", "spec.volumes[0].name")],
    ),
    (
        "volume-claim-created-name-malformed",
        pod!(r#""generateName":"P.""#, ephemeral!("a")),
        &[("FieldValueInvalid", "spec.volumes[0].name")],
    ),
    ("", pod!(r#""generateName":"p.""#, ephemeral!("a")), &[]),
    ("", pod!(r#""namespace":"n""#, ephemeral!("a")), &[]),
    // Without a name of its own the volume is asked for nothing more.
    (
        "volume-name-missing",
        pod!(r#""name":"P""#, ephemeral!("")),
        &[("FieldValueRequired", "spec.volumes[0].name")],
    ),
];

pub(crate) fn trials() -> Vec<Trial> {
    let cases = [
        FRAME,
        super::local::tests::CASES,
        super::config::tests::CASES,
        super::downward::tests::CASES,
        super::projected::tests::CASES,
        super::trust_bundle::tests::CASES,
        super::pod_certificate::tests::CASES,
        super::pod_certificate::tests::SIZE_CASES,
        super::signer::tests::CASES,
        super::claim::tests::CASES,
        super::storage::tests::CASES,
        super::network::tests::CASES,
        super::network::tests::TEMPLATE_CASES,
        super::cloud::tests::CASES,
        super::legacy::tests::CASES,
    ];
    let mut trials = bring(&cases.concat(), |j, seen| {
        let path = Path::root(if j.form == Form::Pod { "spec" } else { "spec.template.spec" });
        super::check(j, &seen.spec, &seen.meta, &path);
    });
    let check: case::Check = |j, spec, meta, path| _ = super::check(j, spec, meta, path);
    trials.extend(case::bring(check, &[], super::network::tests::ELSEWHERE));
    trials
}

#[test]
fn only_sound_volumes_are_found() {
    let spec: PodSpec = serde_json::from_str(
        r#"{"containers":[],"volumes":[{"name":"a","hostPath":{"path":""}},{"name":"b"},{"name":"b","nfs":{"server":"s","path":"/"}},{"name":"C"}]}"#,
    )
    .unwrap();
    let mut j = Judge::new(KubeVersion::DEFAULT, Form::Pod);
    let volumes = super::check(&mut j, &spec, &ObjectMeta::default(), &Path::root("spec"));
    assert!(volumes.get("a").is_none() && volumes.get("C").is_none() && volumes.get("").is_none());
    assert!(volumes.get("b").is_some_and(|volume| volume.nfs.is_none()), "the first of two is the sound one");
}

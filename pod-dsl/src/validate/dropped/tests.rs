use k8s_openapi::api::core::v1::{PersistentVolumeClaimSpec, PodSpec};
use serde_json::{Value, json};

use crate::{
    target::KubeVersion,
    validate::{
        Form, Judge, Path,
        trials::{Case, Trial},
    },
};

const HOSTNAME: &str = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"hostnameOverride":"b","containers":[{"name":"c","image":"i"}]}}"#;

#[rustfmt::skip]
const CASES: &[(u8, Case)] = &[
    (35, ("", HOSTNAME, &[])),
    (34, ("field-dropped-by-gate", HOSTNAME, &[("field-dropped-by-gate", "spec.hostnameOverride")])),
];

pub(crate) fn trials() -> Vec<Trial> {
    CASES.iter().map(|(release, case)| Trial::document(*release, case)).collect()
}

/// Gives what is left of a pod spec in a release, and the paths of what went.
fn left(minor: u8, spec: Value) -> (Value, Vec<String>) {
    let mut spec: PodSpec = serde_json::from_value(spec).unwrap();
    let mut judge = Judge::new(KubeVersion::new(minor).unwrap(), Form::Pod);
    super::pod_spec(&mut judge, &mut spec, &Path::root("spec"));
    let found = judge.finish().0;
    assert!(found.iter().all(|finding| finding.rule == "field-dropped-by-gate"));
    (serde_json::to_value(&spec).unwrap(), found.into_iter().map(|finding| finding.path).collect())
}

#[test]
fn a_lifecycle_of_which_nothing_is_left_goes_too() {
    let spec = json!({"containers": [{"name": "c", "lifecycle": {"stopSignal": "SIGUSR1"}}]});
    let (spec, gone) = left(36, spec);
    assert_eq!(spec["containers"][0], json!({"name": "c"}));
    assert_eq!(gone, ["spec.containers[0].lifecycle.stopSignal"]);
    let spec = json!({"containers": [{"name": "c", "lifecycle": {"preStop": {"sleep": {"seconds": 1}}}}]});
    assert_eq!(left(29, spec.clone()).0["containers"][0], json!({"name": "c"}));
    assert_eq!(left(30, spec.clone()), (spec, vec![]));
}

#[test]
fn a_projection_leaves_an_empty_source() {
    let spec = json!({"containers": [], "volumes": [{"name": "v", "projected": {"sources": [
        {"clusterTrustBundle": {"path": "p"}}, {"podCertificate": {"signerName": "", "keyType": ""}}]}}]});
    let (rest, gone) = left(36, spec.clone());
    assert_eq!(rest["volumes"][0]["projected"]["sources"], json!([{}, {}]));
    assert_eq!(
        gone,
        [
            "spec.volumes[0].projected.sources[0].clusterTrustBundle",
            "spec.volumes[0].projected.sources[1].podCertificate"
        ]
    );
    assert_eq!(left(37, spec).1, Vec::<String>::new(), "both are on in 1.37");
}

#[test]
fn an_image_volume_goes_with_its_mounts() {
    let spec = json!({"volumes": [{"name": "data", "image": {"reference": "r"}}, {"name": "tmp"}],
        "containers": [{"name": "c", "volumeMounts": [{"name": "data", "mountPath": "/d"}, {"name": "tmp", "mountPath": "/t"}]}]});
    let (rest, gone) = left(34, spec.clone());
    assert_eq!(rest["volumes"], json!([{"name": "tmp"}]));
    assert_eq!(rest["containers"][0]["volumeMounts"], json!([{"name": "tmp", "mountPath": "/t"}]));
    assert_eq!(gone, ["spec.volumes[0].image"]);
    assert_eq!(left(35, spec).1, Vec::<String>::new());
}

#[test]
fn every_guarded_field_goes_where_its_gate_is_off() {
    let spec = json!({
        "hostUsers": false, "resources": {"limits": {"cpu": "1"}}, "hostnameOverride": "h", "resourceClaims": [{"name": "r"}],
        "schedulingGroup": {}, "securityContext": {"supplementalGroupsPolicy": "Strict", "seLinuxChangePolicy": "Recursive"},
        "affinity": {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "k", "matchLabelKeys": ["a"]}]},
            "podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution":
                [{"weight": 1, "podAffinityTerm": {"topologyKey": "k", "mismatchLabelKeys": ["a"]}}]}},
        "containers": [{"name": "c", "restartPolicy": "Never", "restartPolicyRules": [], "resizePolicy": [],
            "resources": {"claims": [{"name": "r"}]}, "securityContext": {"procMount": "Unmasked"},
            "env": [{"name": "e", "valueFrom": {"fileKeyRef": {"key": "k", "path": "p", "volumeName": "v"}}}],
            "volumeMounts": [{"name": "v", "mountPath": "/v", "recursiveReadOnly": "Enabled"}]}],
    });
    let (rest, mut gone) = left(29, spec.clone());
    gone.sort();
    assert_eq!(
        gone,
        [
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys",
            "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.mismatchLabelKeys",
            "spec.containers[0].env[0].valueFrom.fileKeyRef",
            "spec.containers[0].resizePolicy",
            "spec.containers[0].resources.claims",
            "spec.containers[0].securityContext.procMount",
            "spec.containers[0].volumeMounts[0].recursiveReadOnly",
            "spec.hostUsers",
            "spec.hostnameOverride",
            "spec.resourceClaims",
            "spec.resources",
            "spec.schedulingGroup",
            "spec.securityContext.seLinuxChangePolicy",
            "spec.securityContext.supplementalGroupsPolicy",
        ]
    );
    assert_eq!(rest["containers"][0]["securityContext"]["procMount"], "Default");
    assert_eq!(rest["containers"][0]["restartPolicy"], "Never", "before 1.34 it is refused, not dropped");
    assert_eq!(left(34, spec.clone()).0["containers"][0].get("restartPolicy"), None);
    assert_eq!(left(36, spec).1, ["spec.schedulingGroup"]);
}

#[test]
fn a_claim_has_one_data_source_under_two_names() {
    let of = |spec: Value| {
        let mut spec: PersistentVolumeClaimSpec = serde_json::from_value(spec).unwrap();
        let mut judge = Judge::new(KubeVersion::DEFAULT, Form::Template);
        super::claim_spec(&mut judge, &mut spec, &Path::root("spec"));
        (serde_json::to_value(&spec).unwrap(), judge.count())
    };
    let snapshot = json!({"apiGroup": "snapshot.storage.k8s.io", "kind": "VolumeSnapshot", "name": "s"});
    let both = json!({"dataSource": snapshot, "dataSourceRef": snapshot});
    assert_eq!(of(json!({"dataSource": snapshot})), (both.clone(), 0));
    assert_eq!(of(json!({"dataSourceRef": snapshot})), (both, 0));
    assert_eq!(of(json!({"dataSource": {"kind": "Pod", "name": "p"}})), (json!({}), 0));
    let elsewhere =
        json!({"dataSourceRef": {"kind": "PersistentVolumeClaim", "name": "c", "namespace": "n"}});
    assert_eq!(of(elsewhere), (json!({}), 1));
}

use serde_json::Value;

use super::job_cases::{CRON_JOB, JOB, POLICIES, too_long};

use crate::validate::{
    Judge,
    api::{case::Elsewhere, whole},
    trials::{Case, Trial},
};

const INVALID: &str = "FieldValueInvalid";
const REQUIRED: &str = "FieldValueRequired";
const FORBIDDEN: &str = "FieldValueForbidden";
const UNSUPPORTED: &str = "FieldValueNotSupported";

/// A workload of a kind, whose selector and template fit, with more in its spec and in that of its pods.
macro_rules! object {
    ($kind:literal, $more:literal, $pod:literal) => {
        object!($kind, $more, $pod, r#"{"matchLabels":{"a":"b"}}"#)
    };
    ($kind:literal, $more:literal, $pod:literal, $selector:literal) => {
        concat!(
            r#"{"kind":""#,
            $kind,
            r#"","metadata":{"name":"a"},"spec":{"selector":"#,
            $selector,
            r#","template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]"#,
            $pod,
            "}}",
            $more,
            "}}"
        )
    };
}

/// A `ReplicationController` with its metadata.
macro_rules! controller {
    ($meta:literal) => {
        concat!(
            r#"{"kind":"ReplicationController","metadata":{"#,
            $meta,
            r#"},"spec":{"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}"#
        )
    };
}
/// A workload whose template has annotations.
macro_rules! annotated {
    ($kind:literal, $annotations:literal, $pod:literal) => {
        concat!(
            r#"{"kind":""#,
            $kind,
            r#"","metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"},"annotations":{"#,
            $annotations,
            r#"}},"spec":{"containers":[{"name":"c","image":"i"}]"#,
            $pod,
            "}}}}"
        )
    };
}

#[rustfmt::skip]
const COMMON: &[Case] = &[
    ("", object!("Deployment", r#","replicas":0"#, ""), &[]),
    ("", object!("ReplicaSet", "", "", r#"{"matchExpressions":[{"key":"a","operator":"In","values":["b"]},{"key":"z","operator":"DoesNotExist"}]}"#), &[]),
    ("", r#"{"kind":"PodTemplate","metadata":{"name":"a"},"template":{"spec":{"containers":[{"name":"c","image":"i"}],"restartPolicy":"Never"}}}"#, &[]),
    ("workload-number-negative", object!("ReplicaSet", r#","replicas":-1,"minReadySeconds":-1"#, ""), &[(INVALID, "spec.replicas"), (INVALID, "spec.minReadySeconds")]),
    ("workload-number-negative", object!("StatefulSet", r#","ordinals":{"start":-1}"#, ""), &[(INVALID, "spec.ordinals.start")]),
    ("workload-selector-missing", object!("Deployment", "", "", "null"), &[(REQUIRED, "spec.selector"), (INVALID, "spec.template.metadata.labels")]),
    ("workload-selector-empty", object!("StatefulSet", "", "", r#"{"matchLabels":{}}"#), &[(INVALID, "spec.selector")]),
    // The template of a selector that cannot be read is not judged, but for a DaemonSet.
    ("workload-selector-malformed", object!("Deployment", "", r#","restartPolicy":"Never""#, r#"{"matchLabels":{"a":"b c"}}"#), &[(INVALID, "spec.selector"), (INVALID, "spec.selector.matchLabels")]),
    ("workload-restart-policy", object!("DaemonSet", "", r#","restartPolicy":"Never""#, r#"{"matchLabels":{"a":"b c"}}"#), &[(INVALID, "spec.selector.matchLabels"), (UNSUPPORTED, "spec.template.spec.restartPolicy")]),
    ("workload-labels-not-selected", object!("ReplicaSet", "", "", r#"{"matchExpressions":[{"key":"a","operator":"NotIn","values":["b"]}]}"#), &[(INVALID, "spec.template.metadata.labels")]),
    ("workload-active-deadline", object!("Deployment", "", r#","activeDeadlineSeconds":5"#), &[(FORBIDDEN, "spec.template.spec.activeDeadlineSeconds")]),
];

#[rustfmt::skip]
const AMOUNT: &[Case] = &[
    ("", object!("Deployment", r#","strategy":{"rollingUpdate":{"maxSurge":"200%","maxUnavailable":0}}"#, ""), &[]),
    ("workload-share-malformed", object!("Deployment", r#","strategy":{"rollingUpdate":{"maxSurge":"5"}}"#, ""), &[(INVALID, "spec.strategy.rollingUpdate.maxSurge")]),
    ("workload-share-too-large", object!("Deployment", r#","strategy":{"rollingUpdate":{"maxUnavailable":"101%"}}"#, ""), &[(INVALID, "spec.strategy.rollingUpdate.maxUnavailable")]),
];

#[rustfmt::skip]
const DEPLOYMENT: &[Case] = &[
    ("deployment-strategy-unknown", object!("Deployment", r#","strategy":{"type":"Rolling"}"#, ""), &[(UNSUPPORTED, "spec.strategy")]),
    ("deployment-rolling-update-unused", object!("Deployment", r#","strategy":{"type":"Recreate","rollingUpdate":{}}"#, ""), &[(FORBIDDEN, "spec.strategy.rollingUpdate")]),
    ("deployment-standstill", object!("Deployment", r#","strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":"0%"}}"#, ""), &[(INVALID, "spec.strategy.rollingUpdate.maxUnavailable")]),
    ("deployment-progress-deadline", object!("Deployment", r#","minReadySeconds":9,"progressDeadlineSeconds":9"#, ""), &[(INVALID, "spec.progressDeadlineSeconds")]),
    ("deployment-rollback-revision-negative", r#"{"kind":"Deployment","metadata":{"name":"a","annotations":{"deprecated.deployment.rollback.to":"-1"}},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}"#,
        &[(INVALID, "spec.rollback.version")]),
];

#[rustfmt::skip]
const DAEMON_SET: &[Case] = &[
    ("", object!("DaemonSet", "", ""), &[]),
    ("daemon-set-strategy-unknown", object!("DaemonSet", r#","updateStrategy":{"type":"Recreate"}"#, ""), &[(UNSUPPORTED, "spec.updateStrategy")]),
    ("daemon-set-standstill", object!("DaemonSet", r#","updateStrategy":{"rollingUpdate":{"maxUnavailable":0}}"#, ""), &[(REQUIRED, "spec.updateStrategy.rollingUpdate.maxUnavailable")]),
    ("daemon-set-surge-and-unavailable", object!("DaemonSet", r#","updateStrategy":{"rollingUpdate":{"maxSurge":1}}"#, ""), &[(INVALID, "spec.updateStrategy.rollingUpdate.maxSurge")]),
];

#[rustfmt::skip]
const STATEFUL_SET: &[Case] = &[
    ("", object!("StatefulSet", r#","serviceName":"s","volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}}}}]"#,
        r#","hostname":"No Name","volumes":[{"name":"d","hostPath":{"path":""}}]"#), &[]),
    // The server judges the annotations twice, but compares them with the fields once.
    ("annotation-seccomp-unknown", annotated!("StatefulSet", r#""seccomp.security.alpha.kubernetes.io/pod":"x""#, ""),
        &[(INVALID, "spec.template.annotations.seccomp.security.alpha.kubernetes.io/pod"), (INVALID, "spec.template.annotations.seccomp.security.alpha.kubernetes.io/pod")]),
    ("annotation-seccomp-type-differs", annotated!("StatefulSet", r#""seccomp.security.alpha.kubernetes.io/pod":"unconfined""#, r#","securityContext":{"seccompProfile":{"type":"RuntimeDefault"}}"#), &[(FORBIDDEN, "spec.template.spec.securityContext.seccompProfile.type")]),
    ("annotation-app-armor-type-differs", annotated!("StatefulSet", r#""container.apparmor.security.beta.kubernetes.io/c":"unconfined""#, r#","securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}}"#), &[(FORBIDDEN, "spec.template.spec.containers[0].securityContext.appArmorProfile.type")]),
    ("claim-access-modes-missing", object!("StatefulSet", r#","volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{"resources":{"requests":{"storage":"1"}}}}]"#, ""), &[(REQUIRED, "spec.volumeClaimTemplates[0].spec.accessModes")]),
    ("stateful-set-management-unknown", object!("StatefulSet", r#","podManagementPolicy":"Any""#, ""), &[(INVALID, "spec.podManagementPolicy")]),
    ("stateful-set-strategy-unknown", object!("StatefulSet", r#","updateStrategy":{"type":"Any"}"#, ""), &[(INVALID, "spec.updateStrategy")]),
    ("stateful-set-rolling-update-unused", object!("StatefulSet", r#","updateStrategy":{"type":"OnDelete","rollingUpdate":{}}"#, ""), &[(INVALID, "spec.updateStrategy.rollingUpdate")]),
    ("stateful-set-retention-unknown", object!("StatefulSet", r#","persistentVolumeClaimRetentionPolicy":{"whenScaled":"Keep"}"#, ""), &[(UNSUPPORTED, "spec.persistentVolumeClaimRetentionPolicy.whenScaled")]),
    ("stateful-set-service-name-malformed", object!("StatefulSet", r#","serviceName":"a.b""#, ""), &[(INVALID, "spec.serviceName")]),
];

#[rustfmt::skip]
const CONTROLLER: &[Case] = &[
    ("", object!("ReplicationController", "", "", r#"{"a":"b"}"#), &[]),
    ("workload-labels-not-selected", object!("ReplicationController", "", "", r#"{"a":"c"}"#), &[(INVALID, "spec.template.metadata.labels")]),
    ("", controller!(r#""name":"a","generateName":"A""#), &[]),
    ("metadata-name-malformed", controller!(r#""generateName":"A""#), &[(INVALID, "metadata.name")]),
    ("replication-controller-template-missing", r#"{"kind":"ReplicationController","metadata":{"name":"a"},"spec":{"selector":{"a":"b"}}}"#, &[(REQUIRED, "spec.template")]),
];

/// A server counts what a `StatefulSet` may take away where its gate is on; and what other releases say.
#[rustfmt::skip]
const ELSEWHERE: &[Elsewhere] = &[
    (34, None, ("", STANDSTILL, &[])),
    (33, None, ("metadata-generate-name-malformed", controller!(r#""name":"a","generateName":"A""#), &[(INVALID, "metadata.generateName")])),
    (35, None, ("stateful-set-standstill", STANDSTILL, &[(INVALID, "spec.updateStrategy.rollingUpdate.maxUnavailable")])),
    (36, None, ("", STANDSTILL, &[])),
    (37, None, ("stateful-set-standstill", STANDSTILL, &[(INVALID, "spec.updateStrategy.rollingUpdate.maxUnavailable")])),
];

const STANDSTILL: &str =
    object!("StatefulSet", r#","updateStrategy":{"rollingUpdate":{"maxUnavailable":0}}"#, "");

fn judge(j: &mut Judge, object: Value) {
    macro_rules! by_kind {
        ($($kind:literal => $judge:path),*) => {
            match object["kind"].as_str() {
                $(Some($kind) => $judge(j, &serde_json::from_value(object).unwrap()),)*
                other => panic!("no case is of kind {other:?}"),
            }
        };
    }
    by_kind!(
        "Deployment" => super::deployment, "ReplicaSet" => super::replica_set, "DaemonSet" => super::daemon_set,
        "StatefulSet" => super::stateful_set, "ReplicationController" => super::replication_controller,
        "PodTemplate" => super::pod_template, "Job" => super::job::job, "CronJob" => super::cron_job::cron_job
    );
}

pub(crate) fn trials() -> Vec<Trial> {
    let cases = [
        COMMON,
        AMOUNT,
        DEPLOYMENT,
        DAEMON_SET,
        STATEFUL_SET,
        CONTROLLER,
        JOB,
        POLICIES,
        CRON_JOB,
        &[too_long()],
    ];
    whole::bring(judge, &cases.concat(), ELSEWHERE)
}

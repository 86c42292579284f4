use super::{FORBIDDEN, INVALID, told, updated};
use crate::{Target, validate::trials::Case};

/// Writes two workloads of a kind with other fields of their specs, and what stands in their templates' specs.
macro_rules! workloads {
    ($head:literal, ($old:literal, $old_pod:literal), ($new:literal, $new_pod:literal)) => {
        concat!(
            workloads!(@one $head, $old, $old_pod),
            "---\n",
            workloads!(@one $head, $new, $new_pod)
        )
    };
    (@one $head:literal, $spec:literal, $pod:literal) => {
        concat!(
            "{", $head, ", metadata: {name: a}, spec: {", $spec,
            "template: {metadata: {labels: {app: a}}, spec: {", $pod, "}}}}\n"
        )
    };
}
macro_rules! deployments {
    ($($rest:tt)*) => { workloads!("apiVersion: apps/v1, kind: Deployment", $($rest)*) };
}
macro_rules! stateful_sets {
    ($($rest:tt)*) => { workloads!("apiVersion: apps/v1, kind: StatefulSet", $($rest)*) };
}
macro_rules! jobs {
    ($($rest:tt)*) => { workloads!("apiVersion: batch/v1, kind: Job", $($rest)*) };
}

pub(super) const CASES: &[Case] = &[
    (
        "",
        deployments!(
            ("selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]"),
            ("replicas: 1, selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]")
        ),
        &[],
    ),
    (
        "pods-stay",
        deployments!(
            ("selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]"),
            ("replicas: 2, selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]")
        ),
        &[("pods-stay", "spec")],
    ),
    (
        "pods-replaced",
        deployments!(
            ("selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]"),
            ("replicas: 2, selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: j}]")
        ),
        &[("pods-replaced", "spec.template")],
    ),
    (
        "new-pods-only",
        deployments!(
            ("paused: true, selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]"),
            ("paused: true, selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: j}]")
        ),
        &[("new-pods-only", "spec.template")],
    ),
    (
        "selector-changed",
        deployments!(
            ("selector: {matchLabels: {app: a, tier: b}}, ", "containers: [{name: c, image: i}]"),
            ("selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]")
        ),
        &[(INVALID, "spec.selector")],
    ),
    (
        "selector-changed",
        workloads!(
            "apiVersion: apps/v1, kind: DaemonSet",
            ("selector: {matchLabels: {app: a, tier: b}}, ", "containers: [{name: c, image: i}]"),
            ("selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]")
        ),
        &[(INVALID, "spec.selector")],
    ),
    (
        "new-pods-only",
        workloads!(
            "apiVersion: apps/v1, kind: DaemonSet",
            (
                "updateStrategy: {type: OnDelete}, selector: {matchLabels: {app: a}}, ",
                "containers: [{name: c, image: i}]"
            ),
            (
                "updateStrategy: {type: OnDelete}, selector: {matchLabels: {app: a}}, ",
                "containers: [{name: c, image: j}]"
            )
        ),
        &[("new-pods-only", "spec.template")],
    ),
    (
        "new-pods-only",
        workloads!(
            "apiVersion: apps/v1, kind: ReplicaSet",
            ("selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]"),
            ("selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: j}]")
        ),
        &[("new-pods-only", "spec.template")],
    ),
    // The selector of a ReplicationController may change.
    (
        "pods-stay",
        workloads!(
            "apiVersion: v1, kind: ReplicationController",
            ("selector: {app: a, tier: b}, ", "containers: [{name: c, image: i}]"),
            ("selector: {app: a}, ", "containers: [{name: c, image: i}]")
        ),
        &[("pods-stay", "spec")],
    ),
    (
        "new-pods-only",
        concat!(
            "{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {schedule: '* * * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}}\n",
            "---\n",
            "{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {schedule: '* * * * *', jobTemplate: {spec: {backoffLimit: 1, template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}}\n",
        ),
        &[("new-pods-only", "spec.jobTemplate")],
    ),
    (
        "pods-replaced",
        stateful_sets!(
            ("serviceName: a, selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]"),
            (
                "serviceName: a, minReadySeconds: 3, revisionHistoryLimit: 2, ordinals: {start: 1}, replicas: 2, selector: {matchLabels: {app: a}}, ",
                "containers: [{name: c, image: j}]"
            )
        ),
        &[("pods-replaced", "spec.template")],
    ),
    (
        "stateful-set-spec-changed",
        stateful_sets!(
            ("serviceName: a, selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]"),
            ("serviceName: b, selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: j}]")
        ),
        &[(FORBIDDEN, "spec")],
    ),
    (
        "stateful-set-spec-changed",
        stateful_sets!(
            (
                "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}], selector: {matchLabels: {app: a}}, ",
                "containers: [{name: c, image: i}]"
            ),
            (
                "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}}], selector: {matchLabels: {app: a}}, ",
                "containers: [{name: c, image: i}]"
            )
        ),
        &[(FORBIDDEN, "spec")],
    ),
    // The same amount in other words.
    (
        "",
        stateful_sets!(
            (
                "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}], selector: {matchLabels: {app: a}}, ",
                "containers: [{name: c, image: i}]"
            ),
            (
                "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], volumeMode: Filesystem, resources: {requests: {storage: 1024Mi}}}}], selector: {matchLabels: {app: a}}, ",
                "containers: [{name: c, image: i}]"
            )
        ),
        &[],
    ),
    (
        "",
        jobs!(
            ("", "restartPolicy: Never, containers: [{name: c, image: i}]"),
            (
                "parallelism: 2, suspend: true, activeDeadlineSeconds: 9, backoffLimit: 1, completions: 1, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            )
        ),
        &[],
    ),
    (
        "job-template-changed",
        jobs!(
            ("", "restartPolicy: Never, containers: [{name: c, image: i}]"),
            ("", "restartPolicy: Never, containers: [{name: c, image: j}]")
        ),
        &[(INVALID, "spec.template")],
    ),
    (
        "",
        jobs!(
            ("suspend: true, ", "restartPolicy: Never, containers: [{name: c, image: i}]"),
            (
                "suspend: false, ",
                "nodeSelector: {zone: a}, affinity: {nodeAffinity: {}}, restartPolicy: Never, containers: [{name: c, image: i, resources: {limits: {cpu: 1}}}]"
            )
        ),
        &[],
    ),
    (
        "job-template-changed",
        jobs!(
            ("suspend: true, ", "restartPolicy: Never, containers: [{name: c, image: i}]"),
            (
                "suspend: true, ",
                "nodeSelector: {zone: a}, restartPolicy: Never, containers: [{name: c, image: j}]"
            )
        ),
        &[(INVALID, "spec.template.spec")],
    ),
    (
        "job-completions-changed",
        jobs!(
            ("completions: 2, ", "restartPolicy: Never, containers: [{name: c, image: i}]"),
            ("completions: 3, ", "restartPolicy: Never, containers: [{name: c, image: i}]")
        ),
        &[(INVALID, "spec.completions")],
    ),
    (
        "",
        jobs!(
            (
                "completionMode: Indexed, completions: 2, parallelism: 2, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            ),
            (
                "completionMode: Indexed, completions: 3, parallelism: 3, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            )
        ),
        &[],
    ),
    (
        "job-completions-changed",
        jobs!(
            (
                "completionMode: Indexed, completions: 2, parallelism: 2, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            ),
            (
                "completionMode: Indexed, completions: 3, parallelism: 2, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            )
        ),
        &[(INVALID, "spec.completions")],
    ),
    (
        "job-field-changed",
        jobs!(
            ("completions: 2, ", "restartPolicy: Never, containers: [{name: c, image: i}]"),
            (
                "completionMode: Indexed, completions: 2, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            )
        ),
        &[(INVALID, "spec.completionMode")],
    ),
    (
        "job-field-changed",
        jobs!(
            (
                "completionMode: Indexed, completions: 2, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            ),
            (
                "backoffLimitPerIndex: 1, completionMode: Indexed, completions: 2, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            )
        ),
        &[(INVALID, "spec.backoffLimitPerIndex")],
    ),
    (
        "job-field-changed",
        jobs!(
            ("", "restartPolicy: Never, containers: [{name: c, image: i}]"),
            (
                "podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]}, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            )
        ),
        &[(INVALID, "spec.podFailurePolicy")],
    ),
    (
        "selector-changed",
        jobs!(
            (
                "manualSelector: true, selector: {matchLabels: {app: a, tier: b}}, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            ),
            (
                "manualSelector: true, selector: {matchLabels: {app: a}}, ",
                "restartPolicy: Never, containers: [{name: c, image: i}]"
            )
        ),
        &[(INVALID, "spec.selector")],
    ),
];

/// What a server of 1.32 says: the length of the history stays.
pub(super) const IN_1_32: &[Case] = &[(
    "stateful-set-spec-changed",
    stateful_sets!(
        ("selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]"),
        ("revisionHistoryLimit: 2, selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]")
    ),
    &[(FORBIDDEN, "spec")],
)];

/// What a server of 1.35 says: a suspended Job may get other nodes, but no other resources.
pub(super) const IN_1_35: &[Case] = &[
    (
        "",
        jobs!(
            ("suspend: true, ", "restartPolicy: Never, containers: [{name: c, image: i}]"),
            (
                "suspend: true, ",
                "nodeSelector: {zone: a}, restartPolicy: Never, containers: [{name: c, image: i}]"
            )
        ),
        &[],
    ),
    (
        "job-template-changed",
        jobs!(
            ("suspend: true, ", "restartPolicy: Never, containers: [{name: c, image: i}]"),
            (
                "suspend: true, ",
                "restartPolicy: Never, containers: [{name: c, image: i, resources: {limits: {cpu: 1}}}]"
            )
        ),
        &[(INVALID, "spec.template")],
    ),
];

/// A Job as a cluster shows it, with something in its status.
fn job(status: &str, new_pod: &str) -> Vec<(&'static str, String, String)> {
    told(&format!(
        "{{apiVersion: batch/v1, kind: Job, metadata: {{name: a, uid: x}}, spec: {{suspend: true, \
         selector: {{matchLabels: {{batch.kubernetes.io/controller-uid: x}}}}, \
         template: {{metadata: {{labels: {{job-name: a}}}}, spec: {{restartPolicy: Never, containers: [{{name: c, image: i}}]}}}}}}, \
         status: {{{status}}}}}\n---\n{{apiVersion: batch/v1, kind: Job, metadata: {{name: a}}, \
         spec: {{suspend: true, template: {{spec: {{{new_pod}, restartPolicy: Never, containers: [{{name: c, image: i}}]}}}}}}}}\n"
    ))
}

#[test]
fn a_suspended_job_that_has_run_changes_once_its_pods_are_gone() {
    let nodes = "nodeSelector: {zone: a}";
    assert_eq!(job("", nodes), []);
    let started = "startTime: '2026-01-01T00:00:00Z'";
    assert_eq!(job(started, nodes)[0].1, "spec.template");
    let marked = format!("{started}, conditions: [{{type: Suspended, status: 'True'}}]");
    assert_eq!(job(&marked, nodes), []);
    assert_eq!(job(&format!("{marked}, active: 1"), nodes)[0].0, "job-template-changed");
}

#[test]
fn what_the_template_does_not_hold_is_told_beside_it() {
    let text = deployments!(
        ("replicas: 3, selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: i}]"),
        ("selector: {matchLabels: {app: a}}, ", "containers: [{name: c, image: j}]")
    );
    let (found, _) = updated(&Target::kubernetes(), text);
    assert_eq!(found.len(), 1);
    // Who leaves a number to an autoscaler takes it away, and the default is one.
    assert_eq!(found[0].notes, ["beside the template `spec.replicas` (3 → 1) changes"]);
}

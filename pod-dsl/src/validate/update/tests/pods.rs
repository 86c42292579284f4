use super::{FORBIDDEN, INVALID, told};
use crate::validate::trials::Case;

/// Writes two pods with fields of their specs; both have the container `c` unless they say otherwise.
macro_rules! pods {
    ($old:literal, $new:literal) => {
        concat!(
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {",
            $old,
            "}}\n---\n{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {",
            $new,
            "}}\n"
        )
    };
}

pub(super) const CASES: &[Case] = &[
    (
        "",
        pods!(
            "containers: [{name: c, image: i}]",
            "containers: [{name: c, image: i, terminationMessagePath: /dev/termination-log}]"
        ),
        &[],
    ),
    (
        "container-restarted",
        pods!("containers: [{name: c, image: i}]", "containers: [{name: c, image: j}]"),
        &[("container-restarted", "spec")],
    ),
    (
        "pod-spec-changed",
        pods!("containers: [{name: c, image: i}]", "containers: [{name: c, image: j, command: [x]}]"),
        &[(FORBIDDEN, "spec")],
    ),
    (
        "pod-spec-changed",
        pods!("containers: [{name: c, image: i}]", "containers: [{name: d, image: i}]"),
        &[(FORBIDDEN, "spec")],
    ),
    (
        "pod-spec-changed",
        pods!(
            "containers: [{name: c, image: i, resources: {limits: {cpu: 1}}}]",
            "containers: [{name: c, image: i, resources: {limits: {cpu: 2}}}]"
        ),
        &[(FORBIDDEN, "spec")],
    ),
    // The server says no more than that.
    (
        "pod-deadline-extended",
        pods!(
            "activeDeadlineSeconds: 3, containers: [{name: c, image: i}]",
            "activeDeadlineSeconds: 4, hostname: h, containers: [{name: c, image: i}]"
        ),
        &[(INVALID, "spec.activeDeadlineSeconds")],
    ),
    (
        "pod-containers-changed",
        pods!(
            "containers: [{name: c, image: i}]",
            "hostname: h, containers: [{name: c, image: i}, {name: d, image: i}]"
        ),
        &[(FORBIDDEN, "spec.containers")],
    ),
    (
        "pod-containers-changed",
        pods!(
            "initContainers: [{name: d, image: i}], containers: [{name: c, image: i}]",
            "containers: [{name: c, image: i}]"
        ),
        &[(FORBIDDEN, "spec.initContainers")],
    ),
    (
        "",
        pods!(
            "containers: [{name: c, image: i}]",
            "activeDeadlineSeconds: 9, containers: [{name: c, image: i}]"
        ),
        &[],
    ),
    (
        "",
        pods!(
            "activeDeadlineSeconds: 9, containers: [{name: c, image: i}]",
            "activeDeadlineSeconds: 8, containers: [{name: c, image: i}]"
        ),
        &[],
    ),
    (
        "pod-deadline-extended",
        pods!(
            "activeDeadlineSeconds: 9, containers: [{name: c, image: i}]",
            "activeDeadlineSeconds: 10, containers: [{name: c, image: i}]"
        ),
        &[(INVALID, "spec.activeDeadlineSeconds")],
    ),
    (
        "pod-deadline-extended",
        pods!(
            "activeDeadlineSeconds: 9, containers: [{name: c, image: i}]",
            "containers: [{name: c, image: i}]"
        ),
        &[(INVALID, "spec.activeDeadlineSeconds")],
    ),
    (
        "",
        pods!(
            "tolerations: [{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 1}], containers: [{name: c, image: i}]",
            "tolerations: [{key: b, operator: Exists}, {key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 2}], containers: [{name: c, image: i}]"
        ),
        &[],
    ),
    (
        "pod-toleration-changed",
        pods!(
            "tolerations: [{key: a, operator: Exists}], containers: [{name: c, image: i}]",
            "tolerations: [{key: b, operator: Exists}], containers: [{name: c, image: i}]"
        ),
        &[(FORBIDDEN, "spec.tolerations")],
    ),
    (
        "",
        pods!(
            "schedulingGates: [{name: x/a}, {name: x/b}], containers: [{name: c, image: i}]",
            "schedulingGates: [{name: x/b}], nodeSelector: {zone: a}, containers: [{name: c, image: i}]"
        ),
        &[],
    ),
    (
        "pod-scheduling-gate-added",
        pods!(
            "containers: [{name: c, image: i}]",
            "schedulingGates: [{name: x/a}], containers: [{name: c, image: i}]"
        ),
        &[(FORBIDDEN, "spec.schedulingGates[0].name")],
    ),
    (
        "pod-spec-changed",
        pods!(
            "containers: [{name: c, image: i}]",
            "nodeSelector: {zone: a}, containers: [{name: c, image: i}]"
        ),
        &[(FORBIDDEN, "spec")],
    ),
    (
        "pod-node-selector-changed",
        pods!(
            "schedulingGates: [{name: x/a}], nodeSelector: {zone: a}, containers: [{name: c, image: i}]",
            "schedulingGates: [{name: x/a}], nodeSelector: {zone: b}, containers: [{name: c, image: i}]"
        ),
        &[(INVALID, "spec.nodeSelector")],
    ),
    (
        "pod-node-affinity-changed",
        concat!(
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {schedulingGates: [{name: x/a}], containers: [{name: c, image: i}], ",
            "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}}}\n",
            "---\n{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {schedulingGates: [{name: x/a}], containers: [{name: c, image: i}], ",
            "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: b, operator: Exists}]}]}}}}}\n",
        ),
        &[(
            INVALID,
            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]",
        )],
    ),
    (
        "",
        concat!(
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {schedulingGates: [{name: x/a}], containers: [{name: c, image: i}], ",
            "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}}}\n",
            "---\n{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {schedulingGates: [{name: x/a}], containers: [{name: c, image: i}], ",
            "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}, {key: b, operator: Exists}]}]}}}}}\n",
        ),
        &[],
    ),
    (
        "pod-annotation-changed",
        concat!(
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: c, image: i}]}}\n---\n",
            "{apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {kubernetes.io/config.mirror: x}}, spec: {containers: [{name: c, image: i}]}}\n",
        ),
        &[(FORBIDDEN, "metadata.annotations[kubernetes.io/config.mirror]")],
    ),
];

#[test]
fn the_line_that_changes_is_pointed_at() {
    let text = "apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
  - name: c
    image: i
---
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
  - name: c
    image: i
    args: [x]
";
    assert_eq!(told(text), [("pod-spec-changed", "spec".to_owned(), "new.yaml:8:5".to_owned())]);
}

#[test]
fn what_a_cluster_filled_in_is_no_change() {
    let live = r#"apiVersion: v1
kind: Pod
metadata:
  name: a
  namespace: shop
  uid: "1"
  resourceVersion: "2"
  creationTimestamp: "2026-01-01T00:00:00Z"
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i"}],"tolerations":[{"key":"x","operator":"Exists"}]}}
spec:
  nodeName: node-1
  serviceAccountName: default
  serviceAccount: default
  priority: 0
  preemptionPolicy: PreemptLowerPriority
  imagePullSecrets: [{name: default-dockercfg}]
  containers:
  - name: c
    image: i
    imagePullPolicy: Always
    volumeMounts: [{name: kube-api-access-x, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true}]
  volumes:
  - name: kube-api-access-x
    projected: {sources: [{serviceAccountToken: {path: token, expirationSeconds: 3607}}], defaultMode: 420}
  tolerations:
  - {key: x, operator: Exists}
  - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
  - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
status: {phase: Running, podIP: 10.0.0.1}
---
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers: [{name: c, image: i}]
  tolerations: [{key: x, operator: Exists}]
"#;
    assert_eq!(told(live), []);
    let moved = live.replace(
        "  containers: [{name: c, image: i}]",
        "  nodeName: node-2\n  containers: [{name: c, image: i}]",
    );
    assert_eq!(told(&moved)[0].0, "pod-spec-changed");
    let lost = live.replace("  tolerations: [{key: x, operator: Exists}]\n", "");
    assert_eq!(told(&lost)[0].0, "pod-toleration-changed");
}

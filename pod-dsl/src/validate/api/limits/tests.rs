use crate::{
    KubeVersion,
    validate::{
        api::case::{DUPLICATE, FORBIDDEN, INVALID, NOT_SUPPORTED, REQUIRED},
        trials::{Case, Trial},
    },
};

/// An object of a kind with these fields beside its metadata.
macro_rules! object {
    ($version:literal, $kind:literal, $fields:expr) => {
        object!($version, $kind, "a", $fields)
    };
    ($version:literal, $kind:literal, $name:literal, $fields:expr) => {
        concat!(
            "{apiVersion: ",
            $version,
            ", kind: ",
            $kind,
            ", metadata: {name: ",
            $name,
            "}, ",
            $fields,
            "}"
        )
    };
}
macro_rules! range {
    ($limits:literal) => {
        object!("v1", "LimitRange", concat!("spec: {limits: [", $limits, "]}"))
    };
}
macro_rules! quota {
    ($spec:literal) => {
        object!("v1", "ResourceQuota", concat!("spec: {", $spec, "}"))
    };
}
macro_rules! priority {
    ($fields:expr) => {
        object!("scheduling.k8s.io/v1", "PriorityClass", $fields)
    };
}
macro_rules! runtime {
    ($fields:literal) => {
        object!("node.k8s.io/v1", "RuntimeClass", $fields)
    };
}

#[rustfmt::skip]
const RANGE: &[Case] = &[
    ("", range!("{type: Container, max: {cpu: 2}, min: {cpu: 100m}, default: {cpu: 1}, defaultRequest: {cpu: 500m}, maxLimitRequestRatio: {cpu: 20}}, {type: Pod, max: {memory: 1Gi}}, {type: PersistentVolumeClaim, min: {storage: 1Gi}}"), &[]),
    ("limit-range-type-malformed", range!("{type: ''}"), &[(INVALID, "spec.limits[0].type"), (INVALID, "spec.limits[0].type")]),
    ("limit-range-type-unknown", range!("{type: Job}"), &[(INVALID, "spec.limits[0].type")]),
    ("limit-range-type-twice", range!("{type: Pod}, {type: Pod}"), &[(DUPLICATE, "spec.limits[1].type")]),
    ("limit-range-default-of-pod", range!("{type: Pod, default: {cpu: 1}, defaultRequest: {cpu: 1}}"), &[(FORBIDDEN, "spec.limits[0].default"), (FORBIDDEN, "spec.limits[0].defaultRequest")]),
    ("limit-range-storage-missing", range!("{type: PersistentVolumeClaim}"), &[(REQUIRED, "spec.limits[0].limits")]),
    ("limit-range-min-above-max", range!("{type: Pod, min: {cpu: 2}, max: {cpu: 1}}"), &[(INVALID, "spec.limits[0].min[cpu]")]),
    // What is not said of a container follows from what is: the default limit is the maximum here.
    ("limit-range-default-request-outside", range!("{type: Container, defaultRequest: {cpu: 3}, max: {cpu: 2}}"), &[(INVALID, "spec.limits[0].defaultRequest[cpu]"), (INVALID, "spec.limits[0].defaultRequest[cpu]")]),
    ("limit-range-default-outside", range!("{type: Container, default: {cpu: 3}, defaultRequest: {cpu: 2}, max: {cpu: 2}}"), &[(INVALID, "spec.limits[0].default[cpu]")]),
    ("limit-range-ratio-below-one", range!("{type: Pod, maxLimitRequestRatio: {cpu: 500m}}"), &[(INVALID, "spec.limits[0].maxLimitRequestRatio[cpu]")]),
    ("limit-range-ratio-too-high", range!("{type: Pod, min: {cpu: 1}, max: {cpu: 2}, maxLimitRequestRatio: {cpu: 3}}"), &[(INVALID, "spec.limits[0].maxLimitRequestRatio[cpu]")]),
    ("limit-range-default-request-differs", range!("{type: Container, default: {example.com/gpu: 2}, defaultRequest: {example.com/gpu: 1}}"), &[(INVALID, "spec.limits[0].defaultRequest[example.com/gpu]")]),
    ("resource-not-for-container", range!("{type: Pod, max: {storage: 1}}"), &[(INVALID, "spec.limits[0].max[storage]")]),
];

#[rustfmt::skip]
const QUOTA: &[Case] = &[
    ("", quota!("hard: {pods: 10, requests.cpu: 500m, count/deployments.apps: 2, requests.example.com/gpu: 1, hugepages-2Mi: 4Mi}"), &[]),
    ("", quota!("hard: {pods: 1, cpu: 1}, scopes: [NotBestEffort, Terminating]"), &[]),
    ("", quota!("hard: {pods: 1}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}"), &[]),
    ("", quota!("hard: {requests.storage: 1Gi}, scopeSelector: {matchExpressions: [{scopeName: VolumeAttributesClass, operator: Exists}]}"), &[]),
    ("quota-resource-unknown", quota!("hard: {storage: 1Gi}"), &[(INVALID, "spec.hard[storage]")]),
    ("resource-name-unknown", quota!("hard: {gpu: 1}"), &[(INVALID, "spec.hard[gpu]"), (INVALID, "spec.hard[gpu]")]),
    ("quota-negative", quota!("hard: {cpu: -1}"), &[(INVALID, "spec.hard[cpu]")]),
    ("quota-fraction", quota!("hard: {pods: 1500m}"), &[(INVALID, "spec.hard[pods]")]),
    ("quota-scope-unknown", quota!("scopes: [Fast]"), &[(INVALID, "spec.scopes")]),
    ("quota-scope-misfit", quota!("hard: {cpu: 1, services: 1}, scopes: [BestEffort]"), &[(INVALID, "spec.scopes"), (INVALID, "spec.scopes")]),
    ("quota-scopes-clash", quota!("scopes: [BestEffort, NotBestEffort]"), &[(INVALID, "spec.scopes")]),
    ("quota-scope-operator-unknown", quota!("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: Is}]}"), &[(INVALID, "spec.scopeSelector.matchExpressions.operator")]),
    ("quota-scope-operator-misfit", quota!("scopeSelector: {matchExpressions: [{scopeName: Terminating, operator: DoesNotExist}]}"), &[(INVALID, "spec.scopeSelector.matchExpressions.operator")]),
    ("quota-scope-values-missing", quota!("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In}]}"), &[(REQUIRED, "spec.scopeSelector.matchExpressions.values")]),
    ("quota-scope-values-unused", quota!("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: Exists, values: [a]}]}"), &[(INVALID, "spec.scopeSelector.matchExpressions.values")]),
];

#[rustfmt::skip]
const CLASSES: &[Case] = &[
    ("", priority!("value: 1000000000, preemptionPolicy: Never"), &[]),
    ("", object!("scheduling.k8s.io/v1", "PriorityClass", "system-node-critical", "value: 2000001000"), &[]),
    ("priority-class-name-reserved", object!("scheduling.k8s.io/v1", "PriorityClass", "system-mine", "value: 1"), &[(FORBIDDEN, "metadata.name")]),
    ("priority-class-value-too-high", priority!("value: 1000000001"), &[(FORBIDDEN, "value")]),
    ("priority-class-preemption-empty", priority!("value: 1, preemptionPolicy: ''"), &[(REQUIRED, "preemptionPolicy")]),
    ("priority-class-preemption-unknown", priority!("value: 1, preemptionPolicy: Always"), &[(NOT_SUPPORTED, "preemptionPolicy")]),
    ("", runtime!("handler: kata, overhead: {podFixed: {cpu: 100m}}, scheduling: {nodeSelector: {a: b}, tolerations: [{operator: Exists}]}"), &[]),
    ("runtime-class-handler-missing", runtime!("handler: ''"), &[(REQUIRED, "handler")]),
    ("runtime-class-handler-malformed", runtime!("handler: a.b"), &[(INVALID, "handler")]),
    ("", runtime!("handler: a, scheduling: {tolerations: [{key: a, operator: Exists}, {key: a, operator: Exists, effect: NoExecute}]}"), &[]),
    ("runtime-class-toleration-twice", runtime!("handler: a, scheduling: {tolerations: [{operator: Exists, effect: NoExecute}, {operator: Exists, effect: NoExecute, tolerationSeconds: 5}]}"), &[(DUPLICATE, "scheduling.tolerations[1]")]),
    ("resource-negative", runtime!("handler: a, overhead: {podFixed: {cpu: -1}}"), &[(INVALID, "overhead.limits[cpu]")]),
    ("label-value-malformed", runtime!("handler: a, scheduling: {nodeSelector: {a: b c}}"), &[(INVALID, "scheduling.nodeSelector")]),
    ("toleration-effect-unknown", runtime!("handler: a, scheduling: {tolerations: [{operator: Exists, effect: Evict}]}"), &[(NOT_SUPPORTED, "scheduling.tolerations[0].effect")]),
    ("", object!("coordination.k8s.io/v1", "Lease", "spec: {leaseDurationSeconds: 1, leaseTransitions: 0, strategy: Any}"), &[]),
    ("lease-duration-not-positive", object!("coordination.k8s.io/v1", "Lease", "spec: {leaseDurationSeconds: 0}"), &[(INVALID, "spec.leaseDurationSeconds")]),
    ("lease-transitions-negative", object!("coordination.k8s.io/v1", "Lease", "spec: {leaseTransitions: -1}"), &[(INVALID, "spec.leaseTransitions")]),
];

/// Before 1.34 claims are not counted by the class of their attributes.
#[rustfmt::skip]
const BEFORE_1_34: &[Case] = &[
    ("quota-scope-unknown", quota!("scopeSelector: {matchExpressions: [{scopeName: VolumeAttributesClass, operator: Exists}]}"), &[(INVALID, "spec.scopeSelector.matchExpressions.scopeName")]),
];

#[rustfmt::skip]
const BEFORE_1_36: &[Case] = &[
    ("runtime-class-handler-malformed", runtime!("handler: ''"), &[(INVALID, "handler")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    let now = [RANGE, QUOTA, CLASSES].concat();
    let now = now.iter().map(|case| Trial::document(KubeVersion::DEFAULT.minor(), case));
    let before = [(33, BEFORE_1_34), (35, BEFORE_1_36)].into_iter();
    let before =
        before.flat_map(|(release, cases)| cases.iter().map(move |case| Trial::document(release, case)));
    now.chain(before).collect()
}

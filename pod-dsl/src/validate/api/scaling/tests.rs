use crate::{
    KubeVersion,
    validate::{
        api::case::{FORBIDDEN, INVALID, NOT_SUPPORTED, REQUIRED},
        trials::{Case, Trial},
    },
};

/// An autoscaler of a Deployment, with more in its spec.
macro_rules! scaler {
    ($spec:expr) => {
        scaler!("apps/v1", "Deployment", $spec)
    };
    ($version:literal, $kind:literal, $spec:expr) => {
        concat!(
            "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {scaleTargetRef: {apiVersion: ",
            $version,
            ", kind: ",
            $kind,
            ", name: web}, ",
            $spec,
            "}}"
        )
    };
}
macro_rules! metric {
    ($metric:literal) => {
        scaler!(concat!("maxReplicas: 3, metrics: [{", $metric, "}]"))
    };
}
macro_rules! up {
    ($rules:literal) => {
        scaler!(concat!("maxReplicas: 3, behavior: {scaleUp: {", $rules, "}}"))
    };
}
macro_rules! budget {
    ($spec:literal) => {
        budget!("{name: a}", $spec)
    };
    ($meta:literal, $spec:literal) => {
        concat!(
            "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: ",
            $meta,
            ", spec: {",
            $spec,
            "}}"
        )
    };
}

#[rustfmt::skip]
const SCALER: &[Case] = &[
    ("", scaler!("maxReplicas: 3"), &[]),
    ("", scaler!("v1", "ReplicationController", "minReplicas: 2, maxReplicas: 3"), &[]),
    ("", "{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, maxReplicas: 3, targetCPUUtilizationPercentage: 50}}", &[]),
    ("metric-target-not-positive", "{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, maxReplicas: 3, targetCPUUtilizationPercentage: 0}}",
        &[(INVALID, "spec.metrics[0].resource.target.averageUtilization")]),
    ("autoscaler-least-too-low", scaler!("minReplicas: -1, maxReplicas: 1"), &[(INVALID, "spec.minReplicas")]),
    ("autoscaler-most-too-low", scaler!("minReplicas: -1, maxReplicas: -1"), &[(INVALID, "spec.maxReplicas"), (INVALID, "spec.minReplicas")]),
    ("autoscaler-most-missing", scaler!("minReplicas: 0, maxReplicas: 0, metrics: [{type: Object}]"),
        &[(REQUIRED, "spec.maxReplicas"), (INVALID, "spec.minReplicas"), (REQUIRED, "spec.metrics[0].object")]),
    ("autoscaler-most-below-least", scaler!("minReplicas: 3, maxReplicas: 2"), &[(INVALID, "spec.maxReplicas")]),
    ("autoscaler-target-version-malformed", scaler!("v1", "Deployment", "maxReplicas: 1"), &[(INVALID, "spec.scaleTargetRef.apiVersion")]),
    ("autoscaler-target-version-malformed", scaler!("a/b/c", "ReplicationController", "maxReplicas: 1"), &[(INVALID, "spec.scaleTargetRef.apiVersion")]),
    ("reference-part-missing", scaler!("apps/v1", "''", "maxReplicas: 1"), &[(REQUIRED, "spec.scaleTargetRef.kind")]),
];

#[rustfmt::skip]
const METRICS: &[Case] = &[
    ("", metric!("type: Object, object: {describedObject: {apiVersion: v1, kind: Service, name: a}, metric: {name: a}, target: {type: Value, value: 1}}"), &[]),
    ("", metric!("type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: AverageValue, averageValue: 100m}}"), &[]),
    ("", metric!("type: External, external: {metric: {name: a}, target: {type: Value, value: 1}}"), &[]),
    ("", metric!("type: Pods, pods: {metric: {name: a}, target: {type: AverageValue, averageValue: 1}}"), &[]),
    ("metric-type-missing", metric!("type: ''"), &[(REQUIRED, "spec.metrics[0].type"), (NOT_SUPPORTED, "spec.metrics[0].type"), (NOT_SUPPORTED, "spec.metrics[0].type")]),
    ("metric-type-unknown", metric!("type: CPU, resource: {name: cpu, target: {type: Utilization, averageUtilization: 1}}"), &[(NOT_SUPPORTED, "spec.metrics[0].type"), (NOT_SUPPORTED, "spec.metrics[0].type")]),
    ("metric-source-missing", metric!("type: Pods, resource: {name: cpu, target: {type: Utilization, averageUtilization: 1}}"), &[(REQUIRED, "spec.metrics[0].pods")]),
    // Only the first source is looked into.
    ("metric-source-unused", metric!("type: Resource, pods: {metric: {name: a}, target: {type: AverageValue, averageValue: 1}}, resource: {name: ''}"), &[(FORBIDDEN, "spec.metrics[0].pods")]),
    ("metric-name-missing", metric!("type: Pods, pods: {metric: {name: ''}, target: {type: AverageValue, averageValue: 1}}"), &[(REQUIRED, "spec.metrics[0].pods.metric.name")]),
    ("metric-name-malformed", metric!("type: Pods, pods: {metric: {name: a/b}, target: {type: AverageValue, averageValue: 1}}"), &[(INVALID, "spec.metrics[0].pods.metric.name")]),
    ("metric-resource-missing", metric!("type: Resource, resource: {target: {type: AverageValue, averageValue: 1}}"), &[(REQUIRED, "spec.metrics[0].resource.name")]),
    ("metric-container-missing", metric!("type: ContainerResource, containerResource: {name: cpu, target: {type: AverageValue, averageValue: 1}}"), &[(REQUIRED, "spec.metrics[0].containerResource.container")]),
    ("resource-not-for-container", metric!("type: ContainerResource, containerResource: {name: storage, container: web, target: {type: AverageValue, averageValue: 1}}"), &[(INVALID, "spec.metrics[0].containerResource.name")]),
    ("metric-container-malformed", metric!("type: ContainerResource, containerResource: {name: cpu, container: A, target: {type: AverageValue, averageValue: 1}}"), &[(INVALID, "spec.metrics[0].containerResource.container")]),
    ("metric-target-type-missing", metric!("type: Resource, resource: {name: cpu, target: {averageValue: 1}}"), &[(REQUIRED, "spec.metrics[0].resource.target.type"), (INVALID, "spec.metrics[0].resource.target.type")]),
    ("metric-target-type-unknown", metric!("type: Resource, resource: {name: cpu, target: {type: Total, averageValue: 1}}"), &[(INVALID, "spec.metrics[0].resource.target.type")]),
    ("metric-target-not-positive", metric!("type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 0, value: -1}}"), &[(INVALID, "spec.metrics[0].resource.target.averageValue"), (INVALID, "spec.metrics[0].resource.target.value")]),
    ("metric-target-missing", metric!("type: Resource, resource: {name: cpu, target: {type: Utilization}}"), &[(REQUIRED, "spec.metrics[0].resource.target.averageUtilization")]),
    ("metric-target-missing", metric!("type: Pods, pods: {metric: {name: a}, target: {type: Value, value: 1}}"), &[(REQUIRED, "spec.metrics[0].pods.target.averageValue")]),
    ("metric-target-missing", metric!("type: External, external: {metric: {name: a}, target: {type: Value}}"), &[(REQUIRED, "spec.metrics[0].external.target.averageValue")]),
    ("metric-target-missing", metric!("type: Object, object: {describedObject: {kind: Service, name: a}, metric: {name: a}, target: {type: Value}}"), &[(REQUIRED, "spec.metrics[0].object.target.averageValue")]),
    ("metric-target-twice", metric!("type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 1, averageValue: 1}}"), &[(FORBIDDEN, "spec.metrics[0].resource.target.averageValue")]),
    ("metric-target-twice", metric!("type: External, external: {metric: {name: a}, target: {type: Value, value: 1, averageValue: 1}}"), &[(FORBIDDEN, "spec.metrics[0].external.target.value")]),
    ("metric-for-zero-missing", scaler!("minReplicas: 0, maxReplicas: 1"), &[(INVALID, "spec.minReplicas"), (FORBIDDEN, "spec.metrics")]),
];

#[rustfmt::skip]
const BEHAVIOR: &[Case] = &[
    ("", up!("stabilizationWindowSeconds: 3600, selectPolicy: Disabled, tolerance: 50m"), &[]),
    ("", up!("policies: [{type: Pods, value: 1, periodSeconds: 1800}]"), &[]),
    ("scaling-window-out-of-range", up!("stabilizationWindowSeconds: 3601"), &[(INVALID, "spec.behavior.scaleUp.stabilizationWindowSeconds")]),
    ("scaling-select-policy-unknown", up!("selectPolicy: Most"), &[(NOT_SUPPORTED, "spec.behavior.scaleUp.selectPolicy")]),
    ("scaling-policies-missing", up!("policies: []"), &[(REQUIRED, "spec.behavior.scaleUp.policies")]),
    ("scaling-policy-type-unknown", up!("policies: [{type: All, value: 1, periodSeconds: 1}]"), &[(NOT_SUPPORTED, "spec.behavior.scaleUp.policies[0].type")]),
    ("scaling-policy-value-not-positive", up!("policies: [{type: Pods, value: 0, periodSeconds: 1}]"), &[(INVALID, "spec.behavior.scaleUp.policies[0].value")]),
    ("scaling-policy-period-out-of-range", up!("policies: [{type: Pods, value: 1, periodSeconds: 1801}]"), &[(INVALID, "spec.behavior.scaleUp.policies[0].periodSeconds")]),
    ("scaling-tolerance-negative", up!("tolerance: -1"), &[(INVALID, "spec.behavior.scaleUp.tolerance")]),
];

#[rustfmt::skip]
const BUDGET: &[Case] = &[
    ("", budget!("{name: A_b}", "selector: {}, minAvailable: 50%, unhealthyPodEvictionPolicy: AlwaysAllow"), &[]),
    // The metadata is looked at last, and only where the rest is sound.
    ("metadata-name-malformed", budget!("{name: a/b}", "selector: {}, maxUnavailable: 0"), &[(INVALID, "metadata.name")]),
    ("disruption-budget-both", budget!("{name: a/b}", "selector: {}, maxUnavailable: 1, minAvailable: 1"), &[(INVALID, "spec")]),
    ("disruption-budget-policy-unknown", budget!("selector: {}, unhealthyPodEvictionPolicy: Always"), &[(NOT_SUPPORTED, "spec.unhealthyPodEvictionPolicy")]),
    ("workload-share-malformed", budget!("selector: {}, minAvailable: -1"), &[(INVALID, "spec.minAvailable")]),
    ("workload-share-too-large", budget!("selector: {}, maxUnavailable: 101%"), &[(INVALID, "spec.maxUnavailable")]),
    ("finalizer-malformed", budget!("{name: a, finalizers: [b c]}", "selector: {}"), &[(INVALID, "metadata.finalizers")]),
];

const BEFORE_ALL: &str = "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a, generation: -1}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, maxReplicas: 3}}";

/// What other releases say.
#[rustfmt::skip]
const ELSEWHERE: &[(u8, Case)] = &[
    (33, ("", scaler!("v1", "Deployment", "maxReplicas: 1"), &[])),
    (35, ("autoscaler-most-too-low", scaler!("minReplicas: -1, maxReplicas: 0"), &[(INVALID, "spec.maxReplicas"), (INVALID, "spec.minReplicas")])),
    (37, ("", scaler!("minReplicas: 0, maxReplicas: 1, metrics: [{type: External, external: {metric: {name: a}, target: {type: Value, value: 1}}}]"), &[])),
    (37, ("metric-for-zero-missing", scaler!("minReplicas: 0, maxReplicas: 1"), &[(FORBIDDEN, "spec.metrics")])),
    // Since 1.37 the server counts the generation itself.
    (36, ("metadata-generation-negative", BEFORE_ALL, &[(INVALID, "metadata.generation")])),
    (37, ("", BEFORE_ALL, &[])),
    (34, ("field-dropped-by-gate", up!("tolerance: -1"), &[("field-dropped-by-gate", "spec.behavior.scaleUp.tolerance")])),
];

pub(crate) fn trials() -> Vec<Trial> {
    let newest = KubeVersion::DEFAULT.minor();
    let now = [SCALER, METRICS, BEHAVIOR, BUDGET].concat();
    let now = now.iter().map(|case| Trial::document(newest, case));
    now.chain(ELSEWHERE.iter().map(|(release, case)| Trial::document(*release, case))).collect()
}

//! Defaults of a `HorizontalPodAutoscaler`.

use k8s_openapi::api::autoscaling::v2::{
    HPAScalingPolicy, HPAScalingRules, HorizontalPodAutoscaler, MetricSpec, MetricTarget,
    ResourceMetricSource,
};

use super::set;

/// The share of its CPU that a pod is to use where nothing is said, in per cent.
const CPU_PERCENT: i32 = 80;
/// Within how many seconds the default policies count.
const PERIOD_SECONDS: i32 = 15;

/// Fills a `HorizontalPodAutoscaler`.
pub(crate) fn autoscaler(object: &mut HorizontalPodAutoscaler) {
    let spec = &mut object.spec;
    spec.min_replicas.get_or_insert(1);
    let metrics = spec.metrics.get_or_insert_default();
    if metrics.is_empty() {
        metrics.push(MetricSpec {
            type_: "Resource".to_owned(),
            resource: Some(ResourceMetricSource {
                name: "cpu".to_owned(),
                target: MetricTarget {
                    type_: "Utilization".to_owned(),
                    average_utilization: Some(CPU_PERCENT),
                    ..Default::default()
                },
            }),
            ..Default::default()
        });
    }
    if let Some(behavior) = &mut spec.behavior {
        let up = behavior.scale_up.get_or_insert_default();
        up.stabilization_window_seconds.get_or_insert(0);
        direction(up, &[("Pods", 4), ("Percent", 100)]);
        direction(behavior.scale_down.get_or_insert_default(), &[("Percent", 100)]);
    }
}

/// Fills one direction of scaling. A list of policies that is there and empty is kept, and then refused.
fn direction(rules: &mut HPAScalingRules, policies: &[(&str, i32)]) {
    set(&mut rules.select_policy, "Max");
    rules.policies.get_or_insert_with(|| {
        let policy = |&(kind, value): &(&str, i32)| HPAScalingPolicy {
            type_: kind.to_owned(),
            value,
            period_seconds: PERIOD_SECONDS,
        };
        policies.iter().map(policy).collect()
    });
}

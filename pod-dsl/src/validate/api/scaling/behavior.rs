//! How quickly a `HorizontalPodAutoscaler` acts.

use k8s_openapi::api::autoscaling::v2::{HPAScalingPolicy, HPAScalingRules, HorizontalPodAutoscalerBehavior};

use crate::{
    grammar::parse_wire_quantity,
    validate::{Judge, Path, rule::rules},
};

rules! {
    WINDOW: Invalid, "scaling-window-out-of-range", "a stabilization window is 0 to 3600 seconds";
    SELECT: NotSupported, "scaling-select-policy-unknown", "of several policies the Max or the Min counts, or scaling is Disabled";
    POLICIES_MISSING: Required, "scaling-policies-missing", "scaling in a direction has policies";
    TYPE: NotSupported, "scaling-policy-type-unknown", "a policy of scaling is of type Pods or Percent";
    VALUE: Invalid, "scaling-policy-value-not-positive", "a policy of scaling changes something";
    PERIOD: Invalid, "scaling-policy-period-out-of-range", "the period of a policy is 1 to 1800 seconds";
    TOLERANCE: Invalid, "scaling-tolerance-negative", "a tolerance is not negative";
}

const LONGEST_WINDOW: i32 = 3600;
const LONGEST_PERIOD: i32 = 1800;

/// Judges both directions, after their defaults.
pub(super) fn check(j: &mut Judge, behavior: &HorizontalPodAutoscalerBehavior, path: &Path<'_>) {
    for (rules, field) in [(&behavior.scale_up, "scaleUp"), (&behavior.scale_down, "scaleDown")] {
        if let Some(rules) = rules {
            direction(j, rules, &path.field(field));
        }
    }
}

fn direction(j: &mut Judge, rules: &HPAScalingRules, path: &Path<'_>) {
    let window = rules.stabilization_window_seconds;
    if let Some(seconds) = window.filter(|seconds| !(0..=LONGEST_WINDOW).contains(seconds)) {
        let message = format_args!("{seconds} seconds: allowed are 0 to {LONGEST_WINDOW}");
        j.report(&WINDOW, &path.field("stabilizationWindowSeconds"), message);
    }
    let select = rules.select_policy.as_deref();
    if let Some(select) = select.filter(|select| !matches!(*select, "Max" | "Min" | "Disabled")) {
        let message = format_args!("`{select}` selects no policy: use Max, Min or Disabled");
        j.report(&SELECT, &path.field("selectPolicy"), message);
    }
    let list = path.field("policies");
    let policies = rules.policies.as_deref().unwrap_or_default();
    if policies.is_empty() {
        j.report(&POLICIES_MISSING, &list, "the list is empty").help("leave it out to have the default");
    }
    for (index, policy) in policies.iter().enumerate() {
        one(j, policy, &list.index(index));
    }
    if let Some(tolerance) = &rules.tolerance
        && parse_wire_quantity(&tolerance.0).is_ok_and(|amount| amount.signum() < 0)
    {
        j.report(&TOLERANCE, &path.field("tolerance"), format_args!("`{}` is negative", tolerance.0));
    }
}

fn one(j: &mut Judge, policy: &HPAScalingPolicy, path: &Path<'_>) {
    if !matches!(policy.type_.as_str(), "Pods" | "Percent") {
        let message = format_args!("`{}` is no type of policy: use Pods or Percent", policy.type_);
        j.report(&TYPE, &path.field("type"), message);
    }
    if policy.value <= 0 {
        j.report(&VALUE, &path.field("value"), format_args!("{} is not more than 0", policy.value));
    }
    let seconds = policy.period_seconds;
    if !(1..=LONGEST_PERIOD).contains(&seconds) {
        let message = format_args!("{seconds} seconds: allowed are 1 to {LONGEST_PERIOD}");
        j.report(&PERIOD, &path.field("periodSeconds"), message);
    }
}

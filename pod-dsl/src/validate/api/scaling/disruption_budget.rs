//! `PodDisruptionBudget`: how many pods may be evicted at once.

use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use super::super::{
    metadata::{self, NameRule},
    selector::label_selector,
    workload::amount,
};
use crate::validate::{Judge, Path, rule::rules, warnings};

rules! {
    BOTH: Invalid, "disruption-budget-both", "a budget has minAvailable or maxUnavailable";
    POLICY: NotSupported, "disruption-budget-policy-unknown", "unhealthy pods are evicted IfHealthyBudget or AlwaysAllow";
}

/// Judges a `PodDisruptionBudget`. Unlike its siblings its metadata is looked at last, and only where all else is sound.
///
/// Source: `ValidatePodDisruptionBudget` of `pkg/apis/policy/validation`, and `BeforeCreate` of
/// `apiserver/pkg/registry/rest`.
pub(crate) fn disruption_budget(j: &mut Judge, object: &PodDisruptionBudget) {
    let path = Path::root("spec");
    let spec = object.spec.clone().unwrap_or_default();
    warnings::disruption_budget(j, &spec, &path);
    let before = j.count();
    if spec.min_available.is_some() && spec.max_unavailable.is_some() {
        j.report(&BOTH, &path, "`minAvailable` and `maxUnavailable` stand here: leave one of them out");
    }
    for (amount, field) in [(&spec.min_available, "minAvailable"), (&spec.max_unavailable, "maxUnavailable")]
    {
        if let Some(amount) = amount {
            let path = path.field(field);
            amount::well_formed(j, amount, &path);
            amount::not_more_than_all(j, amount, &path);
        }
    }
    if let Some(selector) = &spec.selector {
        label_selector(j, selector, &path.field("selector"));
    }
    let policy = spec.unhealthy_pod_eviction_policy.as_deref();
    if let Some(policy) = policy.filter(|policy| !matches!(*policy, "IfHealthyBudget" | "AlwaysAllow")) {
        let message = format_args!("`{policy}` is no such policy: use IfHealthyBudget or AlwaysAllow");
        j.report(&POLICY, &path.field("unhealthyPodEvictionPolicy"), message);
    }
    if j.count() == before {
        let metadata = Path::root("metadata");
        metadata::check(j, "PodDisruptionBudget", &object.metadata, NameRule::PathSegment, &metadata);
    }
}

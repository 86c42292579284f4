//! Topology spread: how evenly the pods of a kind are laid over nodes or zones.

use k8s_openapi::{
    api::core::v1::{PodSpec, TopologySpreadConstraint},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{label_keys::LabelKeys, selector};
use crate::validate::{Judge, Path, gates::Gate, rule::rules};

rules! {
    SKEW_NOT_POSITIVE: Invalid, "spread-max-skew-not-positive", "maxSkew is at least 1";
    TOPOLOGY_KEY_MISSING: Required, "spread-topology-key-missing", "a spread constraint says over which topology it spreads";
    WHEN_UNKNOWN: NotSupported, "spread-when-unsatisfiable-unknown", "whenUnsatisfiable is DoNotSchedule or ScheduleAnyway";
    REPEATED: Duplicate, "spread-constraint-repeated", "two spread constraints differ in topologyKey or whenUnsatisfiable";
    DOMAINS_NOT_POSITIVE: Invalid, "spread-min-domains-not-positive", "minDomains is at least 1";
    DOMAINS_NOT_ENFORCED: Invalid, "spread-min-domains-not-enforced", "minDomains comes with whenUnsatisfiable DoNotSchedule";
    AFFINITY_POLICY_UNKNOWN: NotSupported, "spread-node-affinity-policy-unknown", "nodeAffinityPolicy is Honor or Ignore";
    TAINTS_POLICY_UNKNOWN: NotSupported, "spread-node-taints-policy-unknown", "nodeTaintsPolicy is Honor or Ignore";
}

/// Checks the spread constraints of a pod; `path` is that of the pod spec, `meta` the metadata of the pod or template.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, meta: &ObjectMeta, path: &Path<'_>) {
    let constraints = spec.topology_spread_constraints.as_deref().unwrap_or_default();
    let list = path.field("topologySpreadConstraints");
    for (index, constraint) in constraints.iter().enumerate() {
        let path = list.index(index);
        scalars(j, constraint, &path);
        let same = |other: &TopologySpreadConstraint| {
            other.topology_key == constraint.topology_key
                && other.when_unsatisfiable == constraint.when_unsatisfiable
        };
        if constraints[index + 1..].iter().any(same) {
            let message = format_args!(
                "another constraint has the topologyKey `{}` and whenUnsatisfiable `{}`, too",
                constraint.topology_key, constraint.when_unsatisfiable
            );
            // The server names the pair in place of a field.
            j.report(&REPEATED, &path.field("{topologyKey, whenUnsatisfiable}"), message)
                .help("leave one of them out");
        }
        let keys = LabelKeys {
            selector: constraint.label_selector.as_ref(),
            matching: constraint.match_label_keys.as_deref().unwrap_or_default(),
            mismatching: &[],
            labels: meta.labels.as_ref(),
        };
        if j.gates.on(Gate::MatchLabelKeysInPodTopologySpreadSelectorMerge) {
            keys.check(j, &path);
        } else {
            keys.check_unmerged(j, &path);
        }
        if let Some(selector) = &constraint.label_selector {
            selector::label_selector(j, selector, &path.field("labelSelector"));
        }
    }
}

fn scalars(j: &mut Judge, constraint: &TopologySpreadConstraint, path: &Path<'_>) {
    if constraint.max_skew <= 0 {
        let message = format_args!("maxSkew is {}; it is at least 1", constraint.max_skew);
        j.report(&SKEW_NOT_POSITIVE, &path.field("maxSkew"), message);
    }
    if constraint.topology_key.is_empty() {
        let message = "the constraint does not say over which topology it spreads";
        j.report(&TOPOLOGY_KEY_MISSING, &path.field("topologyKey"), message)
            .help("`topology.kubernetes.io/zone` or `kubernetes.io/hostname`");
    }
    let when = constraint.when_unsatisfiable.as_str();
    if !matches!(when, "DoNotSchedule" | "ScheduleAnyway") {
        let message = format_args!("`{when}` is not known; `DoNotSchedule` and `ScheduleAnyway` are");
        j.report(&WHEN_UNKNOWN, &path.field("whenUnsatisfiable"), message);
    }
    if let Some(domains) = constraint.min_domains {
        let at = path.field("minDomains");
        if domains <= 0 {
            j.report(&DOMAINS_NOT_POSITIVE, &at, format_args!("minDomains is {domains}; it is at least 1"));
        }
        if when != "DoNotSchedule" {
            let message =
                format_args!("minDomains needs whenUnsatisfiable `DoNotSchedule`, and it is `{when}`");
            j.report(&DOMAINS_NOT_ENFORCED, &at, message);
        }
    }
    for (policy, field, rule) in [
        (&constraint.node_affinity_policy, "nodeAffinityPolicy", &AFFINITY_POLICY_UNKNOWN),
        (&constraint.node_taints_policy, "nodeTaintsPolicy", &TAINTS_POLICY_UNKNOWN),
    ] {
        if let Some(policy) = policy.as_deref().filter(|policy| !matches!(*policy, "Honor" | "Ignore")) {
            let message = format_args!("`{policy}` is not known; `Honor` and `Ignore` are");
            j.report(rule, &path.field(field), message);
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;

//! What the server throws away without a word, because a feature gate is off: it happens before validation, so even
//! nonsense in such a field is accepted.

mod claim;
mod containers;
mod volumes;

use k8s_openapi::api::{
    apps::v1::StatefulSetSpec,
    autoscaling::v2::HorizontalPodAutoscalerSpec,
    batch::v1::JobSpec,
    core::v1::{PodAffinityTerm, PodSpec, ServiceSpec, WeightedPodAffinityTerm},
};

pub(crate) use claim::claim_spec;

use super::{Judge, Path, gates::Gate, rule::rules};

rules! {
    /// The server's own answer says nothing of it; `kubectl get` shows the object without the field.
    FIELD_DROPPED: warning, "field-dropped-by-gate", "a field is one that the server of this release keeps";
}

/// Drops from a pod spec what `PrepareForCreate` of pods and of every workload kind drops.
///
/// Source: `dropDisabledFields` of `pkg/api/pod/util.go`.
pub(crate) fn pod_spec(j: &mut Judge, spec: &mut PodSpec, path: &Path<'_>) {
    clear(j, Gate::UserNamespacesSupport, &mut spec.host_users, &path.field("hostUsers"));
    clear(j, Gate::PodLevelResources, &mut spec.resources, &path.field("resources"));
    clear(j, Gate::HostnameOverride, &mut spec.hostname_override, &path.field("hostnameOverride"));
    clear(j, Gate::DynamicResourceAllocation, &mut spec.resource_claims, &path.field("resourceClaims"));
    clear(j, Gate::GenericWorkload, &mut spec.scheduling_group, &path.field("schedulingGroup"));
    if let Some(security) = &mut spec.security_context {
        let path = path.field("securityContext");
        let groups = &mut security.supplemental_groups_policy;
        clear(j, Gate::SupplementalGroupsPolicy, groups, &path.field("supplementalGroupsPolicy"));
        let relabel = &mut security.se_linux_change_policy;
        clear(j, Gate::SELinuxChangePolicy, relabel, &path.field("seLinuxChangePolicy"));
    }
    spread_constraints(j, spec, path);
    affinity(j, spec, path);
    volumes::check(j, spec, path);
    containers::check(j, spec, path);
}

/// Drops from a Job spec; the template is the business of [`pod_spec`].
///
/// Source: `dropDisabledFields` and `PrepareForCreate` of `pkg/registry/batch/job/strategy.go`.
pub(crate) fn job_spec(j: &mut Judge, spec: &mut JobSpec, path: &Path<'_>) {
    clear(
        j,
        Gate::JobPodReplacementPolicy,
        &mut spec.pod_replacement_policy,
        &path.field("podReplacementPolicy"),
    );
    clear(j, Gate::JobManagedBy, &mut spec.managed_by, &path.field("managedBy"));
    clear(j, Gate::JobSuccessPolicy, &mut spec.success_policy, &path.field("successPolicy"));
    if !j.gates.on(Gate::JobBackoffLimitPerIndex) {
        let path_of = |name| path.field(name);
        clear(
            j,
            Gate::JobBackoffLimitPerIndex,
            &mut spec.backoff_limit_per_index,
            &path_of("backoffLimitPerIndex"),
        );
        clear(j, Gate::JobBackoffLimitPerIndex, &mut spec.max_failed_indexes, &path_of("maxFailedIndexes"));
    }
    k8s_openapi::k8s_if_ge_1_37! {
        clear(j, Gate::WorkloadWithJob, &mut spec.scheduling, &path.field("scheduling"));
    }
}

/// Drops from a `StatefulSet` spec; the template is the business of [`pod_spec`].
///
/// Source: `dropStatefulSetDisabledFields` of `pkg/registry/apps/statefulset/strategy.go`.
pub(crate) fn stateful_set_spec(j: &mut Judge, spec: &mut StatefulSetSpec, path: &Path<'_>) {
    clear(
        j,
        Gate::StatefulSetAutoDeletePVC,
        &mut spec.persistent_volume_claim_retention_policy,
        &path.field("persistentVolumeClaimRetentionPolicy"),
    );
    let rolling = spec.update_strategy.as_mut().and_then(|strategy| strategy.rolling_update.as_mut());
    if let Some(rolling) = rolling {
        let path = path.field("updateStrategy.rollingUpdate.maxUnavailable");
        clear(j, Gate::MaxUnavailableStatefulSet, &mut rolling.max_unavailable, &path);
    }
}

/// Drops from the spec of a `HorizontalPodAutoscaler`.
///
/// Source: `dropDisabledFields` of `pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go`.
pub(crate) fn autoscaler_spec(j: &mut Judge, spec: &mut HorizontalPodAutoscalerSpec, path: &Path<'_>) {
    let Some(behavior) = &mut spec.behavior else { return };
    let path = path.field("behavior");
    for (rules, field) in [(&mut behavior.scale_down, "scaleDown"), (&mut behavior.scale_up, "scaleUp")] {
        if let Some(rules) = rules {
            let path = path.field(field);
            clear(j, Gate::HPAConfigurableTolerance, &mut rules.tolerance, &path.field("tolerance"));
        }
    }
}

/// Drops from a Service spec.
///
/// Source: `dropServiceDisabledFields` of `pkg/registry/core/service/strategy.go`.
pub(crate) fn service_spec(j: &mut Judge, spec: &mut ServiceSpec, path: &Path<'_>) {
    clear(
        j,
        Gate::ServiceTrafficDistribution,
        &mut spec.traffic_distribution,
        &path.field("trafficDistribution"),
    );
}

fn spread_constraints(j: &mut Judge, spec: &mut PodSpec, path: &Path<'_>) {
    let list = path.field("topologySpreadConstraints");
    for (index, constraint) in spec.topology_spread_constraints.iter_mut().flatten().enumerate() {
        let path = list.index(index);
        let keys = &mut constraint.match_label_keys;
        clear(j, Gate::MatchLabelKeysInPodTopologySpread, keys, &path.field("matchLabelKeys"));
        let gate = Gate::NodeInclusionPolicyInPodTopologySpread;
        clear(j, gate, &mut constraint.node_taints_policy, &path.field("nodeTaintsPolicy"));
        clear(j, gate, &mut constraint.node_affinity_policy, &path.field("nodeAffinityPolicy"));
    }
}

fn affinity(j: &mut Judge, spec: &mut PodSpec, path: &Path<'_>) {
    if j.gates.on(Gate::MatchLabelKeysInPodAffinity) {
        return;
    }
    let Some(affinity) = &mut spec.affinity else { return };
    let path = path.field("affinity");
    if let Some(affinity) = &mut affinity.pod_affinity {
        let required = &mut affinity.required_during_scheduling_ignored_during_execution;
        let preferred = &mut affinity.preferred_during_scheduling_ignored_during_execution;
        affinity_terms(j, required, preferred, &path.field("podAffinity"));
    }
    if let Some(affinity) = &mut affinity.pod_anti_affinity {
        let required = &mut affinity.required_during_scheduling_ignored_during_execution;
        let preferred = &mut affinity.preferred_during_scheduling_ignored_during_execution;
        affinity_terms(j, required, preferred, &path.field("podAntiAffinity"));
    }
}

fn affinity_terms(
    j: &mut Judge,
    required: &mut Option<Vec<PodAffinityTerm>>,
    preferred: &mut Option<Vec<WeightedPodAffinityTerm>>,
    path: &Path<'_>,
) {
    let list = path.field("requiredDuringSchedulingIgnoredDuringExecution");
    for (index, term) in required.iter_mut().flatten().enumerate() {
        affinity_term(j, term, &list.index(index));
    }
    let list = path.field("preferredDuringSchedulingIgnoredDuringExecution");
    for (index, weighted) in preferred.iter_mut().flatten().enumerate() {
        affinity_term(j, &mut weighted.pod_affinity_term, &list.index(index).field("podAffinityTerm"));
    }
}

fn affinity_term(j: &mut Judge, term: &mut PodAffinityTerm, path: &Path<'_>) {
    let gate = Gate::MatchLabelKeysInPodAffinity;
    clear(j, gate, &mut term.match_label_keys, &path.field("matchLabelKeys"));
    clear(j, gate, &mut term.mismatch_label_keys, &path.field("mismatchLabelKeys"));
}

/// Empties a field whose gate is off, says so, and tells whether there was something to empty.
fn clear<T>(j: &mut Judge, gate: Gate, slot: &mut Option<T>, path: &Path<'_>) -> bool {
    let dropped = !j.gates.on(gate) && slot.take().is_some();
    if dropped {
        report(j, gate, path);
    }
    dropped
}

fn report(j: &mut Judge, gate: Gate, path: &Path<'_>) {
    let message = format!(
        "Kubernetes {} accepts this field and then throws it away, because its feature gate `{}` is off",
        j.version,
        gate.name()
    );
    j.report(&FIELD_DROPPED, path, message)
        .help("leave the field out, or target a release or a cluster in which the gate is on")
        .note(format!("the gate is told of at {}", gate.source()));
}

#[cfg(test)]
pub(super) mod tests;

//! Labels of nodes that went out of use, and selectors that select nothing.

use k8s_openapi::{
    api::core::v1::{NodeSelectorTerm, PodAffinityTerm, PodSpec, WeightedPodAffinityTerm},
    apimachinery::pkg::apis::meta::v1::LabelSelector,
};

use crate::{
    grammar,
    validate::{Judge, Path, rule::rules},
};

rules! {
    NODE_LABEL_DEPRECATED: warning, "node-label-deprecated", "a label of nodes is one that is still in use";
    VALUE_UNMATCHABLE: warning, "node-preference-unmatchable", "the values that a node is wished to have are label values";
    SELECTOR_NULL: warning, "selector-null", "a term that looks for pods has a labelSelector";
}

/// Lists the labels that went out of use, with what is in their place.
///
/// Source: `pkg/api/node/util.go`.
const DEPRECATED: [(&str, &str); 8] = [
    ("beta.kubernetes.io/arch", "use `kubernetes.io/arch`"),
    ("beta.kubernetes.io/os", "use `kubernetes.io/os`"),
    ("failure-domain.beta.kubernetes.io/region", "use `topology.kubernetes.io/region`"),
    ("failure-domain.beta.kubernetes.io/zone", "use `topology.kubernetes.io/zone`"),
    ("beta.kubernetes.io/instance-type", "use `node.kubernetes.io/instance-type`"),
    ("app.kubernetes.io/created-by", "leave it out"),
    ("scheduler.alpha.kubernetes.io/preferAvoidPods", "use taints and tolerations"),
    ("node-role.kubernetes.io/master", "use `node-role.kubernetes.io/control-plane`"),
];

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    for key in spec.node_selector.iter().flatten().map(|(key, _)| key) {
        node_label(j, key, &path.field("nodeSelector").key(key));
    }
    let list = path.field("topologySpreadConstraints");
    for (index, constraint) in spec.topology_spread_constraints.iter().flatten().enumerate() {
        let path = list.index(index);
        node_label(j, &constraint.topology_key, &path.field("topologyKey"));
        selector(j, constraint.label_selector.as_ref(), &path);
    }
    if let Some(affinity) = &spec.affinity {
        let path = path.field("affinity");
        if let Some(nodes) = &affinity.node_affinity {
            let path = path.field("nodeAffinity");
            let list = path.field(REQUIRED);
            let required = nodes.required_during_scheduling_ignored_during_execution.iter();
            for (index, term) in required.flat_map(|required| &required.node_selector_terms).enumerate() {
                node_term(j, term, &list.field("nodeSelectorTerms").index(index));
            }
            let list = path.field(PREFERRED);
            let preferred = nodes.preferred_during_scheduling_ignored_during_execution.iter().flatten();
            for (index, term) in preferred.enumerate() {
                let path = list.index(index);
                let path = path.field("preference");
                node_term(j, &term.preference, &path);
                unmatchable(j, &term.preference, &path);
            }
        }
        if let Some(near) = &affinity.pod_affinity {
            let required = near.required_during_scheduling_ignored_during_execution.as_deref();
            let preferred = near.preferred_during_scheduling_ignored_during_execution.as_deref();
            neighbours(j, required, preferred, &path.field("podAffinity"));
        }
        if let Some(far) = &affinity.pod_anti_affinity {
            let required = far.required_during_scheduling_ignored_during_execution.as_deref();
            let preferred = far.preferred_during_scheduling_ignored_during_execution.as_deref();
            neighbours(j, required, preferred, &path.field("podAntiAffinity"));
        }
    }
}

/// Warns of a label of nodes that went out of use.
pub(super) fn node_label(j: &mut Judge, key: &str, path: &Path<'_>) {
    if let Some((_, help)) = DEPRECATED.iter().find(|(deprecated, _)| *deprecated == key) {
        j.report(
            &NODE_LABEL_DEPRECATED,
            path,
            format_args!("nodes no longer have the label `{key}` for sure"),
        )
        .help(*help);
    }
}

/// Warns of the labels in one term of a node selector.
pub(super) fn node_term(j: &mut Judge, term: &NodeSelectorTerm, path: &Path<'_>) {
    let list = path.field("matchExpressions");
    for (index, expression) in term.match_expressions.iter().flatten().enumerate() {
        node_label(j, &expression.key, &list.index(index).field("key"));
    }
}

/// Warns of values that no label can have: the wish is never fulfilled, and the server does not refuse it.
fn unmatchable(j: &mut Judge, term: &NodeSelectorTerm, path: &Path<'_>) {
    let list = path.field("matchExpressions");
    for (index, expression) in term.match_expressions.iter().flatten().enumerate() {
        let path = list.index(index);
        let list = path.field("values");
        for (index, value) in expression.values.iter().flatten().enumerate() {
            let Err(fault) = grammar::label_value(value) else { continue };
            for reason in fault.messages() {
                let message = format_args!("no node has `{value}` as the value of a label: {reason}");
                j.report(&VALUE_UNMATCHABLE, &list.index(index), message);
            }
        }
    }
}

fn neighbours(
    j: &mut Judge,
    required: Option<&[PodAffinityTerm]>,
    preferred: Option<&[WeightedPodAffinityTerm]>,
    path: &Path<'_>,
) {
    let list = path.field(REQUIRED);
    for (index, term) in required.into_iter().flatten().enumerate() {
        selector(j, term.label_selector.as_ref(), &list.index(index));
    }
    let list = path.field(PREFERRED);
    for (index, term) in preferred.into_iter().flatten().enumerate() {
        let path = list.index(index);
        selector(j, term.pod_affinity_term.label_selector.as_ref(), &path.field("podAffinityTerm"));
    }
}

fn selector(j: &mut Judge, selector: Option<&LabelSelector>, path: &Path<'_>) {
    if selector.is_none() {
        j.report(&SELECTOR_NULL, &path.field("labelSelector"), "without a `labelSelector` no pod is meant")
            .help("add one; `{}` selects every pod");
    }
}

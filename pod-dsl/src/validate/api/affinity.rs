//! Affinity: to which nodes a pod is drawn, and near to or far from which other pods.

use k8s_openapi::{
    api::core::v1::{
        Affinity, NodeAffinity, NodeSelector, PodAffinityTerm, PodSpec, WeightedPodAffinityTerm,
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{
    label_keys::LabelKeys,
    metadata::report_all,
    selector::{self, Term},
};
use crate::{
    grammar,
    validate::{Judge, Path, rule::rules},
};

rules! {
    NODE_TERM_MISSING: Required, "affinity-node-term-missing", "a required node affinity has at least one term";
    NODE_WEIGHT_OUT_OF_RANGE: Invalid, "affinity-node-weight-out-of-range", "the weight of a preferred node is 1 to 100";
    POD_WEIGHT_OUT_OF_RANGE: Invalid, "affinity-pod-weight-out-of-range", "the weight of a preferred neighbour is 1 to 100";
    NAMESPACE_MALFORMED: Invalid, "affinity-namespace-malformed", "a namespace is a DNS label";
    TOPOLOGY_KEY_MISSING: Required, "affinity-topology-key-missing", "a term says within which topology it holds";
    TOPOLOGY_KEY_MALFORMED: Invalid, "affinity-topology-key-malformed", "the topologyKey is a label key";
}

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

/// Checks the affinity of a pod; `path` is that of the pod spec, `meta` the metadata of the pod or template.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, meta: &ObjectMeta, path: &Path<'_>) {
    let Some(affinity) = &spec.affinity else { return };
    let Affinity { node_affinity, pod_affinity, pod_anti_affinity } = affinity;
    let path = path.field("affinity");
    if let Some(nodes) = node_affinity {
        node(j, nodes, &path.field("nodeAffinity"));
    }
    if let Some(near) = pod_affinity {
        let required = near.required_during_scheduling_ignored_during_execution.as_deref();
        let preferred = near.preferred_during_scheduling_ignored_during_execution.as_deref();
        pods(j, required, preferred, meta, &path.field("podAffinity"));
    }
    if let Some(far) = pod_anti_affinity {
        let required = far.required_during_scheduling_ignored_during_execution.as_deref();
        let preferred = far.preferred_during_scheduling_ignored_during_execution.as_deref();
        pods(j, required, preferred, meta, &path.field("podAntiAffinity"));
    }
}

fn node(j: &mut Judge, affinity: &NodeAffinity, path: &Path<'_>) {
    if let Some(required) = &affinity.required_during_scheduling_ignored_during_execution {
        node_selector(j, required, &path.field(REQUIRED));
    }
    let list = path.field(PREFERRED);
    let preferred = affinity.preferred_during_scheduling_ignored_during_execution.iter().flatten();
    for (index, term) in preferred.enumerate() {
        let path = list.index(index);
        if !(1..=100).contains(&term.weight) {
            let message = format_args!("the weight {} is out of range: 1 to 100 are allowed", term.weight);
            j.report(&NODE_WEIGHT_OUT_OF_RANGE, &path.field("weight"), message);
        }
        selector::node_term(j, &term.preference, Term::Preferred, &path.field("preference"));
    }
}

/// Checks a selector of nodes: of an affinity, or of a volume that only some nodes can reach.
pub(super) fn node_selector(j: &mut Judge, required: &NodeSelector, path: &Path<'_>) {
    let list = path.field("nodeSelectorTerms");
    if required.node_selector_terms.is_empty() {
        j.report(&NODE_TERM_MISSING, &list, "the required node affinity has no term, so no node would do")
            .help("add a term, or leave the affinity out");
    }
    for (index, term) in required.node_selector_terms.iter().enumerate() {
        selector::node_term(j, term, Term::Required, &list.index(index));
    }
}

fn pods(
    j: &mut Judge,
    required: Option<&[PodAffinityTerm]>,
    preferred: Option<&[WeightedPodAffinityTerm]>,
    meta: &ObjectMeta,
    path: &Path<'_>,
) {
    let list = path.field(REQUIRED);
    for (index, term) in required.into_iter().flatten().enumerate() {
        pod_term(j, term, meta, &list.index(index));
    }
    let list = path.field(PREFERRED);
    for (index, weighted) in preferred.into_iter().flatten().enumerate() {
        let path = list.index(index);
        if !(1..=100).contains(&weighted.weight) {
            let message =
                format_args!("the weight {} is out of range: 1 to 100 are allowed", weighted.weight);
            j.report(&POD_WEIGHT_OUT_OF_RANGE, &path.field("weight"), message);
        }
        pod_term(j, &weighted.pod_affinity_term, meta, &path.field("podAffinityTerm"));
    }
}

fn pod_term(j: &mut Judge, term: &PodAffinityTerm, meta: &ObjectMeta, path: &Path<'_>) {
    for (part, field) in
        [(&term.label_selector, "labelSelector"), (&term.namespace_selector, "namespaceSelector")]
    {
        if let Some(part) = part {
            selector::label_selector(j, part, &path.field(field));
        }
    }
    for name in term.namespaces.iter().flatten() {
        // The server's path has neither the plural nor the index.
        let at = path.field("namespace");
        report_all(j, &NAMESPACE_MALFORMED, &at, "the namespace", name, grammar::dns_label(name));
    }
    let keys = LabelKeys {
        selector: term.label_selector.as_ref(),
        matching: term.match_label_keys.as_deref().unwrap_or_default(),
        mismatching: term.mismatch_label_keys.as_deref().unwrap_or_default(),
        labels: meta.labels.as_ref(),
    };
    keys.check(j, path);
    let at = path.field("topologyKey");
    let key = term.topology_key.as_str();
    if key.is_empty() {
        j.report(&TOPOLOGY_KEY_MISSING, &at, "the term does not say within which topology it holds")
            .help("`kubernetes.io/hostname` means the same node");
    }
    report_all(j, &TOPOLOGY_KEY_MALFORMED, &at, "the topologyKey", key, grammar::qualified_name(key));
}

#[cfg(test)]
pub(crate) mod tests;

//! Where a pod may run: affinity, tolerations, spread.

use k8s_openapi::{api::core::v1 as k8s, apimachinery::pkg::apis::meta::v1::LabelSelector};

/// Says near what and away from what a pod runs. Hard conditions begin with `require`, soft ones with `prefer` and a
/// weight from 1 to 100.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let pod = Pod::new("web")
///     .container(Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29"))
///     .affinity(
///         Affinity::new()
///             .require_node([Requirement::is_in("kubernetes.io/arch", ["amd64", "arm64"])])
///             .prefer_away_from(100, [("app", "web")], "kubernetes.io/hostname"),
///     );
/// # assert!(pod.to_yaml(&Target::kubernetes())?.contains("podAntiAffinity"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Affinity {
    pub(crate) wire: k8s::Affinity,
}

impl Affinity {
    /// Begins with no condition.
    pub fn new() -> Self {
        Self::default()
    }

    /// Demands a node that meets all of these; several calls are alternatives.
    pub fn require_node(mut self, all: impl IntoIterator<Item = Requirement>) -> Self {
        let node = self.wire.node_affinity.get_or_insert_default();
        let selector = node.required_during_scheduling_ignored_during_execution.get_or_insert_default();
        selector.node_selector_terms.push(term(all));
        self
    }

    /// Prefers nodes that meet all of these.
    pub fn prefer_node(mut self, weight: i32, all: impl IntoIterator<Item = Requirement>) -> Self {
        let node = self.wire.node_affinity.get_or_insert_default();
        let preferred = node.preferred_during_scheduling_ignored_during_execution.get_or_insert_default();
        preferred.push(k8s::PreferredSchedulingTerm { weight, preference: term(all) });
        self
    }

    /// Demands a place (a node, a zone: what the node label `topology` tells apart) where pods with these labels run.
    pub fn require_near<K: Into<String>, V: Into<String>>(
        mut self,
        labels: impl IntoIterator<Item = (K, V)>,
        topology: impl Into<String>,
    ) -> Self {
        let pods = self.wire.pod_affinity.get_or_insert_default();
        let terms = pods.required_during_scheduling_ignored_during_execution.get_or_insert_default();
        terms.push(pod_term(labels, topology));
        self
    }

    /// Prefers a place where pods with these labels run.
    pub fn prefer_near<K: Into<String>, V: Into<String>>(
        mut self,
        weight: i32,
        labels: impl IntoIterator<Item = (K, V)>,
        topology: impl Into<String>,
    ) -> Self {
        let pods = self.wire.pod_affinity.get_or_insert_default();
        let terms = pods.preferred_during_scheduling_ignored_during_execution.get_or_insert_default();
        terms.push(k8s::WeightedPodAffinityTerm { weight, pod_affinity_term: pod_term(labels, topology) });
        self
    }

    /// Demands a place where no pods with these labels run.
    pub fn require_away_from<K: Into<String>, V: Into<String>>(
        mut self,
        labels: impl IntoIterator<Item = (K, V)>,
        topology: impl Into<String>,
    ) -> Self {
        let pods = self.wire.pod_anti_affinity.get_or_insert_default();
        let terms = pods.required_during_scheduling_ignored_during_execution.get_or_insert_default();
        terms.push(pod_term(labels, topology));
        self
    }

    /// Prefers a place where no pods with these labels run.
    pub fn prefer_away_from<K: Into<String>, V: Into<String>>(
        mut self,
        weight: i32,
        labels: impl IntoIterator<Item = (K, V)>,
        topology: impl Into<String>,
    ) -> Self {
        let pods = self.wire.pod_anti_affinity.get_or_insert_default();
        let terms = pods.preferred_during_scheduling_ignored_during_execution.get_or_insert_default();
        terms.push(k8s::WeightedPodAffinityTerm { weight, pod_affinity_term: pod_term(labels, topology) });
        self
    }

    /// Sets anything else in the wire form.
    pub fn raw(mut self, change: impl FnOnce(&mut k8s::Affinity)) -> Self {
        change(&mut self.wire);
        self
    }
}

fn term(all: impl IntoIterator<Item = Requirement>) -> k8s::NodeSelectorTerm {
    let match_expressions = Some(all.into_iter().map(|requirement| requirement.wire).collect());
    k8s::NodeSelectorTerm { match_expressions, match_fields: None }
}

fn pod_term<K: Into<String>, V: Into<String>>(
    labels: impl IntoIterator<Item = (K, V)>,
    topology: impl Into<String>,
) -> k8s::PodAffinityTerm {
    let label_selector = Some(selector(labels));
    k8s::PodAffinityTerm { label_selector, topology_key: topology.into(), ..Default::default() }
}

fn selector<K: Into<String>, V: Into<String>>(labels: impl IntoIterator<Item = (K, V)>) -> LabelSelector {
    let match_labels = Some(labels.into_iter().map(|(k, v)| (k.into(), v.into())).collect());
    LabelSelector { match_labels, match_expressions: None }
}

/// Is a condition on a label of a node.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Requirement {
    wire: k8s::NodeSelectorRequirement,
}

impl Requirement {
    /// The label has one of these values.
    pub fn is_in<V: Into<String>>(key: impl Into<String>, values: impl IntoIterator<Item = V>) -> Self {
        Self::of(key, "In", Some(values.into_iter().map(Into::into).collect()))
    }

    /// The label has none of these values, or is missing.
    pub fn is_not_in<V: Into<String>>(key: impl Into<String>, values: impl IntoIterator<Item = V>) -> Self {
        Self::of(key, "NotIn", Some(values.into_iter().map(Into::into).collect()))
    }

    /// The node has the label.
    pub fn exists(key: impl Into<String>) -> Self {
        Self::of(key, "Exists", None)
    }

    /// The node does not have the label.
    pub fn does_not_exist(key: impl Into<String>) -> Self {
        Self::of(key, "DoesNotExist", None)
    }

    /// The label is a number above this.
    pub fn greater_than(key: impl Into<String>, number: i64) -> Self {
        Self::of(key, "Gt", Some(vec![number.to_string()]))
    }

    /// The label is a number below this.
    pub fn less_than(key: impl Into<String>, number: i64) -> Self {
        Self::of(key, "Lt", Some(vec![number.to_string()]))
    }

    fn of(key: impl Into<String>, operator: &str, values: Option<Vec<String>>) -> Self {
        Self { wire: k8s::NodeSelectorRequirement { key: key.into(), operator: operator.to_owned(), values } }
    }
}

/// Tells what a taint does to pods that do not tolerate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// They are not placed there.
    NoSchedule,
    /// They are placed there only where nothing else is left.
    PreferNoSchedule,
    /// They are not placed there, and those that run are evicted.
    NoExecute,
}

/// Lets a pod run on nodes with a taint.
#[derive(Clone, Debug, Default)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Toleration {
    pub(crate) wire: k8s::Toleration,
}

impl Toleration {
    /// Tolerates every taint.
    pub fn everything() -> Self {
        Self { wire: k8s::Toleration { operator: Some("Exists".to_owned()), ..Default::default() } }
    }

    /// Tolerates taints of a key, whatever their value.
    pub fn key(key: impl Into<String>) -> Self {
        let mut toleration = Self::everything();
        toleration.wire.key = Some(key.into());
        toleration
    }

    /// Tolerates taints of a key and value.
    pub fn equal(key: impl Into<String>, value: impl Into<String>) -> Self {
        let (key, value, operator) = (Some(key.into()), Some(value.into()), Some("Equal".to_owned()));
        Self { wire: k8s::Toleration { key, value, operator, ..Default::default() } }
    }

    /// Tolerates one effect only.
    pub fn effect(mut self, effect: Effect) -> Self {
        let effect = match effect {
            Effect::NoSchedule => "NoSchedule",
            Effect::PreferNoSchedule => "PreferNoSchedule",
            Effect::NoExecute => "NoExecute",
        };
        self.wire.effect = Some(effect.to_owned());
        self
    }

    /// Stays so many seconds on a node that gets a `NoExecute` taint.
    pub fn seconds(mut self, seconds: i64) -> Self {
        self.wire.toleration_seconds = Some(seconds);
        self
    }
}

/// Spreads pods evenly over places: zones, nodes.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Spread {
    pub(crate) wire: k8s::TopologySpreadConstraint,
}

impl Spread {
    /// Spreads the pods with these labels over the places that a node label tells apart; the counts may differ by 1,
    /// and a pod that cannot be placed so waits.
    pub fn over<K: Into<String>, V: Into<String>>(
        topology: impl Into<String>,
        labels: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        Self {
            wire: k8s::TopologySpreadConstraint {
                topology_key: topology.into(),
                max_skew: 1,
                when_unsatisfiable: "DoNotSchedule".to_owned(),
                label_selector: Some(selector(labels)),
                ..Default::default()
            },
        }
    }

    /// Lets the counts differ by more.
    pub fn max_skew(mut self, pods: i32) -> Self {
        self.wire.max_skew = pods;
        self
    }

    /// Places a pod anyway where it cannot be placed evenly.
    pub fn schedule_anyway(mut self) -> Self {
        "ScheduleAnyway".clone_into(&mut self.wire.when_unsatisfiable);
        self
    }

    /// Sets anything else in the wire form.
    pub fn raw(mut self, change: impl FnOnce(&mut k8s::TopologySpreadConstraint)) -> Self {
        change(&mut self.wire);
        self
    }
}

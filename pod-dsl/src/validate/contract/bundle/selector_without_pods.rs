//! A disruption budget or a network policy is for pods that are not there.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::super::{ContractRule, Example, rule::Check};
use super::{Beside, names, pod_selector, selects};
use crate::{
    object::Object,
    validate::{Finding, Rule, Severity},
};

pub(in crate::validate::contract) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("selector-without-pods", "a disruption budget or a network policy selects pods that are there"),
    guessed: Severity::Warning,
    references: &["N10"],
    doc: "
A budget that selects no pod protects none, and a policy that selects no pod lets everything through. Neither says so.

`DisruptionBudget::of(&workload)` and `NetworkPolicy` take the labels from the workload. Pods in the cluster may be meant, so this
is told only where there are pods beside it that no other of its kind selects.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: shop}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: store}}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: shop}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: shop}}
"),
    check: Check::object(check),
};

fn check(beside: &Beside<'_>, found: &mut Vec<Finding>) {
    let Some(selector) = selector(beside.object) else { return };
    let is_empty = selector.match_labels.is_none() && selector.match_expressions.is_none();
    let hits = beside.pods().any(|pod| selects(&selector, pod.subject().meta));
    if is_empty || hits || beside.companions.unread {
        return;
    }
    let of_kind: Vec<_> = beside
        .others()
        .filter(|other| other.kind() == beside.object.kind())
        .filter_map(self::selector)
        .collect();
    let free: Vec<_> = beside
        .pods()
        .filter(|pod| !of_kind.iter().any(|selector| selects(selector, pod.subject().meta)))
        .filter_map(|pod| pod.subject().owner.name.as_deref())
        .collect();
    if free.is_empty() {
        return;
    }
    let path =
        if matches!(beside.object, Object::NetworkPolicy(_)) { "spec.podSelector" } else { "spec.selector" };
    let mut finding = beside.found(&RULE, path, "none of the pods beside it has these labels");
    finding.help(format!("there are the pods of {}", names(free)));
    found.push(finding);
}

/// Gives the selector of a kind that is for pods.
fn selector(object: &Object) -> Option<LabelSelector> {
    match object {
        Object::PodDisruptionBudget(budget) => budget.spec.as_ref()?.selector.clone(),
        Object::NetworkPolicy(policy) => pod_selector(policy.spec.as_ref()?),
        _ => None,
    }
}

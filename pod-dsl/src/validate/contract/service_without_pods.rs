//! A Service selects none of the pods beside it.

use super::{
    ContractRule, Example, companions::OwnedPod, context::Subject, rule::Check, service::ServiceContext,
};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "service-without-pods", "a Service selects pods of its own namespace"),
    guessed: Severity::Warning,
    references: &["N10"],
    doc: "
A Service finds its pods by their labels, in its own namespace. Where no pod has the labels it has no endpoints, and clients
wait or are refused without a word from anybody.

Make the selector a part of the pods' labels, and put both into one namespace. A Service whose pods stand elsewhere is no
mistake; so it is a warning only where a pod beside it has the selector's keys with other values, or its labels in another
namespace. In Rust `Service::of(&workload)` takes both from the workload.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {run: shop}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 80}]
"),
    good: Example::Yaml("
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: shop}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 80}]
"),
    check: Check::service(check),
};

fn check(service: &ServiceContext<'_>, found: &mut Vec<Finding>) {
    let Some(selector) = service.selector() else { return };
    if service.companions.pods.is_empty() || service.companions.unread || service.selected().next().is_some()
    {
        return;
    }
    let said: Vec<_> = selector.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let said = said.join(",");
    if let Some(pod) = service.labelled().next() {
        let owner = pod.subject().owner;
        let message = format!(
            "the pods with the labels {said} are those of `{}` in namespace `{}`, and a Service selects in its own",
            owner.name.as_deref().unwrap_or_default(),
            owner.namespace.as_deref().unwrap_or_default(),
        );
        let mut finding = RULE.seen("metadata.namespace", message);
        finding.help("put the Service and the pods into one namespace");
        found.push(finding);
        return;
    }
    let pods = &service.companions.pods;
    let near = pods.iter().map(OwnedPod::subject).find(|pod| {
        let labels = pod.meta.labels.as_ref();
        let shares = |key: &String, value: &String| {
            labels.is_some_and(|labels| {
                labels.get(key).is_some_and(|own| own != value && !taken(service, key, own))
                    || labels.values().any(|own| own == value)
            })
        };
        selector.iter().any(|(key, value)| shares(key, value)) && !is_selected(service, *pod)
    });
    let Some(near) = near else { return };
    let labels = near.meta.labels.iter().flatten().map(|(key, value)| format!("{key}={value}"));
    let labels = labels.collect::<Vec<_>>().join(",");
    let message = format!("no pod beside this Service has the labels {said}");
    let mut finding = RULE.seen("spec.selector", message);
    let owner = near.owner.name.as_deref().unwrap_or_default();
    finding.help(format!("the pods of {} `{owner}` have the labels {labels}", near.workload.kind()));
    found.push(finding);
}

/// Tells whether another Service beside this one is for the label.
fn taken(service: &ServiceContext<'_>, key: &str, value: &str) -> bool {
    service.companions.services.iter().any(|other| {
        let selector = other.spec.as_ref().and_then(|spec| spec.selector.as_ref());
        selector.is_some_and(|selector| selector.get(key).is_some_and(|own| own == value))
    })
}

/// Tells whether another Service beside this one selects the pods.
fn is_selected(service: &ServiceContext<'_>, pod: Subject<'_>) -> bool {
    service.companions.services.iter().any(|other| {
        let selector = other.spec.as_ref().and_then(|spec| spec.selector.as_ref());
        let labels = pod.meta.labels.as_ref();
        selector.is_some_and(|selector| {
            !selector.is_empty()
                && selector
                    .iter()
                    .all(|(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value))
        })
    })
}

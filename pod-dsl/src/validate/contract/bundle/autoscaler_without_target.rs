//! An autoscaler changes what is not there, or looks at a container that is not there.

use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;

use super::super::{ContractRule, Example, rule::Check};
use super::{Beside, names};
use crate::{
    object::Object,
    validate::{Finding, Rule, Severity},
};

pub(in crate::validate::contract) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("autoscaler-without-target", "an autoscaler changes a workload that is there, by containers that are there"),
    guessed: Severity::Warning,
    references: &[],
    doc: "
The server takes an autoscaler whatever it names. One whose workload does not exist, or whose container does not, says so in its
conditions and does nothing; the number of pods stays what it is.

`Autoscaler::of(&workload, …)` and `.container_cpu(&handle, …)` take both from what is there.
",
    bad: Example::Yaml("
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - name: web
          image: example.com/web:1
          resources: {requests: {cpu: 100m, memory: 64Mi}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shpo}
  maxReplicas: 5
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}
"),
    good: Example::Yaml("
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - name: web
          image: example.com/web:1
          resources: {requests: {cpu: 100m, memory: 64Mi}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  maxReplicas: 5
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}
"),
    check: Check::object(check),
};

fn check(beside: &Beside<'_>, found: &mut Vec<Finding>) {
    let Object::HorizontalPodAutoscaler(scaler) = beside.object else { return };
    let target = &scaler.spec.scale_target_ref;
    let of_kind: Vec<_> = beside.pods().filter(|pod| pod.subject().workload.kind() == target.kind).collect();
    let name = |pod: &super::OwnedPod<'_>| pod.subject().owner.name.clone().unwrap_or_default();
    if let Some(pod) = of_kind.iter().find(|pod| name(pod) == target.name) {
        containers(beside, scaler, pod, found);
        return;
    }
    let served = |pod: &&&super::OwnedPod<'_>| {
        beside.companions.autoscalers.iter().any(|other| other.spec.scale_target_ref.name == name(pod))
    };
    let free: Vec<_> = of_kind.iter().filter(|pod| !served(pod)).map(|pod| name(pod)).collect();
    if free.is_empty() || beside.companions.unread {
        return;
    }
    let message = format!("there is no {} `{}` beside this autoscaler", target.kind, target.name);
    let mut finding = beside.found(&RULE, "spec.scaleTargetRef.name", message);
    finding.help(format!("there is {}", names(free.iter().map(String::as_str))));
    found.push(finding);
}

/// Looks for the containers whose resources are measured.
fn containers(
    beside: &Beside<'_>,
    scaler: &HorizontalPodAutoscaler,
    pod: &super::OwnedPod<'_>,
    found: &mut Vec<Finding>,
) {
    let spec = pod.subject().spec;
    let all = || spec.containers.iter().chain(spec.init_containers.iter().flatten());
    for (at, metric) in scaler.spec.metrics.iter().flatten().enumerate() {
        let Some(source) = &metric.container_resource else { continue };
        let path = format!("spec.metrics[{at}].containerResource.container");
        let Some(container) = all().find(|container| container.name == source.container) else {
            let message = format!("the pods have no container `{}`", source.container);
            let mut finding = beside.found(&RULE, path, message);
            finding.help(format!("there is {}", names(all().map(|container| container.name.as_str()))));
            found.push(finding);
            continue;
        };
        let resources = container.resources.as_ref();
        let asks = resources.is_some_and(|resources| {
            let maps = [&resources.requests, &resources.limits];
            maps.into_iter().flatten().any(|map| map.contains_key(&source.name))
        });
        if !asks && source.target.type_ == "Utilization" {
            let message = format!(
                "`{}` requests no {}, so there is nothing to take a percentage of",
                source.container, source.name
            );
            let mut finding = beside.found(&RULE, path, message);
            finding.help(format!("set `resources.requests.{}` of the container", source.name));
            found.push(finding);
        }
    }
}

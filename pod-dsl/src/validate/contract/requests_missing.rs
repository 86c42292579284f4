//! A container beside others has no requests.

use k8s_openapi::api::autoscaling::{self, v2::HorizontalPodAutoscalerSpec};

use super::{
    ContractRule, Example, amounts::request, companions::same_namespace, context::Context, rule::Check,
};
use crate::{
    object::{Filled, Object},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("requests-missing", "where one container has requests, or an autoscaler looks at them, all have"),
    guessed: Severity::Warning,
    references: &["R01"],
    doc: "
The scheduler counts what is requested, so a container without requests lives off the others' share and is the first to be
evicted. An autoscaler that looks at the utilisation of a resource divides by the requests of all containers: where one has
none, it does nothing at all, and says so only in its own events.

Give every container a request. It is an error where an autoscaler beside the workload needs it, a warning where other
containers of the pod have one, and an information where none of several has.
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
          resources: {requests: {cpu: 250m, memory: 128Mi}}
        - name: proxy
          image: example.com/proxy:1
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
          resources: {requests: {cpu: 250m, memory: 128Mi}}
        - name: proxy
          image: example.com/proxy:1
          resources: {requests: {cpu: 50m, memory: 32Mi}}
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
    check: Check::pod(check),
};

const RESOURCES: [&str; 2] = ["cpu", "memory"];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let spec = context.spec();
    let scaled = scaled(context);
    let for_pod = |resource: &str| {
        let whole = spec.resources.as_ref();
        whole.is_some_and(|whole| {
            [&whole.requests, &whole.limits].into_iter().flatten().any(|map| map.contains_key(resource))
        })
    };
    let lacks = |member: usize, resource: &str| {
        request(context.container(member), resource).is_none() && !for_pod(resource)
    };
    for resource in RESOURCES.into_iter().filter(|resource| scaled.iter().any(|scaled| scaled == resource)) {
        for member in context.running().filter(|&member| lacks(member, resource)) {
            let message = format!(
                "`{}` has no request of {resource}, so the autoscaler beside it does nothing",
                context.name(member)
            );
            let mut finding = RULE.seen(context.at(member, "resources"), message);
            finding.help(format!("set `resources.requests.{resource}`, or let the autoscaler look at one container (`ContainerResource`)"));
            found.push(finding);
        }
    }
    if !scaled.is_empty() {
        return;
    }
    let without = |member: &usize| RESOURCES.iter().all(|resource| lacks(*member, resource));
    let (bare, given): (Vec<_>, Vec<_>) = context.running().partition(without);
    let Some(&first) = bare.first() else { return };
    let names = context.names(bare.iter().copied());
    let has = if bare.len() == 1 { "has" } else { "have" };
    // Of one container alone that is no question between containers.
    if given.is_empty() && bare.len() < 2 {
        return;
    }
    let mut finding = if given.is_empty() {
        let mut finding =
            RULE.seen(context.at(first, "resources"), format!("{names} {has} no requests of cpu and memory"));
        finding.severity = Severity::Info;
        finding
    } else {
        let others = context.names(given);
        let message = format!("{names} {has} no requests of cpu and memory, beside {others} with some");
        let mut finding = RULE.seen(context.at(first, "resources"), message);
        finding.severity = Severity::Warning;
        finding
    };
    finding.help("set `resources.requests` of cpu and memory");
    found.push(finding);
}

/// Lists the resources whose utilisation an autoscaler beside the workload looks at.
fn scaled(context: &Context<'_>) -> Vec<String> {
    let owner = context.subject.owner;
    let autoscalers =
        context.companions.autoscalers.iter().filter(|scaler| same_namespace(&scaler.metadata, owner));
    let mut resources = Vec::new();
    let is_it = |kind: &str, name: &str| {
        kind == context.subject.workload.kind() && Some(name) == owner.name.as_deref()
    };
    for other in &context.companions.others {
        // The first version knows the utilisation of cpu alone.
        let Object::HorizontalPodAutoscalerV1(scaler) = &**other else { continue };
        let mut scaler = scaler.clone();
        let spec: &mut autoscaling::v1::HorizontalPodAutoscalerSpec = scaler.spec.filled();
        let target = &spec.scale_target_ref;
        if same_namespace(&scaler.metadata, owner) && is_it(&target.kind, &target.name) {
            resources.push("cpu".to_owned());
        }
    }
    for scaler in autoscalers {
        let mut scaler = scaler.clone().into_owned();
        let spec: &mut HorizontalPodAutoscalerSpec = scaler.spec.filled();
        let target = &spec.scale_target_ref;
        if !is_it(&target.kind, &target.name) {
            continue;
        }
        // Where no metric is named, the server names that of cpu.
        if spec.metrics.as_ref().is_none_or(Vec::is_empty) {
            resources.push("cpu".to_owned());
        }
        let metrics = spec.metrics.iter().flatten().filter_map(|metric| metric.resource.as_ref());
        let relative = metrics.filter(|resource| resource.target.average_utilization.is_some());
        resources.extend(relative.map(|resource| resource.name.clone()));
    }
    resources
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn an_autoscaler_of_the_first_version_looks_at_cpu() {
        tells(
            &super::RULE,
            &[(
                "apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: app, image: example.com/app:1, resources: {requests: {memory: 1}}}]}
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  maxReplicas: 5",
                "apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: app, image: example.com/app:1, resources: {requests: {cpu: 1}}}]}
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  maxReplicas: 5",
            )],
        );
    }
}

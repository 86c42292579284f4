//! A network policy lets requests in to a port on which none of its pods listens.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::super::{ContractRule, Example, rule::Check};
use super::{super::context::Context, Beside, pod_selector, selects};
use crate::{
    object::Object,
    validate::{Finding, Rule, Severity},
};

pub(in crate::validate::contract) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("policy-port-unserved", "a network policy lets requests in where its pods listen"),
    guessed: Severity::Warning,
    references: &["N07"],
    doc: "
A policy that lets requests in to another port than the one the pods listen on keeps out everybody. Its port is that of the
pods, not of the Service in front of them, and nothing says so until requests time out.

`NetworkPolicy` takes ports by handle.
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
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shop}
spec:
  podSelector: {matchLabels: {app: shop}}
  policyTypes: [Ingress]
  ingress: [{ports: [{port: 80}]}]
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
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shop}
spec:
  podSelector: {matchLabels: {app: shop}}
  policyTypes: [Ingress]
  ingress: [{ports: [{port: 8080}]}]
"),
    check: Check::object(check),
};

fn check(beside: &Beside<'_>, found: &mut Vec<Finding>) {
    let Object::NetworkPolicy(policy) = beside.object else { return };
    let Some(spec) = &policy.spec else { return };
    let selector = pod_selector(spec).unwrap_or_default();
    let pods: Vec<_> = beside
        .pods()
        .filter(|pod| selects(&selector, pod.subject().meta))
        .map(|pod| Context::new(pod.subject(), &pod.intent, beside.platform, beside.companions))
        .collect();
    // A pod of which nothing is known may listen anywhere.
    let known = |context: &Context<'_>| {
        context
            .running()
            .all(|member| context.intent.listeners.iter().any(|listener| listener.owner == member))
    };
    if pods.is_empty() || !pods.iter().all(known) {
        return;
    }
    for (at, rule) in spec.ingress.iter().flatten().enumerate() {
        for (item, port) in rule.ports.iter().flatten().enumerate() {
            let Some(number) = &port.port else { continue };
            let protocol = port.protocol.as_deref().unwrap_or("TCP");
            let served = pods.iter().any(|context| {
                context.listeners().any(|listener| {
                    let own = i32::from(listener.port);
                    let same = match number {
                        IntOrString::Int(first) => (*first..=port.end_port.unwrap_or(*first)).contains(&own),
                        IntOrString::String(name) => listener.name.as_deref() == Some(name),
                    };
                    same && listener.protocol.as_str() == protocol
                })
            });
            if !served {
                let shown = match number {
                    IntOrString::Int(number) => number.to_string(),
                    IntOrString::String(name) => format!("`{name}`"),
                };
                let path = format!("spec.ingress[{at}].ports[{item}].port");
                let message =
                    format!("none of the pods that the policy is for listens on {shown} ({protocol})");
                let mut finding = beside.found(&RULE, path, message);
                for context in &pods {
                    let mut ports: Vec<_> =
                        context.listeners().map(|listener| listener.port.to_string()).collect();
                    ports.dedup();
                    let owner = context.subject.owner.name.as_deref().unwrap_or_default();
                    finding.help(format!("`{owner}` listens on {}", ports.join(", ")));
                }
                found.push(finding);
            }
        }
    }
}

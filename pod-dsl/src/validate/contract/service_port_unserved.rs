//! A port of a Service leads to nothing in its pods.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{
    ContractRule, Example,
    context::Context,
    rule::Check,
    service::{ServiceContext, leads_to, target_of},
};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("service-port-unserved", "a port of a Service leads to a port of its pods"),
    guessed: Severity::Warning,
    references: &["N07"],
    doc: "
A `targetPort` that is a name is looked up among the ports that the pods' containers declare. Where no container has the name,
the Service has no endpoint for that port, and nobody says so. A number need not be declared, but somebody has to listen there.

Name a port that a container declares, or give the number it listens on. In Rust `Service::of(&workload).port(80, &port)` takes
the handle of the port, and the name follows.

A name that no container has is an error, since the declared names are all there are; a number is a warning where no port
of the Service leads anywhere and the ports of all containers are known, and else an information.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: shop}
  ports: [{port: 80, targetPort: web}]
---
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{name: http, containerPort: 8080}]
"),
    good: Example::Yaml("
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: shop}
  ports: [{port: 80, targetPort: http}]
---
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{name: http, containerPort: 8080}]
"),
    check: Check::service(check),
};

fn check(service: &ServiceContext<'_>, found: &mut Vec<Finding>) {
    for context in service.selected() {
        let owner = context.subject.owner.name.as_deref().unwrap_or_default();
        let pods = format!("{} `{owner}`", context.subject.workload.kind());
        let nowhere = service.ports().all(|(_, port)| leads_to(port, &context).is_none());
        let known = context
            .running()
            .all(|member| context.intent.listeners.iter().any(|listener| listener.owner == member));
        for (at, port) in service.ports() {
            if leads_to(port, &context).is_some() {
                continue;
            }
            let field = if port.target_port.is_some() { "targetPort" } else { "port" };
            let path = format!("spec.ports[{at}].{field}");
            let mut finding = match target_of(port) {
                IntOrString::String(name) => {
                    let message = format!("no container of {pods} declares a port with the name `{name}`");
                    RULE.seen(path, message)
                }
                IntOrString::Int(number) => {
                    let message = format!("nobody in {pods} is known to listen on port {number}");
                    let mut finding = RULE.seen(path, message);
                    finding.severity = if nowhere && known { Severity::Warning } else { Severity::Info };
                    finding
                }
            };
            finding.helps.extend(declared(&context));
            found.push(finding);
        }
    }
}

fn declared(context: &Context<'_>) -> Option<String> {
    let ports: Vec<_> = context
        .running()
        .flat_map(|member| context.container(member).ports.iter().flatten())
        .map(|port| match &port.name {
            Some(name) => format!("`{name}` ({})", port.container_port),
            None => port.container_port.to_string(),
        })
        .collect();
    (!ports.is_empty()).then(|| format!("declared are {}", ports.join(", ")))
}

//! An Ingress or a Route leads to a Service or a port that is not there.

use k8s_openapi::{
    api::{core::v1::ServicePort, networking::v1::IngressBackend},
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::super::{ContractRule, Example, rule::Check};
use super::{Beside, names, same_namespace};
use crate::{
    object::Object,
    validate::{Finding, Rule, Severity},
};

pub(in crate::validate::contract) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("route-to-nowhere", "an Ingress or a Route leads to a Service and a port that are there"),
    guessed: Severity::Warning,
    references: &["N07"],
    doc: "
The server takes an Ingress or a Route whatever it leads to, and the proxy answers 503. An Ingress names a port of the Service,
which need not be the one the pods listen on; a Route names the port of the pods.

Where the Service stands in the same file or bundle, its name and its ports are looked at.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: shop}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  defaultBackend: {service: {name: shop, port: {number: 8080}}}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: shop}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  defaultBackend: {service: {name: shop, port: {number: 80}}}
"),
    check: Check::object(check),
};

fn check(beside: &Beside<'_>, found: &mut Vec<Finding>) {
    match beside.object {
        Object::Ingress(ingress) => {
            let Some(spec) = &ingress.spec else { return };
            let mut all: Vec<(String, &IngressBackend)> = Vec::new();
            all.extend(spec.default_backend.iter().map(|one| ("spec.defaultBackend".to_owned(), one)));
            for (at, rule) in spec.rules.iter().flatten().enumerate() {
                for (item, path) in rule.http.iter().flat_map(|http| &http.paths).enumerate() {
                    all.push((format!("spec.rules[{at}].http.paths[{item}].backend"), &path.backend));
                }
            }
            for (path, backend) in all {
                let Some(service) = &backend.service else { continue };
                let wanted = service.port.as_ref().map(|port| match (&port.name, port.number) {
                    (Some(name), _) => IntOrString::String(name.clone()),
                    (None, number) => IntOrString::Int(number.unwrap_or_default()),
                });
                let name = (format!("{path}.service.name"), service.name.as_str());
                let port = (format!("{path}.service.port"), wanted);
                leads(
                    beside,
                    name,
                    port,
                    |port, wanted| match wanted {
                        IntOrString::Int(number) => port.port == *number,
                        IntOrString::String(name) => port.name.as_ref() == Some(name),
                    },
                    found,
                );
            }
        }
        Object::Route(route) => {
            let to = &route.spec.to;
            let wanted = route.spec.port.as_ref().map(|port| port.target_port.clone());
            let name = ("spec.to.name".to_owned(), to.name.as_str());
            leads(
                beside,
                name,
                ("spec.port.targetPort".to_owned(), wanted),
                |port, wanted| {
                    let target = port.target_port.clone().unwrap_or(IntOrString::Int(port.port));
                    target == *wanted
                        || matches!(wanted, IntOrString::String(name) if port.name.as_ref() == Some(name))
                },
                found,
            );
        }
        _ => {}
    }
}

/// Follows a name to its Service, and a port to one of the Service's.
fn leads(
    beside: &Beside<'_>,
    (name_path, name): (String, &str),
    (port_path, wanted): (String, Option<IntOrString>),
    is: impl Fn(&ServicePort, &IntOrString) -> bool,
    found: &mut Vec<Finding>,
) {
    let Some(meta) = beside.meta() else { return };
    let services: Vec<_> =
        beside.companions.services.iter().filter(|service| same_namespace(&service.metadata, meta)).collect();
    let called = |service: &&&std::borrow::Cow<'_, k8s_openapi::api::core::v1::Service>| {
        service.metadata.name.as_deref() == Some(name)
    };
    let Some(service) = services.iter().find(called) else {
        if !services.is_empty() && !beside.companions.unread {
            let mut finding =
                beside.found(&RULE, name_path, format!("there is no Service `{name}` beside it"));
            let there = services.iter().filter_map(|service| service.metadata.name.as_deref());
            finding.help(format!("there is {}", names(there)));
            found.push(finding);
        }
        return;
    };
    let Some(wanted) = wanted else { return };
    let ports: Vec<_> = service.spec.iter().flat_map(|spec| spec.ports.iter().flatten()).collect();
    if ports.iter().any(|port| is(port, &wanted)) {
        return;
    }
    let shown = match &wanted {
        IntOrString::Int(number) => number.to_string(),
        IntOrString::String(name) => format!("`{name}`"),
    };
    let mut finding = beside.found(&RULE, port_path, format!("Service `{name}` has no port {shown}"));
    let known = ports.iter().map(|port| match &port.name {
        Some(name) => format!("{} (`{name}`)", port.port),
        None => port.port.to_string(),
    });
    finding.help(format!("it has {}", known.collect::<Vec<_>>().join(", ")));
    found.push(finding);
}

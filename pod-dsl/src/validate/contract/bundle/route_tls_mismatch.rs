//! A Route brings encrypted requests to who cannot read them, or plain ones to who wants them encrypted.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::super::{
    ContractRule, Example,
    rule::Check,
    service::{ServiceContext, leads_to, target_of},
};
use super::{Beside, same_namespace};
use crate::{
    intent::Listener,
    object::{Object, Route},
    validate::{Finding, Rule, Severity},
};

pub(in crate::validate::contract) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("route-tls-mismatch", "a Route asks as its pods listen: encrypted, or in plain text"),
    guessed: Severity::Warning,
    references: &[],
    doc: "
With `passthrough` the router hands encrypted requests to the pod unread, and with `reencrypt` it encrypts anew: the pod has to
speak TLS. With `edge`, or without `tls`, it asks in plain text: a pod that speaks TLS answers with an error, and the router
with 502. The server takes any of them.

End encryption where somebody can: `edge` before a plain listener, `passthrough` or `reencrypt` before one that speaks TLS.

A port that was said to speak TLS (`.tls()`) is known to; of others their names and well-known numbers tell, and that is a guess.
",
    bad: Example::Yaml("
apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: shop}
spec:
  to: {kind: Service, name: shop}
  tls: {termination: passthrough}
---
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
    good: Example::Yaml("
apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: shop}
spec:
  to: {kind: Service, name: shop}
  tls: {termination: edge}
---
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
    check: Check::object(check),
};

fn check(beside: &Beside<'_>, found: &mut Vec<Finding>) {
    let Object::Route(route) = beside.object else { return };
    let termination = route.spec.tls.as_ref().and_then(|tls| tls.termination.as_deref());
    let asks_tls = match termination {
        None | Some("" | "edge") => false,
        Some("passthrough" | "reencrypt") => true,
        // The server refuses any other.
        Some(_) => return,
    };
    let to = |service: &&std::borrow::Cow<'_, k8s_openapi::api::core::v1::Service>| {
        service.metadata.name.as_deref() == Some(&route.spec.to.name)
            && same_namespace(&service.metadata, &route.metadata)
    };
    let Some(service) = beside.companions.services.iter().find(to) else { return };
    let service = ServiceContext::new(service, beside.platform, beside.companions);
    for (_, port) in service.ports().filter(|(_, port)| is_target(route, port)) {
        for context in service.selected() {
            let Some(listener) = leads_to(port, &context) else { continue };
            let Some(speaks) = speaks_tls(listener).filter(|speaks| speaks.tls != asks_tls) else { continue };
            found.push(mismatch(
                beside,
                termination,
                &context.container(listener.owner).name,
                listener,
                speaks,
            ));
        }
    }
}

/// Tells whether a Route leads to a port of its Service; one that names none leads to all.
fn is_target(route: &Route, port: &k8s_openapi::api::core::v1::ServicePort) -> bool {
    route.spec.port.as_ref().is_none_or(|wanted| {
        let named =
            matches!(&wanted.target_port, IntOrString::String(name) if port.name.as_ref() == Some(name));
        named || target_of(port) == wanted.target_port
    })
}

/// Says whether a listener speaks TLS, and whether somebody said so.
struct Speaks {
    tls: bool,
    said: bool,
}

fn speaks_tls(listener: &Listener) -> Option<Speaks> {
    if listener.tls {
        return Some(Speaks { tls: true, said: true });
    }
    let guess = |tls| Some(Speaks { tls, said: false });
    let name = listener.name.as_deref().unwrap_or_default();
    match name.split('-').next().unwrap_or_default() {
        "https" | "tls" => guess(true),
        "http" => guess(false),
        _ if matches!(listener.port, 443 | 8443 | 9443) => guess(true),
        _ if matches!(listener.port, 80 | 8080) => guess(false),
        _ => None,
    }
}

fn mismatch(
    beside: &Beside<'_>,
    termination: Option<&str>,
    container: &str,
    listener: &Listener,
    Speaks { tls, said }: Speaks,
) -> Finding {
    let (asks, how) = match termination {
        Some("passthrough") => ("hands on encrypted requests", "`passthrough`"),
        Some("reencrypt") => ("encrypts its requests", "`reencrypt`"),
        Some("edge") => ("asks in plain text", "`edge`"),
        _ => ("asks in plain text", "no `tls`"),
    };
    let port = listener.port;
    let listens = match (tls, said) {
        (true, true) => "speaks TLS",
        (true, false) => "speaks TLS by its name or number",
        (false, _) => "is a plain one by its name or number",
    };
    let path = if termination.is_some() { "spec.tls.termination" } else { "spec.tls" };
    let message = format!("the router {asks} ({how}), and port {port} of `{container}` {listens}");
    let mut finding = beside.found(&RULE, path, message);
    if !said {
        finding.severity = RULE.guessed;
    }
    finding.help(if tls {
        "say `passthrough` or `reencrypt`, or lead to a plain listener"
    } else {
        "say `edge`, or lead to a listener that speaks TLS; of a port that does, say so: `.tls()`"
    });
    finding
}

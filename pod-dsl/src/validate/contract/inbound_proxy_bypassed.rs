//! Clients can go past the proxy that stands before the application.

use super::{
    ContractRule, Example,
    context::Context,
    rule::Check,
    service::{ServiceContext, leads_to},
};
use crate::{
    intent::{Address, Listener, Role, Source, UpstreamTo},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("inbound-proxy-bypassed", "what a proxy stands before is reached through the proxy"),
    guessed: Severity::Warning,
    references: &["N06"],
    doc: "
A proxy that authenticates, encrypts or translates for the application protects it only where there is no other way. A Service
that leads to the application's own port is one; an application that listens on all addresses is another, since every pod
reaches every port of every other, declared or not.

Lead the Service to the proxy's port, and let the application listen on 127.0.0.1. Where the image cannot do that, a
NetworkPolicy for the proxy's port helps; then allow the rule with that as the reason.

That an application behind an ordinary proxy listens on all addresses is an information; behind one that authenticates it is a
warning.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: shop}
  ports: [{port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  containers:
    - name: web
      image: example.com/web:1
      args: ["--listen=127.0.0.1:8080"]
    - name: login
      image: quay.io/oauth2-proxy/oauth2-proxy:v7.12.0
      args: ["--http-address=0.0.0.0:4180", "--upstream=http://127.0.0.1:8080"]
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: shop}
  ports: [{port: 80, targetPort: 4180}]
---
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  containers:
    - name: web
      image: example.com/web:1
      args: ["--listen=127.0.0.1:8080"]
    - name: login
      image: quay.io/oauth2-proxy/oauth2-proxy:v7.12.0
      args: ["--http-address=0.0.0.0:4180", "--upstream=http://127.0.0.1:8080"]
"#),
    check: Check::pod(check).and_service(check_service),
};

/// Programs that let nobody pass whom they do not know.
const GATES: &[&str] = &["kube-rbac-proxy", "oauth2-proxy", "origin-oauth-proxy", "oauth-proxy"];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (proxy, listener) in guarded(context) {
        if listener.address == Address::Loopback {
            continue;
        }
        let (owner, port) = (listener.owner, listener.port);
        let (name, by) = (context.name(owner), context.name(proxy));
        let message =
            format!("`{name}` listens on port {port} of all addresses, so clients can go past `{by}`");
        let field = listener.basis.field();
        let mut finding = RULE.found(&listener.basis, context.at(owner, field), message);
        finding.help(format!(
            "let `{name}` listen on 127.0.0.1, or admit only the port of `{by}` by a NetworkPolicy"
        ));
        let image = context.container(proxy).image.as_deref().unwrap_or_default();
        let gate = GATES.iter().any(|gate| image.contains(gate));
        // Of a port that is only declared nobody knows the address.
        let open = matches!(listener.basis.source(), None | Some(Source::Text));
        finding.severity = if gate && open { Severity::Warning } else { Severity::Info };
        found.push(finding);
    }
}

/// Lists the listeners that a proxy of the pod forwards to, with the proxy.
fn guarded<'c>(context: &'c Context<'_>) -> impl Iterator<Item = (usize, &'c Listener)> {
    let forwards = context.intent.upstreams.iter().filter(|upstream| {
        upstream.proxied && context.member(upstream.owner).role == Role::InboundAmbassador
    });
    forwards.filter_map(|upstream| {
        let UpstreamTo::Listener { port, .. } = upstream.to else { return None };
        let listener =
            context.listeners().find(|listener| listener.port == port && listener.owner != upstream.owner)?;
        Some((upstream.owner, listener))
    })
}

fn check_service(service: &ServiceContext<'_>, found: &mut Vec<Finding>) {
    for context in service.selected() {
        for (at, port) in service.ports() {
            let Some(target) = leads_to(port, &context) else { continue };
            let Some((proxy, listener)) = guarded(&context)
                .find(|(_, listener)| (listener.owner, listener.port) == (target.owner, target.port))
            else {
                continue;
            };
            let (by, name) = (context.name(proxy), context.name(listener.owner));
            let message = format!(
                "Service `{}` leads to `{name}` itself and past `{by}`, which stands before it",
                service.name()
            );
            let basis = &context.member(proxy).basis;
            let mut finding = RULE.found(basis, format!("spec.ports[{at}].targetPort"), message);
            let ports: Vec<_> = context
                .listeners()
                .filter(|own| own.owner == proxy)
                .map(|own| own.port.to_string())
                .collect();
            if !ports.is_empty() {
                finding.help(format!("`{by}` listens on {}", ports.join(", ")));
            }
            found.push(finding);
        }
    }
}

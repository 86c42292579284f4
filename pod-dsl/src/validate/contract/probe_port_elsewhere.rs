//! A probe asks a port that is another container's.

use k8s_openapi::{api::core::v1::Container, apimachinery::pkg::util::intstr::IntOrString};

use super::{ContractRule, Example, context::Context, handlers::asked, rule::Check};
use crate::{
    intent::{Basis, Listener, Role, Source},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("probe-port-elsewhere", "a probe asks a port of its own container"),
    guessed: Severity::Warning,
    references: &["P01"],
    doc: "
The name of a port is looked up in the probe's own container alone. A name that stands only in another container is never
found, so the probe fails each time: the container is started again and again, or never becomes ready. No server checks it.

A number is not looked up at all. Where it is a peer's port, the probe says how the peer is, and the kubelet restarts the wrong
container. Some helpers answer for their peers on purpose, so in a manifest of others that is an information.

Name a port that this container declares. In Rust a probe takes the port's handle, and the name follows.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{name: http, containerPort: 8080}]
    - name: admin
      image: example.com/admin:1
      readinessProbe: {httpGet: {path: /ready, port: http}}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{name: http, containerPort: 8080}]
      readinessProbe: {httpGet: {path: /ready, port: http}}
    - name: admin
      image: example.com/admin:1
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.running() {
        let container = context.container(member);
        for asked in asked(container) {
            let name = &container.name;
            let path = || context.at(member, asked.field);
            match asked.port {
                IntOrString::String(port) => {
                    let declares = |other: &Container| {
                        other.ports.iter().flatten().any(|own| own.name.as_ref() == Some(port))
                    };
                    if declares(container) {
                        continue;
                    }
                    let message =
                        format!("`{name}` declares no port with the name `{port}`, so this always fails");
                    let mut finding = RULE.seen(path(), message);
                    if let Some(other) = context.all().find(|&other| declares(context.container(other))) {
                        finding.note(format!(
                            "`{}` has a port of that name, but names are looked up in the container itself",
                            context.name(other)
                        ));
                    }
                    finding.help("name a port that this container declares, or give the number");
                    found.push(finding);
                }
                IntOrString::Int(port) => {
                    let Some(peer) = elsewhere(context, member, *port) else { continue };
                    // A proxy that is asked for the application's health has a rule of its own.
                    if asked.is_liveness && context.member(peer.owner).role == Role::InboundAmbassador {
                        continue;
                    }
                    let other = context.name(peer.owner);
                    let message = format!("this asks `{name}` at port {port}, which is `{other}`'s");
                    let basis = if peer.basis.is_guess() { &peer.basis } else { &Basis::Said };
                    let mut finding = RULE.found(basis, path(), message);
                    finding.severity = if basis.is_guess() { Severity::Info } else { Severity::Warning };
                    finding
                        .help(format!("ask a port that `{name}` listens on, or move the probe to `{other}`"));
                    found.push(finding);
                }
            }
        }
    }
}

/// Finds the peer whose port it is, where the container itself is not known to listen there.
fn elsewhere<'c>(context: &'c Context<'_>, member: usize, port: i32) -> Option<&'c Listener> {
    let on_port = || context.listeners().filter(|listener| i32::from(listener.port) == port);
    if on_port().any(|listener| listener.owner == member) {
        return None;
    }
    // That a peer is asked there tells nothing of who listens.
    on_port().find(|listener| listener.basis.source() != Some(Source::Probe))
}

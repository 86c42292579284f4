//! A proxy for the application alone can be reached from outside the pod.

use super::{ContractRule, Example, context::Context, rule::Check, service::ServiceContext};
use crate::{
    intent::{Address, Basis, Listener, Role},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("outbound-proxy-exposed", "a proxy for the application alone listens on loopback"),
    guessed: Severity::Warning,
    references: &["N05"],
    doc: "
An outbound ambassador holds credentials, or opens a way that the application alone is meant to have: a database, a cloud API.
Where it listens on all addresses, or a Service leads to it, every pod of the cluster goes the same way with the same rights.

Let it listen on 127.0.0.1, and lead no Service to it. `Ambassador::outbound` does both by itself: its listener is on loopback
and never declared.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
    - name: database
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
      args: [--address=0.0.0.0, --port=5432, "project:region:instance"]
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
    - name: database
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
      args: [--port=5432, "project:region:instance"]
"#),
    check: Check::pod(check).and_service(check_service),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    // Alone in its pod it is no ambassador, but a service for others.
    if context.running().count() < 2 {
        return;
    }
    for listener in context.listeners() {
        let owner = listener.owner;
        let of_image = context.field_of(&listener.basis) == "image";
        let said_open = listener.address == Address::Any && !declared_only(listener) && !of_image;
        if context.member(owner).role != Role::OutboundAmbassador || !said_open {
            continue;
        }
        let (name, port) = (context.name(owner), listener.port);
        let message = format!(
            "`{name}` proxies for this pod alone, but port {port} can be reached from outside the pod"
        );
        let field = context.field_of(&listener.basis);
        let mut finding = RULE.found(&listener.basis, context.at(owner, field), message);
        finding.help("let it listen on 127.0.0.1");
        found.push(finding);
    }
}

/// A port that is only declared tells nothing of the address.
fn declared_only(listener: &Listener) -> bool {
    matches!(&listener.basis, Basis::Guessed(clue) if clue.field.starts_with("ports["))
}

fn check_service(service: &ServiceContext<'_>, found: &mut Vec<Finding>) {
    for context in service.selected().filter(|context| context.running().count() > 1) {
        for (at, port) in service.ports() {
            let Some(listener) = service.leads_to(port, &context) else { continue };
            let member = context.member(listener.owner);
            if member.role != Role::OutboundAmbassador {
                continue;
            }
            let message = format!(
                "Service `{}` leads to `{}`, which proxies for its own pod alone",
                service.name(),
                member.name
            );
            let mut finding = RULE.found(&member.basis, format!("spec.ports[{at}]"), message);
            finding.help("drop the port from the Service");
            found.push(finding);
        }
    }
}

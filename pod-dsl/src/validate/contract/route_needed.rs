//! A way from outside says what only a Route can say, and is written as an Ingress.

use super::{ContractRule, Example, rule::Check};
use crate::{
    intent::Fault,
    validate::{Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("route-needed", "what only a Route can say is written for OpenShift"),
    guessed: Severity::Warning,
    references: &[],
    doc: "
An Ingress ends encryption at the router, or has none. That the router encrypts anew, or passes on what it cannot read, only
OpenShift's Route can say; controllers of an Ingress have annotations of their own for it, each its own.

End encryption at the router, or write for OpenShift.
",
    bad: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let https = Port::tcp(8443).named("https");
let web = Pod::new("web").container(Container::new("web", "ghcr.io/example/web:1").port(&https)).deployment();
let service = Service::of(&web).port(443, &https);
let report = Expose::of(&service).host("web.example.com").passthrough().check(&Target::kubernetes());
assert!(report.errors().any(|finding| finding.rule == "route-needed"));
"#,
    ),
    good: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let https = Port::tcp(8443).named("https");
let web = Pod::new("web").container(Container::new("web", "ghcr.io/example/web:1").port(&https)).deployment();
let service = Service::of(&web).port(443, &https);
let report = Expose::of(&service).host("web.example.com").passthrough().check(&Target::openshift());
assert!(report.findings().iter().all(|finding| finding.rule != "route-needed"));
"#,
    ),
    check: Check::loose_end(Fault::RouteNeeded),
};

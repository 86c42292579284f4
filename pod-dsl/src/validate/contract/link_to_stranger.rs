//! A link leads to a container that is not in the pod.

use super::{ContractRule, Example, rule::Check};
use crate::{
    intent::Fault,
    validate::{Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("link-to-stranger", "a link leads to a container of the same pod"),
    guessed: Severity::Warning,
    references: &[],
    doc: "
Containers share a network, volumes and processes with the containers of their own pod only. A handle that leads elsewhere
promises what cannot hold: the helper is not waited for, the signal reaches nobody.

Add the container that the handle is of to the pod, or drop the link.
",
    bad: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let proxy = Container::new("proxy", "haproxy:3.2");
let app = Container::new("app", "ghcr.io/example/app:1").starts_after(&proxy.handle());
let report = Pod::new("shop").container(app).check(&Target::kubernetes());
assert_eq!(report.errors().next().map(|finding| finding.rule), Some("link-to-stranger"));
"#,
    ),
    good: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let proxy = Container::new("proxy", "haproxy:3.2");
let app = Container::new("app", "ghcr.io/example/app:1").starts_after(&proxy.handle());
let report = Pod::new("shop").container(app).sidecar(proxy).check(&Target::kubernetes());
assert!(report.is_accepted());
"#,
    ),
    check: Check::loose_end(Fault::LinkToStranger),
};

//! A container is needed that nothing waits for.

use super::{ContractRule, Example, rule::Check};
use crate::{
    intent::Fault,
    validate::{Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("need-unmet", "what others need at start or until stop is a native sidecar"),
    guessed: Severity::Warning,
    references: &["L02", "L05"],
    doc: "
Plain containers start in the order of the list, but nobody waits for any of them, and they are all told to stop at once.
A container that says it starts after another, or drains through it, is then left alone at its start or at its end.

Let the contract place the helper: a sidecar, an ambassador or an adapter that somebody needs becomes a native sidecar by
itself. Only `.plain()` and an application container can leave a need unmet.
",
    bad: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let proxy = Container::new("proxy", "haproxy:3.2");
let app = Container::new("app", "ghcr.io/example/app:1").drains_through(&proxy.handle());
let pod = Pod::new("shop").container(app).sidecar(Sidecar::new(proxy).plain());
let report = pod.check(&Target::kubernetes());
assert_eq!(report.errors().next().map(|finding| finding.rule), Some("need-unmet"));
"#,
    ),
    good: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let proxy = Container::new("proxy", "haproxy:3.2");
let app = Container::new("app", "ghcr.io/example/app:1").drains_through(&proxy.handle());
let report = Pod::new("shop").container(app).sidecar(proxy).check(&Target::kubernetes());
assert!(report.is_accepted());
"#,
    ),
    check: Check::loose_end(Fault::NeedUnmet),
};

//! A claim template stands in a pod that no `StatefulSet` makes.

use super::{ContractRule, Example, rule::Check};
use crate::{
    intent::Fault,
    validate::{Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("claim-template-alone", "a claim template belongs to a StatefulSet"),
    guessed: Severity::Warning,
    references: &[],
    doc: "
Only a `StatefulSet` makes claims of a template, one for each of its pods. In another pod the volume would be missing, and
the pod would not be admitted.

Make the pod a `StatefulSet`, or use a volume of a claim that exists.
",
    bad: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let data = Volume::claim_template("data", ["ReadWriteOnce"], "1Gi");
let db = Container::new("db", "ghcr.io/example/db:1").mount(&data, "/data");
let report = Pod::new("shop").container(db).check(&Target::kubernetes());
assert!(report.errors().any(|finding| finding.rule == "claim-template-alone"));
"#,
    ),
    good: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let data = Volume::claim_template("data", ["ReadWriteOnce"], "1Gi");
let db = Container::new("db", "ghcr.io/example/db:1").mount(&data, "/data");
let report = Pod::new("shop").container(db).stateful_set().check(&Target::kubernetes());
assert!(report.findings().iter().all(|finding| finding.rule != "claim-template-alone"));
"#,
    ),
    check: Check::loose_end(Fault::ClaimTemplateAlone),
};

//! A file or a variable that is read into an object cannot be read.

use super::{ContractRule, Example, rule::Check};
use crate::{
    intent::Fault,
    validate::{Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("source-unreadable", "a file or a variable that is read into an object is there"),
    guessed: Severity::Warning,
    references: &[],
    doc: "
A Secret takes values from files and environment variables when the program runs, from the folder it runs in. One that
cannot be read would leave the Secret without its key, and the pod that needs it would wait for ever.

Make the file or the variable available to the program.
",
    bad: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let report = Secret::new("db").data_from_file("cert", "/no/such/file").check(&Target::kubernetes());
assert!(report.errors().any(|finding| finding.rule == "source-unreadable"));
"#,
    ),
    good: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let report = Secret::new("db").data_from_file("manifest", "Cargo.toml").check(&Target::kubernetes());
assert!(report.findings().iter().all(|finding| finding.rule != "source-unreadable"));
"#,
    ),
    check: Check::loose_end(Fault::SourceUnreadable),
};

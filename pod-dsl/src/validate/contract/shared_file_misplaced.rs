//! A shared file is said to stand where its volume cannot put it.

use super::{ContractRule, Example, rule::Check};
use crate::{
    intent::Fault,
    validate::{Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("shared-file-misplaced", "the place of a shared file ends with its path on the volume"),
    guessed: Severity::Warning,
    references: &["V06"],
    doc: "
A shared file has one path on its volume. In each container it stands below the place where the volume is mounted, so every
place of it ends with that path; another place cannot be reached by any mount.

Give each side an absolute path that ends with the file's path on the volume. The mounts follow from it, so the two sides
cannot come apart.
",
    bad: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let log = Volume::empty_dir("logs").file("app.log");
let app = Container::new("app", "ghcr.io/example/app:1").writes(&log, "/var/log/other.log");
let report = Pod::new("shop").container(app).check(&Target::kubernetes());
assert_eq!(report.errors().next().map(|finding| finding.rule), Some("shared-file-misplaced"));
"#,
    ),
    good: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let log = Volume::empty_dir("logs").file("app.log");
let app = Container::new("app", "ghcr.io/example/app:1").writes(&log, "/var/log/app.log");
let report = Pod::new("shop").container(app).check(&Target::kubernetes());
assert!(report.is_accepted());
"#,
    ),
    check: Check::loose_end(Fault::SharedFileMisplaced),
};

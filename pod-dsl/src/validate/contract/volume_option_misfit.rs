//! An option is said of a volume of a kind that does not have it.

use super::{ContractRule, Example, rule::Check};
use crate::{
    intent::Fault,
    validate::{Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("volume-option-misfit", "an option of a volume belongs to the volume's kind"),
    guessed: Severity::Warning,
    references: &[],
    doc: "
A size limit is a field of an `emptyDir`, a file mode is one of a `ConfigMap`; said of another kind of volume they would be
lost without a word.

Drop the option, or make the volume of the kind that has it.
",
    bad: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let config = Volume::config_map("config", "shop").size_limit("1Gi");
let app = Container::new("app", "ghcr.io/example/app:1").mount(&config, "/config");
let report = Pod::new("shop").container(app).check(&Target::kubernetes());
assert_eq!(report.errors().next().map(|finding| finding.rule), Some("volume-option-misfit"));
"#,
    ),
    good: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let scratch = Volume::empty_dir("scratch").size_limit("1Gi");
let app = Container::new("app", "ghcr.io/example/app:1").mount(&scratch, "/scratch");
let report = Pod::new("shop").container(app).check(&Target::kubernetes());
assert!(report.is_accepted());
"#,
    ),
    check: Check::loose_end(Fault::VolumeOptionMisfit),
};

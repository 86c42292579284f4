//! What was said through a handle and cannot be carried out.

use crate::{
    intent::{Fault, Intent},
    validate::{Finding, Place, Rule},
};

static VOLUME_OPTION_MISFIT: Rule =
    Rule::contract("volume-option-misfit", "an option of a volume belongs to the volume's kind");
static SHARED_FILE_MISPLACED: Rule =
    Rule::contract("shared-file-misplaced", "the place of a shared file ends with its path on the volume");
static CLAIM_TEMPLATE_ALONE: Rule =
    Rule::contract("claim-template-alone", "a claim template belongs to a StatefulSet");
static SOURCE_UNREADABLE: Rule =
    Rule::contract("source-unreadable", "a file or a variable that is read into an object is there");
static LINK_TO_STRANGER: Rule =
    Rule::contract("link-to-stranger", "a link leads to a container of the same pod");
static NEED_UNMET: Rule =
    Rule::contract("need-unmet", "what others need at start or until stop is a native sidecar");

pub(super) static RULES: &[&Rule] = &[
    &VOLUME_OPTION_MISFIT,
    &CLAIM_TEMPLATE_ALONE,
    &SOURCE_UNREADABLE,
    &SHARED_FILE_MISPLACED,
    &LINK_TO_STRANGER,
    &NEED_UNMET,
];

pub(crate) fn check(intent: &Intent, found: &mut Vec<Finding>) {
    found.extend(intent.loose.iter().map(|end| {
        let rule = match end.fault {
            Fault::VolumeOptionMisfit => &VOLUME_OPTION_MISFIT,
            Fault::SharedFileMisplaced => &SHARED_FILE_MISPLACED,
            Fault::ClaimTemplateAlone => &CLAIM_TEMPLATE_ALONE,
            Fault::SourceUnreadable => &SOURCE_UNREADABLE,
            Fault::LinkToStranger => &LINK_TO_STRANGER,
            Fault::NeedUnmet => &NEED_UNMET,
        };
        let mut finding = Finding::new(rule, &end.path, &end.message);
        finding.help(&end.help);
        finding.place = Some(Place::Rust(end.at));
        finding
    }));
}

//! What no server can know: the links between the containers of a pod.

mod loose_end;

use crate::{
    intent::Intent,
    validate::{Finding, Rule},
};

/// Lists the rules.
pub(crate) static RULES: &[&[&Rule]] = &[loose_end::RULES];

/// Judges the links.
pub(crate) fn check(intent: &Intent, found: &mut Vec<Finding>) {
    loose_end::check(intent, found);
}

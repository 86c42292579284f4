//! Reports what the grammar has against a text, the way the server does: one cause for each thing that is wrong.

use crate::{
    grammar::Fault,
    validate::{Judge, Path, Rule},
};

/// Reports every fault of `text`'s spelling under one rule, and tells whether there was none.
pub(super) fn sound(
    j: &mut Judge,
    rule: &'static Rule,
    path: &Path<'_>,
    text: &str,
    verdict: Result<(), Fault>,
) -> bool {
    let Err(fault) = verdict else { return true };
    for message in fault.messages() {
        j.report(rule, path, format_args!("{text:?}: {message}"));
    }
    false
}

//! The few checks of which most volume sources are made.

use std::{fmt, ops::RangeInclusive};

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use crate::{
    grammar::{Fault, parse_wire_quantity},
    validate::{Judge, Path, Rule},
};

/// Reports `rule` where a text that must be given is empty; tells whether it is given.
pub(super) fn required(
    j: &mut Judge,
    rule: &'static Rule,
    text: &str,
    path: &Path<'_>,
    field: &'static str,
) -> bool {
    if text.is_empty() {
        j.report(rule, &path.field(field), format_args!("`{field}` is missing: {}", rule.summary));
    }
    !text.is_empty()
}

/// Reports `rule` at `path` once for each thing that is wrong with a text, as the API server does.
pub(super) fn well_formed(
    j: &mut Judge,
    rule: &'static Rule,
    text: &str,
    verdict: Result<(), Fault>,
    path: &Path<'_>,
) {
    if let Err(fault) = verdict {
        for message in fault.messages() {
            j.report(rule, path, format_args!("`{text}` is {}", Plain(message)));
        }
    }
}

/// Puts "wrong: " in front of the messages that are no predicate of the text, so that every sentence reads well.
struct Plain<'a>(&'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.starts_with("not a ") && !self.0.starts_with("longer than ") {
            f.write_str("wrong: ")?;
        }
        f.write_str(self.0)
    }
}

/// Reports `rule` where a number is outside of a range.
pub(super) fn within(
    j: &mut Judge,
    rule: &'static Rule,
    number: i64,
    range: &RangeInclusive<i64>,
    path: &Path<'_>,
    field: &'static str,
) {
    if !range.contains(&number) {
        j.report(
            rule,
            &path.field(field),
            format_args!("`{field}` is {number}: allowed are {} to {}", range.start(), range.end()),
        );
    }
}

/// Reports `rule` where a word is none of the known ones.
pub(super) fn one_of(
    j: &mut Judge,
    rule: &'static Rule,
    word: &str,
    known: &'static [&'static str],
    path: &Path<'_>,
) {
    if !known.contains(&word) {
        j.report(rule, path, format_args!("`{word}` is not known here: use {}", known.join(", ")));
    }
}

/// Gives the sign of an amount: -1, 0 or 1. Text that is no amount counts as 0, because decoding refuses it.
pub(super) fn sign(amount: &Quantity) -> i32 {
    parse_wire_quantity(&amount.0).map_or(0, crate::grammar::Quantity::signum)
}

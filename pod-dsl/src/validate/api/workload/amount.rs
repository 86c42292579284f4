//! Numbers of pods that may also be given as a share: `3` or `25%`.

use std::num::IntErrorKind;

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::super::metadata::report_all;
use crate::{
    grammar::percentage,
    validate::{Judge, Path, rule::rules},
};

rules! {
    MALFORMED: Invalid, "workload-share-malformed", "a number of pods is not negative, or a percentage";
    TOO_LARGE: Invalid, "workload-share-too-large", "a share of the pods is at most 100%";
}

/// Judges the form of an amount.
pub(in crate::validate::api) fn well_formed(j: &mut Judge, amount: &IntOrString, path: &Path<'_>) {
    match amount {
        IntOrString::Int(number) if *number < 0 => {
            j.report(&MALFORMED, path, format_args!("{number} is negative: 0 is the least"));
        }
        IntOrString::Int(_) => {}
        IntOrString::String(text) => report_all(j, &MALFORMED, path, "the amount", text, percentage(text)),
    }
}

/// Refuses more than all.
pub(in crate::validate::api) fn not_more_than_all(j: &mut Judge, amount: &IntOrString, path: &Path<'_>) {
    if let IntOrString::String(text) = amount
        && percentage(text).is_ok()
        && value(amount) > 100
    {
        j.report(&TOO_LARGE, path, format_args!("{text} is more than all: allowed is 100%"));
    }
}

/// Gives the number, whether it counts pods or hundredths; text that is neither counts as the number it reads as, or 0.
pub(in crate::validate::api) fn value(amount: &IntOrString) -> i64 {
    let text = match amount {
        IntOrString::Int(number) => return (*number).into(),
        IntOrString::String(text) if percentage(text).is_ok() => text.trim_end_matches('%'),
        IntOrString::String(text) => text,
    };
    text.parse().unwrap_or_else(|error: std::num::ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow => i64::MAX,
        IntErrorKind::NegOverflow => i64::MIN,
        _ => 0,
    })
}

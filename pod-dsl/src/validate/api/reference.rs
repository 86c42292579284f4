//! References from one object to another by group, kind and name.

use super::metadata::report_all;
use crate::{
    grammar::{dns_subdomain, path_segment_name},
    validate::{Judge, Path, rule::rules},
};

rules! {
    GROUP: Invalid, "reference-group-malformed", "the API group of a reference is a DNS name";
    PART_MISSING: Required, "reference-part-missing", "a reference says of which kind its object is, and its name";
    PART: Invalid, "reference-part-malformed", "the kind and the name of a reference fit into a URL";
}

/// Judges the kind and the name of a reference.
pub(super) fn kind_and_name(j: &mut Judge, kind: &str, name: &str, path: &Path<'_>) {
    for (field, text) in [("kind", kind), ("name", name)] {
        let path = path.field(field);
        if text.is_empty() {
            j.report(&PART_MISSING, &path, format_args!("the reference has no `{field}`"));
        } else {
            report_all(j, &PART, &path, field, text, path_segment_name(text));
        }
    }
}

/// Judges the API group of a reference, where it names one.
pub(super) fn group(j: &mut Judge, group: Option<&str>, path: &Path<'_>) {
    if let Some(group) = group {
        report_all(j, &GROUP, &path.field("apiGroup"), "the group", group, dns_subdomain(group));
    }
}

use crate::validate::api::metadata::tests::Case;

/// Joins the cases of all parts.
pub(crate) const ALL_CASES: &[&[Case]] = &[];

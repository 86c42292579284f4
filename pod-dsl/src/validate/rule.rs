//! What a rule is: an id that an `allow` can name, and what it says when it is broken.

use std::fmt;

use super::finding::Stage;

/// Weighs a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing to mend.
    Info,
    /// Legal, but likely not what was meant. `--deny warnings` makes it count.
    Warning,
    /// Refused: nothing is emitted while it stands.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Names the kind of refusal in the API server's own terms, as it stands in `Status.details.causes[].reason`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A field that must be set is not.
    Required,
    /// The value has the wrong form or does not fit another value.
    Invalid,
    /// A value that must be unique stands twice.
    Duplicate,
    /// The value is none of a closed set.
    NotSupported,
    /// The field may not be set here.
    Forbidden,
    /// The value has too many bytes.
    TooLong,
    /// The list has too many items.
    TooMany,
    /// The name refers to nothing.
    NotFound,
    /// The server could not judge it.
    Internal,
}

impl Cause {
    /// Spells the cause as the API server does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "FieldValueRequired",
            Self::Invalid => "FieldValueInvalid",
            Self::Duplicate => "FieldValueDuplicate",
            Self::NotSupported => "FieldValueNotSupported",
            Self::Forbidden => "FieldValueForbidden",
            Self::TooLong => "FieldValueTooLong",
            Self::TooMany => "FieldValueTooMany",
            Self::NotFound => "FieldValueNotFound",
            Self::Internal => "InternalError",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Describes one rule: what `pod-dsl rules` lists and what a finding refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Names the fault in kebab-case, so that "allow `<id>`" reads as English.
    pub id: &'static str,
    /// Tells which judge applies it.
    pub stage: Stage,
    /// Tells how heavily a finding weighs.
    pub severity: Severity,
    /// Gives the API server's error type where the rule is the server's.
    pub cause: Option<Cause>,
    /// States the rule in one line: what is right.
    pub summary: &'static str,
}

impl Rule {
    /// Declares a rule by which the API server refuses an object.
    pub const fn refusal(cause: Cause, id: &'static str, summary: &'static str) -> Self {
        Self { id, stage: Stage::Validate, severity: Severity::Error, cause: Some(cause), summary }
    }

    /// Declares a rule about the links between containers.
    pub const fn contract(id: &'static str, summary: &'static str) -> Self {
        Self { id, stage: Stage::Contract, severity: Severity::Error, cause: None, summary }
    }

    /// Declares a rule by which an admission plugin of the API server refuses an object: with a sentence, without a cause.
    pub const fn admission(id: &'static str, summary: &'static str) -> Self {
        Self { id, stage: Stage::Validate, severity: Severity::Error, cause: None, summary }
    }

    /// Declares a rule of another stage of admission: a sentence instead of an error type.
    pub const fn of(stage: Stage, severity: Severity, id: &'static str, summary: &'static str) -> Self {
        Self { id, stage, severity, cause: None, summary }
    }

    /// Declares a warning beside the API server's verdict.
    pub const fn warning(id: &'static str, summary: &'static str) -> Self {
        Self { id, stage: Stage::Validate, severity: Severity::Warning, cause: None, summary }
    }
}

/// Declares the rules of one area: a static for each, and `RULES`, which lists them all.
///
/// ```ignore
/// rules! {
///     /// Why, or where it comes from.
///     NAME_REQUIRED: Required, "container-name-missing", "a container has a name";
///     TAG_LATEST: warning, "image-tag-latest", "an image is pinned to a tag other than `latest`";
/// }
/// ```
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident: $cause:ident, $id:literal, $summary:literal;)*) => {
        $($(#[$doc])* static $name: $crate::validate::rule::Rule = $crate::validate::rule::rules!(@one $cause, $id, $summary);)*
        /// Lists the rules of this area.
        pub(crate) static RULES: &[&$crate::validate::rule::Rule] = &[$(&$name),*];
    };
    (@one admission, $id:literal, $summary:literal) => { $crate::validate::rule::Rule::admission($id, $summary) };
    (@one scc, $id:literal, $summary:literal) => {
        $crate::validate::rule::Rule::of(
            $crate::validate::finding::Stage::Scc,
            $crate::validate::rule::Severity::Error,
            $id,
            $summary,
        )
    };
    (@one info, $id:literal, $summary:literal) => {
        $crate::validate::rule::Rule::of(
            $crate::validate::finding::Stage::Validate,
            $crate::validate::rule::Severity::Info,
            $id,
            $summary,
        )
    };
    (@one warning, $id:literal, $summary:literal) => { $crate::validate::rule::Rule::warning($id, $summary) };
    (@one $cause:ident, $id:literal, $summary:literal) => {
        $crate::validate::rule::Rule::refusal($crate::validate::rule::Cause::$cause, $id, $summary)
    };
}
pub(crate) use rules;

//! What was written without having been said, and why.

use std::fmt;

/// Names who wrote what nobody said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// A contract between containers, as its own consequence.
    Contract,
    /// The profile that was chosen.
    Profile,
    /// The dialect of the target.
    Dialect,
    /// The admission of the cluster, after it was written.
    Admission,
}

impl By {
    /// Spells it in lower case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Profile => "profile",
            Self::Dialect => "dialect",
            Self::Admission => "admission",
        }
    }
}

/// Is one field that was written, changed or left out otherwise than it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The field path, as the API spells it.
    pub path: String,
    /// What was said, as compact JSON; `None` where nothing was.
    pub before: Option<String>,
    /// What is written, as compact JSON; `None` where it is left out.
    pub after: Option<String>,
    /// Who did it.
    pub by: By,
    /// Whether a verb asked for it by name, as `requires_scc` does.
    pub asked: bool,
    /// Why, as a sentence without its full stop.
    pub because: String,
}

impl Change {
    /// Records that a field was added.
    pub fn added(
        by: By,
        path: impl Into<String>,
        after: impl fmt::Display,
        because: impl Into<String>,
    ) -> Self {
        let after = Some(after.to_string());
        Self { path: path.into(), before: None, after, by, asked: false, because: because.into() }
    }

    /// Records that a field was left out.
    pub fn left_out(
        by: By,
        path: impl Into<String>,
        before: impl fmt::Display,
        because: impl Into<String>,
    ) -> Self {
        let before = Some(before.to_string());
        Self { path: path.into(), before, after: None, by, asked: false, because: because.into() }
    }

    /// Notes that a verb asked for it by name.
    #[must_use]
    pub fn asked(mut self) -> Self {
        self.asked = true;
        self
    }
}

/// Prints the change as one line: `+` for what was added, `-` for what was left out.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, because, .. } = self;
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "~ {path}: {before} -> {after}")?,
            (Some(before), None) => write!(f, "- {path}: {before}")?,
            (None, after) => write!(f, "+ {path}: {}", after.as_deref().unwrap_or_default())?,
        }
        write!(f, "  ({}: {because})", self.by.as_str())
    }
}

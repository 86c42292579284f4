//! How long something takes, as far as that is known.

use std::fmt;

/// Holds bounds of a duration, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// It takes no less than this.
    pub at_least: u64,
    /// It takes no more than this; `None` where nobody can tell from the spec.
    pub at_most: Option<u64>,
}

impl Span {
    /// Takes no time worth counting.
    pub const NOTHING: Self = Self::exactly(0);
    /// Takes as long as it takes.
    pub const OPEN: Self = Self::from(0);

    /// Takes just this long.
    pub const fn exactly(seconds: u64) -> Self {
        Self { at_least: seconds, at_most: Some(seconds) }
    }

    /// Takes this long or longer.
    pub const fn from(seconds: u64) -> Self {
        Self { at_least: seconds, at_most: None }
    }

    /// Adds what comes afterwards.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        let at_most = self.at_most.zip(next.at_most).map(|(one, other)| one.saturating_add(other));
        Self { at_least: self.at_least.saturating_add(next.at_least), at_most }
    }

    /// Joins what happens at the same time: it is over when both are.
    #[must_use]
    pub fn beside(self, other: Self) -> Self {
        let at_most = self.at_most.zip(other.at_most).map(|(one, other)| one.max(other));
        Self { at_least: self.at_least.max(other.at_least), at_most }
    }

    /// Cuts it off after some seconds.
    #[must_use]
    pub fn within(self, seconds: u64) -> Self {
        let at_most = self.at_most.map_or(seconds, |most| most.min(seconds));
        Self { at_least: self.at_least.min(seconds), at_most: Some(at_most) }
    }
}

/// Writes `5 s`, `5 to 30 s`, `at most 30 s` or `5 s or more`, and nothing where there is nothing to tell.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.at_least, self.at_most) {
            (0, Some(0) | None) => Ok(()),
            (least, Some(most)) if least == most => write!(f, "{least} s"),
            (0, Some(most)) => write!(f, "at most {most} s"),
            (least, Some(most)) => write!(f, "{least} to {most} s"),
            (least, None) => write!(f, "{least} s or more"),
        }
    }
}

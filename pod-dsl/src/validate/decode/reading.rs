//! What is carried along while one object is read: the release, the source, and what was found.

use std::{cell::RefCell, fmt, sync::Arc};

use crate::{
    target::KubeVersion,
    validate::{
        finding::{Finding, Place},
        path::Path,
        rule::Rule,
    },
    yaml::source::Source,
};

/// Collects findings while an object is read.
#[derive(Debug)]
pub(super) struct Reading<'s> {
    pub(super) source: &'s Source<'s>,
    pub(super) version: KubeVersion,
    found: RefCell<Vec<Finding>>,
}

impl<'s> Reading<'s> {
    pub(super) fn new(source: &'s Source<'s>, version: KubeVersion) -> Self {
        Self { source, version, found: RefCell::default() }
    }

    /// Reports a fault at `path`, which stands at byte `at`.
    pub(super) fn report(
        &self,
        rule: &Rule,
        path: &Path<'_>,
        at: usize,
        message: impl fmt::Display,
        help: Option<String>,
    ) {
        self.found.borrow_mut().push(finding(self.source, rule, path, at, message, help));
    }

    /// Tells whether it is worth guessing what was meant: nobody reads hundreds of guesses, and each takes a while.
    pub(super) fn may_guess(&self) -> bool {
        const MOST: usize = 100;
        self.found.borrow().len() < MOST
    }

    /// Gives what was found.
    pub(super) fn finish(self) -> Vec<Finding> {
        self.found.into_inner()
    }
}

/// Makes a finding that points into a source.
pub(super) fn finding(
    source: &Source<'_>,
    rule: &Rule,
    path: impl fmt::Display,
    at: usize,
    message: impl fmt::Display,
    help: Option<String>,
) -> Finding {
    let mut finding = Finding::new(rule, path, message);
    finding.place = Some(place(source, at));
    finding.helps.extend(help);
    finding
}

/// Points at a byte of a source.
pub(super) fn place(source: &Source<'_>, at: usize) -> Place {
    const LONGEST: usize = 200;
    let (line, column) = source.position(at);
    let excerpt: Arc<str> = source.line(at).chars().take(LONGEST).collect::<String>().into();
    Place::Text { file: source.file().clone(), line, column, excerpt }
}

/// Says that reading cannot go on.
#[derive(Debug)]
pub(super) enum Halt {
    /// It is reported already.
    Reported,
    /// A type refused what it was given, and says what it wanted.
    Refused(String),
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reported => f.write_str("reported"),
            Self::Refused(wanted) => f.write_str(wanted),
        }
    }
}

impl std::error::Error for Halt {}

impl serde::de::Error for Halt {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Refused(message.to_string())
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::Refused(expected.to_string())
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::Refused(expected.to_string())
    }
}

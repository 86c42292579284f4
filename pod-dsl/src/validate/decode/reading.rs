//! What is carried along while one object is read: the release, the source, and what was found.

use std::{cell::RefCell, fmt, sync::Arc};

use super::rules;
use crate::{
    target::KubeVersion,
    validate::{
        finding::{Finding, Place},
        path::Path,
        rule::Rule,
    },
    yaml::{
        node::{Node, Value},
        source::Source,
    },
};

/// Collects findings while an object is read.
#[derive(Debug)]
pub(super) struct Reading<'s> {
    pub(super) source: &'s Source<'s>,
    pub(super) version: KubeVersion,
    found: RefCell<Vec<Finding>>,
    /// The addresses of the values that could not be read.
    unreadable: RefCell<Vec<usize>>,
}

static NOTHING: Node<'static> = Node { at: 0, value: Value::Null };

impl<'s> Reading<'s> {
    pub(super) fn new(source: &'s Source<'s>, version: KubeVersion) -> Self {
        Self { source, version, found: RefCell::default(), unreadable: RefCell::default() }
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

    /// Remembers that a value cannot be read.
    pub(super) fn pass_over(&self, node: &Node<'_>) {
        self.unreadable.borrow_mut().push(address(node));
    }

    /// Gives the value to read: nothing in the place of one that could not be read before.
    pub(super) fn readable<'n>(&self, node: &'n Node<'n>) -> &'n Node<'n> {
        let unreadable = self.unreadable.borrow();
        if !unreadable.is_empty() && unreadable.contains(&address(node)) { &NOTHING } else { node }
    }

    /// Tells whether reading once more, past what could not be read, finds what stands behind it. `rounds` were made.
    pub(super) fn goes_on(&self, rounds: usize) -> bool {
        // Nobody reads hundreds of findings, and every round reads all.
        const MOST: usize = 100;
        let goes_on = rounds < MOST && self.unreadable.borrow().len() == rounds;
        if goes_on {
            // The next round says again what it passes by.
            self.found.borrow_mut().retain(|finding| finding.rule != rules::UNKNOWN.id);
        }
        goes_on
    }

    /// Tells whether it is worth guessing what was meant: nobody reads hundreds of guesses, and each takes a while.
    pub(super) fn may_guess(&self) -> bool {
        const MOST: usize = 100;
        self.found.borrow().len() < MOST
    }

    /// Gives what was found, from top to bottom.
    pub(super) fn finish(self) -> Vec<Finding> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|finding| match &finding.place {
            Some(Place::Text { line, column, .. }) => (*line, *column),
            _ => (0, 0),
        });
        found
    }
}

fn address(node: &Node<'_>) -> usize {
    std::ptr::from_ref(node).addr()
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

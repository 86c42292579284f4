//! What a rule about links is: the fault, how heavily it weighs, its page, and its two examples.

use std::fmt;

use super::{context::Context, service::ServiceContext};
use crate::{
    intent::Basis,
    validate::{Finding, Rule, Severity},
};

/// Describes one rule about the links between containers. Each has a file of its own, named after the fault.
#[derive(Debug)]
#[non_exhaustive]
pub struct ContractRule {
    /// The id, the severity of a finding that rests on what was said, and the summary.
    pub rule: Rule,
    /// How heavily a finding weighs that rests on a guess: a warning or an information.
    pub guessed: Severity,
    /// The mistakes of the catalogue that the rule finds, by their ids.
    pub references: &'static [&'static str],
    /// Why it matters, what happens, what to do, and what the builder makes impossible; Markdown.
    pub doc: &'static str,
    /// What is wrong.
    pub bad: Example,
    /// The same, mended.
    pub good: Example,
    pub(super) check: Check,
}

/// Shows a rule at work.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// A manifest, which the rule's test judges.
    Yaml(&'static str),
    /// Rust, for what only the builder can say; it runs as a test of the documentation.
    Rust(&'static str),
}

/// Tells what a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// The containers of a pod or of a workload's template.
    Pod(fn(&Context<'_>, &mut Vec<Finding>)),
    /// A Service, with the pods that stand beside it.
    Service(fn(&ServiceContext<'_>, &mut Vec<Finding>)),
}

impl ContractRule {
    /// Makes a finding of what rests on `basis`; one that rests on a guess weighs less, and says what it was read from.
    pub(super) fn found(
        &self,
        basis: &Basis,
        path: impl fmt::Display,
        message: impl fmt::Display,
    ) -> Finding {
        let mut finding = Finding::new(&self.rule, path, message);
        if let Basis::Guessed(clue) = basis {
            finding.severity = self.guessed;
            if !clue.words.is_empty() {
                finding.note(format!("read from {}", clue.words));
            }
        }
        finding
    }

    /// Makes a finding that rests on the fields of the object alone.
    pub(super) fn seen(&self, path: impl fmt::Display, message: impl fmt::Display) -> Finding {
        self.found(&Basis::Said, path, message)
    }
}

impl Rule {
    /// Declares a rule about the links between containers that weighs less than an error.
    pub(super) const fn advice(severity: Severity, id: &'static str, summary: &'static str) -> Self {
        Self { severity, ..Self::contract(id, summary) }
    }
}

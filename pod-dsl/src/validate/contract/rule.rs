//! What a rule about links is: the fault, how heavily it weighs, its page, and its two examples.

use std::fmt;

use super::{bundle::Beside, context::Context, service::ServiceContext};
use crate::{
    intent::{Basis, Fault},
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

/// Holds what a rule asks: of the containers of a pod or of a template, of a Service with the pods beside it, or of any
/// object beside others.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Check {
    pub(super) pod: Option<fn(&Context<'_>, &mut Vec<Finding>)>,
    pub(super) service: Option<fn(&ServiceContext<'_>, &mut Vec<Finding>)>,
    /// Asks of any object beside others.
    pub(super) object: Option<fn(&Beside<'_>, &mut Vec<Finding>)>,
    /// What a handle said and could not be carried out.
    pub(super) loose_end: Option<Fault>,
}

impl Check {
    /// Asks of pods.
    pub(super) const fn pod(check: fn(&Context<'_>, &mut Vec<Finding>)) -> Self {
        Self { pod: Some(check), service: None, object: None, loose_end: None }
    }

    /// Asks of Services.
    pub(super) const fn service(check: fn(&ServiceContext<'_>, &mut Vec<Finding>)) -> Self {
        Self { pod: None, service: Some(check), object: None, loose_end: None }
    }

    /// Asks of objects beside others.
    pub(super) const fn object(check: fn(&Beside<'_>, &mut Vec<Finding>)) -> Self {
        Self { pod: None, service: None, object: Some(check), loose_end: None }
    }

    /// Tells of what could not be carried out.
    pub(super) const fn loose_end(fault: Fault) -> Self {
        Self { pod: None, service: None, object: None, loose_end: Some(fault) }
    }

    /// Asks of Services, too.
    pub(super) const fn and_service(self, check: fn(&ServiceContext<'_>, &mut Vec<Finding>)) -> Self {
        Self { service: Some(check), ..self }
    }
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

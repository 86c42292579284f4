//! All findings about what was judged, together.

use std::fmt;

use super::{finding::Finding, rule::Severity};

/// Holds everything that was found, the worst and the harmless, in the order of the objects.
///
/// It is also the error of everything that emits: `fn main() -> Result<(), Report>` prints it readably, because
/// `Debug` prints what `Display` prints.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
    allowed: Vec<Allowed>,
    assumes: Vec<String>,
    not_judged: Vec<String>,
}

/// A finding that somebody allowed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// What was found.
    pub finding: Finding,
    /// The reason that was given.
    pub reason: String,
}

impl Report {
    /// Lists the findings that stand.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Lists the findings of severity error that stand.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.of(Severity::Error)
    }

    /// Lists the warnings that stand.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.of(Severity::Warning)
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity)
    }

    /// Lists what was found and allowed, with the reasons.
    pub fn allowed(&self) -> &[Allowed] {
        &self.allowed
    }

    /// Lists what the verdict assumes about the cluster: that an account or a class of that name exists, say.
    pub fn assumes(&self) -> &[String] {
        &self.assumes
    }

    /// Lists the objects, as `Kind/name`, of kinds that are not known here and so were written without being judged.
    pub fn not_judged(&self) -> &[String] {
        &self.not_judged
    }

    /// Tells whether no error stands.
    pub fn is_accepted(&self) -> bool {
        self.errors().next().is_none()
    }

    /// Tells whether nothing at all was found.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Gives the report as an error where an error stands.
    ///
    /// # Errors
    /// The whole report, warnings too, when a finding of severity error stands.
    pub fn into_result(self) -> Result<Self, Self> {
        if self.is_accepted() { Ok(self) } else { Err(self) }
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(crate) fn push_allowed(&mut self, finding: Finding, reason: String) {
        self.allowed.push(Allowed { finding, reason });
    }

    pub(crate) fn push_assumption(&mut self, assumption: String) {
        if !self.assumes.contains(&assumption) {
            self.assumes.push(assumption);
        }
    }

    pub(crate) fn push_not_judged(&mut self, object: String) {
        self.not_judged.push(object);
    }
}

/// Prints what counts: errors, warnings and what is allowed. Information is left to those who ask for
/// [`findings`](Report::findings).
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in self.findings.iter().filter(|finding| finding.severity > Severity::Info) {
            writeln!(f, "{finding}\n")?;
        }
        for Allowed { finding, reason } in &self.allowed {
            let Finding { rule, message, object, path, .. } = finding;
            writeln!(f, "allowed[{rule}]: {message}\n   |  {object}: {path}\n   = reason: {reason}\n")?;
        }
        for object in &self.not_judged {
            writeln!(
                f,
                "info: {object} is of a kind that is not known here: it is written as it is and not judged\n"
            )?;
        }
        let (errors, warnings) = (self.errors().count(), self.warnings().count());
        match (errors, warnings) {
            (0, 0) => Ok(()),
            (0, w) => write!(f, "{}", count(w, "warning")),
            (e, 0) => write!(f, "refused: {}", count(e, "error")),
            (e, w) => write!(f, "refused: {}, {}", count(e, "error"), count(w, "warning")),
        }
    }
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Report {}

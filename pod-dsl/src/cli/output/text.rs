//! Text for people: each finding as a compiler prints it, and a summary.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use super::{Answer, Run, Show};
use crate::validate::{Allowed, Severity, foreign::Verdict};

/// Counts what the summary says.
#[derive(Default)]
pub(super) struct Text {
    accepted: usize,
    refused: usize,
    not_judged: usize,
    left_behind: usize,
    errors: usize,
    warnings: usize,
    allowed: usize,
    assumes: BTreeSet<String>,
}

impl Show for Text {
    fn document(&mut self, out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
        match answer.verdict {
            Some(Verdict::Accepted) => self.accepted += 1,
            Some(Verdict::Refused) => self.refused += 1,
            None => self.left_behind += 1,
            Some(Verdict::NotJudged) => {
                self.not_judged += 1;
                let Answer { file, kind, name, .. } = answer;
                writeln!(out, "info: {file}: {kind}/{name} is of a kind that is not judged here\n")?;
            }
        }
        for finding in &answer.findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => {}
            }
            writeln!(out, "{finding}\n")?;
        }
        for Allowed { finding, reason } in &answer.allowed {
            writeln!(
                out,
                "allowed[{}]: {}\n   |  {}\n   = reason: {reason}\n",
                finding.rule, finding.message, finding.path
            )?;
        }
        self.allowed += answer.allowed.len();
        for fact in &answer.assumes {
            if !self.assumes.contains(fact) {
                self.assumes.insert(fact.clone());
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, run: &Run) -> io::Result<()> {
        if !self.assumes.is_empty() {
            let all: Vec<_> = self.assumes.iter().map(String::as_str).collect();
            writeln!(out, "assumed of the cluster: {}", all.join(", "))?;
        }
        let objects = count(self.accepted + self.refused + self.not_judged, "object");
        write!(out, "{objects}: {} accepted, {} refused", self.accepted, self.refused)?;
        for (number, what) in
            [(self.not_judged, "not judged"), (self.left_behind, "left behind"), (self.allowed, "allowed")]
        {
            if number > 0 {
                write!(out, ", {number} {what}")?;
            }
        }
        for (number, what) in
            [(self.errors, "error"), (self.warnings, "warning"), (run.unread.len(), "unread file")]
        {
            if number > 0 {
                write!(out, "; {}", count(number, what))?;
            }
        }
        // Else nothing would tell why the exit status is not 0.
        if run.deny_warnings && self.warnings > 0 {
            write!(out, "; warnings are denied")?;
        }
        writeln!(out)
    }
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

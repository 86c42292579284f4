//! JSON Lines: one object a document, for programs.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::{Answer, Show};
use crate::validate::{Allowed, Cause, Finding, Place, foreign::Verdict};

pub(super) struct Json;

impl Show for Json {
    fn document(&mut self, out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut *out, answer)?;
        out.write_all(b"\n")
    }
}

impl Serialize for Answer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        fields.serialize_entry("file", self.file)?;
        fields.serialize_entry("index", &self.index)?;
        if let Some(item) = self.item {
            fields.serialize_entry("item", &item)?;
        }
        fields.serialize_entry("kind", self.kind)?;
        fields.serialize_entry("name", self.name)?;
        fields.serialize_entry("verdict", &self.verdict.map(Verdict::as_str))?;
        fields.serialize_entry("assumes", &self.assumes)?;
        fields.serialize_entry("findings", &Findings(&self.findings))?;
        if !self.allowed.is_empty() {
            fields.serialize_entry("allowed", &Exempt(&self.allowed))?;
        }
        fields.end()
    }
}

struct Findings<'f>(&'f [Finding]);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|finding| One(finding, None)))
    }
}

/// Writes what is allowed as findings are, each with its reason.
struct Exempt<'f>(&'f [Allowed]);

impl Serialize for Exempt<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_seq(self.0.iter().map(|allowed| One(&allowed.finding, Some(allowed.reason.as_str()))))
    }
}

struct One<'f>(&'f Finding, Option<&'f str>);

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(finding, reason) = self;
        let mut fields = serializer.serialize_map(None)?;
        fields.serialize_entry("rule", finding.rule)?;
        fields.serialize_entry("severity", &finding.severity.to_string())?;
        fields.serialize_entry("stage", finding.stage.as_str())?;
        fields.serialize_entry("type", &finding.cause.map(Cause::as_str))?;
        if let Some(check) = finding.check {
            fields.serialize_entry("check", check)?;
        }
        if let Some(scc) = &finding.scc {
            fields.serialize_entry("scc", scc)?;
        }
        fields.serialize_entry("path", &finding.path)?;
        fields.serialize_entry("message", &finding.message)?;
        if let Some(Place::Text { line, column, .. }) = finding.place {
            fields.serialize_entry("line", &line)?;
            fields.serialize_entry("column", &column)?;
        }
        if let Some(reason) = reason {
            fields.serialize_entry("reason", reason)?;
        }
        fields.end()
    }
}

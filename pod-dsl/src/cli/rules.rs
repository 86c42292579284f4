//! `pod-dsl rules`: lists the rules, or tells one.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::{emit::complain, output};
use crate::validate::{self, Rule, Severity};

/// Lists the rules that findings name, or tells one
#[derive(Args, Clone, Debug)]
pub(super) struct RulesArgs {
    /// The id of one rule, as it stands in brackets in a finding
    rule: Option<String>,

    /// How to print them; JSON is a list, or one object where a rule is named
    #[arg(long, value_enum, default_value_t)]
    format: Listing,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Listing {
    #[default]
    Text,
    Json,
}

impl RulesArgs {
    pub(super) fn run(&self) -> ExitCode {
        match self.rule.as_deref().map(|id| find(id).ok_or(id)) {
            None => list(self.format),
            Some(Ok(rule)) => tell(rule, self.format),
            Some(Err(id)) => {
                complain(&format_args!("there is no rule `{id}`; `pod-dsl rules` lists them"));
                ExitCode::from(2)
            }
        }
    }
}

/// Finds the rule of an id.
pub(super) fn find(id: &str) -> Option<&'static Rule> {
    validate::rules().find(|rule| rule.id == id)
}

/// Tells one rule.
pub(super) fn tell(rule: &Rule, format: Listing) -> ExitCode {
    let mut out = output::standard();
    let written = match format {
        Listing::Json => tell_json(rule, &mut out),
        Listing::Text => tell_text(rule, &mut out),
    };
    output::status(written.and_then(|()| out.flush()), ExitCode::SUCCESS)
}

fn tell_json(rule: &Rule, out: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Told(rule))?;
    out.write_all(b"\n")
}

fn tell_text(rule: &Rule, out: &mut impl io::Write) -> io::Result<()> {
    writeln!(out, "{}[{}]: {}", rule.severity, rule.id, rule.summary)?;
    writeln!(out, "  stage: {}", rule.stage.as_str())?;
    if let Some(cause) = rule.cause {
        writeln!(out, "  type:  {cause}")?;
    }
    let allowed = if can_be_allowed(rule) {
        "it can be allowed, with a reason"
    } else {
        "the cluster refuses it, so it cannot be allowed"
    };
    writeln!(out, "  {allowed}")?;
    let finds = validate::references(rule);
    if !finds.is_empty() {
        writeln!(out, "  finds: {}", finds.join(", "))?;
    }
    validate::text(rule).map_or(Ok(()), |text| write!(out, "\n{text}"))
}

fn list(format: Listing) -> ExitCode {
    let mut rules: Vec<_> = validate::rules().collect();
    rules.sort_by_key(|rule| (rule.stage, rule.id));
    let mut out = output::standard();
    let written = match format {
        Listing::Json => list_json(&rules, &mut out),
        Listing::Text => list_text(&rules, &mut out),
    };
    output::status(written.and_then(|()| out.flush()), ExitCode::SUCCESS)
}

fn list_json(rules: &[&Rule], out: &mut impl io::Write) -> io::Result<()> {
    for (index, rule) in rules.iter().enumerate() {
        out.write_all(if index == 0 { b"[\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &Told(rule))?;
    }
    out.write_all(b"\n]\n")
}

fn list_text(rules: &[&Rule], out: &mut impl io::Write) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    rules.iter().try_for_each(|rule| {
        let (stage, severity) = (rule.stage.as_str(), rule.severity.to_string());
        writeln!(out, "{:width$}  {stage:12}  {severity:7}  {}", rule.id, rule.summary)
    })
}

/// Tells whether a finding of the rule can be allowed: the cluster's own refusals cannot.
pub(super) fn can_be_allowed(rule: &Rule) -> bool {
    !(rule.stage.is_verdict() && rule.severity == Severity::Error)
}

/// Writes a rule as JSON.
struct Told<'r>(&'r Rule);

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(rule) = self;
        let mut fields = serializer.serialize_struct("Rule", 6)?;
        fields.serialize_field("id", rule.id)?;
        fields.serialize_field("references", validate::references(rule))?;
        fields.serialize_field("severity", &rule.severity.to_string())?;
        fields.serialize_field("stage", rule.stage.as_str())?;
        fields.serialize_field("type", &rule.cause.map(validate::Cause::as_str))?;
        fields.serialize_field("summary", rule.summary)?;
        fields.end()
    }
}

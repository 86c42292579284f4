//! SARIF 2.1.0, which code scanning takes: the rules once, then every finding with its place.

use std::{
    fmt::Write as _,
    collections::HashMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{Answer, Run, Show};
use crate::validate::{self, Finding, Place, Severity};

/// Writes one log. Results come one by one; what precedes and follows them is constant.
pub(super) struct Sarif {
    places: HashMap<&'static str, usize>,
    any: bool,
}

impl Sarif {
    pub(super) fn new() -> Self {
        let places = validate::rules().enumerate().map(|(index, rule)| (rule.id, index)).collect();
        Self { places, any: false }
    }

    fn result(
        &mut self,
        out: &mut dyn Write,
        answer: &Answer<'_>,
        finding: &Finding,
        reason: Option<&str>,
    ) -> io::Result<()> {
        let mut text = finding.message.clone();
        for help in &finding.helps {
            text.push_str("\nhelp: ");
            text.push_str(help);
        }
        let mut place = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(answer.file) } } });
        if let Some(Place::Text { line, column, .. }) = finding.place {
            place["physicalLocation"]["region"] = json!({ "startLine": line, "startColumn": column });
        }
        let name = match (finding.object.as_str(), finding.path.as_str()) {
            ("", path) => path.to_owned(),
            (object, "") => object.to_owned(),
            (object, path) => format!("{object}: {path}"),
        };
        if !name.is_empty() {
            place["logicalLocations"] = json!([{ "fullyQualifiedName": name }]);
        }
        let mut result = json!({
            "ruleId": finding.rule,
            "level": level(finding.severity),
            "message": { "text": text },
            "locations": [place],
        });
        if let Some(index) = self.places.get(finding.rule) {
            result["ruleIndex"] = json!(index);
        }
        if let Some(reason) = reason {
            result["suppressions"] = json!([{ "kind": "external", "justification": reason }]);
        }
        out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        Ok(serde_json::to_writer(out, &result)?)
    }
}

impl Show for Sarif {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let rules: Vec<Value> = validate::rules()
            .map(|rule| {
                json!({
                    "id": rule.id,
                    "shortDescription": { "text": rule.summary },
                    "defaultConfiguration": { "level": level(rule.severity) },
                    "properties": { "stage": rule.stage.as_str() },
                })
            })
            .collect();
        let driver = json!({
            "name": "pod-dsl",
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        write!(
            out,
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\"columnKind\":\"unicodeCodePoints\",\"results\":["
        )
    }

    fn document(&mut self, out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
        for finding in &answer.findings {
            self.result(out, answer, finding, None)?;
        }
        answer
            .allowed
            .iter()
            .try_for_each(|allowed| self.result(out, answer, &allowed.finding, Some(&allowed.reason)))
    }

    fn end(&mut self, out: &mut dyn Write, run: &Run) -> io::Result<()> {
        let notes: Vec<Value> =
            run.unread.iter().map(|why| json!({ "level": "error", "message": { "text": why } })).collect();
        let invocation =
            json!({ "executionSuccessful": run.unread.is_empty(), "toolExecutionNotifications": notes });
        writeln!(out, "\n],\"invocations\":[{invocation}]}}]}}")
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Spells a file as a URI: what is absolute as a `file:` one, else relative to wherever the log is read.
fn uri(file: &str) -> String {
    let mut uri = String::with_capacity(file.len() + 8);
    if file.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_file_is_a_uri() {
        assert_eq!(uri("deploy/web pod.yaml"), "deploy/web%20pod.yaml");
        assert_eq!(uri("/srv/a:b.yaml"), "file:///srv/a%3Ab.yaml");
        assert_eq!(uri("ä.yaml"), "%C3%A4.yaml");
    }
}

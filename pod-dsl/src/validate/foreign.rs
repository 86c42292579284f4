//! The judgement of what others wrote: one document of a file, read, judged, and every finding pointed at its line.

use super::{
    Finding, Form, Judge, Severity, api,
    decode::{Decoded, Document, decode},
};
use crate::target::KubeVersion;

/// Says what the API server would answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It would be created.
    Accepted,
    /// It would not.
    Refused,
    /// Nobody here knows, because the kind is not one that is judged.
    NotJudged,
}

impl Verdict {
    /// Spells the verdict as JSON output does.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::NotJudged => "not-judged",
        }
    }
}

/// Holds everything that is said about one document.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    /// The server's answer.
    pub(crate) verdict: Verdict,
    /// What was found, each at its line.
    pub(crate) findings: Vec<Finding>,
    /// What the verdict assumes about the cluster.
    pub(crate) assumes: Vec<String>,
}

/// Judges a document as the API server of a release does: reads it strictly, then asks the rules of its kind.
pub(crate) fn judge_document(document: &Document<'_>, version: KubeVersion) -> Judgement {
    let mut findings = document.warnings();
    let decoded = match decode(document, version) {
        Ok(decoded) => decoded,
        Err(faults) => {
            findings.extend(faults);
            return Judgement { verdict: Verdict::Refused, findings, assumes: Vec::new() };
        }
    };
    let mut judge = Judge::new(version, Form::Pod);
    let known = ask(&mut judge, &decoded);
    let (found, assumes) = judge.finish();
    findings.extend(found.into_iter().map(|mut finding| {
        finding.object = format!("{}/{}", document.kind(), document.name());
        finding.place = document.place(&finding.path);
        finding
    }));
    let refuses = |finding: &Finding| finding.severity == Severity::Error && finding.stage.is_verdict();
    let verdict = match known {
        _ if findings.iter().any(refuses) => Verdict::Refused,
        Known::Yes => Verdict::Accepted,
        Known::No => Verdict::NotJudged,
    };
    Judgement { verdict, findings, assumes }
}

/// Tells whether there are rules for a kind.
enum Known {
    Yes,
    No,
}

/// Asks the rules of an object's kind.
fn ask(j: &mut Judge, object: &Decoded) -> Known {
    match object {
        Decoded::Pod(pod) => api::pod(j, pod),
        Decoded::ConfigMap(config) => api::config_map(j, config),
        Decoded::Secret(secret) => api::secret(j, secret),
        _ => return Known::No,
    }
    Known::Yes
}

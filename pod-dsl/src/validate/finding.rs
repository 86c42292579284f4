//! One thing that is wrong: which rule, where in the object, where in the source, and what to do.

use std::{fmt, panic::Location, sync::Arc};

use super::rule::{Cause, Rule, Severity};

/// Tells which judge spoke, in the order in which they are heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The text could not be read as the object it says it is.
    Decode,
    /// The API server's own validation.
    Validate,
    /// Pod Security admission, at the namespace's enforced level.
    PodSecurity,
    /// OpenShift's security context constraints.
    Scc,
    /// What no server can know: the links between the containers.
    Contract,
}

impl Stage {
    /// Spells the stage as JSON output does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::Validate => "validate",
            Self::PodSecurity => "pod-security",
            Self::Scc => "scc",
            Self::Contract => "contract",
        }
    }

    /// Tells whether an error of this stage is the cluster's verdict, which nobody here can allow away.
    pub const fn is_verdict(self) -> bool {
        !matches!(self, Self::Contract)
    }
}

/// Points into the source that said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The Rust line that made the element.
    Rust(&'static Location<'static>),
    /// The line of YAML or JSON it was read from.
    Text {
        /// The file as it was named.
        file: Arc<str>,
        /// The line, counted from 1.
        line: usize,
        /// The column in characters, counted from 1.
        column: usize,
        /// The line itself.
        excerpt: Arc<str>,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rust(at) => write!(f, "{}:{}:{}", at.file(), at.line(), at.column()),
            Self::Text { file, line, column, .. } => write!(f, "{file}:{line}:{column}"),
        }
    }
}

/// Says one thing that is wrong with an object.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The id of the rule that is broken.
    pub rule: &'static str,
    /// How heavily it weighs.
    pub severity: Severity,
    /// Which judge spoke.
    pub stage: Stage,
    /// The API server's error type, where the server would answer with one.
    pub cause: Option<Cause>,
    /// The Pod Security check that is violated, by the id that Kubernetes gives it.
    pub check: Option<&'static str>,
    /// The SCC that refuses.
    pub scc: Option<String>,
    /// The object, as `Kind/name`; empty where there is none.
    pub object: String,
    /// The field path as the API server spells it, its quirks included; empty for the object itself.
    pub path: String,
    /// What is wrong and what is allowed.
    pub message: String,
    /// Where in the source it was said.
    pub place: Option<Place>,
    /// The path of what causes it, where the server names another one.
    pub(crate) spot: Option<String>,
    /// Background that helps to understand.
    pub notes: Vec<String>,
    /// What to do.
    pub helps: Vec<String>,
}

impl Finding {
    /// Makes a finding of `rule` at `path`.
    pub fn new(rule: &Rule, path: impl fmt::Display, message: impl fmt::Display) -> Self {
        Self {
            rule: rule.id,
            severity: rule.severity,
            stage: rule.stage,
            cause: rule.cause,
            check: None,
            scc: None,
            object: String::new(),
            path: path.to_string(),
            message: message.to_string(),
            place: None,
            spot: None,
            notes: Vec::new(),
            helps: Vec::new(),
        }
    }

    /// Adds what to do.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.helps.push(text.into());
        self
    }

    /// Adds background.
    pub fn note(&mut self, text: impl Into<String>) -> &mut Self {
        self.notes.push(text.into());
        self
    }

    /// Names what causes it, where the server's path is of something greater.
    pub(crate) fn at(&mut self, path: impl Into<String>) -> &mut Self {
        self.spot = Some(path.into());
        self
    }

    /// Gives the path to point at.
    pub(crate) fn pointer(&self) -> &str {
        self.spot.as_deref().unwrap_or(&self.path)
    }

    /// Names the container the finding is about by its list and index, where the path leads into one.
    pub fn container(&self) -> Option<(&str, usize)> {
        let rest = self.path.rsplit_once("spec.").map_or(self.path.as_str(), |(_, rest)| rest);
        let (list, rest) = rest.split_once('[')?;
        let index = rest.split_once(']')?.0.parse().ok()?;
        matches!(list, "containers" | "initContainers" | "ephemeralContainers").then_some((list, index))
    }
}

/// Prints a finding as a compiler prints a diagnostic: what, where in the source, where in the object, what to do.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.rule, self.message)?;
        // The margin grows with the number of the line.
        let line = match &self.place {
            Some(Place::Text { line, .. }) => line.to_string(),
            _ => String::new(),
        };
        let margin = line.len().max(3);
        if let Some(place) = &self.place {
            write!(f, "\n{:>1$} {place}", "-->", margin + 2)?;
        }
        let about = match (self.object.as_str(), self.path.as_str()) {
            ("", path) => path.to_owned(),
            (object, "") => object.to_owned(),
            (object, path) => format!("{object}: {path}"),
        };
        if !about.is_empty() {
            write!(f, "\n{:margin$}|  {about}", "")?;
        }
        if let Some(Place::Text { column, excerpt, .. }) = &self.place {
            write!(f, "\n{line:>margin$} | {excerpt}")?;
            // Of a very long line only the beginning is shown, and then there is nothing to point at.
            if *column <= excerpt.chars().count() + 1 {
                // Not by a width of the format, which may not be over 65535.
                let before = " ".repeat(column.saturating_sub(1));
                write!(f, "\n{:margin$} | {before}^", "")?;
            }
        }
        for (label, texts) in [("note", &self.notes), ("help", &self.helps)] {
            for text in texts {
                write!(f, "\n{:margin$}= {label}: ", "")?;
                f.write_str(&text.replace('\n', &format!("\n{:1$}", "", margin + 8)))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Finding, Place, Rule};

    #[test]
    fn a_finding_far_to_the_right_is_printed_too() {
        let rule = Rule::warning("a", "b");
        let mut finding = Finding::new(&rule, "", "");
        let excerpt = "x".repeat(70_000).into();
        finding.place = Some(Place::Text { file: "a.json".into(), line: 1, column: 70_000, excerpt });
        let text = finding.to_string();
        assert!(text.ends_with(&format!("    | {}^", " ".repeat(69_999))));
    }

    #[test]
    fn a_path_names_its_container() {
        let rule = Rule::warning("a", "b");
        let at = |path: &str| {
            Finding::new(&rule, path, "").container().map(|(list, index)| (list.to_owned(), index))
        };
        assert_eq!(at("spec.containers[1].ports[0].name"), Some(("containers".to_owned(), 1)));
        assert_eq!(at("spec.template.spec.initContainers[0].name"), Some(("initContainers".to_owned(), 0)));
        assert_eq!(at("spec.volumes[0].name"), None);
        assert_eq!(at("metadata.name"), None);
    }

    #[test]
    fn the_margin_is_as_wide_as_the_number_of_the_line() {
        let rule = Rule::warning("a", "b");
        let shown = |line, column| {
            let mut finding = Finding::new(&rule, "spec", "wrong");
            let (file, excerpt) = ("f.yaml".into(), "key: value".into());
            finding.place = Some(Place::Text { file, line, column, excerpt });
            finding.note("one\ntwo").help("three");
            finding.to_string()
        };
        assert_eq!(
            shown(7, 6),
            "warning[a]: wrong\n  --> f.yaml:7:6\n   |  spec\n  7 | key: value\n    |      ^\n   = note: one\n           two\n   = help: three"
        );
        assert_eq!(
            shown(12_345, 6),
            "warning[a]: wrong\n    --> f.yaml:12345:6\n     |  spec\n12345 | key: value\n      |      ^\n     = note: one\n             two\n     = help: three"
        );
        assert!(!shown(1, 5000).contains('^'), "the line is shown in part");
    }
}

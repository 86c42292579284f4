//! Workflow commands of GitHub Actions: an annotation at the line of each finding.

use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{self, Write},
};

use super::{Answer, Run, Show};
use crate::validate::{Place, Severity};

pub(super) struct Github;

impl Show for Github {
    fn document(&mut self, out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
        for finding in &answer.findings {
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            write!(out, "::{command} file={}", property(answer.file))?;
            if let Some(Place::Text { line, column, .. }) = finding.place {
                write!(out, ",line={line},col={column}")?;
            }
            let mut text = finding.message.clone();
            if !finding.path.is_empty() {
                text = format!("{}: {text}", finding.path);
            }
            for help in &finding.helps {
                text.push_str("\nhelp: ");
                text.push_str(help);
            }
            writeln!(out, ",title={}::{}", property(finding.rule), data(&text))?;
        }
        answer.allowed.iter().try_for_each(|allowed| {
            let (rule, place) = (allowed.finding.rule, &allowed.finding.path);
            let text = format!("{place}: {}\nallowed: {}", allowed.finding.message, allowed.reason);
            writeln!(out, "::debug::{rule}: {}", data(&text))
        })
    }

    fn end(&mut self, out: &mut dyn Write, run: &Run) -> io::Result<()> {
        run.unread.iter().try_for_each(|why| writeln!(out, "::error title=file-unread::{}", data(why)))
    }
}

/// Escapes the text of a command, which ends with the line.
fn data(text: &str) -> Cow<'_, str> {
    escape(text, &['%', '\r', '\n'])
}

/// Escapes the value of a property, which ends with a comma or a colon as well.
fn property(text: &str) -> Cow<'_, str> {
    escape(text, &['%', '\r', '\n', ':', ','])
}

fn escape<'t>(text: &'t str, special: &[char]) -> Cow<'t, str> {
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if special.contains(&character) {
            // All of them are ASCII, and a string takes whatever is written.
            let _ = write!(escaped, "%{:02X}", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("100 %, a: b\r\nc"), "100 %25, a: b%0D%0Ac");
        assert_eq!(property("a:b,c%.yaml"), "a%3Ab%2Cc%25.yaml");
        assert_eq!(property("plain.yaml"), "plain.yaml");
    }
}

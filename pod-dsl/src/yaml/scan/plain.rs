//! Scalars without quotes.

use std::borrow::Cow;

use super::{Fault, Scanner, Style, Token};

impl Scanner<'_> {
    pub(super) fn fetch_plain(&mut self) -> Result<(), Fault> {
        self.note_key()?;
        self.key_allowed = false;
        let (at, flow, indent) = (self.at, self.in_flow(), self.indent + 1);
        // The text on one line is borrowed; only what is folded is built anew.
        let mut folded = String::new();
        let (mut start, mut end) = (at, at);
        let mut broken = false;
        loop {
            if self.is_document_mark() || self.here() == b'#' {
                break;
            }
            let run = self.at;
            self.skip_plain_run(flow);
            if self.at > run {
                broken = false;
                end = self.at;
            }
            if self.is_end(self.at) || !(self.is_blank(self.at) || self.line_break(self.at) > 0) {
                break;
            }
            let mut breaks = String::new();
            loop {
                if self.is_blank(self.at) {
                    if broken && self.here() == b'\t' && self.column() < indent {
                        return Err(
                            Fault::new(self.at, "a tab may not indent YAML").help("indent with spaces")
                        );
                    }
                    self.at += 1;
                } else if self.line_break(self.at) > 0 {
                    broken = true;
                    self.read_line_break(&mut breaks);
                } else {
                    break;
                }
            }
            if !flow && self.column() < indent {
                break;
            }
            if broken && self.continues_plain(flow) {
                folded.push_str(&self.text[start..end]);
                fold(&mut folded, &breaks);
                start = self.at;
                end = self.at;
            }
        }
        let text = if folded.is_empty() {
            Cow::Borrowed(&self.text[start..end])
        } else {
            folded.push_str(&self.text[start..end]);
            Cow::Owned(folded)
        };
        if broken {
            self.key_allowed = true;
        }
        self.push(at, Token::Scalar(text, Style::Plain));
        Ok(())
    }

    /// Skips to the next blank, break or mark that ends a plain scalar.
    fn skip_plain_run(&mut self, flow: bool) {
        loop {
            match self.here() {
                b' ' | b'\t' | b'\n' | b'\r' => return,
                b':' if self.is_gap(self.at + 1) => return,
                b',' | b'?' | b'[' | b']' | b'{' | b'}' if flow => return,
                0xC2 | 0xE2 if self.line_break(self.at) > 0 => return,
                0 if self.is_end(self.at) => return,
                _ => self.at += 1,
            }
        }
    }

    /// Tells whether the scalar goes on after a line break.
    fn continues_plain(&self, flow: bool) -> bool {
        let ends = match self.here() {
            b'#' => true,
            b':' => self.is_gap(self.at + 1),
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => flow,
            _ => self.is_end(self.at),
        };
        !ends && !self.is_document_mark()
    }
}

/// Joins two lines: one line break becomes a blank, of more the first is dropped.
pub(super) fn fold(text: &mut String, breaks: &str) {
    match breaks.strip_prefix('\n') {
        Some("") => text.push(' '),
        Some(more) => text.push_str(more),
        None => text.push_str(breaks),
    }
}

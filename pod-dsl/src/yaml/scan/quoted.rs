//! Scalars in single and double quotes.

use std::borrow::Cow;

use super::{Fault, Scanner, Style, Token, plain::fold};

/// Names the two kinds of quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    Single,
    Double,
}

impl<'a> Scanner<'a> {
    pub(super) fn fetch_quoted(&mut self, quote: Quote) -> Result<(), Fault> {
        self.note_key()?;
        self.key_allowed = false;
        let at = self.at;
        let text = match self.quoted_at_once(quote) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.quoted_in_steps(quote)?),
        };
        self.push(at, Token::Scalar(text, Style::Quoted));
        Ok(())
    }

    /// Takes what stands on one line without any escape as it is.
    fn quoted_at_once(&mut self, quote: Quote) -> Option<&'a str> {
        let mark = if quote == Quote::Single { b'\'' } else { b'"' };
        let start = self.at + 1;
        let length = self.bytes[start..]
            .iter()
            .position(|&byte| byte == mark || matches!(byte, b'\\' | b'\n' | b'\r' | 0xC2 | 0xE2))?;
        let end = start + length;
        let doubled = quote == Quote::Single && self.byte(end + 1) == b'\'';
        if self.byte(end) != mark || doubled {
            return None;
        }
        self.at = end + 1;
        Some(&self.text[start..end])
    }

    fn quoted_in_steps(&mut self, quote: Quote) -> Result<String, Fault> {
        let opened = self.at;
        let mut text = String::new();
        self.at += 1;
        loop {
            if self.is_document_mark() || self.is_end(self.at) {
                return Err(Fault::new(opened, "the quote that opens here is never closed"));
            }
            // An escaped line break joins the lines with nothing in between.
            let mut joined = false;
            loop {
                let (byte, next) = (self.here(), self.byte(self.at + 1));
                if self.is_gap(self.at) {
                    break;
                }
                match (quote, byte) {
                    (Quote::Single, b'\'') if next == b'\'' => {
                        text.push('\'');
                        self.at += 2;
                    }
                    (Quote::Single, b'\'') | (Quote::Double, b'"') => {
                        self.at += 1;
                        return Ok(text);
                    }
                    (Quote::Double, b'\\') if self.line_break(self.at + 1) > 0 => {
                        self.at += 1;
                        self.skip_line_break();
                        joined = true;
                        break;
                    }
                    (Quote::Double, b'\\') => text.push(self.escape()?),
                    _ => self.take_char(&mut text),
                }
            }
            self.quoted_gap(&mut text, joined);
        }
    }

    /// Reads the blanks and line breaks inside quotes: blanks stay within a line, breaks are folded.
    fn quoted_gap(&mut self, text: &mut String, joined: bool) {
        let start = self.at;
        let mut broken = joined;
        let mut breaks = String::new();
        let mut blanks_end = start;
        loop {
            if self.is_blank(self.at) {
                self.at += 1;
                if !broken {
                    blanks_end = self.at;
                }
            } else if self.line_break(self.at) > 0 {
                broken = true;
                self.read_line_break(&mut breaks);
            } else {
                break;
            }
        }
        if !broken {
            text.push_str(&self.text[start..blanks_end]);
        } else if joined {
            text.push_str(&breaks);
        } else {
            fold(text, &breaks);
        }
    }

    fn take_char(&mut self, text: &mut String) {
        if let Some(char) = self.text[self.at..].chars().next() {
            text.push(char);
            self.at += char.len_utf8();
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let at = self.at;
        let digits = match self.byte(at + 1) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            other => {
                let char = simple_escape(other).ok_or_else(|| {
                    Fault::new(at, "a backslash in double quotes begins an escape, and this is none")
                        .help("write `\\\\` for a backslash, or use single quotes, which know no escapes")
                })?;
                self.at += 2;
                return Ok(char);
            }
        };
        let code = self
            .bytes
            .get(at + 2..at + 2 + digits)
            .filter(|hex| hex.iter().all(u8::is_ascii_hexdigit))
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let char = code.and_then(char::from_u32).ok_or_else(|| {
            Fault::new(at, format!("this escape needs {digits} hexadecimal digits that name a character"))
        })?;
        self.at += 2 + digits;
        Ok(char)
    }
}

fn simple_escape(byte: u8) -> Option<char> {
    Some(match byte {
        b'0' => '\0',
        b'a' => '\x07',
        b'b' => '\x08',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\x0B',
        b'f' => '\x0C',
        b'r' => '\r',
        b'e' => '\x1B',
        b' ' | b'"' | b'\'' | b'\\' => char::from(byte),
        b'N' => '\u{85}',
        b'_' => '\u{A0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}

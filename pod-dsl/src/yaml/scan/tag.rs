//! Anchors, aliases and tags.

use std::borrow::Cow;

use super::{Fault, Scanner, Tag, Token};

impl<'a> Scanner<'a> {
    /// Reads `&name` or `*name`.
    pub(super) fn fetch_named(&mut self, token: fn(&'a str) -> Token<'a>, what: &str) -> Result<(), Fault> {
        self.note_key()?;
        self.key_allowed = false;
        let at = self.at;
        self.at += 1;
        self.skip_word();
        let name = &self.text[at + 1..self.at];
        let ends = self.is_gap(self.at)
            || matches!(self.here(), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if name.is_empty() || !ends {
            return Err(Fault::new(
                at,
                format!("the name of an {what} is made of letters, digits, `-` and `_`"),
            )
            .help("text that begins with `&` or `*` needs quotes"));
        }
        self.push(at, token(name));
        Ok(())
    }

    fn skip_word(&mut self) {
        while self.here().is_ascii_alphanumeric() || matches!(self.here(), b'-' | b'_') {
            self.at += 1;
        }
    }

    pub(super) fn fetch_tag(&mut self) -> Result<(), Fault> {
        self.note_key()?;
        self.key_allowed = false;
        let at = self.at;
        let tag = if self.byte(at + 1) == b'<' {
            self.at += 2;
            let suffix = self.uri()?;
            if self.here() != b'>' || suffix.is_empty() {
                return Err(Fault::new(at, "a tag that begins with `!<` ends with `>`"));
            }
            self.at += 1;
            Tag { handle: "", suffix }
        } else {
            self.at += 1;
            self.skip_word();
            if self.here() == b'!' {
                self.at += 1;
                let handle = &self.text[at..self.at];
                let suffix = self.uri()?;
                if suffix.is_empty() {
                    return Err(Fault::new(at, format!("the tag ends after `{handle}`")));
                }
                Tag { handle, suffix }
            } else {
                self.at = at + 1;
                let suffix = self.uri()?;
                // `!` alone says: this is text.
                if suffix.is_empty() {
                    Tag { handle: "", suffix: Cow::Borrowed("!") }
                } else {
                    Tag { handle: "!", suffix }
                }
            }
        };
        if !self.is_gap(self.at) {
            return Err(
                Fault::new(self.at, "a blank ends a tag").help("text that begins with `!` needs quotes")
            );
        }
        self.push(at, Token::Tag(Box::new(tag)));
        Ok(())
    }

    fn uri(&mut self) -> Result<Cow<'a, str>, Fault> {
        let start = self.at;
        while self.here().is_ascii_alphanumeric() || b"-_;/?:@&=+$,.!~*'()[]%".contains(&self.here()) {
            self.at += 1;
        }
        let raw = &self.text[start..self.at];
        if !raw.contains('%') {
            return Ok(Cow::Borrowed(raw));
        }
        unescape(raw)
            .map(Cow::Owned)
            .ok_or_else(|| Fault::new(start, "a `%` in a tag is followed by two hexadecimal digits of UTF-8"))
    }
}

fn unescape(raw: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let (high, low) =
                (char::from(rest.next()?).to_digit(16)?, char::from(rest.next()?).to_digit(16)?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

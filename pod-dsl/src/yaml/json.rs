//! Reads JSON as Go's decoder does, which kubectl uses for a file that begins with `{`.

use std::borrow::Cow;

use super::{
    compose::{MAX_DEPTH, Repeated, Tree, too_deep},
    entries::Entries,
    node::{Key, Node, Value},
    source::Fault,
};

/// Reads the value that begins at `start`, and gives the offset behind it.
pub(super) fn read(text: &str, start: usize) -> Result<(Tree<'_>, usize), Fault> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: start, depth: 0, repeated: Vec::new() };
    let root = reader.value()?;
    Ok((Tree { root, repeated: reader.repeated, ignored: None, expanded: 0 }, reader.at))
}

/// Skips the blanks of JSON.
pub(super) fn skip_blanks(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    at + rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).unwrap_or(rest.len())
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    repeated: Vec<Repeated>,
}

impl<'a> Reader<'a> {
    fn here(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// Skips blanks and shows what follows.
    fn next(&mut self) -> u8 {
        self.at = skip_blanks(self.text, self.at);
        self.here()
    }

    fn wrong<T>(&self, expected: &str) -> Result<T, Fault> {
        Err(match self.text[self.at..].chars().next() {
            Some(found) => {
                Fault::new(self.at, format!("JSON expects {expected} here, not `{}`", found.escape_debug()))
            }
            None => Fault::new(self.at, format!("JSON expects {expected} here, and the text ends")),
        })
    }

    fn value(&mut self) -> Result<Node<'a>, Fault> {
        let byte = self.next();
        let at = self.at;
        let value = match byte {
            b'{' | b'[' => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(too_deep(at));
                }
                self.at += 1;
                let value = if byte == b'{' { self.object()? } else { self.list()? };
                self.depth -= 1;
                value
            }
            b'"' => Value::Str(self.string()?),
            b'-' | b'0'..=b'9' => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { at, value })
    }

    fn word(&mut self) -> Result<Value<'a>, Fault> {
        for (word, value) in
            [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)]
        {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.wrong("a value")
    }

    fn object(&mut self) -> Result<Value<'a>, Fault> {
        let mut entries = Entries::new();
        if self.next() == b'}' {
            self.at += 1;
            return Ok(Value::Map(entries.list));
        }
        loop {
            if self.next() != b'"' {
                return self.wrong("a key in double quotes");
            }
            let at = self.at;
            let key = Key { at, text: self.string()? };
            if self.next() != b':' {
                return self.wrong("`:`");
            }
            self.at += 1;
            let value = self.value()?;
            if let Some((_, first)) = entries.set(key, value) {
                self.repeated.push(Repeated { first, again: at });
            }
            match self.next() {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Ok(Value::Map(entries.list));
                }
                _ => return self.wrong("`,` or `}`"),
            }
        }
    }

    fn list(&mut self) -> Result<Value<'a>, Fault> {
        let mut items = Vec::new();
        if self.next() == b']' {
            self.at += 1;
            return Ok(Value::Seq(items));
        }
        loop {
            items.push(self.value()?);
            match self.next() {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Ok(Value::Seq(items));
                }
                _ => return self.wrong("`,` or `]`"),
            }
        }
    }

    fn digits(&mut self) -> Result<(), Fault> {
        if !self.here().is_ascii_digit() {
            return self.wrong("a digit");
        }
        while self.here().is_ascii_digit() {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Value<'a>, Fault> {
        let start = self.at;
        if self.here() == b'-' {
            self.at += 1;
        }
        if self.here() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        let mut integer = true;
        if self.here() == b'.' {
            integer = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.here(), b'e' | b'E') {
            integer = false;
            self.at += 1;
            if matches!(self.here(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = &self.text[start..self.at];
        if integer {
            if let Ok(number) = text.parse() {
                return Ok(Value::Int(number));
            }
            if let Ok(number) = text.parse() {
                return Ok(Value::UInt(number));
            }
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Value::Float(number)),
            _ => Err(Fault::new(start, format!("the number `{text}` is too large"))),
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        let opened = self.at;
        self.at += 1;
        let mut start = self.at;
        let mut built = String::new();
        loop {
            let rest = &self.bytes[self.at..];
            let Some(run) = rest.iter().position(|&byte| byte == b'"' || byte == b'\\' || byte < b' ') else {
                return Err(Fault::new(opened, "the quote that opens here is never closed"));
            };
            self.at += run;
            match self.here() {
                b'"' => {
                    let last = &self.text[start..self.at];
                    self.at += 1;
                    return Ok(if built.is_empty() { Cow::Borrowed(last) } else { Cow::Owned(built + last) });
                }
                b'\\' => {
                    built.push_str(&self.text[start..self.at]);
                    self.escape(&mut built)?;
                    start = self.at;
                }
                _ => return self.wrong("the end of the string or an escape"),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Result<(), Fault> {
        let at = self.at;
        self.at += 2;
        text.push(match self.bytes.get(at + 1) {
            Some(&plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\x08',
            Some(b'f') => '\x0C',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let unit = self
                    .unit()
                    .ok_or_else(|| Fault::new(at, "`\\u` is followed by four hexadecimal digits"))?;
                self.pair(unit)
            }
            _ => return Err(Fault::new(at, "a backslash begins an escape, and this is none")),
        });
        Ok(())
    }

    fn unit(&mut self) -> Option<u16> {
        let hex = self
            .text
            .get(self.at..self.at + 4)
            .filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.at += 4;
        u16::from_str_radix(hex, 16).ok()
    }

    /// Joins a pair of surrogates; a single one becomes U+FFFD, as in Go.
    fn pair(&mut self, unit: u16) -> char {
        let before = self.at;
        if (0xD800..0xDC00).contains(&unit) && self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            if let Some(second) = self.unit()
                && let Some(Ok(char)) = char::decode_utf16([unit, second]).next()
            {
                return char;
            }
            self.at = before;
        }
        char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, read};

    #[test]
    fn what_go_refuses_is_refused() {
        for bad in [
            r#"{"a" 1}"#,
            r#"{"a":01}"#,
            r#"{"a":1,}"#,
            r#"{"a":+1}"#,
            r#"{"a":.5}"#,
            r#"{"a":"\x41"}"#,
            "{\"a\":\"\t\"}",
            r#"{"a":1e999}"#,
            r#"{"a":tru}"#,
            r#"{"a":"\u12"}"#,
            r#"{"a":"#,
            r#"{"a":[1 2]}"#,
        ] {
            let error = read(bad, 0).expect_err(bad);
            assert!(
                error.message.starts_with(char::is_alphabetic) || error.message.starts_with('`'),
                "{error:?}"
            );
        }
    }

    #[test]
    fn escapes_are_those_of_json() {
        let (tree, end) = read(r#" "\u0041\ud83d\ude00\ud800!\ud800\u0041\/\b" x"#, 0).unwrap();
        assert_eq!(tree.root.value, Value::Str("A😀\u{fffd}!\u{fffd}A/\u{8}".into()));
        assert_eq!((tree.root.at, end), (1, 44));
    }
}

//! The spelling of one string: bare, quoted, or as a block of lines.

use super::scalar::is_reserved_word;

/// Not one of the bytes that are the same in plain text everywhere.
const NOT_PLAIN: u8 = 1;
/// A line feed.
const NEWLINE: u8 = 2;
/// A quote or a backslash, which double quotes need escaped.
const ESCAPED: u8 = 4;
/// A control character, or part of a character outside ASCII: worth a closer look.
const SPECIAL: u8 = 8;
/// A space or a colon, harmless in plain text but at some places.
const DELICATE: u8 = 16;
/// A byte that may start plain text.
const STARTS: u8 = 32;

static CLASSES: [u8; 256] = {
    let mut classes = [NOT_PLAIN; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 256")]
        let kind = match byte as u8 {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'/' | b'$' | b'(' => STARTS,
            b'0'..=b'9' | b'.' | b'@' | b'+' | b'=' | b',' | b')' | b'-' => 0,
            b' ' | b':' => DELICATE,
            b'\n' => NOT_PLAIN | NEWLINE,
            b'"' | b'\\' => NOT_PLAIN | ESCAPED,
            0..=0x1f | 0x7f..=0xff => NOT_PLAIN | SPECIAL,
            _ => NOT_PLAIN,
        };
        classes[byte] = kind;
        byte += 1;
    }
    classes
};

/// Holds what one pass over a string's bytes tells about its spelling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    text: &'a str,
    seen: u8,
}

impl<'a> Text<'a> {
    /// Looks at every byte once. A plain indexed loop, because it is also quick in a build without
    /// optimisation, which is what `cargo run --example` runs.
    pub(super) fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let (mut seen, mut at, end) = (0, 0, bytes.len());
        while at < end {
            seen |= CLASSES[bytes[at] as usize];
            at += 1;
        }
        Self { text, seen }
    }

    /// Tells whether the text may stand without quotes in a block mapping or sequence.
    pub(super) fn is_plain(self) -> bool {
        let bytes = self.text.as_bytes();
        if self.seen & NOT_PLAIN != 0 || bytes.is_empty() || CLASSES[bytes[0] as usize] & STARTS == 0 {
            return false;
        }
        if self.seen & DELICATE != 0 {
            // `: ` ends a key, a colon at the end makes one, and runs of spaces get lost too easily.
            let mut at = 1;
            while at < bytes.len() {
                if bytes[at] == b' ' && (bytes[at - 1] == b' ' || bytes[at - 1] == b':') {
                    return false;
                }
                at += 1;
            }
            if matches!(bytes[at - 1], b' ' | b':') {
                return false;
            }
        }
        !is_reserved_word(bytes)
    }

    /// Tells whether the text may be the unquoted key of a KYAML mapping: letters, digits and `_`, and
    /// inside also `-`, `.` and `/`.
    pub(super) fn is_kyaml_key(self) -> bool {
        let bytes = self.text.as_bytes();
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
        !first.is_ascii_digit()
            && word(first)
            && word(last)
            && bytes.iter().all(|byte| word(byte) || matches!(byte, b'-' | b'.' | b'/'))
            // A lone `t` or `f` is a boolean to the reference encoder.
            && !matches!(bytes, [b't' | b'T' | b'f' | b'F'])
            && !is_reserved_word(bytes)
    }

    pub(super) fn as_bytes(self) -> &'a [u8] {
        self.text.as_bytes()
    }

    pub(super) fn has_newline(self) -> bool {
        self.seen & NEWLINE != 0
    }

    /// Tells whether the text may be a literal block.
    ///
    /// A block cannot say a leading blank (it would change the block's indentation), more than one
    /// newline at the end (that would take `|+`, which swallows what a person adds below), or a character
    /// that is not printable. Blanks at a line's end are legal and get lost in editors; a tab at a line's
    /// start is legal and go-yaml refuses it.
    pub(super) fn is_block(self) -> bool {
        let bytes = self.text.as_bytes();
        if self.seen & NEWLINE == 0 || matches!(bytes[0], b' ' | b'\t' | b'\n') || bytes.ends_with(b"\n\n") {
            return false;
        }
        let mut at = 0;
        let mut before = b'\n';
        while at < bytes.len() {
            let byte = bytes[at];
            match byte {
                b'\n' if before == b' ' || before == b'\t' => return false,
                b'\t' if before == b'\n' => return false,
                b'\n' | b'\t' => {}
                0..=0x1f | 0x7f => return false,
                _ => {}
            }
            before = byte;
            at += 1;
        }
        let ascii = self.seen & SPECIAL == 0 || self.text.is_ascii();
        before != b' ' && before != b'\t' && (ascii || !self.text.chars().any(must_escape))
    }

    /// Appends the text in double quotes, on one line.
    pub(super) fn quote(self, spelling: Escapes, out: &mut Vec<u8>) {
        out.push(b'"');
        if self.seen & (ESCAPED | SPECIAL | NEWLINE) == 0 {
            out.extend_from_slice(self.text.as_bytes());
        } else {
            escape(self.text, spelling, out);
        }
        out.push(b'"');
    }

    /// Appends the text as a literal block: the indicator, then each line behind the given indentation.
    /// The last line's newline is written in any case; the indicator says whether it counts.
    pub(super) fn block(self, indent: usize, out: &mut Vec<u8>) {
        let (indicator, body): (&[u8], _) = match self.text.strip_suffix('\n') {
            Some(body) => (b"|\n", body),
            None => (b"|-\n", self.text),
        };
        out.extend_from_slice(indicator);
        for line in body.split('\n') {
            if !line.is_empty() {
                spaces(indent, out);
                out.extend_from_slice(line.as_bytes());
            }
            out.push(b'\n');
        }
    }

    /// Appends the text in double quotes with one source line for each of its lines, as the reference
    /// encoder of KYAML does: an escaped line break joins them, and the indentation behind it is dropped.
    pub(super) fn fold(self, indent: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\"\\\n");
        for line in self.text.split_inclusive('\n') {
            let (line, end): (_, &[u8]) = match line.strip_suffix('\n') {
                Some(line) => (line, b"\\n\\\n"),
                None => (line, b"\\\n"),
            };
            spaces(indent, out);
            // One column in both cases, so that the lines stay aligned: a leading space of the text needs
            // an escape, or it would be taken for indentation.
            out.push(if line.starts_with(' ') { b'\\' } else { b' ' });
            escape(line, Escapes::Yaml, out);
            out.extend_from_slice(end);
        }
        spaces(indent, out);
        out.push(b'"');
    }
}

/// Chooses the escapes that the reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    Yaml,
    Json,
}

/// Appends so many spaces.
pub(super) fn spaces(count: usize, out: &mut Vec<u8>) {
    const BLANK: [u8; 32] = [b' '; 32];
    if count <= BLANK.len() {
        out.extend_from_slice(&BLANK[..count]);
    } else {
        out.resize(out.len() + count, b' ');
    }
}

fn escape(text: &str, spelling: Escapes, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while at < bytes.len() {
        let class = CLASSES[bytes[at] as usize];
        if class & (ESCAPED | NEWLINE | SPECIAL) == 0 {
            at += 1;
            continue;
        }
        let Some(character) = text[at..].chars().next() else { break };
        let next = at + character.len_utf8();
        if character.is_ascii() || must_escape(character) {
            out.extend_from_slice(&bytes[done..at]);
            escape_one(character, spelling, out);
            done = next;
        }
        at = next;
    }
    out.extend_from_slice(&bytes[done..]);
}

fn escape_one(character: char, spelling: Escapes, out: &mut Vec<u8>) {
    let code = u32::from(character);
    match character {
        '"' => out.extend_from_slice(b"\\\""),
        '\\' => out.extend_from_slice(b"\\\\"),
        '\n' => out.extend_from_slice(b"\\n"),
        '\t' => out.extend_from_slice(b"\\t"),
        '\r' => out.extend_from_slice(b"\\r"),
        _ if spelling == Escapes::Json => {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                hexadecimal(b'u', 4, u32::from(*unit), out);
            }
        }
        _ if code < 0x100 => hexadecimal(b'x', 2, code, out),
        _ if code < 0x1_0000 => hexadecimal(b'u', 4, code, out),
        _ => hexadecimal(b'U', 8, code, out),
    }
}

fn hexadecimal(letter: u8, width: u32, code: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(&[b'\\', letter]);
    for place in (0..width).rev() {
        out.push(b"0123456789abcdef"[(code >> (place * 4) & 0xf) as usize]);
    }
}

/// Tells whether a character outside ASCII may not stand as it is: controls, the line breaks of YAML 1.1,
/// the byte order mark and non-characters, which readers refuse or drop; and the marks that turn the
/// direction of text, which would show a reader something else than what is applied.
pub(super) fn must_escape(character: char) -> bool {
    matches!(
        character,
        '\u{7f}'..='\u{9f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fdd0}'..='\u{fdef}'
    ) || u32::from(character) & 0xfffe == 0xfffe
}

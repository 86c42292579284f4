//! Keeps the text that was read, so that whatever is said about it can point at a line and a column.

use std::{borrow::Cow, cell::OnceCell, sync::Arc};

/// Holds one file as text, with the name that findings call it by.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    file: Arc<str>,
    text: Cow<'a, str>,
    /// The offsets of the lines, made when the first place is asked for.
    lines: OnceCell<Vec<usize>>,
}

impl<'a> Source<'a> {
    /// Takes the bytes of a file as kubectl does: a byte order mark names the encoding and is dropped, bytes
    /// that are no UTF-8 become U+FFFD, and the last line ends like all others.
    pub(crate) fn new(file: &str, bytes: &'a [u8]) -> Self {
        let text = match bytes {
            [0xFE, 0xFF, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)),
            [0xFF, 0xFE, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)),
            [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
            _ => String::from_utf8_lossy(bytes),
        };
        let text =
            if text.is_empty() || text.ends_with('\n') { text } else { Cow::Owned(text.into_owned() + "\n") };
        Self { file: file.into(), text, lines: OnceCell::new() }
    }

    /// Gives the file as it was named.
    pub(crate) fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// Gives the whole text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Finds the line and the column, both counted from 1, of a byte of the text; the column counts characters.
    pub(crate) fn position(&self, at: usize) -> (usize, usize) {
        let (line, start) = self.line_at(at);
        let column =
            1 + self.text[start..].char_indices().take_while(|(offset, _)| start + offset < at).count();
        (line, column)
    }

    /// Gives the line that a byte of the text stands in, without its end.
    pub(crate) fn line(&self, at: usize) -> &str {
        let rest = &self.text[self.line_at(at).1..];
        rest.split('\n').next().unwrap_or(rest).trim_end_matches('\r')
    }

    /// Gives the number of a line, and the offset it begins at. The end of the text belongs to the last line.
    fn line_at(&self, at: usize) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks.filter(|&start| start < self.text.len())).collect()
        });
        let line = lines.partition_point(|&start| start <= at);
        (line, lines[line - 1])
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> =
        bytes.chunks(2).map(|pair| unit([pair[0], pair.get(1).copied().unwrap_or(0)])).collect();
    String::from_utf16_lossy(&units)
}

/// Says why a text cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The offset of the byte that is wrong.
    pub(crate) at: usize,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do, where that can be said.
    pub(crate) help: Option<&'static str>,
}

impl Fault {
    pub(crate) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("a.yaml", "a: 1\nä: b\n".as_bytes());
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(5), (2, 1));
        assert_eq!(source.position(9), (2, 4));
        assert_eq!(source.line(9), "ä: b");
        assert_eq!(source.position(99), (2, 6));
        assert_eq!(source.position(2), (1, 3), "backwards as well");
        assert_eq!(Source::new("", b"").position(0), (1, 1));
    }

    #[test]
    fn encodings_are_told_by_the_byte_order_mark() {
        assert_eq!(Source::new("", b"\xEF\xBB\xBFa").text(), "a\n");
        assert_eq!(Source::new("", b"\xFF\xFEa\0\n\0").text(), "a\n");
        assert_eq!(Source::new("", b"\xFE\xFF\0a").text(), "a\n");
        assert_eq!(Source::new("", b"a\xFFb\n").text(), "a\u{FFFD}b\n");
    }
}

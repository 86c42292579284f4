//! Cuts a file into documents as kubectl and oc do, and reads each into a tree.
//!
//! Neither reads a file as one stream of YAML. A file whose first character is `{` is read as JSON values, one after
//! the other. Any other is cut first, at the lines that begin with `---`, and each piece is read for itself. So a
//! directive such as `%YAML 1.1` is never followed by the `---` it needs, and what stands behind `...` is not seen.

use super::{
    compose::{Tree, compose},
    json,
    node::{Node, Value},
    source::{Fault, Source},
};

/// How far kubectl looks for the `{` that makes a file JSON.
const SNIFF: usize = 4096;

/// Holds one document of a file, read or not.
#[derive(Debug)]
pub(crate) struct Document<'s> {
    /// Which document of the file it is, counted from 0; empty ones count, though they are not given out.
    pub(crate) index: usize,
    /// Its length in bytes.
    pub(crate) length: usize,
    /// Its value, or why it has none.
    pub(crate) tree: Result<Tree<'s>, Fault>,
}

/// Reads the documents of a file, one at a time.
pub(crate) fn documents<'s>(source: &'s Source<'_>) -> Documents<'s> {
    let text = source.text();
    let begins = text.trim_start();
    Documents {
        text,
        at: 0,
        index: 0,
        json: begins.starts_with('{') && text.len() - begins.len() < SNIFF,
        json_fault: None,
    }
}

/// Gives out the documents of a file that hold anything.
#[derive(Debug)]
pub(crate) struct Documents<'s> {
    text: &'s str,
    at: usize,
    index: usize,
    json: bool,
    /// Why the text could not be read as JSON; it is said if it is no YAML either.
    json_fault: Option<Fault>,
}

impl<'s> Iterator for Documents<'s> {
    type Item = Document<'s>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            let document = if self.json { self.json_document() } else { self.yaml_document() };
            if let Some(document) = document {
                return Some(document);
            }
        }
        None
    }
}

impl<'s> Documents<'s> {
    fn json_document(&mut self) -> Option<Document<'s>> {
        let start = json::skip_blanks(self.text, self.at);
        if start == self.text.len() {
            self.at = start;
            return None;
        }
        match json::read(self.text, start) {
            Ok((tree, end)) => {
                self.at = end;
                self.document(start, Ok(tree))
            }
            Err(fault) => {
                // Since 1.33 kubectl tries the rest as YAML: `---` may follow JSON, and an object may be in flow style.
                self.json = false;
                self.json_fault = Some(fault);
                self.at = start;
                None
            }
        }
    }

    fn yaml_document(&mut self) -> Option<Document<'s>> {
        let piece = self.piece();
        let text = &self.text[..piece.end];
        // A comment at the head of the file is no document of its own.
        let empty = is_empty(&text[piece.start..]);
        if empty && !piece.marked && piece.fault.is_none() {
            return None;
        }
        let tree = match piece.fault {
            Some(fault) => Err(fault),
            None => check_characters(text, piece.start).and_then(|()| compose(text, piece.start)),
        };
        let tree = tree.map_err(|fault| self.json_fault.take().unwrap_or(fault));
        self.json_fault = None;
        self.document(piece.start, tree)
    }

    fn document(&mut self, at: usize, tree: Result<Tree<'s>, Fault>) -> Option<Document<'s>> {
        let index = self.index;
        self.index += 1;
        if let Ok(Tree { root: Node { value: Value::Null, .. }, ignored: None, .. }) = tree {
            return None;
        }
        Some(Document { index, length: self.at - at, tree })
    }

    /// Takes the text up to the next `---`.
    fn piece(&mut self) -> Piece {
        let mut piece = Piece { start: self.at, end: self.text.len(), marked: false, fault: None };
        let rest = &self.text[self.at..];
        if rest.starts_with("---") {
            let line = rest.split_inclusive('\n').next().unwrap_or(rest);
            piece.marked = true;
            piece.fault = bad_mark(line, self.at);
            self.at += line.len();
            piece.start = self.at;
        }
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            if rest.starts_with("---") {
                let line = rest.split('\n').next().unwrap_or(rest);
                piece.end = self.at;
                // kubectl gives up at a bad mark, and with it what stands before the mark.
                if !is_empty(&self.text[piece.start..piece.end]) && piece.fault.is_none() {
                    piece.fault = bad_mark(line, self.at);
                }
                break;
            }
            self.at += rest.find('\n').map_or(rest.len(), |end| end + 1);
        }
        piece
    }
}

struct Piece {
    start: usize,
    end: usize,
    marked: bool,
    fault: Option<Fault>,
}

fn bad_mark(line: &str, at: usize) -> Option<Fault> {
    let after = line[3..].trim_start();
    (!after.is_empty() && !after.starts_with('#')).then(|| {
        Fault::new(
            at,
            "kubectl takes a line that begins with `---` for the end of a document, and reads on no further",
        )
        .help("let nothing but a comment follow `---`; indent the line if it is text")
    })
}

/// Tells whether nothing but blanks and comments stands in a text.
fn is_empty(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#'))
}

/// Refuses the characters that YAML allows nowhere, not even in quotes.
fn check_characters(text: &str, start: usize) -> Result<(), Fault> {
    // A text without any of these bytes is sound; blocks of fixed size let the compiler look at many at once.
    const fn is_suspicious(byte: u8) -> bool {
        (byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t')) || matches!(byte, 0x7F | 0xC2 | 0xEF)
    }
    let blocks = text.as_bytes()[start..].chunks(64);
    if !blocks.into_iter().any(|block| block.iter().fold(false, |any, &byte| any | is_suspicious(byte))) {
        return Ok(());
    }
    let mut at = start;
    while let Some(offset) = text.as_bytes()[at..].iter().position(|&byte| is_suspicious(byte)) {
        at += offset;
        let Some(char) = text[at..].chars().next() else { break };
        if char == '\u{85}' || !(char.is_control() || matches!(char, '\u{FFFE}' | '\u{FFFF}')) {
            at += char.len_utf8();
            continue;
        }
        return Err(Fault::new(
            at,
            format!("the control character {} may not stand in YAML", char.escape_unicode()),
        )
        .help("remove it, or write it as an escape in double quotes"));
    }
    Ok(())
}

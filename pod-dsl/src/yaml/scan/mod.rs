//! Cuts YAML into tokens exactly as go-yaml v2 does, which kubectl and oc read with.
//!
//! go-yaml v2 is libyaml in Go: YAML 1.1 with libyaml's own limits, such as a key on one line and of at most
//! 1,024 characters. What one of its rules lets through or refuses decides what `kubectl apply` does with a file,
//! so the rules here are the same, down to the places where they are stricter or looser than either YAML standard.

mod block;
mod plain;
mod quoted;
mod tag;
mod token;

use std::collections::VecDeque;

use super::source::Fault;
pub(super) use token::{Style, Tag, Token};

/// The length in characters up to which a key can be recognised as one.
const KEY_REACH: usize = 1024;

/// Turns the text of one document into tokens, one step ahead of the grammar.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// The offset of column 0 of the line.
    line_start: usize,
    line: usize,
    queue: VecDeque<(usize, Token<'a>)>,
    /// How many tokens the grammar has taken.
    taken: usize,
    /// The column of the block that is open; -1 outside of any.
    indent: isize,
    indents: Vec<isize>,
    /// What may turn out to be a key, one for each level of brackets and one for the block around them.
    keys: Vec<SimpleKey>,
    key_allowed: bool,
    ended: bool,
}

/// Remembers where something started that a `:` would make a key.
#[derive(Clone, Copy, Debug)]
struct SimpleKey {
    possible: bool,
    /// Whether nothing but a key may stand there.
    required: bool,
    /// The number of the token it starts with, counted from the first token of all.
    token: usize,
    at: usize,
    line: usize,
    column: isize,
}

impl SimpleKey {
    const NONE: Self = Self { possible: false, required: false, token: 0, at: 0, line: 0, column: 0 };
}

impl<'a> Scanner<'a> {
    /// Scans `text` from `start` to its end; offsets count from the start of `text`.
    pub(super) fn new(text: &'a str, start: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: start,
            line_start: start,
            line: 0,
            queue: VecDeque::with_capacity(16),
            taken: 0,
            indent: -1,
            indents: Vec::new(),
            keys: vec![SimpleKey::NONE],
            key_allowed: true,
            ended: false,
        }
    }

    /// Shows the next token and where it stands.
    pub(super) fn peek(&mut self) -> Result<&(usize, Token<'a>), Fault> {
        self.fill()?;
        // `fill` leaves a token in the queue, and after the last one the end is shown again and again.
        Ok(self.queue.front().unwrap_or(&(0, Token::StreamEnd)))
    }

    /// Takes the next token.
    pub(super) fn next(&mut self) -> Result<(usize, Token<'a>), Fault> {
        self.fill()?;
        self.taken += 1;
        Ok(self.queue.pop_front().unwrap_or((self.at, Token::StreamEnd)))
    }

    /// Scans until the first token of the queue is certain: while it may be a key, a token may yet come before it.
    fn fill(&mut self) -> Result<(), Fault> {
        loop {
            if !self.queue.is_empty() && !self.head_may_be_key()? {
                return Ok(());
            }
            if self.ended {
                return Ok(());
            }
            self.fetch()?;
        }
    }

    fn head_may_be_key(&mut self) -> Result<bool, Fault> {
        // The keys stand in the order of their tokens.
        let level = self.keys.partition_point(|key| key.token < self.taken);
        match self.keys.get(level) {
            Some(key) if key.possible && key.token == self.taken => self.is_still_key(level),
            // A level that holds no key may carry the same number as the level inside it that does.
            Some(key) if key.token == self.taken => {
                match self.keys[level..].iter().position(|key| key.possible && key.token == self.taken) {
                    Some(offset) => self.is_still_key(level + offset),
                    None => Ok(false),
                }
            }
            _ => Ok(false),
        }
    }

    /// Tells whether a `:` here would still make the key of that level a key: on the same line, and near enough.
    fn is_still_key(&mut self, level: usize) -> Result<bool, Fault> {
        let key = self.keys[level];
        if !key.possible {
            return Ok(false);
        }
        let near =
            self.at - key.at <= KEY_REACH || self.text[key.at..self.at].chars().nth(KEY_REACH).is_none();
        if key.line == self.line && near {
            return Ok(true);
        }
        if key.required {
            return Err(missing_colon(key.at));
        }
        self.keys[level].possible = false;
        Ok(false)
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn here(&self) -> u8 {
        self.byte(self.at)
    }

    #[expect(clippy::cast_possible_wrap, reason = "a slice is never longer than isize::MAX")]
    fn column(&self) -> isize {
        self.at as isize - self.line_start as isize
    }

    fn in_flow(&self) -> bool {
        self.keys.len() > 1
    }

    /// Gives the length of the line break at `at`, and 0 where there is none.
    fn line_break(&self, at: usize) -> usize {
        match self.byte(at) {
            b'\n' => 1,
            b'\r' => 1 + usize::from(self.byte(at + 1) == b'\n'),
            0xC2 if self.byte(at + 1) == 0x85 => 2,
            0xE2 if self.byte(at + 1) == 0x80 && matches!(self.byte(at + 2), 0xA8 | 0xA9) => 3,
            _ => 0,
        }
    }

    fn is_end(&self, at: usize) -> bool {
        at >= self.bytes.len()
    }

    fn is_blank(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\t')
    }

    /// Tells whether a blank, a line break or the end stands at `at`.
    fn is_gap(&self, at: usize) -> bool {
        self.is_blank(at) || self.is_end(at) || self.line_break(at) > 0
    }

    fn skip_line_break(&mut self) -> bool {
        let length = self.line_break(self.at);
        if length > 0 {
            self.at += length;
            self.line += 1;
            self.line_start = self.at;
        }
        length > 0
    }

    /// Reads a line break into `text`: a newline for all but the two separators of Unicode, which stay.
    fn read_line_break(&mut self, text: &mut String) {
        let start = self.at;
        if self.skip_line_break() {
            if self.at - start == 3 { text.push_str(&self.text[start..self.at]) } else { text.push('\n') }
        }
    }

    fn skip_blanks(&mut self) {
        while self.is_blank(self.at) {
            self.at += 1;
        }
    }

    fn skip_comment(&mut self) {
        if self.here() == b'#' {
            while !self.is_end(self.at) && self.line_break(self.at) == 0 {
                self.at += 1;
            }
        }
    }

    /// Tells whether `---` or `...` stands at the beginning of the line.
    fn is_document_mark(&self) -> bool {
        self.at == self.line_start
            && self.bytes[self.at..]
                .first_chunk()
                .is_some_and(|mark: &[u8; 3]| mark == b"---" || mark == b"...")
            && self.is_gap(self.at + 3)
    }

    fn push(&mut self, at: usize, token: Token<'a>) {
        self.queue.push_back((at, token));
    }

    /// Takes `length` bytes as a token.
    fn push_mark(&mut self, length: usize, token: Token<'a>) {
        self.push(self.at, token);
        self.at += length;
    }

    fn fetch(&mut self) -> Result<(), Fault> {
        self.skip_to_token();
        if !self.in_flow() {
            self.close_blocks(self.column());
        }
        if self.is_end(self.at) {
            return self.fetch_end();
        }
        let byte = self.here();
        if self.at == self.line_start && byte == b'%' {
            return Err(Fault::new(
                self.at,
                "kubectl reads no directives: it cuts the file at `---` before it reads YAML",
            )
            .help("remove this line; `---` may stay"));
        }
        if self.is_document_mark() {
            self.close_blocks(-1);
            self.drop_key()?;
            self.key_allowed = false;
            self.push_mark(3, if byte == b'-' { Token::DocumentStart } else { Token::DocumentEnd });
            return Ok(());
        }
        let flow = self.in_flow();
        let before_gap = self.is_gap(self.at + 1);
        match byte {
            b'[' => self.open_flow(Token::FlowSequence),
            b'{' => self.open_flow(Token::FlowMapping),
            b']' => self.close_flow(Token::FlowSequenceEnd),
            b'}' => self.close_flow(Token::FlowMappingEnd),
            b',' => {
                self.drop_key()?;
                self.key_allowed = true;
                self.push_mark(1, Token::FlowEntry);
                Ok(())
            }
            b'-' if before_gap => self.fetch_entry(),
            b'?' if flow || before_gap => self.fetch_key(),
            b':' if flow || before_gap => self.fetch_value(),
            b'*' => self.fetch_named(Token::Alias, "alias"),
            b'&' => self.fetch_named(Token::Anchor, "anchor"),
            b'!' => self.fetch_tag(),
            b'|' if !flow => self.fetch_block(block::Shape::Literal),
            b'>' if !flow => self.fetch_block(block::Shape::Folded),
            b'\'' => self.fetch_quoted(quoted::Quote::Single),
            b'"' => self.fetch_quoted(quoted::Quote::Double),
            b'\t' => Err(Fault::new(self.at, "a tab may not indent YAML").help("indent with spaces")),
            b'@' | b'`' | b'%' | b'|' | b'>' => {
                Err(Fault::new(self.at, format!("nothing may begin with `{}` here", char::from(byte)))
                    .help("put the value in quotes"))
            }
            _ => self.fetch_plain(),
        }
    }

    /// Skips blanks, comments and line breaks. A tab is a blank only where no key may start.
    fn skip_to_token(&mut self) {
        loop {
            while self.here() == b' ' || (self.here() == b'\t' && (self.in_flow() || !self.key_allowed)) {
                self.at += 1;
            }
            self.skip_comment();
            if !self.skip_line_break() {
                return;
            }
            if !self.in_flow() {
                self.key_allowed = true;
            }
        }
    }

    fn fetch_end(&mut self) -> Result<(), Fault> {
        if self.at != self.line_start {
            self.line += 1;
            self.line_start = self.at;
        }
        if !self.in_flow() {
            self.close_blocks(-1);
        }
        self.drop_key()?;
        self.key_allowed = false;
        self.ended = true;
        self.push(self.at, Token::StreamEnd);
        Ok(())
    }

    /// Remembers that what starts here may be a key.
    fn note_key(&mut self) -> Result<(), Fault> {
        if !self.key_allowed {
            return Ok(());
        }
        self.drop_key()?;
        let key = SimpleKey {
            possible: true,
            required: !self.in_flow() && self.indent == self.column(),
            token: self.taken + self.queue.len(),
            at: self.at,
            line: self.line,
            column: self.column(),
        };
        if let Some(last) = self.keys.last_mut() {
            *last = key;
        }
        Ok(())
    }

    /// Gives up the key of this level.
    fn drop_key(&mut self) -> Result<(), Fault> {
        match self.keys.last_mut() {
            Some(key) if key.possible && key.required => Err(missing_colon(key.at)),
            Some(key) => {
                key.possible = false;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn open_flow(&mut self, token: Token<'a>) -> Result<(), Fault> {
        self.note_key()?;
        self.keys.push(SimpleKey { token: self.taken + self.queue.len(), ..SimpleKey::NONE });
        self.key_allowed = true;
        self.push_mark(1, token);
        Ok(())
    }

    fn close_flow(&mut self, token: Token<'a>) -> Result<(), Fault> {
        self.drop_key()?;
        if self.in_flow() {
            self.keys.pop();
        }
        self.key_allowed = false;
        self.push_mark(1, token);
        Ok(())
    }

    /// Opens a block at `column` unless it is open; its token goes before token `number`.
    fn open_block(&mut self, column: isize, number: Option<usize>, at: usize, token: Token<'a>) {
        if self.in_flow() || self.indent >= column {
            return;
        }
        self.indents.push(self.indent);
        self.indent = column;
        let place = number.map_or(self.queue.len(), |number| number.saturating_sub(self.taken));
        self.queue.insert(place.min(self.queue.len()), (at, token));
    }

    /// Closes the blocks that are indented deeper than `column`.
    fn close_blocks(&mut self, column: isize) {
        while !self.in_flow() && self.indent > column {
            self.push(self.at, Token::BlockEnd);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    fn fetch_entry(&mut self) -> Result<(), Fault> {
        if !self.in_flow() {
            if !self.key_allowed {
                return Err(Fault::new(self.at, "a list may not start in the middle of a line")
                    .help("put `- ` on a line of its own, or the value in quotes if it is text"));
            }
            self.open_block(self.column(), None, self.at, Token::BlockSequence);
        }
        self.drop_key()?;
        self.key_allowed = true;
        self.push_mark(1, Token::BlockEntry);
        Ok(())
    }

    fn fetch_key(&mut self) -> Result<(), Fault> {
        if !self.in_flow() {
            if !self.key_allowed {
                return Err(Fault::new(self.at, "a `?` may not stand here").help("put the value in quotes"));
            }
            self.open_block(self.column(), None, self.at, Token::BlockMapping);
        }
        self.drop_key()?;
        self.key_allowed = !self.in_flow();
        self.push_mark(1, Token::Key);
        Ok(())
    }

    fn fetch_value(&mut self) -> Result<(), Fault> {
        let level = self.keys.len() - 1;
        if self.is_still_key(level)? {
            let key = self.keys[level];
            let place = key.token.saturating_sub(self.taken).min(self.queue.len());
            self.queue.insert(place, (key.at, Token::Key));
            self.open_block(key.column, Some(key.token), key.at, Token::BlockMapping);
            self.keys[level].possible = false;
            self.key_allowed = false;
        } else {
            if !self.in_flow() {
                if !self.key_allowed {
                    return Err(Fault::new(self.at, "a second `key: value` may not stand in the same line")
                        .help("put the value in quotes if the colon belongs to it, or begin a new line"));
                }
                self.open_block(self.column(), None, self.at, Token::BlockMapping);
            }
            self.key_allowed = !self.in_flow();
        }
        self.push_mark(1, Token::Value);
        Ok(())
    }
}

fn missing_colon(at: usize) -> Fault {
    Fault::new(at, "a `:` is missing: nothing but `key: value` may stand here").help(
        "a key and its `:` stand on one line; text that goes on over lines is indented deeper than its key",
    )
}

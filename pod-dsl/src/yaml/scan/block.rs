//! Text in blocks: `|` keeps its lines, `>` folds them.

use std::borrow::Cow;

use super::{Fault, Scanner, Style, Token};

/// Names the two kinds of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Literal,
    Folded,
}

/// Tells what becomes of the line breaks at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

impl Scanner<'_> {
    pub(super) fn fetch_block(&mut self, shape: Shape) -> Result<(), Fault> {
        self.drop_key()?;
        self.key_allowed = true;
        let at = self.at;
        self.at += 1;
        let (chomp, step) = self.block_header()?;
        let mut indent = step.map(|step| self.indent.max(0) + step);

        let mut text = String::new();
        let (mut leading, mut trailing) = (String::new(), String::new());
        let mut after_blank = false;
        self.block_breaks(&mut indent, &mut trailing)?;
        while Some(self.column()) == indent && !self.is_end(self.at) {
            let blank = self.is_blank(self.at);
            if shape == Shape::Folded && !after_blank && !blank && leading.starts_with('\n') {
                if trailing.is_empty() {
                    text.push(' ');
                }
            } else {
                text.push_str(&leading);
            }
            text.push_str(&trailing);
            leading.clear();
            trailing.clear();
            after_blank = blank;
            let start = self.at;
            self.skip_to_line_end();
            text.push_str(&self.text[start..self.at]);
            self.read_line_break(&mut leading);
            self.block_breaks(&mut indent, &mut trailing)?;
        }
        if chomp != Chomp::Strip {
            text.push_str(&leading);
        }
        if chomp == Chomp::Keep {
            text.push_str(&trailing);
        }
        self.push(at, Token::Scalar(Cow::Owned(text), Style::Quoted));
        Ok(())
    }

    /// Reads what may follow the mark: how to end, how deep, a comment.
    fn block_header(&mut self) -> Result<(Chomp, Option<isize>), Fault> {
        let mut chomp = self.chomp();
        let mut step = None;
        if self.here().is_ascii_digit() {
            if self.here() == b'0' {
                return Err(Fault::new(self.at, "a block is indented by 1 to 9 columns, not by 0"));
            }
            step = Some(isize::from(self.here() - b'0'));
            self.at += 1;
            chomp = chomp.or_else(|| self.chomp());
        }
        self.skip_blanks();
        self.skip_comment();
        if !self.is_end(self.at) && !self.skip_line_break() {
            return Err(Fault::new(self.at, "only a comment may follow the mark of a block").help(
                "the text begins on the next line, indented; text that starts with `|` or `>` needs quotes",
            ));
        }
        Ok((chomp.unwrap_or(Chomp::Clip), step))
    }

    fn chomp(&mut self) -> Option<Chomp> {
        let chomp = match self.here() {
            b'+' => Chomp::Keep,
            b'-' => Chomp::Strip,
            _ => return None,
        };
        self.at += 1;
        Some(chomp)
    }

    fn skip_to_line_end(&mut self) {
        loop {
            let rest = &self.bytes[self.at..];
            let stop = rest.iter().position(|&byte| matches!(byte, b'\n' | b'\r' | 0xC2 | 0xE2));
            self.at += stop.unwrap_or(rest.len());
            if stop.is_none() || self.line_break(self.at) > 0 {
                return;
            }
            self.at += 1;
        }
    }

    /// Skips indentation and empty lines; the first line that is not empty fixes the indentation.
    fn block_breaks(&mut self, indent: &mut Option<isize>, breaks: &mut String) -> Result<(), Fault> {
        let mut deepest = 0;
        loop {
            let inside = |column: isize| indent.is_none_or(|indent| column < indent);
            while self.here() == b' ' && inside(self.column()) {
                self.at += 1;
            }
            deepest = deepest.max(self.column());
            if self.here() == b'\t' && inside(self.column()) {
                return Err(Fault::new(self.at, "a tab may not indent the text of a block")
                    .help("indent with spaces"));
            }
            if self.line_break(self.at) == 0 {
                break;
            }
            self.read_line_break(breaks);
        }
        if indent.is_none() {
            *indent = Some(deepest.max(self.indent + 1).max(1));
        }
        Ok(())
    }
}

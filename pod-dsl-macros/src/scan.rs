//! Where a statement, or the head of a block, ends.
//!
//! A statement ends at its `;` and a head at its `{`. When they are missing, the next statement must not be swallowed:
//! two operands side by side are never Rust, so the second one begins something new, or a comma was forgotten.

use proc_macro2::{Group, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::{
    errors::Errors,
    syntax::Role,
    tokens::{Tokens, ends_operand, is_keyword, is_punct, place},
};

/// What is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Arguments of a verb, up to `;`.
    Arguments,
    /// A `let` or what stands right of a `=`, up to `;`.
    Binding,
    /// What stands right of the `=` of an entry, up to `;`.
    Value,
    /// Name, image and so on, up to `{`; or, as the word may be a verb too, up to `;`.
    Head,
    /// A condition or what `match` looks at, up to `{`.
    Condition,
    /// A pattern, `in` and an iterator, up to `{`.
    Iteration,
}

impl Kind {
    /// Tells whether a comma may stand between two expressions.
    fn lists(self) -> bool {
        matches!(self, Kind::Arguments | Kind::Head)
    }

    /// Tells whether the reading ends at a `{`.
    fn opens(self) -> bool {
        matches!(self, Kind::Head | Kind::Condition | Kind::Iteration)
    }
}

/// The tokens up to the end, and the end.
#[derive(Debug)]
pub(crate) struct Scan {
    pub(crate) tokens: TokenStream,
    pub(crate) last: Option<Span>,
    pub(crate) end: End,
}

#[derive(Debug)]
pub(crate) enum End {
    Semicolon,
    Body(Group),
    /// Something else begins here, or there is nothing more.
    Missing,
}

/// Reads to the end of the statement or head that began at `first`.
pub(crate) fn scan(kind: Kind, first: Span, tokens: &mut Tokens, errors: &mut Errors) -> Scan {
    let mut scanner = Scanner {
        kind,
        first,
        read: Vec::new(),
        pattern: kind == Kind::Iteration,
        braces_to_come: 0,
        returns: false,
    };
    let end = loop {
        let Some(next) = tokens.peek(0) else { break End::Missing };
        if is_punct(Some(next), ';') {
            tokens.next();
            break End::Semicolon;
        }
        if scanner.is_body(tokens) {
            let Some(TokenTree::Group(body)) = tokens.next() else { break End::Missing };
            break End::Body(body);
        }
        match scanner.seam(tokens) {
            Seam::End => break End::Missing,
            Seam::Comma => {
                errors.at(next.span(), "expected `,` before this");
                scanner.read.push(TokenTree::Punct(Punct::new(',', Spacing::Alone)));
            }
            Seam::None => {}
        }
        if kind == Kind::Value && is_punct(Some(next), ',') && (tokens.left() == 1 || tokens.is_assign(2)) {
            errors.at(next.span(), "an entry ends with `;`, not with `,`");
            tokens.next();
            break End::Semicolon;
        }
        if kind.lists() && is_punct(Some(next), ',') {
            let finished = scanner.finish_expression(errors);
            if scanner.read.last().is_none_or(|last| is_punct(Some(last), ',')) {
                if finished {
                    errors.at(next.span(), "expected an expression before this `,`");
                }
                tokens.next();
                continue;
            }
        }
        scanner.push(tokens);
    };
    scanner.finish_expression(errors);
    Scan { last: scanner.read.last().map(TokenTree::span), tokens: scanner.read.into_iter().collect(), end }
}

/// What stands between two tokens.
enum Seam {
    None,
    /// A forgotten comma.
    Comma,
    /// A forgotten `;` or `{`.
    End,
}

struct Scanner {
    kind: Kind,
    first: Span,
    read: Vec<TokenTree>,
    /// A pattern is being read: its braces are no body.
    pattern: bool,
    /// Braces of an `if`, `match` or loop inside the expression that are still to come.
    braces_to_come: usize,
    /// A closure's `->` has been read in this expression, so its body is to come.
    returns: bool,
}

impl Scanner {
    /// Moves the next token over, with what it says about braces to come.
    fn push(&mut self, tokens: &mut Tokens) {
        if let Some(word) = tokens.word(0) {
            if ["if", "match", "while", "for", "loop"].iter().any(|opens| word == opens) {
                self.braces_to_come += 1;
            }
            self.pattern = if self.kind == Kind::Iteration {
                self.pattern && word != "in"
            } else {
                self.pattern || word == "let"
            };
        } else if tokens.braces(0).is_some() {
            self.braces_to_come =
                self.braces_to_come.saturating_sub(usize::from(!self.after_brace_keyword()));
        } else if tokens.is_punct(0, ',') {
            self.returns = false;
        } else if tokens.is_punct(0, '>') && is_punct(self.read.last(), '-') {
            self.returns = true;
        } else if tokens.is_assign(0) && !is_punct(self.read.last(), '.') && self.kind != Kind::Iteration {
            self.pattern = false;
        }
        self.read.extend(tokens.next());
    }

    /// Tells whether the next token is a block's body rather than a part of an expression or a pattern.
    fn is_body(&self, tokens: &Tokens) -> bool {
        let Some(braces) = tokens.braces(0) else { return false };
        // Behind the braces of a pattern comes another pattern, or what the pattern is for.
        let in_pattern = tokens.is_word(1, "in") || tokens.is_punct(1, '|') || tokens.is_assign(1);
        if (self.pattern && in_pattern) || self.braces_to_come > 0 || self.after_brace_keyword() {
            return false;
        }
        match self.kind {
            kind if kind.opens() => true,
            Kind::Arguments => !self.returns && self.is_body_of_unknown_block(braces, tokens),
            _ => false,
        }
    }

    /// Tells whether braces among the arguments of what looked like a verb make it a block.
    fn is_body_of_unknown_block(&self, braces: &Group, tokens: &Tokens) -> bool {
        let ended = tokens.is_punct(1, ';');
        let content = braces.stream();
        let statements = if content.is_empty() {
            !ended
        } else {
            content.into_iter().any(|token| is_punct(Some(&token), ';'))
        };
        match self.read.last() {
            // `spec { … }`, but `env_from { let x = …; x };` has a block for its argument.
            None => !ended,
            // `web { … }` is the value of a struct, unless it holds statements.
            Some(TokenTree::Ident(word)) => !is_keyword(word) && statements,
            Some(_) => ends_operand(&self.read),
        }
    }

    /// Tells whether the last word is one whose braces follow at once.
    fn after_brace_keyword(&self) -> bool {
        let words = ["else", "unsafe", "const", "async", "move", "try", "loop"];
        matches!(self.read.last(), Some(TokenTree::Ident(last)) if words.iter().any(|word| last == word))
    }

    /// Tells what is missing between what has been read and the next token.
    fn seam(&self, tokens: &Tokens) -> Seam {
        let Some(next) = tokens.peek(0) else { return Seam::None };
        let after_operand = ends_operand(&self.read);
        if tokens.is_dots(0) && self.is_aligned(next) && (self.read.is_empty() || after_operand) {
            return Seam::End;
        }
        let word = match next {
            TokenTree::Ident(word) => word,
            TokenTree::Literal(_) if after_operand && self.kind.lists() => return Seam::Comma,
            _ => return Seam::None,
        };
        let opens = ["let", "if", "for", "match"].iter().any(|keyword| word == keyword);
        if is_keyword(word) && !opens {
            return Seam::None;
        }
        if self.read.is_empty() {
            let bare_let = word == "let" && self.kind.lists();
            return if bare_let || self.is_statement_below(tokens) { Seam::End } else { Seam::None };
        }
        if !after_operand {
            return Seam::None;
        }
        let same_line = self.read.last().is_some_and(|last| place(last.span()).0 == place(word.span()).0);
        let argument = !opens
            && tokens
                .peek(1)
                .is_none_or(|after| [',', ';', '.', '?'].iter().any(|end| is_punct(Some(after), *end)));
        if self.kind.lists() && same_line && argument { Seam::Comma } else { Seam::End }
    }

    /// Tells whether the token right after the first word begins the next statement rather than the first argument:
    /// it stands below the first word, at the same indentation, or is a role with a name behind it.
    fn is_statement_below(&self, tokens: &Tokens) -> bool {
        let Some(word) = tokens.word(0) else { return false };
        let role = Role::of(&word.to_string()).is_some();
        let named = matches!(tokens.peek(1), Some(TokenTree::Literal(_)));
        self.kind != Kind::Iteration && (self.is_aligned(&TokenTree::Ident(word.clone())) || (role && named))
    }

    /// Tells whether a token stands on a later line than the first word, in the same column.
    fn is_aligned(&self, token: &TokenTree) -> bool {
        let ((first_line, first_column), (line, column)) = (place(self.first), place(token.span()));
        line > first_line && column == first_column
    }

    /// Drops operators that have nothing on their right, because with them the whole expansion would not parse.
    /// Tells whether there were none.
    fn finish_expression(&mut self, errors: &mut Errors) -> bool {
        let mut dropped = Vec::new();
        while !self.ends_in_range() && self.read.last().is_some_and(is_open_operator) {
            dropped.extend(self.read.pop());
        }
        if let Some(last) = dropped.first() {
            let operators: String = dropped.iter().rev().map(ToString::to_string).collect();
            errors.at(last.span(), format!("expected an expression after `{operators}`"));
        }
        dropped.is_empty()
    }

    fn ends_in_range(&self) -> bool {
        let mut tokens = Tokens::new(self.read.iter().rev().take(3).rev().cloned().collect());
        let _ = tokens.take(tokens.left().saturating_sub(2));
        tokens.is_dots(0)
    }
}

fn is_open_operator(token: &TokenTree) -> bool {
    ".&*-+/%^!=<:".chars().any(|operator| is_punct(Some(token), operator))
}

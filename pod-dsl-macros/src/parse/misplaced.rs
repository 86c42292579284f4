//! What begins no statement: reported, and passed over with as little lost as possible.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use super::{Parser, statements};
use crate::{
    scan::{End, Kind, scan},
    syntax::{Grammar, ROLES, Statement, known_blocks},
};

impl Parser<'_> {
    /// Reports braces without a word before them, and reads what is in them.
    pub(super) fn bare_block(&mut self, braces: &Group) {
        self.tokens.next();
        self.errors.at(braces.span_open(), format!("a block begins with its role; {}", known_blocks()));
        let scope = self.body(TokenStream::new(), braces);
        self.found.push(Statement::Flow(vec![scope]));
    }

    /// Reports `#[…]` and what `///` becomes, and goes on behind it.
    pub(super) fn attribute(&mut self, place: Span) {
        self.tokens.next();
        if self.tokens.is_punct(0, '!') {
            self.tokens.next();
        }
        match self.tokens.peek(0) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
                let doc = group.stream().into_iter().next().is_some_and(|word| word.to_string() == "doc");
                self.tokens.next();
                let instead = if doc { "; a comment begins with `//`" } else { "" };
                self.errors.at(place, format!("`pod!` takes no attributes{instead}"));
            }
            _ => self.errors.at(place, "stray `#`"),
        }
    }

    /// Reports a token that begins nothing, and passes over what belongs to it.
    pub(super) fn stray(&mut self, token: &TokenTree) {
        let shown = match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => "(".to_owned(),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => "[".to_owned(),
            token => token.to_string(),
        };
        self.errors.at(
            token.span(),
            format!("stray `{shown}`: expected a statement or a block; {}", known_blocks()),
        );
        if self.tokens.word(1).is_some() {
            // A word may well begin a sound statement.
            self.tokens.next();
            return;
        }
        if let TokenTree::Punct(_) = token {
            self.tokens.next();
        }
        let scan = scan(Kind::Head, token.span(), &mut self.tokens, self.errors);
        if let End::Body(body) = scan.end {
            // A head without its role.
            let body = Some(statements(body.stream(), Grammar::Pod, self.errors));
            let keyword = Ident::new(ROLES[0].keyword, token.span());
            self.found.push(Statement::Block { keyword, handle: None, head: scan.tokens, body });
        }
    }

    /// Reports Rust that has no place in a pod, keeping the statements of a loop or a block.
    pub(super) fn foreign(&mut self, word: &Ident) {
        self.tokens.next();
        let message = match word.to_string().as_str() {
            "else" => "`else` without an `if` before it".to_owned(),
            "while" | "loop" => format!("`{word}` does not stand in `pod!`: `if`, `for` and `match` do"),
            "unsafe" | "async" | "return" | "break" | "continue" => {
                format!("`{word}` does not stand in `pod!`")
            }
            "_" | "self" | "Self" | "super" | "crate" | "true" | "false" => {
                format!("stray `{word}`: expected a statement or a block; {}", known_blocks())
            }
            "fn" | "struct" | "enum" | "use" | "const" | "static" | "impl" | "trait" | "mod" | "pub"
            | "extern" => {
                format!("`{word}` stands outside of `pod!`")
            }
            _ => format!("`{word}` is a word of Rust's own; a verb of that name is written `r#{word}`"),
        };
        self.errors.at(word.span(), message);
        if word == "else" && self.tokens.is_word(0, "if") {
            return;
        }
        let scan = scan(Kind::Condition, word.span(), &mut self.tokens, self.errors);
        let keeps = ["else", "while", "loop", "unsafe", "async"].iter().any(|keyword| word == keyword);
        if let (End::Body(braces), true) = (scan.end, keeps) {
            let scope = self.body(TokenStream::new(), &braces);
            self.found.push(Statement::Flow(vec![scope]));
        }
    }
}

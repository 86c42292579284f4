//! A place in a list of tokens, and what can be asked about tokens without parsing Rust.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};

/// Walks over a list of tokens.
#[derive(Debug)]
pub(crate) struct Tokens {
    trees: Vec<TokenTree>,
    at: usize,
}

impl Tokens {
    pub(crate) fn new(stream: TokenStream) -> Tokens {
        Tokens { trees: stream.into_iter().collect(), at: 0 }
    }

    /// Looks at the token `ahead` of the next one.
    pub(crate) fn peek(&self, ahead: usize) -> Option<&TokenTree> {
        self.trees.get(self.at + ahead)
    }

    /// Takes the next `count` tokens.
    pub(crate) fn take(&mut self, count: usize) -> TokenStream {
        let end = self.trees.len().min(self.at + count);
        let taken = self.trees[self.at..end].iter().cloned().collect();
        self.at = end;
        taken
    }

    /// Takes the next token.
    pub(crate) fn next(&mut self) -> Option<TokenTree> {
        let next = self.trees.get(self.at).cloned();
        self.at += usize::from(next.is_some());
        next
    }

    /// Counts the tokens that are left.
    pub(crate) fn left(&self) -> usize {
        self.trees.len() - self.at
    }

    /// Gives the identifier or keyword `ahead` of the next token.
    pub(crate) fn word(&self, ahead: usize) -> Option<&Ident> {
        match self.peek(ahead) {
            Some(TokenTree::Ident(word)) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn is_word(&self, ahead: usize, word: &str) -> bool {
        self.word(ahead).is_some_and(|found| found == word)
    }

    pub(crate) fn is_punct(&self, ahead: usize, character: char) -> bool {
        is_punct(self.peek(ahead), character)
    }

    /// Tells whether an `=` stands here that is not the beginning of `==` or `=>`.
    pub(crate) fn is_assign(&self, ahead: usize) -> bool {
        let longer = self.is_joint(ahead) && (self.is_punct(ahead + 1, '=') || self.is_punct(ahead + 1, '>'));
        self.is_punct(ahead, '=') && !longer
    }

    /// Tells whether `=>` stands here.
    pub(crate) fn is_fat_arrow(&self, ahead: usize) -> bool {
        self.is_punct(ahead, '=') && self.is_joint(ahead) && self.is_punct(ahead + 1, '>')
    }

    /// Tells whether `..` stands here, and neither `...` nor `..=`.
    pub(crate) fn is_dots(&self, ahead: usize) -> bool {
        self.is_punct(ahead, '.')
            && self.is_joint(ahead)
            && self.is_punct(ahead + 1, '.')
            && !(self.is_joint(ahead + 1) && (self.is_punct(ahead + 2, '.') || self.is_punct(ahead + 2, '=')))
    }

    /// Tells whether `::` stands here.
    pub(crate) fn is_path_separator(&self, ahead: usize) -> bool {
        self.is_punct(ahead, ':') && self.is_joint(ahead) && self.is_punct(ahead + 1, ':')
    }

    /// Gives the group in braces `ahead` of the next token.
    pub(crate) fn braces(&self, ahead: usize) -> Option<&Group> {
        match self.peek(ahead) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => Some(group),
            _ => None,
        }
    }

    fn is_joint(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint)
    }
}

pub(crate) fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

/// Tells whether a word is reserved in Rust; `_` is too.
pub(crate) fn is_keyword(word: &Ident) -> bool {
    syn::parse2::<Ident>(TokenTree::Ident(word.clone()).into()).is_err()
}

/// Tells whether an expression can end with the last of these tokens, so that no other expression can begin right after.
pub(crate) fn ends_operand(tokens: &[TokenTree]) -> bool {
    match tokens {
        // The name of a lifetime.
        [.., TokenTree::Punct(quote), TokenTree::Ident(_)] if quote.as_char() == '\'' => false,
        [.., TokenTree::Ident(word)] => {
            !is_keyword(word) || ["true", "false", "self", "Self", "await"].iter().any(|value| word == value)
        }
        [.., TokenTree::Literal(_) | TokenTree::Group(_)] => true,
        [.., TokenTree::Punct(punct)] => punct.as_char() == '?',
        [] => false,
    }
}

/// Splits at the commas that stand neither in a group nor between angle brackets.
pub(crate) fn expressions(stream: TokenStream) -> Vec<TokenStream> {
    let mut expressions: Vec<Vec<TokenTree>> = vec![Vec::new()];
    let mut angles = 0_usize;
    for token in stream {
        let Some(expression) = expressions.last_mut() else { break };
        let generic = match expression.as_slice() {
            // `<` begins a type where no operand stands before it, and after `::`; elsewhere it compares.
            [] => true,
            [.., last] => angles > 0 || is_punct(Some(last), ':') || !ends_operand(expression),
        };
        let arrow = is_punct(expression.last(), '-') || is_punct(expression.last(), '=');
        if is_punct(Some(&token), '<') && generic {
            angles += 1;
        } else if is_punct(Some(&token), '>') && !arrow {
            angles = angles.saturating_sub(1);
        }
        if is_punct(Some(&token), ',') && angles == 0 {
            expressions.push(Vec::new());
        } else {
            expression.push(token);
        }
    }
    expressions.retain(|expression| !expression.is_empty());
    expressions.into_iter().map(TokenStream::from_iter).collect()
}

/// Gives the line and the column at which a token starts.
///
/// An editor may answer with the same place for all tokens, so nothing that is sound may depend on it.
#[cfg(not(test))]
pub(crate) fn place(span: Span) -> (usize, usize) {
    let span = span.unwrap();
    (span.line(), span.column())
}

/// Gives the line and the column at which a token starts: outside the compiler `proc_macro` has no spans.
#[cfg(test)]
pub(crate) fn place(span: Span) -> (usize, usize) {
    (span.start().line, span.start().column)
}

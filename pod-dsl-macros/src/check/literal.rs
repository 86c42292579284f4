//! Reads literals and chains of calls out of tokens.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use crate::tokens::is_punct;

/// Gives the only token of an expression, out of the invisible group in which `macro_rules!` hands it on.
pub(super) fn one_token(expression: &TokenStream) -> Option<TokenTree> {
    let mut tokens = expression.clone().into_iter();
    match (tokens.next()?, tokens.next()) {
        (TokenTree::Group(group), None) if group.delimiter() == Delimiter::None => one_token(&group.stream()),
        (token, None) => Some(token),
        _ => None,
    }
}

/// Gives the text of a string literal and its place.
pub(super) fn text_of(expression: &TokenStream) -> Option<(String, Span)> {
    match one_token(expression)? {
        TokenTree::Literal(literal) => match syn::Lit::new(literal) {
            syn::Lit::Str(text) => Some((text.value(), text.span())),
            _ => None,
        },
        _ => None,
    }
}

/// Gives the value of a whole number and its place.
pub(super) fn number_of(expression: &TokenStream) -> Option<(i64, Span)> {
    match one_token(expression)? {
        TokenTree::Literal(literal) => match syn::Lit::new(literal) {
            syn::Lit::Int(number) => Some((number.base10_parse().ok()?, number.span())),
            _ => None,
        },
        _ => None,
    }
}

/// Reads `function(…).verb(…).verb(…)` as far as it goes.
pub(super) fn chain_at(mut tokens: &[TokenTree]) -> Vec<(String, TokenStream)> {
    let mut calls = Vec::new();
    while let [TokenTree::Ident(name), TokenTree::Group(group), rest @ ..] = tokens
        && group.delimiter() == Delimiter::Parenthesis
    {
        calls.push((name.to_string(), group.stream()));
        tokens = match rest {
            [dot, rest @ ..] if is_punct(Some(dot), '.') => rest,
            _ => break,
        };
    }
    calls
}

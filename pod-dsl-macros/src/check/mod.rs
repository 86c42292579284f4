//! What the compiler is to check beside the types: literals, each by the function of `pod_dsl::grammar` that judges it at
//! run time too, and parts of a pod that exclude each other.

pub(crate) mod across;
mod literal;
mod table;

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use self::{
    literal::{chain_at, number_of, one_token, text_of},
    table::{Takes, is_type, noun, takes, takes_anywhere},
};
use crate::{
    errors::Errors,
    tokens::{expressions, is_punct},
};

/// A literal, and the function of `pod_dsl::grammar` that judges it.
#[derive(Debug)]
pub(crate) struct Check {
    pub(crate) place: Span,
    pub(crate) literal: Literal,
    pub(crate) by: &'static str,
}

/// Two parts that exclude each other.
#[derive(Debug)]
pub(crate) struct Clash {
    pub(crate) first: Span,
    pub(crate) second: Span,
    pub(crate) message: String,
    /// Names the first place in the compiler's message.
    pub(crate) first_is: &'static str,
}

/// Collects all that the compiler is to check.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    pub(crate) literals: Vec<Check>,
    pub(crate) clashes: Vec<Clash>,
}

impl Checks {
    /// Notes the literals among the arguments of a verb, and gives the arguments with each literal of the wrong kind
    /// reported and replaced.
    pub(crate) fn call(
        &mut self,
        of: &str,
        verb: &str,
        arguments: TokenStream,
        errors: &mut Errors,
    ) -> TokenStream {
        let parts = expressions(arguments.clone());
        let mut replaced = false;
        let mut written = TokenStream::new();
        for (at, part) in parts.into_iter().enumerate() {
            if at > 0 {
                written.extend(quote_spanned!(Span::mixed_site()=> ,));
            }
            let wrong = self.note(of, verb, at, &part, errors);
            replaced |= wrong.is_some();
            written.extend(wrong.unwrap_or(part));
        }
        if replaced { written } else { arguments }
    }

    /// Does the same for one argument.
    pub(crate) fn argument(
        &mut self,
        of: &str,
        verb: &str,
        at: usize,
        argument: TokenStream,
        errors: &mut Errors,
    ) -> TokenStream {
        self.note(of, verb, at, &argument, errors).unwrap_or(argument)
    }

    /// Notes the literals of an argument; gives what stands in for it where it is of the wrong kind.
    fn note(
        &mut self,
        of: &str,
        verb: &str,
        at: usize,
        argument: &TokenStream,
        errors: &mut Errors,
    ) -> Option<TokenStream> {
        self.expression(argument);
        let takes = takes(of, verb, at)?;
        self.literals(takes, argument);
        let token = one_token(argument)?;
        let (mended, message) = match takes {
            Takes::Text(by) if text_of(argument).is_none() && is_plain_value(&token) => {
                (Literal::string("mended"), format!("{} is text: write `\"{token}\"`, with quotes", noun(by)))
            }
            Takes::Number(by) => {
                let (text, _) = text_of(argument)?;
                let number = text.parse().ok();
                let shown = number.map_or_else(|| "8080".to_owned(), |number: u16| number.to_string());
                let message = format!("{} is a number: write `{shown}`, without quotes", noun(by));
                (Literal::u16_unsuffixed(number.unwrap_or(1)), message)
            }
            _ => return None,
        };
        errors.at(token.span(), message);
        let mut mended = mended;
        mended.set_span(token.span());
        Some(TokenTree::Literal(mended).into())
    }

    /// Notes the literals in an expression of the user's: those of calls that begin with a type of this library, as
    /// `Resources::new().limit_memory("64Mi")`. Of any other call nobody knows here what it takes.
    pub(crate) fn expression(&mut self, expression: &TokenStream) {
        let tokens: Vec<TokenTree> = expression.clone().into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) if !is_of_foreign_macro(&tokens[..at], group) => {
                    self.expression(&group.stream());
                }
                TokenTree::Ident(verb) if at > 0 && is_punct(tokens.get(at - 1), '.') => {
                    if let Some(TokenTree::Group(arguments)) = tokens.get(at + 1) {
                        self.anywhere(&verb.to_string(), arguments.stream());
                    }
                }
                TokenTree::Ident(word) if is_ours(&tokens[..at]) => {
                    let of = word.to_string();
                    let path = is_punct(tokens.get(at + 1), ':') && is_punct(tokens.get(at + 2), ':');
                    if path && is_type(&of) {
                        self.calls(&of, &tokens[at + 3..]);
                    }
                }
                _ => {}
            }
        }
    }

    /// Notes the literals of a verb that needs no type to be known.
    fn anywhere(&mut self, verb: &str, arguments: TokenStream) {
        for (at, argument) in expressions(arguments).iter().enumerate() {
            if let Some(takes) = takes_anywhere(verb, at) {
                self.literals(takes, argument);
            }
        }
    }

    /// Notes the literals of `function(…).verb(…)`, where the function is one of the type's own.
    pub(crate) fn chain(&mut self, of: &str, chain: &TokenStream) {
        self.expression(chain);
        self.calls(of, &chain.clone().into_iter().collect::<Vec<_>>());
    }

    fn calls(&mut self, of: &str, tokens: &[TokenTree]) {
        for (verb, arguments) in chain_at(tokens) {
            for (at, argument) in expressions(arguments).into_iter().enumerate() {
                if let Some(takes) = takes(of, &verb, at) {
                    self.literals(takes, &argument);
                }
            }
        }
    }

    /// Notes the literals in what a verb takes.
    fn literals(&mut self, takes: Takes, argument: &TokenStream) {
        match takes {
            Takes::Text(by) => {
                if let Some((text, place)) = text_of(argument) {
                    self.literal(Literal::string(&text), place, by);
                }
            }
            Takes::Number(by) => {
                if let Some((number, place)) = number_of(argument) {
                    self.literal(Literal::i64_unsuffixed(number), place, by);
                }
            }
            Takes::Each(by) => {
                for item in items(argument, Delimiter::Bracket) {
                    self.literals(Takes::Text(by), &item);
                }
            }
            Takes::Pairs(keys, values) => {
                for pair in items(argument, Delimiter::Bracket) {
                    let [key, value] = &*items(&pair, Delimiter::Parenthesis) else { continue };
                    self.literals(Takes::Text(keys), key);
                    self.literals(Takes::Text(values), value);
                }
            }
        }
    }

    fn literal(&mut self, mut literal: Literal, place: Span, by: &'static str) {
        if !by.is_empty() {
            literal.set_span(place);
            self.literals.push(Check { place, literal, by });
        }
    }
}

/// Splits what stands in brackets or parentheses.
fn items(list: &TokenStream, delimiter: Delimiter) -> Vec<TokenStream> {
    match one_token(list) {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => expressions(group.stream()),
        _ => Vec::new(),
    }
}

/// Tells whether a token is a number or a truth value, which people write where text belongs.
fn is_plain_value(token: &TokenTree) -> bool {
    match token {
        TokenTree::Literal(literal) => {
            matches!(syn::Lit::new(literal.clone()), syn::Lit::Int(_) | syn::Lit::Float(_))
        }
        TokenTree::Ident(word) => word == "true" || word == "false",
        _ => false,
    }
}

/// Tells whether a type's name can be one of ours, by what stands before it: nothing of a path, or `pod_dsl::`.
fn is_ours(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Ident(path), one, two] if is_punct(Some(one), ':') && is_punct(Some(two), ':') => {
            path == "pod_dsl"
        }
        [.., one, two] => !(is_punct(Some(one), ':') && is_punct(Some(two), ':')),
        _ => true,
    }
}

/// Tells whether a group is the input of a macro: nobody knows what it means there, but for that of `vec!`.
fn is_of_foreign_macro(before: &[TokenTree], group: &Group) -> bool {
    match before {
        [.., TokenTree::Ident(name), sign] if is_punct(Some(sign), '!') => {
            name != "vec" || group.delimiter() == Delimiter::Brace
        }
        _ => false,
    }
}

//! The builder's calls as Rust.
//!
//! Words and parentheses of a call carry the user's own spans: the compiler's errors, an editor's completion and
//! `Location::caller()` then point at what the user wrote. Everything else is hygienic, so that no name of the
//! expansion meets one of the user's.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::{
    check::{Check, Checks, Clash},
    errors::Errors,
    lower::{Constructor, Object, Step},
    syntax::Branch,
    tokens::is_punct,
};

/// Writes the expression that makes the pod or the bundle, with the errors behind its steps: an editor that expands once with and
/// once without the word being typed finds everything before that word at the same place.
pub(crate) fn whole(whole: &Object, errors: &Errors, checks: &Checks) -> TokenStream {
    let mut behind = errors.to_compile_errors();
    behind.extend(checks.literals.iter().map(check));
    behind.extend(checks.clashes.iter().map(clash));
    object(whole, &behind)
}

/// Writes the check of a literal: a constant that the compiler cannot evaluate where the literal is malformed.
fn check(check: &Check) -> TokenStream {
    let own = Span::mixed_site().located_at(check.place);
    let (literal, by) = (&check.literal, Ident::new(check.by, own));
    quote_spanned!(own=> const _: () = { ::pod_dsl::grammar::must(::pod_dsl::grammar::#by(#literal)); };)
}

/// Writes two things that exclude each other as one error with two places: a constant that panics at the first one, in
/// a function that is called at the second.
fn clash(clash: &Clash) -> TokenStream {
    let [first, second] = [clash.first, clash.second].map(|place| Span::mixed_site().located_at(place));
    let [function, call] = [first, second].map(|place| Ident::new(clash.first_is, place));
    let message = &clash.message;
    let panics = quote_spanned!(first=> ::core::panic!("{}", #message));
    quote_spanned!(second=> const _: () = { const fn #function() { #panics } #call(); };)
}

fn object(object: &Object, errors: &TokenStream) -> TokenStream {
    let own = Span::mixed_site();
    let variable = Ident::new(object.variable, own);
    let constructor = constructor(&object.constructor);
    let steps = object.steps.iter().map(|each| step(&variable, each));
    // A block without statements does not need the `mut`.
    quote_spanned! {own=> {
        #[allow(unused_mut)]
        let mut #variable = #constructor;
        #(#steps)*
        #errors
        #variable
    }}
}

fn constructor(constructor: &Constructor) -> TokenStream {
    match constructor {
        Constructor::Call { place, of, function, inner, arguments } => {
            let of = Ident::new(of, *place);
            let inner = inner.as_deref().map(self::constructor);
            let arguments = inner.iter().chain(arguments);
            let parentheses = parentheses(bare(&quote!(#(#arguments),*)), *place);
            quote_spanned!(*place=> ::pod_dsl::#of::#function #parentheses)
        }
        Constructor::Expression(expression) => expression.clone(),
    }
}

fn step(variable: &Ident, step: &Step) -> TokenStream {
    let own = Span::mixed_site();
    match step {
        Step::Call { verb, arguments } => {
            let parentheses = call_parentheses(arguments, verb.span());
            // The receiver lies at the verb, or the compiler would mark all from `pod!` on when it knows no such verb.
            let receiver = Ident::new(&variable.to_string(), own.located_at(verb.span()));
            quote_spanned!(own=> #variable = #receiver.#verb #parentheses;)
        }
        Step::Add { method, part } => {
            let part = parentheses(object(part, &TokenStream::new()), method.span());
            quote_spanned!(own=> #variable = #variable.#method #part;)
        }
        Step::AddNamed { method, handle, part } => {
            let part = object(part, &TokenStream::new());
            quote_spanned! {own=>
                let #handle = #part;
                #variable = #variable.#method(#handle.clone());
            }
        }
        Step::SetAside(part) => {
            let part = object(part, &TokenStream::new());
            quote_spanned!(own=> let _ = #part;)
        }
        Step::Let(statement) => quote_spanned!(own=> #statement;),
        Step::Volume { keyword, name, constructor } => {
            quote_spanned!(keyword.span()=> let #name = ::pod_dsl::Volume::#constructor;)
        }
        Step::Flow(branches) => branches.iter().map(|each| branch(variable, each)).collect(),
        Step::Match { head, braces, arms } => {
            let arms = arms.iter().map(|each| branch(variable, each)).collect();
            let mut written = head.clone();
            written.extend([group(Delimiter::Brace, arms, *braces)]);
            written
        }
    }
}

fn branch(variable: &Ident, branch: &Branch<Step>) -> TokenStream {
    let steps = branch.body.iter().map(|each| step(variable, each)).collect();
    let mut written = branch.head.clone();
    written.extend([group(Delimiter::Brace, steps, branch.braces)]);
    written
}

/// Writes the parentheses of a call, which span to the last argument.
fn call_parentheses(arguments: &TokenStream, verb: Span) -> TokenStream {
    let last = arguments.clone().into_iter().last();
    parentheses(bare(arguments), last.map_or(verb, |last| last.span()))
}

/// Takes the parentheses off each expression that stands in them for the sake of its braces: the compiler would
/// call them unused, and the user cannot know whether they are.
fn bare(expressions: &TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = expressions.clone().into_iter().collect();
    let ends = |token: Option<&TokenTree>| token.is_none() || is_punct(token, ',');
    let mut written = TokenStream::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Parenthesis
                    && ends(at.checked_sub(1).and_then(|before| tokens.get(before)))
                    && ends(tokens.get(at + 1))
                    && group.stream().into_iter().any(|inner| is_braces(&inner))
                    && !group.stream().into_iter().any(|inner| is_punct(Some(&inner), ',')) =>
            {
                written.extend(group.stream());
            }
            token => written.extend([token.clone()]),
        }
    }
    written
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

fn parentheses(content: TokenStream, place: Span) -> TokenStream {
    group(Delimiter::Parenthesis, content, place).into()
}

fn group(delimiter: Delimiter, content: TokenStream, place: Span) -> TokenTree {
    let mut group = Group::new(delimiter, content);
    group.set_span(place);
    TokenTree::Group(group)
}

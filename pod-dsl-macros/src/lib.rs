//! The `pod!` macro of `pod-dsl`; use it from there, as `pod_dsl::pod!`.
//!
//! A macro call goes through four rooms, in reading order:
//!
//! * `tokens` and `scan`: where a statement ends, and what may stand next to what;
//! * `syntax` and `parse`: what the user wrote, with every mistake in its form reported and mended;
//! * `lower`: which calls of the builder that means, with every mistake in its meaning reported and mended;
//! * `emit`: those calls as Rust, with the user's own spans.
//!
//! No room stops at an error: what is sound is always expanded, so an editor keeps completing while somebody types.

mod emit;
mod errors;
mod lower;
mod parse;
mod scan;
mod syntax;
#[cfg(test)]
mod tests;
mod tokens;

use proc_macro2::{Span, TokenStream};

#[doc = include_str!("pod.md")]
#[proc_macro]
pub fn pod(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into()).into()
}

/// Turns the inside of a `pod!` call into one block expression that builds the pod.
fn expand(input: TokenStream) -> TokenStream {
    let (pod, errors) = understand(input);
    emit::pod(&pod, &errors)
}

/// Finds out which pod the user meant, and all that is wrong with how it was said.
fn understand(input: TokenStream) -> (lower::Object, errors::Errors) {
    let start = input.clone().into_iter().next().map_or(Span::call_site(), |first| first.span());
    let mut errors = errors::Errors::default();
    let statements = parse::statements(input, &mut errors);
    (lower::pod(statements, start, &mut errors), errors)
}

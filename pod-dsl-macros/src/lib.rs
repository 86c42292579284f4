//! The macros `pod!` and `bundle!` of `pod-dsl`; use them from there, as `pod_dsl::pod!`.
//!
//! A macro call goes through four rooms, in reading order:
//!
//! * `tokens` and `scan`: where a statement ends, and what may stand next to what;
//! * `syntax` and `parse`: what the user wrote, with every mistake in its form reported and mended;
//! * `lower`: which calls of the builder that means, with every mistake in its meaning reported and mended; `check`
//!   notes on the way which literals the compiler is to check, and what excludes each other;
//! * `emit`: those calls as Rust, with the user's own spans.
//!
//! No room stops at an error: what is sound is always expanded, so an editor keeps completing while somebody types.

mod check;
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

use crate::syntax::Grammar;

/// Makes a `Pod` of statements and blocks; its manual stands at `pod_dsl::pod`.
#[proc_macro]
pub fn pod(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), Grammar::Pod).into()
}

/// Makes a `Bundle` of several objects; its manual stands at `pod_dsl::bundle`.
#[proc_macro]
pub fn bundle(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), Grammar::Bundle).into()
}

/// Turns the inside of a macro call into one block expression that builds the pod or the bundle.
fn expand(input: TokenStream, grammar: Grammar) -> TokenStream {
    let Understood { object, errors, checks } = understand(input, grammar);
    emit::whole(&object, &errors, &checks)
}

/// What the user meant, what is wrong with how it was said, and what the compiler is to check.
struct Understood {
    object: lower::Object,
    errors: errors::Errors,
    checks: check::Checks,
}

fn understand(input: TokenStream, grammar: Grammar) -> Understood {
    let start = input.clone().into_iter().next().map_or(Span::call_site(), |first| first.span());
    let (mut errors, mut checks) = (errors::Errors::default(), check::Checks::default());
    let statements = parse::statements(input, grammar, &mut errors);
    let lower = if grammar == Grammar::Bundle { lower::bundle } else { lower::pod };
    let object = lower(statements, start, &mut errors, &mut checks);
    Understood { object, errors, checks }
}

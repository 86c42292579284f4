//! All errors of one macro call.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// Collects errors, because a user wants to see all of them at once.
#[derive(Debug, Default)]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    /// Reports `message` at a place.
    pub(crate) fn at(&mut self, place: Span, message: impl Display) {
        self.add(syn::Error::new(place, message));
    }

    /// Reports `message` from the first of `tokens` to the last, or at `otherwise` when there are none.
    pub(crate) fn over(&mut self, tokens: impl ToTokens, otherwise: Span, message: impl Display) {
        let tokens = tokens.into_token_stream();
        if tokens.is_empty() {
            self.at(otherwise, message);
        } else {
            self.add(syn::Error::new_spanned(tokens, message));
        }
    }

    /// Gives the errors as one `compile_error!` each.
    pub(crate) fn to_compile_errors(&self) -> TokenStream {
        self.0.as_ref().map(syn::Error::to_compile_error).unwrap_or_default()
    }

    fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }
}

#[cfg(test)]
impl Errors {
    /// Gives each error as `line:column message`, lines from 1 and columns from 1, sorted by place.
    pub(crate) fn listed(self) -> Vec<String> {
        let mut errors: Vec<_> = self.0.into_iter().flatten().collect();
        errors.sort_by_key(|error| (error.span().start().line, error.span().start().column));
        let line = |error: &syn::Error| {
            let start = error.span().start();
            format!("{}:{} {error}", start.line, start.column + 1)
        };
        errors.iter().map(line).collect()
    }
}

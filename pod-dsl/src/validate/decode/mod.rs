//! Reads what others wrote into the types of the API, as strictly as the API server does for `kubectl apply`.
//!
//! The server answers 400 to a field that it does not know, to a field that stands twice and to a value of the wrong
//! type, before it judges anything else. So does this room, with a line and a column for each: every field that does
//! not belong, and every value that cannot be read.

mod document;
mod field;
mod kinds;
mod reading;
mod rules;
mod scalar;
#[cfg(test)]
pub(super) mod tests;
mod time;
mod words;

pub(crate) use document::{Document, documents};
pub(crate) use kinds::{decode, decode_data};
pub(crate) use rules::RULES;

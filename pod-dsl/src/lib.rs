//! Empty for now.

pub mod grammar;

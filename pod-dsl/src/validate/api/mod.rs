//! What the API server refuses, by area of the object.

#[cfg(test)]
mod case;
mod containers;
mod each;
mod env;
mod handlers;
mod lifecycle;
mod ports;
mod probes;
mod resources;
mod spelling;

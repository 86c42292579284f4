//! What the API server refuses, by area of the object.

mod annotations;
#[cfg(test)]
mod case;
mod containers;
mod dns;
mod each;
mod env;
mod handlers;
mod lifecycle;
mod metadata;
mod pod_scalars;
mod ports;
mod probes;
mod resources;

//! What the API server refuses, by area of the object.

mod annotations;
mod containers;
mod dns;
mod each;
mod env;
mod lifecycle;
mod metadata;
mod mounts;
mod pod_scalars;
mod ports;
mod probes;
mod resources;
mod volumes;

//! What the API server refuses, by area of the object.

mod annotations;
mod dns;
mod each;
mod metadata;
mod mounts;
mod pod_scalars;
mod volumes;

//! What the API server refuses, by area of the object.

mod affinity;
mod annotations;
mod dns;
mod each;
mod label_keys;
mod metadata;
mod pod_scalars;
mod security;
mod selector;
mod spread;
mod tolerations;
mod windows;

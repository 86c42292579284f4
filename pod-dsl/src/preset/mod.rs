//! Known ones: a pattern filled in for a well-known image, its configuration written from the handles.

mod haproxy;

pub use haproxy::Haproxy;

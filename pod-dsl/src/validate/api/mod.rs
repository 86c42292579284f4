//! What the API server refuses, by area of the object.

mod each;

//! What users rely on: the layout they see, and that what is written is what is read.

mod decisions;
mod generator;
mod kubectl;
mod layout;
mod order;
mod random;
mod reading;
mod scalars;

//! Tables of what is accepted and what is refused, and why; the facts are those of Kubernetes 1.36.

mod addresses;
mod images;
mod literals;
mod names;
mod noise;
mod quantities;
mod schedules;

use super::Fault;

/// Holds a check against texts it accepts and texts it refuses.
fn judges(check: fn(&str) -> Result<(), Fault>, accepted: &[&str], refused: &[&str]) {
    for text in accepted {
        assert_eq!(check(text), Ok(()), "{text:?} should be accepted");
    }
    for text in refused {
        assert!(check(text).is_err(), "{text:?} should be refused");
    }
}

/// Returns how many causes a check reports.
fn causes(answer: Result<(), Fault>) -> usize {
    answer.map_or_else(|fault| fault.messages().len(), |()| 0)
}

fn x(count: usize) -> String {
    "x".repeat(count)
}

//! Says what is wrong with a text, at run time and at compile time.

use std::fmt;

/// As many things as one text can have wrong at once: a port name can break five rules.
const CAPACITY: usize = 5;

/// Says what is wrong with a text and what would be allowed.
///
/// The API server reports every broken rule of a name as a cause of its own, so a fault carries all of them;
/// [`Fault::message`] is the first.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::port_name;
///
/// let fault = port_name("-80").unwrap_err();
/// assert_eq!(fault.messages().len(), 2);
/// assert_eq!(fault.to_string(), fault.messages().join("; "));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fault {
    messages: [&'static str; CAPACITY],
    count: usize,
}

impl Fault {
    /// Makes a fault of one message.
    pub const fn new(message: &'static str) -> Fault {
        let mut messages = [""; CAPACITY];
        messages[0] = message;
        Fault { messages, count: 1 }
    }

    /// Returns the first thing that is wrong.
    pub const fn message(&self) -> &'static str {
        self.messages[0]
    }

    /// Returns everything that is wrong, one message for each cause the API server would report.
    pub const fn messages(&self) -> &[&'static str] {
        self.messages.split_at(self.count).0
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.messages().join("; "))
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fault({self})")
    }
}

impl std::error::Error for Fault {}

/// Collects the messages of all rules that do not hold.
pub(super) const fn verdict(rules: &[(bool, &'static str)]) -> Result<(), Fault> {
    let mut fault = Fault { messages: [""; CAPACITY], count: 0 };
    let mut i = 0;
    while i < rules.len() {
        let (holds, message) = rules[i];
        if !holds && fault.count < CAPACITY {
            fault.messages[fault.count] = message;
            fault.count += 1;
        }
        i += 1;
    }
    if fault.count == 0 { Ok(()) } else { Err(fault) }
}

/// Unwraps the answer of a check, for use in a `const`: a fault becomes a compile error at the caller's line.
///
/// # Panics
///
/// Panics with the fault's first message. In a `const` that is an error of the compiler, so it never reaches a
/// running program.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::{Quantity, must, parse_quantity};
///
/// const LIMIT: Quantity = must(parse_quantity("1Gi"));
/// assert_eq!(LIMIT.value(), 1 << 30);
/// ```
///
/// ```compile_fail,E0080
/// # use pod_dsl::grammar::{must, port_number};
/// const _: () = must(port_number(65_536));
/// ```
#[track_caller]
pub const fn must<T: Copy>(answer: Result<T, Fault>) -> T {
    match answer {
        Ok(value) => value,
        Err(fault) => panic!("{}", fault.message()),
    }
}

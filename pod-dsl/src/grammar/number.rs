//! Judges numbers that have a range of their own.

use super::fault::{Fault, verdict};
use super::name::digits;

/// Checks the number of a port: 1 to 65535.
///
/// # Errors
///
/// Outside of the range.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::port_number;
///
/// assert!(port_number(8080).is_ok());
/// assert!(port_number(0).is_err());
/// ```
pub const fn port_number(number: i64) -> Result<(), Fault> {
    verdict(&[(1 <= number && number <= 65535, "a port is a number from 1 to 65535")])
}

/// Checks the permission bits of a file: 0 to octal 777.
///
/// # Errors
///
/// Outside of the range; the usual slip is 644 for 0644.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::file_mode;
///
/// assert!(file_mode(0o644).is_ok());
/// assert!(file_mode(644).is_err());
/// ```
pub const fn file_mode(mode: i64) -> Result<(), Fault> {
    verdict(&[(
        0 <= mode && mode <= 0o777,
        "a file mode is a number from 0 to octal 0777 (decimal 511); write 0o644 in Rust, 0644 in YAML",
    )])
}

/// Checks a percentage such as `25%`, as rolling updates take it: digits and `%`.
///
/// # Errors
///
/// Another form.
pub const fn percentage(text: &str) -> Result<(), Fault> {
    let shaped = match text.as_bytes() {
        [number @ .., b'%'] => digits(number),
        _ => false,
    };
    verdict(&[(shaped, "not a percentage: write digits and '%', such as '25%'")])
}

//! Reads a length of time as Go's `time.ParseDuration` does.

use super::class::{DIGIT, part};
use super::fault::Fault;

const MALFORMED: Fault = Fault::new("not a length of time: write numbers with units, such as 1h30m or 90s");
const TOO_LONG: Fault = Fault::new("the length of time is more than 292 years");
/// Go holds nanoseconds in 64 bits, one of them the sign.
const LIMIT: u128 = 1 << 63;

/// Checks a length of time such as `1h30m`, `1.5h` or `-90s`; units are `ns us µs ms s m h`.
pub(super) const fn duration(bytes: &[u8]) -> Result<(), Fault> {
    let (negative, mut rest) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    if matches!(rest, b"0") {
        return Ok(());
    }
    if rest.is_empty() {
        return Err(MALFORMED);
    }
    let mut total = 0;
    while !rest.is_empty() {
        let whole_end = DIGIT.end_of_run(rest, 0);
        let fraction_start = whole_end + (whole_end < rest.len() && rest[whole_end] == b'.') as usize;
        let fraction_end =
            if fraction_start > whole_end { DIGIT.end_of_run(rest, fraction_start) } else { fraction_start };
        if whole_end == 0 && fraction_end == fraction_start {
            return Err(MALFORMED);
        }
        let mut unit_end = fraction_end;
        while unit_end < rest.len() && rest[unit_end] != b'.' && !DIGIT.has(rest[unit_end]) {
            unit_end += 1;
        }
        let nanoseconds: u128 = match part(rest, fraction_end, unit_end) {
            b"ns" => 1,
            // The two ways to write micro in Unicode: U+00B5 and U+03BC.
            b"us" | b"\xc2\xb5s" | b"\xce\xbcs" => 1_000,
            b"ms" => 1_000_000,
            b"s" => 1_000_000_000,
            b"m" => 60_000_000_000,
            b"h" => 3_600_000_000_000,
            _ => return Err(MALFORMED),
        };
        let Some(whole) = number(part(rest, 0, whole_end)) else { return Err(TOO_LONG) };
        total += whole * nanoseconds + share(part(rest, fraction_start, fraction_end), nanoseconds);
        if total > LIMIT {
            return Err(TOO_LONG);
        }
        rest = rest.split_at(unit_end).1;
    }
    if total == LIMIT && !negative { Err(TOO_LONG) } else { Ok(()) }
}

const fn number(digits: &[u8]) -> Option<u128> {
    let mut number = 0;
    let mut i = 0;
    while i < digits.len() {
        number = number * 10 + (digits[i] - b'0') as u128;
        if number > LIMIT {
            return None;
        }
        i += 1;
    }
    Some(number)
}

/// Returns the share of a unit that the digits behind a point are, in whole nanoseconds.
const fn share(digits: &[u8], nanoseconds: u128) -> u128 {
    let mut share = 0;
    let mut i = digits.len();
    while i > 0 {
        i -= 1;
        share = ((digits[i] - b'0') as u128 * nanoseconds + share) / 10;
    }
    share
}

//! Judges cron schedules.

use super::class::{DIGIT, blank, contains, equal_ignoring_case, find, part, starts_with};
use super::duration::duration;
use super::fault::Fault;

/// Holds the numbers a field may have, and the names that stand for them, beginning with the lowest.
struct Field {
    low: u64,
    high: u64,
    names: &'static [&'static [u8; 3]],
    outside: &'static str,
}

const FIELDS: [Field; 5] = [
    Field { low: 0, high: 59, names: &[], outside: "the minute goes from 0 to 59" },
    Field { low: 0, high: 23, names: &[], outside: "the hour goes from 0 to 23" },
    Field { low: 1, high: 31, names: &[], outside: "the day of the month goes from 1 to 31" },
    Field {
        low: 1,
        high: 12,
        names: &[
            b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec",
        ],
        outside: "the month goes from 1 to 12",
    },
    Field {
        low: 0,
        high: 6,
        names: &[b"sun", b"mon", b"tue", b"wed", b"thu", b"fri", b"sat"],
        outside: "the day of the week goes from 0 to 6, Sunday being 0",
    },
];

/// Checks the schedule of a cron job, as the API server reads it with `robfig/cron`.
///
/// Five fields: minute, hour, day of the month, month, day of the week, each a list of `*`, `?`, numbers, names
/// (`jan`, `MON`), ranges and steps; or one of `@yearly @annually @monthly @weekly @daily @midnight @hourly`, or
/// `@every` and a length of time. What that reader lets pass by accident, such as an empty list `,` or anything
/// behind `*-`, passes here too.
///
/// # Errors
///
/// Empty; a time zone, which belongs into the field `timeZone`; another number of fields; in a field a word that
/// is no number or name, a number out of range, a range backwards, a step of zero; an unknown `@` word; a length
/// of time that cannot be read.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::cron_schedule;
///
/// assert!(cron_schedule("*/15 6-22 * * MON-FRI").is_ok());
/// assert!(cron_schedule("0 24 * * *").is_err());
/// assert!(cron_schedule("TZ=Europe/Zurich 0 6 * * *").is_err());
/// ```
pub const fn cron_schedule(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Err(Fault::new("the schedule is empty: write five fields, such as '0 6 * * *'"));
    }
    if contains(bytes, b"TZ") {
        return Err(Fault::new("a time zone is not allowed in the schedule: use the field timeZone"));
    }
    if bytes[0] == b'@' {
        return shorthand(bytes);
    }
    let mut count = 0;
    let mut at = 0;
    let mut first_fault = None;
    while at < bytes.len() {
        let gap = blank(bytes, at);
        if gap > 0 {
            at += gap;
            continue;
        }
        let from = at;
        while at < bytes.len() && blank(bytes, at) == 0 {
            at += 1;
        }
        if count < FIELDS.len()
            && first_fault.is_none()
            && let Err(fault) = list(part(bytes, from, at), &FIELDS[count])
        {
            first_fault = Some(fault);
        }
        count += 1;
    }
    if count != FIELDS.len() {
        return Err(Fault::new(
            "a schedule has five fields: minute, hour, day of the month, month, day of the week",
        ));
    }
    match first_fault {
        None => Ok(()),
        Some(fault) => Err(fault),
    }
}

const fn shorthand(bytes: &[u8]) -> Result<(), Fault> {
    match bytes {
        b"@yearly" | b"@annually" | b"@monthly" | b"@weekly" | b"@daily" | b"@midnight" | b"@hourly" => {
            Ok(())
        }
        _ if starts_with(bytes, b"@every ") => duration(bytes.split_at(b"@every ".len()).1),
        _ => Err(Fault::new(
            "unknown word: use @yearly, @monthly, @weekly, @daily, @hourly, or @every and a length of time",
        )),
    }
}

/// Checks the ranges between commas; nothing between two commas is skipped.
const fn list(bytes: &[u8], field: &Field) -> Result<(), Fault> {
    let mut from = 0;
    while from < bytes.len() {
        let to = find(bytes, from, b',');
        if to > from
            && let Err(fault) = range(part(bytes, from, to), field)
        {
            return Err(fault);
        }
        from = to + 1;
    }
    Ok(())
}

/// Checks `low`, `low-high`, `*` or `?`, each with `/step` behind it perhaps.
const fn range(bytes: &[u8], field: &Field) -> Result<(), Fault> {
    let slash = find(bytes, 0, b'/');
    let span = part(bytes, 0, slash);
    let dash = find(span, 0, b'-');
    let (mut low, mut high) = (field.low, field.high);
    if !matches!(part(span, 0, dash), b"*" | b"?") {
        low = match place(part(span, 0, dash), field) {
            Ok(number) => number,
            Err(fault) => return Err(fault),
        };
        if dash < span.len() {
            let end = part(span, dash + 1, span.len());
            if contains(end, b"-") {
                return Err(Fault::new("a range has one '-'"));
            }
            high = match place(end, field) {
                Ok(number) => number,
                Err(fault) => return Err(fault),
            };
        } else if slash == bytes.len() {
            // With a step, a single number means from there to the end of the field.
            high = low;
        }
    }
    if slash < bytes.len() {
        let step = part(bytes, slash + 1, bytes.len());
        if contains(step, b"/") {
            return Err(Fault::new("a step has one '/'"));
        }
        match number(step) {
            None => return Err(Fault::new("the step behind '/' is not a number")),
            Some(0) => return Err(Fault::new("the step behind '/' is 0: use 1 or more")),
            Some(_) => {}
        }
    }
    if low < field.low || high > field.high {
        return Err(Fault::new(field.outside));
    }
    if low > high {
        return Err(Fault::new("the range runs backwards: put the smaller number in front of the '-'"));
    }
    Ok(())
}

const fn place(bytes: &[u8], field: &Field) -> Result<u64, Fault> {
    let mut i = 0;
    while i < field.names.len() {
        if equal_ignoring_case(bytes, field.names[i]) {
            return Ok(field.low + i as u64);
        }
        i += 1;
    }
    match number(bytes) {
        Some(number) => Ok(number),
        None if field.names.is_empty() => Err(Fault::new("not a number, '*' or '?'")),
        None => Err(Fault::new("not a number, a name of three letters, '*' or '?'")),
    }
}

/// Reads a number of at most 63 bits with an optional plus, as Go's `strconv.Atoi` does.
const fn number(bytes: &[u8]) -> Option<u64> {
    let digits = match bytes {
        // Minus zero is zero; every other negative number is refused.
        [b'-' | b'+', digits @ ..] | digits => digits,
    };
    if digits.is_empty() {
        return None;
    }
    let mut number: u64 = 0;
    let mut i = 0;
    while i < digits.len() {
        if !DIGIT.has(digits[i]) || number > i64::MAX as u64 / 10 {
            return None;
        }
        number = number * 10 + (digits[i] - b'0') as u64;
        i += 1;
    }
    if number > i64::MAX as u64 || (bytes[0] == b'-' && number > 0) { None } else { Some(number) }
}

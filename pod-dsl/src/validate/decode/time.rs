//! Times as Go's `time.Parse` reads the layout RFC 3339.

/// Gives a time in the strict form of RFC 3339, or nothing where Go would refuse it.
///
/// Go lets the hour have one digit, and a comma stand before the fraction.
pub(super) fn normal(text: &str) -> Option<String> {
    let (date, rest) = text.split_at_checked(10)?;
    let (year, month, day) = (digits(&date[..4])?, digits(date.get(5..7)?)?, digits(date.get(8..)?)?);
    let marks = [date.as_bytes()[4], date.as_bytes()[7]];
    if marks != *b"--" || !(1..=12).contains(&month) || !(1..=days(year, month)).contains(&day) {
        return None;
    }
    let (hour, rest) = rest.strip_prefix('T')?.split_once(':')?;
    let (minute, rest) = rest.split_once(':')?;
    let (second, rest) = rest.split_at_checked(2)?;
    if hour.len() > 2
        || minute.len() != 2
        || digits(hour)? > 23
        || digits(minute)? > 59
        || digits(second)? > 59
    {
        return None;
    }
    let (fraction, zone) = match rest.strip_prefix(['.', ',']) {
        Some(rest) => rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count()),
        None => ("", rest),
    };
    if fraction.is_empty() && zone.len() != rest.len() {
        return None;
    }
    let zone_fits = match zone.as_bytes() {
        b"Z" => true,
        [b'+' | b'-', _, _, b':', _, _] => digits(zone.get(1..3)?)? <= 24 && digits(zone.get(4..)?)? <= 59,
        _ => false,
    };
    // The types know nanoseconds, as Go does; what is finer is cut off.
    let fraction =
        if fraction.is_empty() { String::new() } else { format!(".{}", &fraction[..fraction.len().min(9)]) };
    zone_fits.then(|| format!("{date}T{hour:0>2}:{minute}:{second}{fraction}{zone}"))
}

/// Gives a time as [`normal`] does, where its fraction has six digits: for a `MicroTime` Go takes no other.
pub(super) fn micro(text: &str) -> Option<String> {
    let (_, fraction) = text.split_once(['.', ','])?;
    if fraction.bytes().take_while(u8::is_ascii_digit).count() == 6 { normal(text) } else { None }
}

fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) { None } else { text.parse().ok() }
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{micro, normal};

    #[test]
    fn times_are_read_as_go_reads_them() {
        for (text, written) in [
            ("2026-02-28T01:02:03Z", "2026-02-28T01:02:03Z"),
            ("2024-02-29T1:02:03Z", "2024-02-29T01:02:03Z"),
            ("2024-02-29T01:02:03,5+05:30", "2024-02-29T01:02:03.5+05:30"),
            ("2024-02-29T01:02:03.1234567890123-24:00", "2024-02-29T01:02:03.123456789-24:00"),
        ] {
            assert_eq!(normal(text).as_deref(), Some(written), "{text}");
        }
        for text in [
            "",
            "2026",
            "2026-02-29T01:02:03Z",
            "2026-13-01T01:02:03Z",
            "2026-1-01T01:02:03Z",
            "2026-01-01 01:02:03Z",
            "2026-01-01T24:02:03Z",
            "2026-01-01T01:60:03Z",
            "2026-01-01T01:02:60Z",
            "2026-01-01T01:02:03",
            "2026-01-01T01:02Z",
            "2026-01-01T01:02:03.Z",
            "2026-01-01T01:02:03+0530",
            "2026-01-01T01:02:03z",
            "2026-01-01t01:02:03Z",
            "2026-01-01T01:02:03+25:00",
            "2026-01-01T01:02:03Zx",
            "1700000000",
            "2026-0é-01T01:02:03Z",
            "éé-01-01T01:02:03Z",
            "2026-01-01Té:02:03Z",
            "2026-01-01T01:02:é3Z",
        ] {
            assert_eq!(normal(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_of_microseconds_has_all_six_digits() {
        for text in ["2026-02-28T01:02:03.000000Z", "2026-02-28T1:02:03,123456+01:00"] {
            assert!(micro(text).is_some(), "{text}");
        }
        for text in [
            "",
            "2026-02-28T01:02:03Z",
            "2026-02-28T01:02:03.123Z",
            "2026-02-28T01:02:03.1234567Z",
            "2026-02-30T01:02:03.123456Z",
        ] {
            assert_eq!(micro(text), None, "{text}");
        }
    }
}

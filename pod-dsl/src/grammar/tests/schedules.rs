use super::super::*;
use super::judges;

#[test]
fn five_fields_in_their_ranges() {
    judges(
        cron_schedule,
        &[
            "* * * * *",
            "? ? ? ? ?",
            "0 0 1 1 0",
            "59 23 31 12 6",
            "*/15 * * * *",
            "5/15 * * * *",
            "1-5/2 * * * *",
            "0,30 6-22 * JAN-Mar mon-FRI",
            "  0\t0 * *  sun ",
            "0\u{a0}0 * * *",
            "*/99 * * * *",
            "00 007 * * *",
            "+5 */+2 * * *",
            // The reader of the API server lets these pass.
            ", * * * *",
            "1,,2, * * * *",
            "*-banana * * * *",
            "?-1-2 * * * *",
        ],
        &[
            "",
            " ",
            "*",
            "* * * *",
            "* * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * 32 * *",
            "* * * 0 *",
            "* * * 13 *",
            "* * * * 7",
            "5-1 * * * *",
            "*/0 * * * *",
            "*/-1 * * * *",
            "*/ * * * *",
            "*/1/2 * * * *",
            "1-2-3 * * * *",
            "-1 * * * *",
            "1- * * * *",
            "a * * * *",
            "jan * * * *",
            "* * * january *",
            "* * * mon *",
            "1.5 * * * *",
            "99999999999999999999 * * * *",
            "** * * * *",
            "* * * * mon/x",
            "1-60 * * * *",
            "TZ=UTC * * * * *",
            "CRON_TZ=UTC * * * * *",
            "é * * * *",
        ],
    );
}

#[test]
fn words_and_lengths_of_time() {
    judges(
        cron_schedule,
        &[
            "@yearly",
            "@annually",
            "@monthly",
            "@weekly",
            "@daily",
            "@midnight",
            "@hourly",
            "@every 1h30m",
            "@every 90s",
            "@every 1.5h",
            "@every .5s",
            "@every 1.s",
            "@every -1h",
            "@every +1h",
            "@every 0",
            "@every 1us",
            "@every 1µs",
            "@every 1μs",
            "@every 1h1h",
            "@every 2562047h47m16.854775807s",
            "@every -2562047h47m16.854775808s",
        ],
        &[
            "@",
            "@reboot",
            "@Hourly",
            " @hourly",
            "@hourly ",
            "@every",
            "@every ",
            "@every 5",
            "@every 1d",
            "@every 1h ",
            "@every  1h",
            "@every .s",
            "@every h",
            "@every 1h-1m",
            "@every --1h",
            "@every +",
            "@every 1.2.3s",
            "@every 2562047h47m16.854775808s",
            "@every 9223372036854775809ns",
            "@every 99999999999999999999999h",
        ],
    );
}

#[test]
fn the_message_names_the_field() {
    for (text, word) in [
        ("60 * * * *", "minute"),
        ("* 24 * * *", "hour"),
        ("* * 32 * *", "day of the month"),
        ("* * * 13 *", "month"),
        ("* * * * 7", "day of the week"),
        ("TZ=UTC 0 * * * *", "timeZone"),
        ("*/0 * * * *", "step"),
        ("* * *", "five fields"),
    ] {
        assert!(cron_schedule(text).unwrap_err().message().contains(word), "{text}");
    }
}

use super::super::*;
use super::judges;
use QuantityFormat::{BinarySi, DecimalExponent, DecimalSi};

fn amount(text: &str) -> Quantity {
    parse_quantity(text).unwrap_or_else(|fault| panic!("{text:?}: {fault}"))
}

#[test]
fn what_is_no_amount_is_refused() {
    judges(
        |text| parse_quantity(text).map(|_| ()),
        &["0", "1", "+1", "-1", "1.", ".5", "1.5Gi", "1e3", "1E3", "1E", "1e+3", "1e-3", "00", "1.G", "9Ei"],
        &[
            "",
            " ",
            " 1",
            "1 ",
            "a",
            "1a",
            "1.1.M",
            "1+1M",
            "--1",
            "+-1",
            "1i",
            ".5i",
            "1mi",
            "1ki",
            "1K",
            "1KI",
            "1kI",
            "1GB",
            "1Gb",
            "1gi",
            "1g",
            "1e",
            "1e-",
            "1e+",
            "1e1.5",
            "1ee3",
            "1m5",
            "1Ki3",
            "1e3Ki",
            "0x10",
            "1_000",
            "1,5",
            "Inf",
            "NaN",
            "1e9223372036854775808",
            "½",
            "10\n",
            "1Zi",
            "1Y",
        ],
    );
}

#[test]
fn what_go_takes_for_zero_is_zero() {
    for text in [
        "0", "-0", "+", "-", ".", "-.", "Ki", "Ti", ".Gi", "k", "m", "e3", "e-9", "0.000", "0Ei", "0e-99",
        "00m",
    ] {
        assert!(amount(text).is_zero(), "{text:?}");
        assert_eq!(amount(text).to_string(), "0");
    }
    // Where Go leaves its short cut, it wants a digit.
    for text in ["Pi", "Ei", ".Pi", "-Ei", "e-10", ".e-10"] {
        assert!(parse_quantity(text).is_err(), "{text:?}");
    }
}

#[test]
fn suffixes_multiply() {
    for (text, mantissa, scale, format) in [
        ("5n", 5, -9, DecimalSi),
        ("4u", 4, -6, DecimalSi),
        ("3m", 3, -3, DecimalSi),
        ("8k", 8, 3, DecimalSi),
        ("7M", 7, 6, DecimalSi),
        ("6G", 6, 9, DecimalSi),
        ("5T", 5, 12, DecimalSi),
        ("2P", 2, 15, DecimalSi),
        ("1E", 1, 18, DecimalSi),
        ("100.035k", 100_035, 0, DecimalSi),
        ("1E-3", 1, -3, DecimalExponent),
        ("1.3E+6", 13, 5, DecimalExponent),
        ("0.5e-1", 5, -2, DecimalExponent),
        ("1Ki", 1024, 0, BinarySi),
        ("1Mi", 1 << 20, 0, BinarySi),
        ("1Gi", 1 << 30, 0, BinarySi),
        ("1Ti", 1 << 40, 0, BinarySi),
        ("1Pi", 1 << 50, 0, BinarySi),
        ("1Ei", 1 << 60, 0, BinarySi),
        ("0.05Gi", 536_870_912, -1, BinarySi),
        ("100.035Ki", 10_243_584, -2, BinarySi),
        ("-1.5Gi", -1_610_612_736, 0, BinarySi),
    ] {
        assert_eq!(amount(text), Quantity::new(mantissa, scale, format), "{text:?}");
        assert_eq!(amount(text).format(), format, "{text:?}");
    }
    // Go keeps 32 bits of an exponent.
    assert_eq!(amount("7e4294967296"), amount("7"));
}

#[test]
fn too_fine_is_rounded_away_from_zero_and_too_large_is_capped() {
    for (text, same) in [
        ("3.001n", "4n"),
        ("0.9n", "1n"),
        ("-0.9n", "-1n"),
        ("0.0000000001", "1n"),
        ("0.00000012345", "124n"),
        ("1e-2000000000", "1n"),
        ("0.000000000001Ki", "2n"),
        ("9Ei", "9223372036854775807"),
        ("-9Ei", "-9223372036854775807"),
        ("8Ei", "9223372036854775807"),
        ("7.99999999999999999999999999999999999999999999999999Ei", "9223372036854775807"),
        ("9223372036854775807Ki", "9223372036854775807"),
        ("99999999999999999999999999999999999999999999999999Ki", "9223372036854775807"),
        ("0.33333333333333333333333333333333333333333333333333Ki", "341333333334n"),
        ("12E", "12000000000000000000"),
        ("18446744073709551616", "18446744073709551616.000"),
        ("100000000000000000000000000000000000000000000000000", "1e50"),
    ] {
        assert_eq!(amount(text), amount(same), "{text}");
    }
    assert_eq!(amount("0.000000000001Ki").format(), DecimalSi);
    // Beyond 37 digits the sum is a little more than the truth, never less.
    let exact = amount("1e50");
    let more = amount("100000000000000000000000000000000000000000000000001");
    assert!(more > exact && more < amount("100000000000000000001e30"));
}

#[test]
fn the_canonical_spelling_is_kubernetes_own() {
    for (text, canonical) in [
        ("1024Mi", "1Gi"),
        ("307200Ki", "300Mi"),
        ("1025024Mi", "1001Gi"),
        ("1024Gi", "1Ti"),
        ("1.5Gi", "1536Mi"),
        ("0.5Gi", "512Mi"),
        ("1Ei", "1Ei"),
        ("8Ei", "9223372036854775807"),
        ("1025Ki", "1025Ki"),
        // Binary, but below 1024 or with a fraction.
        (".5Ki", "512"),
        ("0.9765625Ki", "1k"),
        (".001Ki", "1024m"),
        (".000001Ki", "1024u"),
        (".000000001Ki", "1024n"),
        ("1.00001Ki", "1024010240u"),
        ("1000M", "1G"),
        ("0.001T", "1G"),
        ("1000000k", "1G"),
        ("1000u", "1m"),
        ("1.08", "1080m"),
        ("1080000000n", "1080m"),
        ("0.1", "100m"),
        ("10", "10"),
        ("1000", "1k"),
        ("1500", "1500"),
        ("1234567M", "1234567M"),
        ("100E", "100E"),
        ("1000E", "1e21"),
        (".001e12", "1e9"),
        ("0.001e0", "1e-3"),
        ("1000e-12", "1e-9"),
        ("3e5", "300e3"),
        ("1e2", "100"),
        ("0.08e0", "80e-3"),
        ("+0512Mi", "512Mi"),
        ("1.500", "1500m"),
    ] {
        assert_eq!(amount(text).to_string(), canonical, "{text}");
        assert_eq!(amount(canonical), amount(text), "{text}");
        assert_eq!(
            amount(&format!("-{}", text.trim_start_matches('+'))).to_string(),
            format!("-{canonical}")
        );
    }
    let sum: Quantity = std::iter::repeat_n(amount("7Ei"), 1000).sum();
    assert_eq!(sum.to_string(), "7000Ei");
    assert_eq!(format!("{:>6}|{:<6}|", amount("1Gi"), amount("500m")), "   1Gi|500m  |");
}

#[test]
fn values_are_compared_and_not_spellings() {
    for (less, more) in [
        ("50m", "100m"),
        ("100Gi", "10000T"),
        ("1G", "1Gi"),
        ("-1", "0"),
        ("-2", "-1"),
        ("-1e30", "-1n"),
        ("1n", "1e2000000000"),
        ("999999999999999999", "1E"),
        ("9.2E", "9223372036854775807"),
        ("170141183460469231731687303715884105727", "171e36"),
    ] {
        assert!(amount(less) < amount(more), "{less} < {more}");
        assert!(amount(more) > amount(less), "{more} > {less}");
    }
    for (a, b) in
        [("1", "1000m"), ("1Ki", "1.024k"), ("1e3", "1k"), ("0", "-0Ki"), ("1.10", "1.1"), ("1E", "1e18")]
    {
        assert_eq!(amount(a), amount(b));
        assert_eq!(amount(a).cmp(&amount(b)), std::cmp::Ordering::Equal);
    }
    let set = std::collections::HashSet::from([amount("1"), amount("1000m"), amount("1e0")]);
    assert_eq!(set.len(), 1);
}

#[test]
fn sums_are_exact() {
    for (a, b, sum) in [
        ("100m", "1.9", "2"),
        ("1Gi", "512Mi", "1536Mi"),
        ("1Gi", "1G", "2073741824"),
        ("1", "-1", "0"),
        ("1E", "1n", "1000000000000000000000000001n"),
        ("0", "1Gi", "1Gi"),
        ("1Gi", "0", "1Gi"),
        ("100m", "0Gi", "100m"),
        ("7Ei", "7Ei", "14Ei"),
    ] {
        let exact = amount(a).checked_add(amount(b)).unwrap();
        assert_eq!(exact.to_string(), sum, "{a} + {b}");
        assert_eq!(amount(a).saturating_add(amount(b)).to_string(), sum, "{a} + {b}");
    }
    assert_eq!(amount("1e60").checked_add(amount("1")), None);
    let rounded = amount("1e60").saturating_add(amount("1"));
    assert!(rounded > amount("1e60") && rounded < amount("1000000001e51"));
    let negative = amount("-1e60").saturating_add(amount("-1"));
    assert_eq!(negative, rounded.negated());
    let most = amount("170141183460469231731687303715884105727");
    assert!(most.saturating_add(most) > amount("34e37"));
}

#[test]
fn rounding_goes_away_from_zero() {
    for (text, milli, whole) in [
        ("9.01", 9010, 10),
        ("-9.01", -9010, -10),
        ("1u", 1, 1),
        ("-1u", -1, -1),
        ("0", 0, 0),
        ("2500m", 2500, 3),
        ("1Gi", 1_073_741_824_000, 1 << 30),
        ("1e30", i64::MAX, i64::MAX),
        ("-1e30", i64::MIN, i64::MIN),
        ("9223372036854775807", i64::MAX, i64::MAX),
        ("-9223372036854775808", i64::MIN, i64::MIN),
    ] {
        assert_eq!((amount(text).milli_value(), amount(text).value()), (milli, whole), "{text}");
    }
    assert_eq!(amount("1.0001").rounded_up_to_milli(), amount("1.001"));
    assert_eq!(amount("1.001").rounded_up_to_milli(), amount("1.001"));
    assert_eq!(amount("-1n").rounded_up_to_milli().to_string(), "-1m");
}

#[test]
fn signs_and_fractions_are_told() {
    assert_eq!(["-1m", "0", "1n"].map(|text| amount(text).signum()), [-1, 0, 1]);
    assert_eq!(
        ["1", "1000m", "0.5Ki", "1500m", "0"].map(|text| amount(text).is_integer()),
        [true, true, true, false, true]
    );
}

#[test]
fn blanks_around_an_amount_are_dropped_on_the_wire_only() {
    assert_eq!(parse_wire_quantity(" 1Gi\u{a0}\t"), parse_quantity("1Gi"));
    assert!(parse_wire_quantity("  ").is_err());
    assert!(parse_wire_quantity("1 Gi").is_err());
}

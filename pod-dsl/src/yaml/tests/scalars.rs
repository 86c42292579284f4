//! The table of plain scalars: by example, and against kubectl itself.

use super::generator::{Random, equal};
use super::kubectl;
use crate::yaml::scalar::Scalar::{self, Bool, Float, Int, Merge, Null, Str, UInt};
use crate::yaml::scalar::{is_plain_safe, resolve};

/// What kubectl 1.32 answers for each (`kubectl annotate --local -o json`).
const TABLE: &[(&str, Scalar<'_>)] = &[
    ("", Null),
    ("~", Null),
    ("null", Null),
    ("Null", Null),
    ("NULL", Null),
    ("y", Bool(true)),
    ("Y", Bool(true)),
    ("yes", Bool(true)),
    ("Yes", Bool(true)),
    ("YES", Bool(true)),
    ("true", Bool(true)),
    ("True", Bool(true)),
    ("TRUE", Bool(true)),
    ("on", Bool(true)),
    ("On", Bool(true)),
    ("ON", Bool(true)),
    ("n", Bool(false)),
    ("N", Bool(false)),
    ("no", Bool(false)),
    ("No", Bool(false)),
    ("NO", Bool(false)),
    ("false", Bool(false)),
    ("False", Bool(false)),
    ("FALSE", Bool(false)),
    ("off", Bool(false)),
    ("Off", Bool(false)),
    ("OFF", Bool(false)),
    ("0", Int(0)),
    ("00", Int(0)),
    ("-0", Int(0)),
    ("+0", Int(0)),
    ("7", Int(7)),
    ("+12", Int(12)),
    ("-12", Int(-12)),
    ("0644", Int(420)),
    ("017", Int(15)),
    ("-017", Int(-15)),
    ("+017", Int(15)),
    ("0b11", Int(3)),
    ("0B11", Int(3)),
    ("-0b11", Int(-3)),
    ("+0b1", Int(1)),
    ("0b-11", Int(-3)),
    ("0b+11", Int(3)),
    ("0o17", Int(15)),
    ("0O17", Int(15)),
    ("-0o17", Int(-15)),
    ("0x1F", Int(31)),
    ("0X1f", Int(31)),
    ("-0x1", Int(-1)),
    ("1_000", Int(1000)),
    ("1__0", Int(10)),
    ("1_", Int(1)),
    ("0_", Int(0)),
    ("-_1", Int(-1)),
    ("+_1", Int(1)),
    ("0x_1", Int(1)),
    ("0_x1", Int(1)),
    ("0b_1", Int(1)),
    ("0_b1", Int(1)),
    ("-0_b11", Int(-3)),
    ("0x1_F", Int(31)),
    ("0o1_7", Int(15)),
    ("9223372036854775807", Int(i64::MAX)),
    ("-9223372036854775808", Int(i64::MIN)),
    ("-0b1000000000000000000000000000000000000000000000000000000000000000", Int(i64::MIN)),
    ("9223372036854775808", UInt(1 << 63)),
    ("18446744073709551615", UInt(u64::MAX)),
    ("0xFFFFFFFFFFFFFFFF", UInt(u64::MAX)),
    ("0b1111111111111111111111111111111111111111111111111111111111111111", UInt(u64::MAX)),
    ("08", Float(8.0)),
    ("09", Float(9.0)),
    ("018", Float(18.0)),
    ("0_8", Float(8.0)),
    ("08.5", Float(8.5)),
    ("09e1", Float(90.0)),
    ("0.", Float(0.0)),
    ("00.5", Float(0.5)),
    ("-00.5", Float(-0.5)),
    ("0e0", Float(0.0)),
    ("1.", Float(1.0)),
    ("-1.", Float(-1.0)),
    ("1e3", Float(1000.0)),
    ("1E+3", Float(1000.0)),
    ("1.e3", Float(1000.0)),
    ("1_e3", Float(1000.0)),
    ("1e_3", Float(1000.0)),
    ("1e3_", Float(1000.0)),
    ("12e03", Float(12000.0)),
    ("685_230.15", Float(685_230.15)),
    (".5", Float(0.5)),
    (".5e3", Float(500.0)),
    (".5_0", Float(0.5)),
    ("+.5", Float(0.5)),
    ("-.5", Float(-0.5)),
    ("1e-999", Float(0.0)),
    ("1.0e+16", Float(1e16)),
    ("18446744073709551616", Float(18_446_744_073_709_552_000.0)),
    ("+9223372036854775808", Float(9_223_372_036_854_775_808.0)),
    ("-9223372036854775809", Float(-9_223_372_036_854_775_808.0)),
    ("0777777777777777777777777", Float(777_777_777_777_777_777_777_777.0)),
    (".inf", Float(f64::INFINITY)),
    ("+.Inf", Float(f64::INFINITY)),
    (".INF", Float(f64::INFINITY)),
    ("-.inf", Float(f64::NEG_INFINITY)),
    ("-.INF", Float(f64::NEG_INFINITY)),
    ("<<", Merge),
    ("yEs", Str("yEs")),
    ("nO", Str("nO")),
    ("oN", Str("oN")),
    ("oFF", Str("oFF")),
    ("tRUE", Str("tRUE")),
    ("nULL", Str("nULL")),
    ("~~", Str("~~")),
    ("none", Str("none")),
    ("None", Str("None")),
    (".iNf", Str(".iNf")),
    (".Nan", Str(".Nan")),
    ("+.nan", Str("+.nan")),
    ("inf", Str("inf")),
    ("-inf", Str("-inf")),
    ("nan", Str("nan")),
    ("Infinity", Str("Infinity")),
    ("+", Str("+")),
    ("-", Str("-")),
    (".", Str(".")),
    ("+.", Str("+.")),
    ("-.", Str("-.")),
    ("+-1", Str("+-1")),
    ("--1", Str("--1")),
    ("_1", Str("_1")),
    ("1_000,0", Str("1_000,0")),
    ("0x", Str("0x")),
    ("0b", Str("0b")),
    ("0o", Str("0o")),
    ("0o8", Str("0o8")),
    ("0b2", Str("0b2")),
    ("0xg", Str("0xg")),
    ("0x1p-2", Str("0x1p-2")),
    ("0x1.8p1", Str("0x1.8p1")),
    ("-0b-1", Str("-0b-1")),
    ("0b++1", Str("0b++1")),
    ("1e", Str("1e")),
    ("1e+", Str("1e+")),
    ("1e999", Str("1e999")),
    ("-1e999", Str("-1e999")),
    (".5e999", Str(".5e999")),
    (".e5", Str(".e5")),
    (".5e", Str(".5e")),
    ("._5", Str("._5")),
    (".5_", Str(".5_")),
    (".5__0", Str(".5__0")),
    ("1.5.", Str("1.5.")),
    ("1.2.3", Str("1.2.3")),
    ("-0xFFFFFFFFFFFFFFFF", Str("-0xFFFFFFFFFFFFFFFF")),
    ("0xFFFFFFFFFFFFFFFFF", Str("0xFFFFFFFFFFFFFFFFF")),
    ("0o7777777777777777777777777", Str("0o7777777777777777777777777")),
    ("=", Str("=")),
    ("2001-01-01", Str("2001-01-01")),
    ("2001-1-1", Str("2001-1-1")),
    ("2001-01-01T00:00:00Z", Str("2001-01-01T00:00:00Z")),
    ("2001-01-01 00:00:00", Str("2001-01-01 00:00:00")),
    ("12:30:45", Str("12:30:45")),
    ("1:30", Str("1:30")),
    ("190:20:30.15", Str("190:20:30.15")),
    ("1,000", Str("1,000")),
    ("64Mi", Str("64Mi")),
    ("100m", Str("100m")),
    ("a", Str("a")),
];

#[test]
fn each_plain_scalar_means_what_it_means_to_kubectl() {
    for (plain, expected) in TABLE {
        assert_eq!(resolve(plain), *expected, "{plain}");
    }
    assert!(matches!(resolve(".nan"), Float(float) if float.is_nan()));
}

#[test]
fn whatever_is_not_text_is_never_written_bare() {
    for (plain, meaning) in TABLE {
        assert!(matches!(meaning, Str(_)) || !is_plain_safe(plain), "{plain}");
    }
    for (plain, _) in
        TABLE.iter().filter(|(plain, _)| plain.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)))
    {
        assert!(!is_plain_safe(plain), "{plain} is like a number");
    }
}

/// Compares as kubectl shows it: JSON with one kind of number.
fn shows(plain: &str, shown: &serde_json::Value) -> bool {
    let number = |expected| shown.as_f64().is_some_and(|shown| equal(shown, expected));
    match resolve(plain) {
        Null => shown.is_null(),
        Bool(expected) => shown.as_bool() == Some(expected),
        Int(expected) => shown.as_i64() == Some(expected),
        #[expect(clippy::cast_precision_loss, reason = "kubectl keeps it as a float, too")]
        UInt(expected) => number(expected as f64),
        Float(expected) => number(expected),
        Str(expected) => shown.as_str() == Some(expected),
        Merge => shown.as_str() == Some("<<"),
    }
}

#[test]
fn kubectl_agrees_on_the_table_and_on_random_lookalikes_of_numbers() {
    const PIECES: &[&str] = &[
        "0",
        "0",
        "1",
        "7",
        "8",
        "9",
        "12",
        "_",
        "_",
        ".",
        ".",
        "+",
        "-",
        "e",
        "E",
        "e+",
        "e-",
        "x",
        "X",
        "b",
        "o",
        "0x",
        "0b",
        "0o",
        "f",
        "A",
        "9223372036854775807",
        "18446744073709551615",
        "p",
        ":",
        "inf",
        "nan",
        "n",
        "y",
        "T",
        "~",
        "<",
    ];
    let mut random = Random::new(1);
    let mut plain: Vec<String> = TABLE.iter().map(|(plain, _)| (*plain).to_owned()).collect();
    for _ in 0..40_000 {
        plain.push((0..=random.below(6)).map(|_| random.pick(PIECES)).collect());
    }
    // These are no plain scalars, or have no place in JSON.
    plain.retain(|plain| {
        !matches!(resolve(plain), Float(float) if !float.is_finite()) && plain != "-" && !plain.ends_with(':')
    });
    let mut yaml = String::from("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n");
    for plain in &plain {
        yaml.extend(["- ", plain, "\n"]);
    }
    let Some(read) = kubectl::reads(&yaml) else { return };
    let read = read["data"].as_array().unwrap();
    assert_eq!(read.len(), plain.len());
    for (plain, shown) in plain.iter().zip(read) {
        assert!(shows(plain, shown), "{plain} is {:?} here and {shown} to kubectl", resolve(plain));
    }
}

//! How kubectl and oc read a plain (unquoted) scalar: the one table behind the writer and the reader.
//!
//! Both clients parse YAML with go-yaml v2 (through `sigs.k8s.io/yaml`), which follows YAML 1.1 in
//! its own way: `y`, `no` and `off` are booleans, `0644` is 420, `1_000` is a number, `08` is the float
//! 8 and `12:30:45` is text. [`resolve`] answers what a plain scalar means to them, and
//! [`is_plain_safe`] which text may stand without quotes so that every reader takes it as that text.

/// Names what a plain scalar means to kubectl and oc.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// No value: nothing at all, `~` or a form of `null`.
    Null,
    /// A boolean, `yes`, `on`, `y` and their opposites included.
    Bool(bool),
    /// An integer that fits 64 bits with a sign.
    Int(i64),
    /// An integer above [`i64::MAX`] that fits 64 bits without a sign.
    UInt(u64),
    /// A floating-point number, the infinities and not-a-number included; JSON can carry neither of these,
    /// so that kubectl refuses a document that holds one.
    Float(f64),
    /// Text. Dates and times are text too: go-yaml keeps a timestamp as it is spelled.
    Str(&'a str),
    /// `<<`, which merges the mapping beside it when it is a key, and is text when it is a value.
    Merge,
}

/// Reads a plain scalar as kubectl and oc do.
///
/// The rules are those of go-yaml v2's `resolve.go`, with Go's own number syntax behind them.
///
/// ```
/// use pod_dsl::yaml::scalar::{Scalar, resolve};
///
/// assert_eq!(resolve("on"), Scalar::Bool(true));
/// assert_eq!(resolve("0644"), Scalar::Int(420));
/// assert_eq!(resolve("1_000"), Scalar::Int(1000));
/// assert_eq!(resolve("12:30:45"), Scalar::Str("12:30:45"));
/// ```
pub fn resolve(plain: &str) -> Scalar<'_> {
    // Only these first characters make go-yaml look any further.
    let found = match plain.as_bytes().first() {
        None => Some(Scalar::Null),
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~') => word(plain),
        Some(b'<') if plain == "<<" => Some(Scalar::Merge),
        Some(b'.') => special_float(plain).or_else(|| dotted_float(plain)).map(Scalar::Float),
        Some(b'0'..=b'9') => number(plain),
        Some(b'+' | b'-') => special_float(plain).map(Scalar::Float).or_else(|| number(plain)),
        Some(_) => None,
    };
    found.unwrap_or(Scalar::Str(plain))
}

/// Tells whether text may be written without quotes, as a value or as a key of a block mapping.
///
/// It errs on the side of quotes. What it lets through is the same text to kubectl and oc, to YAML 1.2
/// readers, and to `PyYAML` and `libyaml`, which know numbers in base 60, dates and `=` besides. All that
/// starts with a digit, a sign or a dot is refused, so that nothing like a number is ever bare.
///
/// ```
/// use pod_dsl::yaml::scalar::is_plain_safe;
///
/// assert!(is_plain_safe("registry.example.com/shop:1.4"));
/// assert!(!is_plain_safe("no"));
/// assert!(!is_plain_safe("1.4"));
/// ```
pub fn is_plain_safe(text: &str) -> bool {
    super::text::Text::of(text).is_plain()
}

/// Tells whether some reader of YAML takes the text, in some mixture of cases, for a boolean, a null or a
/// number. It is wider than go-yaml's own list of words.
pub(super) fn is_reserved_word(text: &[u8]) -> bool {
    const WORDS: &str = "y n on no off yes nan inf true null none false infinity";
    // The first letter tells most other text apart.
    let Some(first) = text.first() else { return false };
    text.len() <= 8
        && matches!(first | 0x20, b'y' | b'n' | b'o' | b't' | b'f' | b'i')
        && WORDS.split(' ').any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
}

fn word(plain: &str) -> Option<Scalar<'_>> {
    match plain {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Some(Scalar::Bool(true))
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Some(Scalar::Bool(false))
        }
        "~" | "null" | "Null" | "NULL" => Some(Scalar::Null),
        _ => None,
    }
}

fn special_float(plain: &str) -> Option<f64> {
    match plain {
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// Reads what starts with a digit or a sign. Underscores are dropped first, wherever they stand.
fn number(plain: &str) -> Option<Scalar<'_>> {
    let digits;
    let text = if plain.contains('_') {
        digits = plain.replace('_', "");
        digits.as_str()
    } else {
        plain
    };
    integer(text).or_else(|| decimal_float(text).map(Scalar::Float)).or_else(|| signed_binary(text))
}

/// Reads an integer as Go's `ParseInt` and then `ParseUint` do with base 0: the prefix says the base, and
/// a bare leading zero means octal.
fn integer(text: &str) -> Option<Scalar<'static>> {
    let (sign, body) = match text.as_bytes().first()? {
        b'-' => (Some('-'), &text[1..]),
        b'+' => (Some('+'), &text[1..]),
        _ => (None, text),
    };
    let (digits, radix) = match body.as_bytes() {
        [b'0', b'b' | b'B', _, ..] => (&body[2..], 2),
        [b'0', b'o' | b'O', _, ..] => (&body[2..], 8),
        [b'0', b'x' | b'X', _, ..] => (&body[2..], 16),
        [b'0', _, ..] => (&body[1..], 8),
        _ => (body, 10),
    };
    let magnitude = unsigned(digits, radix)?;
    if sign == Some('-') {
        return 0_i64.checked_sub_unsigned(magnitude).map(Scalar::Int);
    }
    match i64::try_from(magnitude) {
        Ok(int) => Some(Scalar::Int(int)),
        // `ParseUint` knows no sign.
        Err(_) if sign.is_none() => Some(Scalar::UInt(magnitude)),
        Err(_) => None,
    }
}

/// Reads digits alone. The standard library would take one more `+` here, which Go does not.
fn unsigned(digits: &str, radix: u32) -> Option<u64> {
    if digits.starts_with('+') { None } else { u64::from_str_radix(digits, radix).ok() }
}

/// Reads a second sign behind the binary prefix, which go-yaml's own reading of binary numbers lets
/// through: `0b-11` is -3.
fn signed_binary(text: &str) -> Option<Scalar<'static>> {
    i64::from_str_radix(text.strip_prefix("0b")?, 2).ok().map(Scalar::Int)
}

/// Reads a float that starts with a digit or a sign: decimal, with or without dot and exponent.
fn decimal_float(text: &str) -> Option<f64> {
    let body = text.strip_prefix(['+', '-']).unwrap_or(text).as_bytes();
    let mut rest = body;
    let whole = digits(&mut rest);
    let mut fraction = 0;
    if let [b'.', tail @ ..] = rest {
        rest = tail;
        fraction = digits(&mut rest);
    }
    if whole + fraction == 0 || !is_exponent(rest) {
        return None;
    }
    finite(text)
}

/// Reads a float that starts with a dot. This path of go-yaml keeps the underscores, so that Go's rule
/// for them holds: each between two digits.
fn dotted_float(text: &str) -> Option<f64> {
    let body = text.as_bytes().strip_prefix(b".")?;
    for (at, byte) in body.iter().enumerate() {
        let between_digits =
            at > 0 && body[at - 1].is_ascii_digit() && body.get(at + 1).is_some_and(u8::is_ascii_digit);
        if *byte == b'_' && !between_digits {
            return None;
        }
    }
    let text = text.replace('_', "");
    let mut rest = &text.as_bytes()[1..];
    if digits(&mut rest) == 0 || !is_exponent(rest) {
        return None;
    }
    finite(&text)
}

/// Steps over the digits at the start and counts them.
fn digits(rest: &mut &[u8]) -> usize {
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    *rest = &rest[count..];
    count
}

/// Tells whether the rest of a float is nothing or an exponent with at least one digit.
fn is_exponent(rest: &[u8]) -> bool {
    let [b'e' | b'E', digits @ ..] = rest else { return rest.is_empty() };
    let ([b'+' | b'-', digits @ ..] | digits) = digits;
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// Parses a float and refuses one that is out of range, as Go does; the scalar is text then.
fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|float: &f64| float.is_finite())
}

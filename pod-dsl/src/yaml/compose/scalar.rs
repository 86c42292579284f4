//! What a scalar means: by itself, by its tag, and as a key.

use std::borrow::Cow;

use super::{Fault, Node, Tag, Value};
use crate::yaml::scalar::{Scalar, resolve};

/// Reads a scalar without quotes and without a tag.
pub(super) fn plain(text: Cow<'_, str>) -> Value<'_> {
    match resolve(&text) {
        Scalar::Null => Value::Null,
        Scalar::Bool(is) => Value::Bool(is),
        Scalar::Int(number) => Value::Int(number),
        Scalar::UInt(number) => Value::UInt(number),
        Scalar::Float(number) => Value::Float(number),
        Scalar::Str(_) | Scalar::Merge => Value::Str(text),
    }
}

/// Reads a scalar that has a tag, or an empty one.
pub(super) fn tagged<'a>(tag: Option<&Tag<'_>>, text: &str, at: usize) -> Result<Value<'a>, Fault> {
    let Some(tag) = tag else { return Ok(Value::Null) };
    let own = |text: &str| Value::Str(Cow::Owned(text.to_owned()));
    // A tag of one's own says nothing to go-yaml: what bears it is text.
    let Some(name) = known_handle(tag, at)? else { return Ok(own(text)) };
    match (name, resolve(text)) {
        ("binary", _) => base64(text)
            .map(|bytes| Value::Str(Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())))
            .ok_or_else(|| Fault::new(at, "what bears the tag `!!binary` is not base64")),
        ("null", Scalar::Null) => Ok(Value::Null),
        ("bool", Scalar::Bool(is)) => Ok(Value::Bool(is)),
        ("int", Scalar::Int(number)) => Ok(Value::Int(number)),
        ("int", Scalar::UInt(number)) => Ok(Value::UInt(number)),
        ("float", Scalar::Float(number)) => Ok(Value::Float(number)),
        #[expect(
            clippy::cast_precision_loss,
            reason = "a number that is asked to be a float is rounded to one"
        )]
        ("float", Scalar::Int(number)) => Ok(Value::Float(number as f64)),
        ("timestamp", Scalar::Str(text)) if is_timestamp(text) => Ok(own(text)),
        ("null" | "bool" | "int" | "float" | "timestamp", _) => {
            Err(Fault::new(at, format!("`{text}` is not what its tag `!!{name}` says")))
        }
        _ => Ok(own(text)),
    }
}

/// Gives the name of a tag of YAML's own, and nothing for a tag of somebody else.
pub(super) fn known_handle<'t>(tag: &'t Tag<'_>, at: usize) -> Result<Option<&'t str>, Fault> {
    match tag.handle {
        "" => Ok(tag.suffix.strip_prefix("tag:yaml.org,2002:")),
        "!" => Ok(None),
        "!!" => Ok(Some(&tag.suffix)),
        handle => Err(Fault::new(at, format!("the tag handle `{handle}` is not known"))),
    }
}

/// Tells whether text has the form of one of go-yaml's timestamps, which begin `YYYY-M-D`.
fn is_timestamp(text: &str) -> bool {
    let (date, time) =
        text.split_once(['T', 't', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
    let number = |text: &str, most: usize| {
        !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut parts = date.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let is_date = year.len() == 4 && number(year, 4) && number(month, 2) && number(day, 2);
    is_date && time.is_none_or(|time| time.split(':').count() >= 3)
}

/// Writes a key as text, as `sigs.k8s.io/yaml` does on the way to JSON.
pub(super) fn key(node: Node<'_>) -> Result<Cow<'_, str>, Fault> {
    Ok(match node.value {
        Value::Str(text) => text,
        Value::Bool(is) => Cow::Borrowed(if is { "true" } else { "false" }),
        Value::Int(number) => Cow::Owned(number.to_string()),
        Value::Float(number) => Cow::Owned(float_key(number)),
        Value::UInt(number) => {
            return Err(
                Fault::new(node.at, format!("`{number}` is too large for a key")).help("put it in quotes")
            );
        }
        Value::Null => {
            return Err(
                Fault::new(node.at, "a key is missing, or is `null`").help("put it in quotes if it is text")
            );
        }
        Value::Seq(_) | Value::Map(_) => {
            return Err(Fault::new(node.at, "a list or an object cannot be a key")
                .help("a template's `{{ … }}` needs quotes around it"));
        }
    })
}

/// Writes a number as Go does with `FormatFloat(number, 'g', -1, 32)`.
fn float_key(number: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "Go rounds it to 32 bits, and to infinity, just so")]
    let number = number as f32;
    if number.is_nan() {
        return ".nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let scientific = format!("{number:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    match exponent.parse::<i32>() {
        Ok(exponent) if number != 0.0 && !(-4..6).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
        }
        _ => number.to_string(),
    }
}

/// Reads base64 as Go does: with padding, and with line breaks anywhere.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let padding = digits.iter().rev().take_while(|&&byte| byte == b'=').count();
    if !digits.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    for group in digits[..digits.len() - padding].chunks(4) {
        let mut bits = 0;
        for &digit in group {
            bits = bits << 6 | u32::from(six_bits(digit)?);
        }
        bits <<= 6 * (4 - group.len());
        let [_, three @ ..] = bits.to_be_bytes();
        bytes.extend(&three[..group.len() - 1]);
    }
    Some(bytes)
}

fn six_bits(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{base64, float_key};

    #[test]
    fn base64_is_read_as_go_reads_it() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("aGk=", b"hi"),
            ("aG\nk=\r\n", b"hi"),
            ("YWJj", b"abc"),
            ("YQ==", b"a"),
            ("YR==", b"a"),
        ] {
            assert_eq!(base64(text).as_deref(), Some(bytes), "{text}");
        }
        for text in ["a", "aGk", "aGk=a", "aGk=aGk=", "a===", "=", "aG k=", "*", "YWJj="] {
            assert_eq!(base64(text), None, "{text}");
        }
    }

    #[test]
    fn float_keys_are_written_as_go_writes_them() {
        for (number, text) in [
            (1.5, "1.5"),
            (1e3, "1000"),
            (1e6, "1e+06"),
            (-0.0, "-0"),
            (0.1, "0.1"),
            (1e21, "1e+21"),
            (1e-7, "1e-07"),
            (1e300, ".inf"),
        ] {
            assert_eq!(float_key(number), text);
        }
    }
}

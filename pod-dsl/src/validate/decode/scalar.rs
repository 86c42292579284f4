//! Values with a form of their own: whole numbers, amounts, times and binary data.

use std::borrow::Cow;

use super::{field::Field, reading::Halt, rules, time};
use crate::{
    grammar::parse_quantity,
    yaml::{
        base64,
        node::{Value, json_float},
    },
};

/// Gives a whole number. kubectl writes 1.0 and 1e3 as 1 and 1000 in JSON, so that the server sees whole numbers.
pub(super) fn whole(value: &Value<'_>) -> Option<i64> {
    match *value {
        Value::Null => Some(0),
        Value::Int(number) => Some(number),
        #[expect(clippy::cast_possible_truncation, reason = "the bounds are those of the integer")]
        Value::Float(number)
            if number.fract() == 0.0
                && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&number) =>
        {
            Some(number as i64)
        }
        _ => None,
    }
}

/// Gives an amount as its text; a number without quotes is one too.
pub(super) fn amount<'n>(field: &Field<'n>) -> Result<Cow<'n, str>, Halt> {
    let text = match &field.node.value {
        Value::Null => return Ok(Cow::Borrowed("0")),
        // Go trims the JSON text, in which tabs and line breaks are escapes.
        Value::Str(text) => Cow::Borrowed(
            text.trim_matches(|char: char| char == ' ' || (!char.is_ascii() && char.is_whitespace())),
        ),
        Value::Int(number) => Cow::Owned(number.to_string()),
        #[expect(clippy::cast_precision_loss, reason = "kubectl makes a float of it")]
        Value::UInt(number) => Cow::Owned(json_float(*number as f64)),
        Value::Float(number) => Cow::Owned(json_float(*number)),
        _ => return field.mistyped("an amount, such as 500m or 1Gi"),
    };
    if let Err(fault) = parse_quantity(&text) {
        let message = format!("`{text}` is no amount: {fault}");
        return Err(field.unreadable(&rules::AMOUNT, message, None));
    }
    Ok(text)
}

/// Gives a time in the one form that the types read; one of a `MicroTime` is read more strictly.
pub(super) fn time(field: &Field<'_>, micro: bool) -> Result<String, Halt> {
    let text = match &field.node.value {
        Value::Null => return Ok("0001-01-01T00:00:00Z".to_owned()),
        Value::Str(text) => text,
        _ => return field.mistyped("a time as a string"),
    };
    let (read, form) = if micro {
        (time::micro(text), "2006-01-02T15:04:05.000000Z")
    } else {
        (time::normal(text), "2006-01-02T15:04:05Z")
    };
    read.ok_or_else(|| {
        let message = format!("`{text}` is no time of the form {form}");
        field.unreadable(&rules::TIME, message, None)
    })
}

/// Gives binary data as base64. Go also takes a list of the bytes as numbers.
pub(super) fn binary(field: &Field<'_>) -> Result<String, Halt> {
    let bytes = match &field.node.value {
        Value::Str(text) => base64(text),
        Value::Seq(items) => {
            let byte = |value| whole(value).and_then(|number| u8::try_from(number).ok());
            match items.iter().map(|item| byte(&item.value)).collect() {
                Some(bytes) => Some(bytes),
                None => return field.mistyped("a string in base64"),
            }
        }
        _ => return field.mistyped("a string in base64"),
    };
    bytes.as_deref().map(written).ok_or_else(|| {
        let help = "encode it (`base64 -w0 FILE`), or use the field beside it that takes text".to_owned();
        field.unreadable(&rules::BASE64, "this is not base64", Some(help))
    })
}

/// Writes base64 in its one canonical form: Go lets line breaks and stray bits through, the types do not.
fn written(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let mut padded = [0; 4];
        padded[1..=group.len()].copy_from_slice(group);
        let bits = u32::from_be_bytes(padded);
        for place in 0..4_usize {
            let digit = (bits >> (18 - 6 * place) & 63) as usize;
            out.push(if place <= group.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_rewritten_in_its_one_form() {
        for (given, written) in
            [("", ""), ("YQ==", "YQ=="), ("YR==", "YQ=="), ("YW\nJj\r\n", "YWJj"), ("YWJjZA==", "YWJjZA==")]
        {
            assert_eq!(base64(given).as_deref().map(super::written).as_deref(), Some(written));
        }
    }
}

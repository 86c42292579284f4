//! Says for people what cannot be read.

use crate::{
    target::{KubeVersion, fields},
    yaml::node::{Node, Value, json_float},
};

/// Says that a value has the wrong type, and what would help.
pub(super) fn mistyped(node: &Node<'_>, expected: &str, text: &str) -> (String, Option<String>) {
    let value = match &node.value {
        Value::Bool(is) => format!("the boolean {is}"),
        Value::Int(number) => format!("the number {number}"),
        Value::UInt(number) => format!("the number {number}"),
        Value::Float(number) => format!("the number {}", json_float(*number)),
        Value::Str(text) => format!("the string {:?}", shortened(text)),
        other => other.kind().to_owned(),
    };
    let written = written(node, text);
    let spelling = match written {
        Some(written) if !value.ends_with(written) => format!(", written `{written}`"),
        _ => String::new(),
    };
    let help = match (&node.value, written) {
        (Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_), Some(written))
            if expected == "a string" =>
        {
            Some(format!("put it in quotes: \"{written}\""))
        }
        (Value::Str(text), _) if is_bare(expected, text) => Some(format!("write it without quotes: {text}")),
        (Value::Map(_), _) if expected == "a list" => Some("begin each item with `- `".to_owned()),
        (Value::Seq(_), _) if expected == "an object" => Some("write its fields without `- `".to_owned()),
        _ => None,
    };
    (format!("expected {expected}, found {value}{spelling}"), help)
}

/// Tells whether text without its quotes would be what is expected.
fn is_bare(expected: &str, text: &str) -> bool {
    match expected {
        "a boolean" => matches!(text, "true" | "false"),
        _ => expected.starts_with("a whole number") && text.parse::<i64>().is_ok(),
    }
}

/// Gives a scalar as it was written, where it stands without quotes.
fn written<'t>(node: &Node<'_>, text: &'t str) -> Option<&'t str> {
    if !matches!(node.value, Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_)) {
        return None;
    }
    let word = text.get(node.at..)?.split([' ', '\n', '\r', '\t', ',', ']', '}']).next()?;
    (!word.is_empty() && !word.starts_with(['"', '\'', '|', '>'])).then_some(word)
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Says that a type has no such field.
pub(super) fn unknown(field: &str, name: &str) -> String {
    format!("{name} has no field `{}`", shortened(field))
}

/// Says that a field came later, or is gone.
pub(super) fn other_release(name: &str, field: &str, version: KubeVersion) -> (String, String) {
    let message = format!("{name} has no field `{field}` in Kubernetes {version}");
    let mut help = match (fields::since(name, field), fields::until(name, field)) {
        (Some(first), _) if version < first => format!("it came with {first}"),
        (_, Some(last)) => format!("{last} was the last release to have it"),
        _ => "another release has it".to_owned(),
    };
    if let Some(source) = fields::source(name, field) {
        help.extend([": see ", &source.to_string()]);
    }
    (message, help)
}

/// Names the field that was most likely meant.
pub(super) fn nearest(field: &str, known: &[&str]) -> Option<String> {
    let best = known
        .iter()
        .map(|name| (if name.eq_ignore_ascii_case(field) { 0 } else { distance(field, name) }, *name))
        .min_by_key(|(distance, _)| *distance)?;
    match best {
        (0, name) => Some(format!("it is spelled `{name}`")),
        (far, name) if far <= 1 + field.len() / 5 => Some(format!("did you mean `{name}`?")),
        _ => None,
    }
}

/// Counts the letters that differ: added, dropped, changed, or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    // No field has so long a name, and the work grows with the square.
    const LONGEST: usize = 64;
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let changed = last[j] + usize::from(!a[i].eq_ignore_ascii_case(&b[j]));
            let mut cost = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_field_that_was_meant_is_named() {
        const KNOWN: &[&str] = &["image", "imagePullPolicy", "name", "ports", "volumeMounts"];
        for (given, meant) in [
            ("Image", Some("it is spelled `image`")),
            ("imgae", Some("did you mean `image`?")),
            ("port", Some("did you mean `ports`?")),
            ("volumemount", Some("did you mean `volumeMounts`?")),
            ("replicas", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, KNOWN).as_deref(), meant, "{given}");
        }
    }
}

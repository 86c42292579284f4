//! The tree that a document is read into: plain values, each with the place where it stands.

use std::borrow::Cow;

/// Holds one value and the offset of its first byte in the source.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node<'a> {
    /// Where it stands; what came through an alias stands where it was written first.
    pub(crate) at: usize,
    /// What it is.
    pub(crate) value: Value<'a>,
}

/// Names what a document can hold once kubectl has turned it into JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// Nothing.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// An integer above the largest signed one.
    UInt(u64),
    /// Any other number; always finite.
    Float(f64),
    /// Text.
    Str(Cow<'a, str>),
    /// A list.
    Seq(Vec<Node<'a>>),
    /// An object, in the order of the source; every key stands once.
    Map(Vec<(Key<'a>, Node<'a>)>),
}

/// Holds the key of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key<'a> {
    /// Where it stands.
    pub(crate) at: usize,
    /// The key as it stands in JSON: always text.
    pub(crate) text: Cow<'a, str>,
}

impl<'a> Node<'a> {
    /// Gives the value of an entry of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// Gives an entry of an object.
    pub(crate) fn entry(&self, key: &str) -> Option<&(Key<'a>, Node<'a>)> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(name, _)| name.text == key),
            _ => None,
        }
    }

    /// Gives the text, where it is one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Tells whether it is a null.
    pub(crate) fn is_null(&self) -> bool {
        self.value == Value::Null
    }
}

impl Value<'_> {
    /// Names the kind of value with its article.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::UInt(_) | Self::Float(_) => "a number",
            Self::Str(_) => "a string",
            Self::Seq(_) => "a list",
            Self::Map(_) => "an object",
        }
    }
}

/// Writes a number as Go's JSON encoder does, which is how kubectl sends it.
pub(crate) fn json_float(number: f64) -> String {
    let magnitude = number.abs();
    if magnitude != 0.0 && !(1e-6..1e21).contains(&magnitude) {
        let text = format!("{number:e}");
        if text.contains("e-") { text } else { text.replace('e', "e+") }
    } else {
        number.to_string()
    }
}

/// Gives the length of the JSON that kubectl sends for a tree; Go escapes more than JSON asks for.
pub(crate) fn json_size(node: &Node<'_>) -> usize {
    match &node.value {
        Value::Null | Value::Bool(true) => 4,
        Value::Bool(false) => 5,
        Value::Int(number) => number.to_string().len(),
        Value::UInt(number) => number.to_string().len(),
        Value::Float(number) => json_float(*number).len(),
        Value::Str(text) => text_size(text),
        Value::Seq(items) => 2 + items.len().saturating_sub(1) + items.iter().map(json_size).sum::<usize>(),
        Value::Map(entries) => {
            let entry = |(key, value): &(Key<'_>, Node<'_>)| text_size(&key.text) + 1 + json_size(value);
            2 + entries.len().saturating_sub(1) + entries.iter().map(entry).sum::<usize>()
        }
    }
}

fn text_size(text: &str) -> usize {
    let char_size = |char| match char {
        '"' | '\\' | '\n' | '\r' | '\t' | '\x08' | '\x0C' => 2,
        '<' | '>' | '&' | '\0'..' ' | '\u{2028}' | '\u{2029}' => 6,
        other => other.len_utf8(),
    };
    2 + text.chars().map(char_size).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::{json_float, json_size};
    use crate::yaml::{read::documents, source::Source};

    #[test]
    fn the_size_is_that_of_the_json() {
        for (text, json) in [
            (
                "{a: [1, 2.5, true, no, ~], b: {}, c: [], é: \"<\\n\\\"\"}",
                r#"{"a":[1,2.5,true,false,null],"b":{},"c":[],"é":"\u003c\n\""}"#,
            ),
            ("[x]", r#"["x"]"#),
        ] {
            let source = Source::new("", text.as_bytes());
            let tree = documents(&source).next().unwrap().tree.unwrap();
            assert_eq!(json_size(&tree.root), json.len());
        }
    }

    #[test]
    fn numbers_are_written_as_go_writes_them() {
        for (number, text) in
            [(0.1, "0.1"), (1e20, "100000000000000000000"), (1e21, "1e+21"), (1.5e-7, "1.5e-7"), (-0.0, "-0")]
        {
            assert_eq!(json_float(number), text);
        }
    }
}

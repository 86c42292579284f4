//! Lets a tree that was read be written again: the writer takes it as any other value.

use serde::{Serialize, Serializer};

use super::node::{Node, Value};

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::UInt(value) => serializer.serialize_u64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::Str(text) => serializer.serialize_str(text),
            Value::Seq(items) => serializer.collect_seq(items),
            Value::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (&key.text, value)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::{
        Format, Writer,
        node::{Node, Value},
        read::documents,
        source::Source,
    };

    /// Gives a tree without its places, to be compared.
    fn meaning(node: &Node<'_>) -> String {
        match &node.value {
            Value::Seq(items) => format!("[{}]", items.iter().map(meaning).collect::<Vec<_>>().join(",")),
            Value::Map(entries) => {
                let mut all: Vec<_> =
                    entries.iter().map(|(key, value)| format!("{:?}:{}", key.text, meaning(value))).collect();
                all.sort();
                format!("{{{}}}", all.join(","))
            }
            scalar => format!("{scalar:?}"),
        }
    }

    fn read(text: &str) -> Vec<String> {
        let source = Source::new("", text.as_bytes());
        documents(&source).map(|document| meaning(&document.tree.unwrap().root)).collect()
    }

    #[test]
    fn what_is_rewritten_reads_the_same() {
        let text = "\
b: [on, 0644, 0x1f, 1e3, 1.0, .5, ~, 18446744073709551615, -3, 1_000, 2020-01-01, \"yes\", ' ']
a: &x {y: |-
  one
    two
  , z: *x2}
";
        // The alias above leads nowhere: this one is the text without it.
        assert!(documents(&Source::new("", text.as_bytes())).next().unwrap().tree.is_err());
        let text = "\
b: [on, 0644, 0x1f, 1e3, 1.0, .5, ~, 18446744073709551615, -3, 1_000, 2020-01-01, \"yes\", ' ', 1e300, -0.0]
a: &x {on: off, 1: 2, \"\": '', ? long : \"\\u00e9\\t\\0\"}
c: *x
d: |2
   text
  more

---
kind: List
items: [{kind: Pod}, {}, []]
---
just text
";
        let before = read(text);
        assert_eq!(before.len(), 3);
        for format in [Format::Yaml, Format::Json, Format::Kyaml] {
            let source = Source::new("", text.as_bytes());
            let mut writer = Writer::new(Vec::new(), format);
            for document in documents(&source) {
                writer.document(None, &document.tree.unwrap().root).unwrap();
            }
            let written = String::from_utf8(writer.into_inner()).unwrap();
            assert_eq!(read(&written), before, "{written}");
        }
    }
}

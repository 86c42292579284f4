//! The layout of each format, as text.

use std::collections::BTreeMap;
use std::io;

use serde::ser::{Serialize, SerializeStructVariant, SerializeTupleVariant, Serializer};
use serde_json::{Value, json};

use crate::yaml::{Format, WriteError, Writer, to_string};

fn written(format: Format, value: &impl Serialize) -> String {
    let mut writer = Writer::new(Vec::new(), format);
    writer.document(None, value).unwrap();
    String::from_utf8(writer.into_inner()).unwrap()
}

#[test]
fn lists_stand_below_their_key_and_begin_their_mappings_on_the_dash() {
    let value = json!({
        "args": ["a", "-c"],
        "empty": {"list": [], "mapping": {}, "nil": null},
        "nested": [[1, [2]], [], {}, [{"a": 1, "b": [true]}], {"c": {"d": 1.5}}],
    });
    assert_eq!(
        to_string(&value).unwrap(),
        r#"args:
  - a
  - "-c"
empty:
  list: []
  mapping: {}
  nil: null
nested:
  - - 1
    - - 2
  - []
  - {}
  - - a: 1
      b:
        - true
  - c:
      d: 1.5
"#
    );
}

#[test]
fn text_of_several_lines_is_a_block_that_keeps_its_last_newline() {
    let value = json!({
        "ends": "a\n\n  b: [\n",
        "lines": ["x\ny", "#!/bin/sh\nexec \"$@\"\n"],
        "open": "a\nb",
    });
    assert_eq!(
        to_string(&value).unwrap(),
        r#"ends: |
  a

    b: [
lines:
  - |-
    x
    y
  - |
    #!/bin/sh
    exec "$@"
open: |-
  a
  b
"#
    );
}

#[test]
fn text_that_a_block_cannot_carry_is_quoted() {
    for text in [
        "\na",
        " a\nb",
        "\ta\nb",
        "a\n\n",
        "a \nb",
        "a\t\nb",
        "a\n\tb",
        "a\r\nb\r\n",
        "a\nb\u{85}",
        "a\u{0}\nb",
        "a\nb ",
    ] {
        let yaml = to_string(&json!({ "k": text })).unwrap();
        assert!(yaml.starts_with("k: \"") && yaml.lines().count() == 1, "{text:?} became {yaml}");
    }
}

#[test]
fn a_document_may_be_a_scalar_or_a_list() {
    assert_eq!(to_string("no").unwrap(), "\"no\"\n");
    assert_eq!(to_string("a\nb\n").unwrap(), "|\n  a\n  b\n");
    assert_eq!(to_string(&[1, 2]).unwrap(), "- 1\n- 2\n");
    assert_eq!(to_string(&()).unwrap(), "null\n");
    assert_eq!(to_string(&Value::Object(serde_json::Map::new())).unwrap(), "{}\n");
}

#[test]
fn numbers_are_numbers_to_every_reader() {
    let yaml = to_string(&(i64::MIN, u64::MAX, 0, 0.1, 1e16, 1.5e-7, -0.0, 2.5_f32)).unwrap();
    assert_eq!(
        yaml,
        "- -9223372036854775808\n- 18446744073709551615\n- 0\n- 0.1\n- 1.0e+16\n- 1.5e-7\n- -0.0\n- 2.5\n"
    );
}

#[test]
fn variants_are_mappings_of_one_key() {
    enum Choice {
        Unit,
        New(u8),
        Pair(u8, u8),
        Fields { b: u8, a: Vec<u8> },
        Nothing,
    }

    impl Serialize for Choice {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Unit => serializer.serialize_unit_variant("Choice", 0, "Unit"),
                Self::New(value) => serializer.serialize_newtype_variant("Choice", 1, "New", value),
                Self::Pair(a, b) => {
                    let mut pair = serializer.serialize_tuple_variant("Choice", 2, "Pair", 2)?;
                    pair.serialize_field(a)?;
                    pair.serialize_field(b)?;
                    pair.end()
                }
                Self::Fields { b, a } => {
                    let mut fields = serializer.serialize_struct_variant("Choice", 3, "Fields", 2)?;
                    fields.serialize_field("b", b)?;
                    fields.serialize_field("a", a)?;
                    fields.end()
                }
                Self::Nothing => serializer.serialize_struct_variant("Choice", 4, "Nothing", 0)?.end(),
            }
        }
    }

    let all = vec![
        Choice::Unit,
        Choice::New(1),
        Choice::Pair(1, 2),
        Choice::Fields { b: 1, a: vec![] },
        Choice::Nothing,
    ];
    assert_eq!(
        to_string(&all).unwrap(),
        "- Unit\n- New: 1\n- Pair:\n    - 1\n    - 2\n- Fields:\n    b: 1\n    a: []\n- Nothing: {}\n"
    );
    for format in [Format::Json, Format::Kyaml] {
        let text = written(format, &all);
        let read: Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(read, serde_json::to_value(&all).unwrap(), "{text}");
    }
}

#[test]
fn keys_are_quoted_where_they_must_be() {
    let value = json!({"<<": 1, "a.b/c": 2, "on": 3, "": 4, "1": 5, "a b": 6, "a\nb": 7});
    let yaml = to_string(&value).unwrap();
    assert_eq!(yaml, "\"\": 4\n\"1\": 5\n\"<<\": 1\n\"a\\nb\": 7\na b: 6\na.b/c: 2\n\"on\": 3\n");
    let numbers = BTreeMap::from([(8, true)]);
    assert_eq!(to_string(&numbers).unwrap(), "\"8\": true\n");
}

#[test]
fn kyaml_is_written_as_its_reference_encoder_does() {
    let value = json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"labels": {"app.kubernetes.io/name": "web", "no": "on"}, "name": "web"},
        "data": {"empty": "", "file": "a\n  b\n\"c\"\n", "open": "x\ny"},
        "lists": [[], [{"a": 1}, {"b": [true, null]}], ["x\ny", {"c": {}}], [{"d": 2}, 3]],
    });
    assert_eq!(
        written(Format::Kyaml, &value),
        r#"---
{
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: {
    name: "web",
    labels: {
      app.kubernetes.io/name: "web",
      "no": "on",
    },
  },
  data: {
    empty: "",
    file: "\
       a\n\
      \  b\n\
       \"c\"\n\
      ",
    open: "\
       x\n\
       y\
      ",
  },
  lists: [[], [{
    a: 1,
  }, {
    b: [
      true,
      null,
    ],
  }], [
    "\
       x\n\
       y\
      ",
    {
      c: {},
    },
  ], [
    {
      d: 2,
    },
    3,
  ]],
}
"#
    );
}

#[test]
fn json_is_what_every_json_reader_takes() {
    let text = "a\n\u{1f600}\u{7}\u{fffe}\u{10ffff}";
    let value = json!({"kind": "Pod", "apiVersion": "v1", "x": [text, {}, []], "y": {"z": 1.0}});
    let text = written(Format::Json, &value);
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    assert_eq!(
        text,
        r#"{
  "apiVersion": "v1",
  "kind": "Pod",
  "x": [
    "a\n😀\u0007\ufffe\udbff\udfff",
    {},
    []
  ],
  "y": {
    "z": 1.0
  }
}
"#
    );
}

#[test]
fn documents_are_separated_as_each_format_wants_it() {
    for (format, expected) in [
        (Format::Yaml, "# one\n#\n# two\\u{2028}kind: Pod\na: 1\n---\na: 1\n---\n# three\na: 1\n"),
        (
            Format::Kyaml,
            "---\n# one\n#\n# two\\u{2028}kind: Pod\n{\n  a: 1,\n}\n\
             ---\n{\n  a: 1,\n}\n---\n# three\n{\n  a: 1,\n}\n",
        ),
        (Format::Json, "{\n  \"a\": 1\n}\n{\n  \"a\": 1\n}\n{\n  \"a\": 1\n}\n"),
    ] {
        let mut writer = Writer::new(Vec::new(), format);
        for header in [Some("one\n\ntwo\u{2028}kind: Pod"), None, Some("three")] {
            writer.document(header, &json!({"a": 1})).unwrap();
        }
        assert_eq!(String::from_utf8(writer.into_inner()).unwrap(), expected);
    }
}

#[test]
fn what_kubectl_cannot_read_is_refused_and_nothing_of_it_is_written() {
    let mut deep = json!(1);
    for _ in 0..300 {
        deep = json!([deep]);
    }
    let mut writer = Writer::new(Vec::new(), Format::Yaml);
    let mut refused = |value: &dyn erased::Any| match value.write(&mut writer) {
        Err(WriteError::Value(why)) => why,
        other => panic!("{other:?}"),
    };
    assert!(refused(&f64::NAN).contains("NaN"));
    assert!(refused(&f32::NEG_INFINITY).contains("-inf"));
    assert!(refused(&u128::MAX).contains("64 bits"));
    assert!(refused(&i128::MIN).contains("64 bits"));
    assert!(refused(&BTreeMap::from([(vec![1], 1)])).contains("key"));
    assert!(refused(&deep).contains("256"));
    writer.document(None, &json!({"a": [1]})).unwrap();
    assert_eq!(writer.into_inner(), b"a:\n  - 1\n");
}

/// Lets one closure take values of several types.
mod erased {
    use super::{Serialize, WriteError, Writer};

    pub(super) trait Any {
        fn write(&self, writer: &mut Writer<Vec<u8>>) -> Result<(), WriteError>;
    }

    impl<T: Serialize> Any for T {
        fn write(&self, writer: &mut Writer<Vec<u8>>) -> Result<(), WriteError> {
            writer.document(None, self)
        }
    }
}

#[test]
fn a_closed_pipe_is_an_error_of_the_output() {
    struct Closed;

    impl io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let error = Writer::new(Closed, Format::Yaml).document(None, &1).unwrap_err();
    assert_eq!(io::Error::from(error).kind(), io::ErrorKind::BrokenPipe);
}

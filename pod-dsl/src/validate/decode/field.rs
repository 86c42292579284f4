//! Gives the nodes of a document to the types of the API, field by field, as Go's JSON decoder does.
//!
//! Go leaves a field alone whose value is null, and an item of a list or an entry of a map that is null becomes empty.
//! It reads a whole number into an integer whatever its spelling was before kubectl turned it into JSON. Names of
//! fields are compared letter by letter, since the server asks for strict reading.
//!
//! What serde makes generic is compiled once for each of some 270 types, so it only passes on what functions that are
//! compiled once have found.

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use super::{
    reading::{Halt, Reading},
    rules, scalar, words,
};
use crate::{
    target::fields,
    validate::{path::Path, rule::Rule},
    yaml::node::{Key, Node, Value},
};

/// Is one value on its way into its type.
#[derive(Clone, Copy)]
pub(super) struct Field<'p> {
    pub(super) node: &'p Node<'p>,
    pub(super) path: Path<'p>,
    pub(super) reading: &'p Reading<'p>,
    /// The entry it is the value of, where it is a field.
    entry: Option<Entry<'p>>,
    /// Whether it stands inside of the object that is read.
    inside: bool,
}

#[derive(Clone, Copy)]
struct Entry<'p> {
    key: &'p Key<'p>,
    name: &'static str,
    fields: &'static [&'static str],
}

impl<'p> Field<'p> {
    pub(super) fn root(node: &'p Node<'p>, reading: &'p Reading<'p>) -> Self {
        Self { node, path: Path::root(""), reading, entry: None, inside: false }
    }

    fn inner(node: &'p Node<'p>, path: Path<'p>, reading: &'p Reading<'p>) -> Self {
        Self { node: reading.readable(node), path, reading, entry: None, inside: true }
    }

    /// Reports that another type of value was expected, and ends the reading.
    pub(super) fn mistyped<T>(&self, expected: &str) -> Result<T, Halt> {
        Err(self.halt(expected))
    }

    fn halt(&self, expected: &str) -> Halt {
        let (message, help) = words::mistyped(self.node, expected, self.reading.source.text());
        self.unreadable(&rules::MISTYPED, message, help)
    }

    /// Reports that the value cannot be read, and why.
    pub(super) fn unreadable(&self, rule: &Rule, message: impl fmt::Display, help: Option<String>) -> Halt {
        self.reading.report(rule, &self.path, self.node.at, message, help);
        self.reading.pass_over(self.node);
        Halt::Reported
    }

    /// Gives the entries of an object; null has none.
    fn entries(&self) -> Result<&'p [(Key<'p>, Node<'p>)], Halt> {
        match &self.node.value {
            Value::Map(entries) => Ok(entries),
            Value::Null => Ok(&[]),
            _ => self.mistyped("an object"),
        }
    }

    /// Gives the items of a list; null has none.
    fn items(&self) -> Result<&'p [Node<'p>], Halt> {
        match &self.node.value {
            Value::Seq(items) => Ok(items),
            Value::Null => Ok(&[]),
            _ => self.mistyped("a list"),
        }
    }

    /// Reports what a type refused of its own.
    fn settle<T>(&self, result: Result<T, Halt>) -> Result<T, Halt> {
        match result {
            Err(Halt::Refused(expected)) => self.mistyped(match expected.as_str() {
                "IntOrString" | "a 32-bit integer" => "a whole number of 32 bits or a string",
                other => other,
            }),
            other => other,
        }
    }

    fn whole<T: TryFrom<i64>>(&self, expected: &str) -> Result<T, Halt> {
        match scalar::whole(&self.node.value).map(T::try_from) {
            Some(Ok(number)) => Ok(number),
            _ => self.mistyped(expected),
        }
    }
}

impl<'de> Deserializer<'de> for Field<'_> {
    type Error = Halt;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        let result = match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(is) => visitor.visit_bool(*is),
            Value::Int(number) => visitor.visit_i64(*number),
            Value::UInt(number) => visitor.visit_u64(*number),
            Value::Float(number) => match scalar::whole(&self.node.value) {
                Some(whole) => visitor.visit_i64(whole),
                None => visitor.visit_f64(*number),
            },
            Value::Str(text) => visitor.visit_str(text),
            Value::Seq(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        };
        self.settle(result)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        match self.node.value {
            Value::Bool(is) => visitor.visit_bool(is),
            Value::Null => visitor.visit_bool(false),
            _ => self.mistyped("a boolean"),
        }
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        visitor.visit_i32(self.whole("a whole number of 32 bits")?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        visitor.visit_i64(self.whole("a whole number of 64 bits")?)
    }

    /// Only binary data asks for a borrowed string.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.settle(visitor.visit_str(&scalar::binary(&self)?))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        match &self.node.value {
            Value::Str(text) => visitor.visit_str(text),
            Value::Null => visitor.visit_str(""),
            _ => self.mistyped("a string"),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Halt> {
        let text = match name {
            "Quantity" => scalar::amount(&self)?,
            "Time" | "MicroTime" => scalar::time(&self, name == "MicroTime")?.into(),
            _ => return visitor.visit_newtype_struct(self),
        };
        self.settle(visitor.visit_newtype_struct(StrDeserializer::new(&text)))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        visitor.visit_seq(Items { nodes: self.items()?, field: self, index: 0 })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        visitor.visit_map(Entries { pairs: self.entries()?, field: self, index: 0 })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Halt> {
        visitor.visit_map(Fields::new(self, name, fields)?)
    }

    /// The types of the API ignore what they do not know; here it is reported.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        if let Some(Entry { key, name, fields }) = self.entry
            && !is_ahead_of_types(name, &key.text, self.reading)
        {
            let help = self.reading.may_guess().then(|| words::nearest(&key.text, fields)).flatten();
            self.reading.report(&rules::UNKNOWN, &self.path, key.at, words::unknown(&key.text, name), help);
        }
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier
    }
}

/// Tells whether the release knows a field that the types compiled in do not have.
fn is_ahead_of_types(name: &str, field: &str, reading: &Reading<'_>) -> bool {
    (fields::since(name, field).is_some() || fields::until(name, field).is_some())
        && fields::is_known(name, field, reading.version)
}

struct Items<'p> {
    field: Field<'p>,
    nodes: &'p [Node<'p>],
    index: usize,
}

impl Items<'_> {
    fn step(&mut self) -> Option<Field<'_>> {
        let node = self.nodes.get(self.index)?;
        self.index += 1;
        Some(Field::inner(node, self.field.path.index(self.index - 1), self.field.reading))
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Halt;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Halt> {
        match self.step() {
            Some(item) => seed.deserialize(item).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.nodes.len() - self.index)
    }
}

/// Walks an object whose keys are data.
struct Entries<'p> {
    field: Field<'p>,
    pairs: &'p [(Key<'p>, Node<'p>)],
    index: usize,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Halt;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Halt> {
        let Some((key, _)) = self.pairs.get(self.index) else { return Ok(None) };
        seed.deserialize(StrDeserializer::new(&key.text)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Halt> {
        // `next_key_seed` comes first, and only where there is an entry.
        let Some((key, node)) = self.pairs.get(self.index) else { return Err(Halt::Reported) };
        self.index += 1;
        seed.deserialize(Field::inner(node, self.field.path.key(&key.text), self.field.reading))
    }
}

/// Walks an object whose keys are fields.
struct Fields<'p> {
    field: Field<'p>,
    name: &'static str,
    known: &'static [&'static str],
    entries: &'p [(Key<'p>, Node<'p>)],
    index: usize,
    /// The fields that some release knows and this one does not.
    unknown: &'static [&'static str],
    /// Whether the end brings a field that stands for an object without any: see [`EMPTY_SELECTOR`].
    marks_end: bool,
}

/// The field by which a label selector that is written and has no requirements differs from one that is absent: some
/// types of the API hold a selector as such, where Go has a pointer. To select by no labels asks for nothing more.
const EMPTY_SELECTOR: (&str, &str) = ("LabelSelector", "matchLabels");

static NO_LABELS: Node<'static> = Node { at: 0, value: Value::Map(Vec::new()) };

/// The field whose emptiness the server tells from its absence and the types of the API do not; a text that the server
/// refuses just so stands for it.
const EMPTY_PATH_TYPE: (&str, &str) = ("HTTPIngressPath", "pathType");

static NO_PATH_TYPE: Node<'static> = Node { at: 0, value: Value::Str(Cow::Borrowed("\"\"")) };

impl<'p> Fields<'p> {
    fn new(field: Field<'p>, name: &'static str, known: &'static [&'static str]) -> Result<Self, Halt> {
        let entries = field.entries()?;
        let (selector, labels) = EMPTY_SELECTOR;
        let marks_end = name == selector
            && matches!(field.node.value, Value::Map(_))
            && !entries.iter().any(|(key, value)| key.text == labels && !value.is_null());
        let unknown = fields::unknown(name, field.reading.version);
        Ok(Self { field, name, known, entries, index: 0, unknown, marks_end })
    }

    /// Goes on to the next field that the release has, and gives its name.
    fn key(&mut self) -> Result<Option<&'p str>, Halt> {
        while let Some((key, _)) = self.entries.get(self.index) {
            let reading = self.field.reading;
            if self.is_type_inside(&key.text) {
                self.skip_type()?;
                continue;
            }
            if !self.unknown.contains(&key.text.as_ref()) {
                return Ok(Some(&key.text));
            }
            // The field exists, but not in this release.
            self.index += 1;
            let (message, help) = words::other_release(self.name, &key.text, reading.version);
            reading.report(&rules::UNKNOWN, &self.field.path.field(&key.text), key.at, message, Some(help));
        }
        Ok(self.marks_end.then_some(EMPTY_SELECTOR.1))
    }

    /// Gives the value of the field that [`key`](Self::key) stands at.
    fn value(&mut self) -> Field<'_> {
        let Some((key, node)) = self.entries.get(self.index) else {
            // `key` comes first, and past the last entry only for the mark.
            self.marks_end = false;
            return Field::inner(&NO_LABELS, self.field.path, self.field.reading);
        };
        self.index += 1;
        let entry = Entry { key, name: self.name, fields: self.known };
        let path = self.field.path.field(&key.text);
        let is_empty = matches!(&node.value, Value::Str(text) if text.is_empty());
        let node = if is_empty && EMPTY_PATH_TYPE == (self.name, &key.text) { &NO_PATH_TYPE } else { node };
        let reading = self.field.reading;
        Field { node: reading.readable(node), path, reading, entry: Some(entry), inside: true }
    }

    /// Tells whether a field says the type of an object that stands inside another, as claim templates do. The types
    /// would insist on their own; the server takes any.
    fn is_type_inside(&self, key: &str) -> bool {
        self.field.inside
            && self.known.starts_with(&["apiVersion", "kind", "metadata"])
            && matches!(key, "apiVersion" | "kind")
    }

    fn skip_type(&mut self) -> Result<(), Halt> {
        if let Some((key, node)) = self.entries.get(self.index)
            && !matches!(self.field.reading.readable(node).value, Value::Str(_) | Value::Null)
        {
            return Field::inner(node, self.field.path.field(&key.text), self.field.reading)
                .mistyped("a string");
        }
        self.index += 1;
        Ok(())
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Halt;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Halt> {
        match self.key()? {
            Some(key) => seed.deserialize(StrDeserializer::new(key)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Halt> {
        seed.deserialize(self.value())
    }
}

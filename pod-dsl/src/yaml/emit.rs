//! Values: a serializer that writes text as the fields come, with no tree between.

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{self, Serializer};

use super::collection::{List, Mapping, Variant};
use super::order::{NAMED, OBJECT, Shape};
use super::text::{Escapes, Text, spaces};
use super::write::Format;

/// Deeper values are refused rather than trusted to the stack. `serde_json` reads 128 levels, and the
/// deepest manifests (schemas within custom resource definitions) have some forty.
const MAX_DEPTH: usize = 256;

/// go-yaml looks for the colon of a simple key within 1024 characters; quotes, escapes and some margin
/// are in the difference.
const MAX_SIMPLE_KEY: usize = 1000;

/// Tells in words why a value cannot be written.
#[derive(Debug)]
pub(super) struct Refusal(Box<str>);

impl Refusal {
    pub(super) fn new(why: impl Into<Box<str>>) -> Self {
        Self(why.into())
    }

    pub(super) fn into_string(self) -> String {
        self.0.into_string()
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

impl ser::Error for Refusal {
    fn custom<T: Display>(why: T) -> Self {
        Self::new(why.to_string())
    }
}

/// Says what stands before the value that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// Nothing: it is the document.
    Top,
    /// A key with its colon.
    Key,
    /// Nothing yet: it is an item of a block list, whose dash is set when the item is written.
    Item,
}

/// Holds the text of one document and where in it the next value goes.
pub(super) struct Emitter {
    pub(super) buffer: Vec<u8>,
    pub(super) format: Format,
    /// Whether the format is one of brackets: all but YAML.
    pub(super) is_flow: bool,
    /// What stands before the next value.
    pub(super) position: Position,
    /// In YAML the column of what is inside the next value; in the flow formats that of its own line.
    pub(super) column: usize,
    /// The table the next value's fields are ordered by.
    pub(super) shape: Option<&'static Shape>,
    /// Set by an object whose kind came after fields that depend on it: the table to start over with.
    pub(super) late: Option<&'static Shape>,
    /// Where the entries of the open mappings (and KYAML lists) stand, innermost last.
    pub(super) entries: Vec<Entry>,
    /// Takes the entries of a mapping while they change places.
    pub(super) scratch: Vec<u8>,
    depth: usize,
}

/// Marks whole lines that change places together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) rank: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl fmt::Debug for Emitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emitter").field("format", &self.format).finish_non_exhaustive()
    }
}

impl Emitter {
    pub(super) fn new(format: Format) -> Self {
        Self {
            buffer: Vec::new(),
            format,
            is_flow: format != Format::Yaml,
            position: Position::Top,
            column: 0,
            shape: None,
            late: None,
            entries: Vec::new(),
            scratch: Vec::new(),
            depth: 0,
        }
    }

    /// Forgets the last document, also one that was given up in the middle, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.buffer.clear();
        self.entries.clear();
        self.late = None;
        self.depth = 0;
    }

    /// Writes a whole document, its last newline included.
    pub(super) fn document<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        self.value(value, Position::Top, 0, Some(&OBJECT))?;
        if self.is_flow {
            self.buffer.push(b'\n');
        }
        Ok(())
    }

    /// Writes a value where it belongs, and once more if only its end told what kind of object it is.
    pub(super) fn value<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
        position: Position,
        column: usize,
        shape: Option<&'static Shape>,
    ) -> Result<(), Refusal> {
        let mark = self.buffer.len();
        self.expect(position, column, shape);
        value.serialize(&mut *self)?;
        if self.begins_again(mark, position, column) { value.serialize(&mut *self) } else { Ok(()) }
    }

    /// Takes back what was written since `mark` where its shape became known too late.
    fn begins_again(&mut self, mark: usize, position: Position, column: usize) -> bool {
        let Some(shape) = self.late.take() else { return false };
        self.buffer.truncate(mark);
        self.expect(position, column, Some(shape));
        true
    }

    pub(super) fn expect(&mut self, position: Position, column: usize, shape: Option<&'static Shape>) {
        self.position = position;
        self.column = column;
        self.shape = shape;
    }

    /// Enters a collection.
    pub(super) fn descend(&mut self) -> Result<(), Refusal> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Refusal::new(format!("the value is nested deeper than {MAX_DEPTH} levels")));
        }
        Ok(())
    }

    /// Leaves a collection.
    pub(super) fn ascend(&mut self) {
        self.depth -= 1;
    }

    /// Writes a scalar that needs no quotes by its nature.
    pub(super) fn scalar(&mut self, text: &[u8]) {
        self.lead();
        self.buffer.extend_from_slice(text);
        self.finish_line();
    }

    fn string(&mut self, text: &str) {
        self.lead();
        let text = Text::of(text);
        match self.format {
            Format::Yaml if text.is_plain() => self.buffer.extend_from_slice(text.as_bytes()),
            Format::Yaml if text.is_block() => {
                // Only the document itself has no column of its own to stand behind.
                text.block(self.column.max(2), &mut self.buffer);
                return;
            }
            Format::Kyaml if text.has_newline() => text.fold(self.column + 2, &mut self.buffer),
            Format::Yaml | Format::Kyaml => text.quote(Escapes::Yaml, &mut self.buffer),
            Format::Json => text.quote(Escapes::Json, &mut self.buffer),
        }
        self.finish_line();
    }

    /// Writes a key with its colon. A name from our own tables is known to need no quotes.
    pub(super) fn key(&mut self, key: &str, known: bool) {
        let start = self.buffer.len();
        match self.format {
            Format::Json => Text::of(key).quote(Escapes::Json, &mut self.buffer),
            _ if known => self.buffer.extend_from_slice(key.as_bytes()),
            format => {
                let text = Text::of(key);
                let bare = if format == Format::Yaml { text.is_plain() } else { text.is_kyaml_key() };
                if bare {
                    self.buffer.extend_from_slice(key.as_bytes());
                } else {
                    text.quote(Escapes::Yaml, &mut self.buffer);
                }
                if self.buffer.len() - start > MAX_SIMPLE_KEY {
                    self.complex_key(start);
                    return;
                }
            }
        }
        self.buffer.push(b':');
        if self.is_flow {
            self.buffer.push(b' ');
        }
    }

    /// Turns the key just written into one that is marked at both ends, because it is too long to be
    /// recognised by its colon alone.
    fn complex_key(&mut self, start: usize) {
        self.buffer.splice(start..start, *b"? ");
        if self.is_flow {
            self.buffer.extend_from_slice(b" : ");
        } else {
            self.buffer.push(b'\n');
            spaces(self.column, &mut self.buffer);
            self.buffer.push(b':');
        }
    }

    fn lead(&mut self) {
        if self.is_flow {
            return;
        }
        match self.position {
            Position::Top => {}
            Position::Key => self.buffer.push(b' '),
            Position::Item => spaces(self.column, &mut self.buffer),
        }
    }

    fn finish_line(&mut self) {
        if !self.is_flow {
            self.buffer.push(b'\n');
        }
    }

    fn unsigned(&mut self, negative: bool, mut magnitude: u64) {
        // Written by hand, for `write!` costs more than the rest of a short line.
        let mut digits = [0; 20];
        let mut at = digits.len();
        loop {
            at -= 1;
            let digit = (magnitude % 10) as u8;
            digits[at] = b'0' + digit;
            magnitude /= 10;
            if magnitude == 0 {
                break;
            }
        }
        self.lead();
        if negative {
            self.buffer.push(b'-');
        }
        self.buffer.extend_from_slice(&digits[at..]);
        self.finish_line();
    }

    /// Writes a float so that readers of YAML 1.1 and 1.2 take it for one: with a dot in it, and a sign in
    /// its exponent.
    fn float(&mut self, shortest: &str) {
        let Some((mantissa, exponent)) = shortest.split_once('e') else {
            return self.scalar(shortest.as_bytes());
        };
        let dot = if mantissa.contains('.') { "" } else { ".0" };
        let sign = if exponent.starts_with('-') { "" } else { "+" };
        self.scalar(format!("{mantissa}{dot}e{sign}{exponent}").as_bytes());
    }
}

impl<'a> Serializer for &'a mut Emitter {
    type Ok = ();
    type Error = Refusal;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = Variant<List<'a>>;
    type SerializeMap = Mapping<'a>;
    type SerializeStruct = Mapping<'a>;
    type SerializeStructVariant = Variant<Mapping<'a>>;

    fn serialize_bool(self, value: bool) -> Result<(), Refusal> {
        self.scalar(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Refusal> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Refusal> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Refusal> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Refusal> {
        self.unsigned(value < 0, value.unsigned_abs());
        Ok(())
    }

    fn serialize_i128(self, value: i128) -> Result<(), Refusal> {
        match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => self.serialize_i64(value),
            (_, Ok(value)) => self.serialize_u64(value),
            _ => Err(too_large(value)),
        }
    }

    fn serialize_u8(self, value: u8) -> Result<(), Refusal> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Refusal> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Refusal> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Refusal> {
        self.unsigned(false, value);
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Refusal> {
        let value = u64::try_from(value).map_err(|_| too_large(value))?;
        self.serialize_u64(value)
    }

    fn serialize_f32(self, value: f32) -> Result<(), Refusal> {
        if !value.is_finite() {
            return Err(not_finite(value));
        }
        self.float(&format!("{value:?}"));
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Refusal> {
        if !value.is_finite() {
            return Err(not_finite(value));
        }
        self.float(&format!("{value:?}"));
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Refusal> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Refusal> {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Refusal> {
        Err(Refusal::new("bytes have no place in a manifest; encode them as base64 text"))
    }

    fn serialize_none(self) -> Result<(), Refusal> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refusal> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refusal> {
        self.scalar(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refusal> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Refusal> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        let mut mapping = Mapping::open(self, None)?;
        mapping.entry(variant, value)?;
        mapping.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Refusal> {
        List::open(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Refusal> {
        List::open(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Refusal> {
        List::open(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<List<'a>>, Refusal> {
        Variant::list(self, variant)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Mapping<'a>, Refusal> {
        let shape = self.shape;
        Mapping::open(self, shape)
    }

    /// A type that we know by name says more than the place where it stands, but for one case: a field
    /// that our tables already followed to here, which is the usual one and saves the search.
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Mapping<'a>, Refusal> {
        let shape = match self.shape {
            Some(shape) if !shape.is_any_object() => Some(shape),
            place => NAMED.place(name).value.or(place),
        };
        Mapping::open(self, shape)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<Mapping<'a>>, Refusal> {
        Variant::mapping(self, variant)
    }
}

fn too_large(value: impl Display) -> Refusal {
    Refusal::new(format!("{value} does not fit 64 bits; kubectl would read it as a rounded float"))
}

fn not_finite(value: impl Display) -> Refusal {
    Refusal::new(format!("the float {value} has no place in JSON, so kubectl refuses it"))
}

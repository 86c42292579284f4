//! Lists and mappings: indentation, dashes, brackets, and fields changing places.

use serde::Serialize;
use serde::ser;

use super::emit::{Emitter, Entry, Position, Refusal};
use super::key::Key;
use super::order::{NAMED, Place, Shape};
use super::text::spaces;
use super::write::Format;

/// Writes the entries of one mapping. In every format an entry is whole lines behind one indentation, so
/// that entries can change places as bytes.
pub(super) struct Mapping<'a> {
    out: &'a mut Emitter,
    position: Position,
    column: usize,
    shape: Option<&'static Shape>,
    /// Where this mapping's entries begin on the common stack.
    base: usize,
    last_rank: usize,
    is_empty: bool,
    in_order: bool,
    /// Present while the mapping is an object whose kind is not known.
    identity: Option<Identity>,
    /// The kind, where it was told after a field that depends on it.
    late: Option<&'static Shape>,
    key: Option<String>,
}

/// Collects what tells the kind of an object.
#[derive(Default)]
struct Identity {
    kind: Option<&'static Shape>,
    built_in: bool,
    /// Whether a field that depends on the kind has already been written.
    too_late: bool,
}

impl<'a> Mapping<'a> {
    pub(super) fn open(out: &'a mut Emitter, shape: Option<&'static Shape>) -> Result<Self, Refusal> {
        out.descend()?;
        let (position, column, base) = (out.position, out.column, out.entries.len());
        if out.is_flow {
            out.buffer.push(b'{');
        }
        let is_object = shape.is_some_and(Shape::is_any_object);
        Ok(Self {
            out,
            position,
            column,
            shape,
            base,
            last_rank: 0,
            is_empty: true,
            in_order: true,
            identity: is_object.then(Identity::default),
            late: None,
            key: None,
        })
    }

    pub(super) fn entry<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Refusal> {
        let (shape, start) = self.enter(key);
        self.out.value(value, Position::Key, self.column + 2, shape)?;
        self.leave(key, start);
        Ok(())
    }

    /// Writes a key; gives the shape of its value and where that begins.
    fn enter(&mut self, key: &str) -> (Option<&'static Shape>, usize) {
        let place = match self.shape {
            Some(shape) => shape.place(key),
            None => Place { rank: 0, value: None, known: false },
        };
        self.begin(key, place);
        (place.value, self.out.buffer.len())
    }

    /// Notes that the value which began at `start` is written.
    fn leave(&mut self, key: &str, start: usize) {
        if self.out.is_flow {
            self.out.buffer.extend_from_slice(b",\n");
        }
        if self.shape.is_some()
            && let Some(entry) = self.out.entries.last_mut()
        {
            entry.end = self.out.buffer.len();
        }
        if self.identity.is_some() {
            self.identify(key, start);
        }
    }

    /// Writes an entry's indentation and key.
    fn begin(&mut self, key: &str, place: Place) {
        if self.is_empty && (self.out.is_flow || self.position == Position::Key) {
            self.out.buffer.push(b'\n');
        }
        self.is_empty = false;
        if self.shape.is_some() {
            let start = self.out.buffer.len();
            self.out.entries.push(Entry { rank: place.rank, start, end: start });
            self.in_order &= place.rank >= self.last_rank;
            self.last_rank = place.rank;
        }
        // Between brackets an entry stands two columns further in than what opened them.
        let column = if self.out.is_flow { self.column + 2 } else { self.column };
        spaces(column, &mut self.out.buffer);
        self.out.column = column;
        self.out.key(key, place.known);
    }

    /// Looks at a field of an object whose kind is not known: it may be the one that tells it.
    fn identify(&mut self, key: &str, start: usize) {
        let Some(identity) = &mut self.identity else { return };
        let quotes = |byte: &u8| !matches!(byte, b' ' | b'"' | b',' | b'\n');
        let value = &self.out.buffer[start..];
        let from = value.iter().position(quotes).unwrap_or(value.len());
        let to = value.iter().rposition(quotes).map_or(from, |last| last + 1);
        let value = std::str::from_utf8(&value[from..to]).unwrap_or_default();
        match key {
            "kind" => identity.kind = NAMED.place(value).value,
            "apiVersion" => identity.built_in = is_built_in(value),
            "metadata" => return,
            _ => identity.too_late = true,
        }
        if let Identity { kind: Some(kind), built_in: true, too_late } = *identity {
            if too_late {
                self.late = Some(kind);
            } else {
                self.shape = Some(kind);
            }
            self.identity = None;
        }
    }

    pub(super) fn close(self) -> &'a mut Emitter {
        let Self { out, position, column, shape, base, is_empty, in_order, late, .. } = self;
        // The caller holds the value and can start over. It is not told before: the fields that follow are values too.
        out.late = late;
        out.ascend();
        if shape.is_some() {
            if !in_order {
                permute(out, base);
            }
            out.entries.truncate(base);
        }
        if out.is_flow {
            close_bracket(out, is_empty, column, b'}');
        } else if is_empty {
            out.expect(position, column, None);
            out.scalar(b"{}");
        }
        out
    }
}

/// Tells whether the API server itself, or that of OpenShift, defines the group: those have no dot or
/// end in a domain that is reserved for them.
fn is_built_in(api_version: &str) -> bool {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    !group.contains('.') || group.ends_with(".k8s.io") || group.ends_with(".openshift.io")
}

/// Brings the entries of the innermost mapping into the order of their ranks.
fn permute(out: &mut Emitter, base: usize) {
    let Emitter { entries, buffer, scratch, .. } = out;
    let entries = &mut entries[base..];
    let start = entries[0].start;
    if entries.len() > 64 {
        entries.sort_by_key(|entry| entry.rank);
    } else {
        // An insertion sort in plain loops takes a fraction of the library's time without optimisation.
        let mut next = 1;
        while next < entries.len() {
            let entry = entries[next];
            let mut at = next;
            while at > 0 && entries[at - 1].rank > entry.rank {
                entries[at] = entries[at - 1];
                at -= 1;
            }
            entries[at] = entry;
            next += 1;
        }
    }
    scratch.clear();
    for entry in &*entries {
        scratch.extend_from_slice(&buffer[entry.start..entry.end]);
    }
    buffer[start..].copy_from_slice(scratch);
}

/// Ends a flow collection. JSON takes back the last comma.
fn close_bracket(out: &mut Emitter, is_empty: bool, column: usize, bracket: u8) {
    if !is_empty {
        if out.format == Format::Json {
            out.buffer.truncate(out.buffer.len() - 2);
            out.buffer.push(b'\n');
        }
        spaces(column, &mut out.buffer);
    }
    out.buffer.push(bracket);
}

/// Writes the items of one list.
pub(super) struct List<'a> {
    out: &'a mut Emitter,
    position: Position,
    column: usize,
    shape: Option<&'static Shape>,
    base: usize,
    is_empty: bool,
    /// Whether all items so far are collections, which KYAML writes without a line of their own: `[{`.
    is_cuddled: bool,
}

impl<'a> List<'a> {
    pub(super) fn open(out: &'a mut Emitter) -> Result<Self, Refusal> {
        out.descend()?;
        let (position, column, shape, base) = (out.position, out.column, out.shape, out.entries.len());
        if out.is_flow {
            out.buffer.push(b'[');
        }
        let is_cuddled = out.format == Format::Kyaml;
        Ok(Self { out, position, column, shape, base, is_empty: true, is_cuddled })
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        if self.is_cuddled {
            self.cuddled_item(value)?;
        } else if self.out.is_flow {
            if self.is_empty {
                self.out.buffer.push(b'\n');
            }
            self.flow_item(value)?;
        } else {
            if self.is_empty && self.position == Position::Key {
                self.out.buffer.push(b'\n');
            }
            let dash = self.out.buffer.len() + self.column;
            self.out.value(value, Position::Item, self.column + 2, self.shape)?;
            // The item wrote spaces up to its own column, be it a scalar or the first line of a
            // collection; the dash takes the place of one of them.
            self.out.buffer[dash] = b'-';
        }
        self.is_empty = false;
        Ok(())
    }

    fn flow_item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        spaces(self.column + 2, &mut self.out.buffer);
        self.out.value(value, Position::Item, self.column + 2, self.shape)?;
        self.out.buffer.extend_from_slice(b",\n");
        Ok(())
    }

    /// Writes an item next to the one before. The first scalar among the items ends that style, for the
    /// earlier ones too.
    fn cuddled_item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        let mark = self.out.buffer.len();
        if !self.is_empty {
            self.out.buffer.extend_from_slice(b", ");
        }
        let start = self.out.buffer.len();
        self.out.value(value, Position::Item, self.column, self.shape)?;
        if matches!(self.out.buffer.get(start), Some(b'{' | b'[')) {
            let end = self.out.buffer.len();
            self.out.entries.push(Entry { rank: 0, start, end });
            return Ok(());
        }
        self.out.buffer.truncate(mark);
        self.is_cuddled = false;
        self.spread();
        self.flow_item(value)
    }

    /// Gives each item written so far lines of its own, two columns further to the right.
    fn spread(&mut self) {
        let Emitter { buffer, scratch, entries, .. } = &mut *self.out;
        scratch.clear();
        scratch.push(b'\n');
        for entry in &entries[self.base..] {
            spaces(self.column + 2, scratch);
            for &byte in &buffer[entry.start..entry.end] {
                scratch.push(byte);
                if byte == b'\n' {
                    spaces(2, scratch);
                }
            }
            scratch.extend_from_slice(b",\n");
        }
        let start = entries.get(self.base).map_or(buffer.len(), |first| first.start);
        buffer.truncate(start);
        buffer.extend_from_slice(scratch);
        entries.truncate(self.base);
    }

    fn close(self) -> &'a mut Emitter {
        let Self { out, position, column, base, is_empty, is_cuddled, .. } = self;
        out.ascend();
        out.entries.truncate(base);
        if out.is_flow {
            close_bracket(out, is_empty || is_cuddled, column, b']');
        } else if is_empty {
            out.expect(position, column, None);
            out.scalar(b"[]");
        }
        out
    }
}

/// Writes an enum's variant that holds several values: a mapping of one key around them.
pub(super) struct Variant<Inner> {
    inner: Inner,
    column: usize,
}

impl<'a> Variant<List<'a>> {
    pub(super) fn list(out: &'a mut Emitter, name: &str) -> Result<Self, Refusal> {
        let column = begin_variant(out, name)?;
        Ok(Self { inner: List::open(out)?, column })
    }
}

impl<'a> Variant<Mapping<'a>> {
    pub(super) fn mapping(out: &'a mut Emitter, name: &str) -> Result<Self, Refusal> {
        let column = begin_variant(out, name)?;
        Ok(Self { inner: Mapping::open(out, None)?, column })
    }
}

/// Writes up to the variant's value, and tells the column of the mapping around it.
fn begin_variant(out: &mut Emitter, name: &str) -> Result<usize, Refusal> {
    let mut outer = Mapping::open(out, None)?;
    outer.begin(name, Place { rank: 0, value: None, known: false });
    let Mapping { out, column, .. } = outer;
    out.expect(Position::Key, column + 2, None);
    Ok(column)
}

fn end_variant(out: &mut Emitter, column: usize) {
    out.ascend();
    if out.is_flow {
        out.buffer.extend_from_slice(b",\n");
        close_bracket(out, false, column, b'}');
    }
}

impl ser::SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        self.item(value)
    }

    fn end(self) -> Result<(), Refusal> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTuple for List<'_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        self.item(value)
    }

    fn end(self) -> Result<(), Refusal> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTupleStruct for List<'_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        self.item(value)
    }

    fn end(self) -> Result<(), Refusal> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTupleVariant for Variant<List<'_>> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        self.inner.item(value)
    }

    fn end(self) -> Result<(), Refusal> {
        end_variant(self.inner.close(), self.column);
        Ok(())
    }
}

impl ser::SerializeMap for Mapping<'_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refusal> {
        key.serialize(Key(|key: &str| {
            self.key = Some(key.to_owned());
            Ok(())
        }))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        let key = self.key.take().ok_or_else(|| Refusal::new("a value came before its key"))?;
        self.entry(&key, value)
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Refusal> {
        key.serialize(Key(|key: &str| self.entry(key, value)))
    }

    fn end(self) -> Result<(), Refusal> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStruct for Mapping<'_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        self.entry(key, value)
    }

    fn end(self) -> Result<(), Refusal> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStructVariant for Variant<Mapping<'_>> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        self.inner.entry(key, value)
    }

    fn end(self) -> Result<(), Refusal> {
        end_variant(self.inner.close(), self.column);
        Ok(())
    }
}

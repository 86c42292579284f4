//! The order in which a person writes the fields of an object: how it is kept and looked up.
//!
//! The tables themselves are in `order/`. Each lists the fields of one type in order and says which
//! table a field's value (or the items of its list) follows. A mapping without a table, such as labels,
//! the data of a config map, or anything below an unknown kind, keeps the order it came in.

mod kinds;
mod pod;
mod tables;
mod volume;
mod workload;

pub(super) use kinds::{NAMED, OBJECT};

/// Stands in a table for the fields it does not list; what follows it comes last.
const REST: &str = "…";

/// Holds the fields of one type in the order people write them.
pub(super) struct Shape {
    fields: &'static [Field],
    /// Position by hash, plus one; a collision moves on to the next free slot.
    slots: [u8; SLOTS],
    rest: usize,
}

/// Names a field and the shape of what it holds.
type Field = (&'static str, Option<&'static Shape>);

const SLOTS: usize = 128;

/// Says where a field belongs and what it holds.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) rank: usize,
    pub(super) value: Option<&'static Shape>,
    /// Whether the table lists the field; the names it lists are safe without quotes.
    pub(super) known: bool,
}

impl Shape {
    /// Builds the lookup at compile time. It fails there for a table that is too long for it.
    const fn new(fields: &'static [Field]) -> Self {
        assert!(fields.len() * 3 < SLOTS * 2, "a table fills at most two thirds of its slots");
        let mut slots = [0; SLOTS];
        let (mut at, mut rest) = (0, fields.len());
        while at < fields.len() {
            let key = fields[at].0.as_bytes();
            if key[0] == REST.as_bytes()[0] {
                rest = at;
            }
            let mut slot = hash(key);
            while slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            #[expect(clippy::cast_possible_truncation, reason = "at most two thirds of 128")]
            let position = at as u8 + 1;
            slots[slot] = position;
            at += 1;
        }
        Self { fields, slots, rest }
    }

    /// Tells whether this is the table for objects whose kind is not known, or not yet.
    pub(super) fn is_any_object(&self) -> bool {
        std::ptr::eq(self, &raw const OBJECT)
    }

    /// Looks a field up; one that is not listed belongs to the rest.
    pub(super) fn place(&self, key: &str) -> Place {
        if !key.is_empty() {
            let mut slot = hash(key.as_bytes());
            while self.slots[slot] != 0 {
                let rank = usize::from(self.slots[slot]) - 1;
                let (name, value) = self.fields[rank];
                if name == key {
                    return Place { rank, value, known: true };
                }
                slot = (slot + 1) % SLOTS;
            }
        }
        Place { rank: self.rest, value: None, known: false }
    }
}

/// Mixes the length and three letters of a key: cheap even without optimisation, and enough to tell
/// the fields of one type apart.
const fn hash(key: &[u8]) -> usize {
    let length = key.len();
    let (first, middle, last) = (key[0] as usize, key[length / 2] as usize, key[length - 1] as usize);
    (length * 11 + first + middle * 17 + last * 5) % SLOTS
}

/// Declares the table of one type: `NAME: "field", "field" => TABLE_OF_ITS_VALUE, …;`.
macro_rules! shapes {
    ($($name:ident: $($key:literal $(=> $value:path)?),+;)+) => {
        $(pub(in crate::yaml::order) static $name: $crate::yaml::order::Shape =
            $crate::yaml::order::Shape::new(&[
                $(($key, $crate::yaml::order::shapes!(@value $($value)?))),+
            ]);)+
    };
    (@value) => { None };
    (@value $value:path) => { Some(&$value) };
}

/// Declares the tables of whole objects, which all begin with their type and metadata and end with
/// their status.
macro_rules! objects {
    ($($name:ident: $($key:literal $(=> $value:path)?),*;)+) => {
        $crate::yaml::order::shapes! {
            $($name: "apiVersion", "kind", "metadata" => crate::yaml::order::tables::METADATA,
                $($key $(=> $value)?,)* "…", "status";)+
        }
    };
}

use {objects, shapes};

#[cfg(test)]
mod tests {
    use super::{NAMED, OBJECT, Shape};
    use crate::yaml::text::Text;

    fn walk(shape: &'static Shape, seen: &mut Vec<&'static Shape>) {
        if !seen.iter().any(|known| std::ptr::eq(*known, shape)) {
            seen.push(shape);
            for value in shape.fields.iter().filter_map(|(_, value)| *value) {
                walk(value, seen);
            }
        }
    }

    #[test]
    fn every_listed_field_is_found_where_it_stands_and_needs_no_quotes() {
        let mut seen = Vec::new();
        walk(&NAMED, &mut seen);
        walk(&OBJECT, &mut seen);
        assert!(seen.len() > 60, "{} tables", seen.len());
        for shape in seen {
            for (at, (key, _)) in shape.fields.iter().enumerate().filter(|(_, (key, _))| *key != "…") {
                let place = shape.place(key);
                assert!(place.known && place.rank == at, "{key} stands twice in its table");
                assert!(Text::of(key).is_plain() && Text::of(key).is_kyaml_key(), "{key}");
            }
            assert!(!shape.place("nobodyListsThis").known && !shape.place("").known);
        }
    }

    #[test]
    fn no_known_kind_holds_objects_of_unknown_kind() {
        // An object whose kind comes late is written twice; were such objects nested, each level would
        // double the work.
        let mut seen = Vec::new();
        walk(&NAMED, &mut seen);
        assert!(!seen.iter().any(|shape| shape.is_any_object()));
    }
}

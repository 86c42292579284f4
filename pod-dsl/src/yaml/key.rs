//! Keys: what a mapping may be keyed by, as the text that JSON would have for it.

use std::fmt::Display;

use serde::Serialize;
use serde::ser::{Impossible, Serializer};

use super::emit::Refusal;

/// Passes a key's text on. Whatever JSON has no text for is refused.
pub(super) struct Key<F>(pub(super) F);

impl<F: FnOnce(&str) -> Result<(), Refusal>> Key<F> {
    fn spelled(self, key: impl Display) -> Result<(), Refusal> {
        (self.0)(&key.to_string())
    }
}

fn no_scalar<T>() -> Result<T, Refusal> {
    Err(Refusal::new("the key of a mapping must be text, an integer or a boolean"))
}

impl<F: FnOnce(&str) -> Result<(), Refusal>> Serializer for Key<F> {
    type Ok = ();
    type Error = Refusal;
    type SerializeSeq = Impossible<(), Refusal>;
    type SerializeTuple = Impossible<(), Refusal>;
    type SerializeTupleStruct = Impossible<(), Refusal>;
    type SerializeTupleVariant = Impossible<(), Refusal>;
    type SerializeMap = Impossible<(), Refusal>;
    type SerializeStruct = Impossible<(), Refusal>;
    type SerializeStructVariant = Impossible<(), Refusal>;

    fn serialize_str(self, key: &str) -> Result<(), Refusal> {
        (self.0)(key)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Refusal> {
        (self.0)(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        key: &T,
    ) -> Result<(), Refusal> {
        key.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, key: &T) -> Result<(), Refusal> {
        key.serialize(self)
    }

    fn serialize_char(self, key: char) -> Result<(), Refusal> {
        self.spelled(key)
    }

    fn serialize_bool(self, key: bool) -> Result<(), Refusal> {
        self.spelled(key)
    }

    fn serialize_i8(self, key: i8) -> Result<(), Refusal> {
        self.spelled(key)
    }

    fn serialize_i16(self, key: i16) -> Result<(), Refusal> {
        self.spelled(key)
    }

    fn serialize_i32(self, key: i32) -> Result<(), Refusal> {
        self.spelled(key)
    }

    fn serialize_i64(self, key: i64) -> Result<(), Refusal> {
        self.spelled(key)
    }

    fn serialize_u8(self, key: u8) -> Result<(), Refusal> {
        self.spelled(key)
    }

    fn serialize_u16(self, key: u16) -> Result<(), Refusal> {
        self.spelled(key)
    }

    fn serialize_u32(self, key: u32) -> Result<(), Refusal> {
        self.spelled(key)
    }

    fn serialize_u64(self, key: u64) -> Result<(), Refusal> {
        self.spelled(key)
    }

    fn serialize_f32(self, _: f32) -> Result<(), Refusal> {
        no_scalar()
    }

    fn serialize_f64(self, _: f64) -> Result<(), Refusal> {
        no_scalar()
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Refusal> {
        no_scalar()
    }

    fn serialize_none(self) -> Result<(), Refusal> {
        no_scalar()
    }

    fn serialize_unit(self) -> Result<(), Refusal> {
        no_scalar()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refusal> {
        no_scalar()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Refusal> {
        no_scalar()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Refusal> {
        no_scalar()
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Refusal> {
        no_scalar()
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Refusal> {
        no_scalar()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Refusal> {
        no_scalar()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Refusal> {
        no_scalar()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Refusal> {
        no_scalar()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Refusal> {
        no_scalar()
    }
}

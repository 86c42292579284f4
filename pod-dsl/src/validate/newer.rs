//! Fields that the server of the target's release does not know: it would refuse them as unknown.

use std::fmt;

use serde::{Serialize, Serializer, ser};

use super::{
    finding::Stage,
    judge::Judge,
    path::Path,
    rule::{Rule, Severity},
};
use crate::target::{KubeVersion, Source, fields};

pub(super) static RULE: Rule = Rule {
    id: "field-unknown-to-release",
    stage: Stage::Decode,
    severity: Severity::Error,
    cause: None,
    summary: "a field exists in the release that is asked for",
};

/// Walks an object by its own serialisation and reports every field that the release does not have.
pub(super) fn check(j: &mut Judge, object: &impl Serialize) {
    let mut walk = Walk { version: j.version, path: Vec::new(), found: Vec::new() };
    // The walk itself never fails; a value that cannot be serialised is the writer's to report.
    let _ = object.serialize(&mut walk);
    for Unknown { path, since, source } in walk.found {
        let release = j.version;
        let remedy = since.map_or_else(
            || "leave it out for this target".to_owned(),
            |since| format!("it came with {since}: leave it out for this target, or ask for a newer release"),
        );
        let finding =
            j.report(&RULE, &Path::root(&path), format!("Kubernetes {release} does not know `{path}`"));
        finding.help(remedy);
        if let Some(source) = source {
            finding.note(format!("the field is told of at {source}"));
        }
    }
}

/// Is a field that the release does not have.
struct Unknown {
    path: String,
    since: Option<KubeVersion>,
    source: Option<Source>,
}

struct Walk {
    version: KubeVersion,
    /// The way from the object to here; spelled out for a finding only.
    path: Vec<Step>,
    found: Vec<Unknown>,
}

#[derive(Clone, Copy)]
enum Step {
    Field(&'static str),
    Index(usize),
}

impl Walk {
    /// Visits a value one step further down.
    fn step<T: Serialize + ?Sized>(&mut self, step: Step, value: &T) {
        self.path.push(step);
        let _ = value.serialize(&mut *self);
        self.path.pop();
    }

    fn inside(&mut self, name: &'static str) -> Inside<'_> {
        let unknown = if name.is_empty() { &[] } else { fields::unknown(name, self.version) };
        Inside { walk: self, name, unknown, index: 0 }
    }

    fn found(&mut self, name: &str, field: &'static str) {
        let mut path = String::new();
        for step in self.path.iter().chain([&Step::Field(field)]) {
            match step {
                Step::Field(name) if path.is_empty() => path.push_str(name),
                Step::Field(name) => path.extend([".", name]),
                Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
            }
        }
        let (since, source) = (fields::since(name, field), fields::source(name, field));
        self.found.push(Unknown { path, since, source });
    }
}

/// Visits the fields of a struct, the items of a list or the entries of a map.
struct Inside<'a> {
    walk: &'a mut Walk,
    name: &'static str,
    /// The fields of the struct that the release does not know.
    unknown: &'static [&'static str],
    index: usize,
}

type Done = Result<(), fmt::Error>;
type Impossible = ser::Impossible<(), fmt::Error>;

macro_rules! leaf {
    ($($method:ident: $type:ty),*) => {$(
        fn $method(self, _: $type) -> Done {
            Ok(())
        }
    )*};
}

impl<'a> Serializer for &'a mut Walk {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Inside<'a>;
    type SerializeTuple = Impossible;
    type SerializeTupleStruct = Impossible;
    type SerializeTupleVariant = Impossible;
    type SerializeMap = Inside<'a>;
    type SerializeStruct = Inside<'a>;
    type SerializeStructVariant = Impossible;

    leaf!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32,
        serialize_f64: f64, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8],
        serialize_unit_struct: &'static str
    );

    fn serialize_none(self) -> Done {
        Ok(())
    }

    fn serialize_unit(self) -> Done {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Done {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Done {
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'a>, fmt::Error> {
        Ok(self.inside(""))
    }

    fn serialize_tuple(self, _: usize) -> Result<Impossible, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Impossible, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'a>, fmt::Error> {
        Ok(self.inside(""))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Inside<'a>, fmt::Error> {
        Ok(self.inside(name))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible, fmt::Error> {
        Err(fmt::Error)
    }
}

impl ser::SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.walk.step(Step::Index(self.index), value);
        self.index += 1;
        Ok(())
    }

    fn end(self) -> Done {
        Ok(())
    }
}

impl ser::SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = fmt::Error;

    /// No map of a pod holds structs, so no field stands below a key.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Done {
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, _: &T) -> Done {
        Ok(())
    }

    fn end(self) -> Done {
        Ok(())
    }
}

impl ser::SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, field: &'static str, value: &T) -> Done {
        if self.unknown.contains(&field) {
            self.walk.found(self.name, field);
        } else {
            self.walk.step(Step::Field(field), value);
        }
        Ok(())
    }

    fn end(self) -> Done {
        Ok(())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use k8s_openapi::api::core::v1::Pod as Wire;

    use crate::{
        KubeVersion,
        prelude::*,
        validate::{
            Form, Judge,
            trials::{Case, Trial},
        },
    };

    const POD: &str = r#"{"spec":{"resources":{},"containers":[]}}"#;
    const CASES: &[(u8, Case)] = &[
        (32, ("", POD, &[])),
        (31, ("field-unknown-to-release", POD, &[("field-unknown-to-release", "spec.resources")])),
    ];

    pub(crate) fn trials() -> Vec<Trial> {
        let of = |(release, case): &(u8, Case)| {
            let (version, pod) = (KubeVersion::new(*release).unwrap(), case.1);
            Trial::new(case, move |off| {
                let mut j = Judge::new(version, Form::Pod).without(off);
                super::check(&mut j, &serde_json::from_str::<Wire>(pod).unwrap());
                j.finish().0
            })
        };
        CASES.iter().map(of).collect()
    }

    #[test]
    fn a_field_that_came_later_is_refused() {
        let resources = Resources::new().request_cpu("1").limit_cpu("1");
        let pod = Pod::new("a").container(Container::new("a", "a")).resources(resources);
        let report = pod.check(&Target::kubernetes().kube_version("1.31"));
        let found: Vec<_> = report.errors().map(|finding| (finding.rule, finding.path.as_str())).collect();
        assert_eq!(found, [("field-unknown-to-release", "spec.resources")]);
        assert!(pod.check(&Target::kubernetes()).is_accepted());
    }
}

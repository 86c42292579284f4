//! How a type of an API that nobody's crate has is declared: its fields, once, for reading and for writing.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

/// Tells whether a field was said; what was not is left out where the object is written.
pub(super) trait Said {
    fn is_said(&self) -> bool;
}

impl<T> Said for Option<T> {
    fn is_said(&self) -> bool {
        self.is_some()
    }
}

impl Said for bool {
    fn is_said(&self) -> bool {
        true
    }
}

impl Said for i64 {
    fn is_said(&self) -> bool {
        true
    }
}

impl Said for String {
    fn is_said(&self) -> bool {
        !self.is_empty()
    }
}

impl<T> Said for Vec<T> {
    fn is_said(&self) -> bool {
        !self.is_empty()
    }
}

impl Said for ObjectMeta {
    fn is_said(&self) -> bool {
        true
    }
}

/// Declares a type of the wire: `Type { field: Kind = "jsonName", … }`, and `Type of "group/v1", "Kind" { … }` for a
/// whole object. It is read as the server reads JSON into its own types: what is absent or null is empty, and what is not
/// known is left to the reader. A field that says nothing is not written.
macro_rules! wire {
    (@name $name:literal $of:literal) => { $name };
    ($(
        $(#[$doc:meta])*
        $type:ident $(of $api_version:literal, $kind:literal)? {
            $($(#[$field_doc:meta])* $field:ident: $of:ty = $key:literal,)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $type {
            $($(#[$field_doc])* pub $field: $of,)*
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct as _;
                use $crate::object::wire::Said as _;
                let said = [$(self.$field.is_said()),*].into_iter().filter(|said| *said).count();
                let own = [$("apiVersion", $api_version, "kind", $kind)?];
                let mut state = serializer.serialize_struct(stringify!($type), said + own.len() / 2)?;
                for pair in own.chunks_exact(2) {
                    state.serialize_field(pair[0], pair[1])?;
                }
                $(if self.$field.is_said() {
                    state.serialize_field($key, &self.$field)?;
                })*
                state.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields;

                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(stringify!($type))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$type, A::Error> {
                        let mut read = $type::default();
                        while let Some(key) = map.next_key::<String>()? {
                            match key.as_str() {
                                $($key => read.$field = map.next_value::<Option<$of>>()?.unwrap_or_default(),)*
                                // Who asked for this type has looked at these already.
                                $($crate::object::wire::wire!(@name "apiVersion" $api_version)
                                | $crate::object::wire::wire!(@name "kind" $kind) => {
                                    map.next_value::<Option<String>>()?;
                                })?
                                _ => {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                }
                            }
                        }
                        Ok(read)
                    }
                }

                const FIELDS: &[&str] = &[
                    $(
                        $crate::object::wire::wire!(@name "apiVersion" $api_version),
                        $crate::object::wire::wire!(@name "kind" $kind),
                    )?
                    $($key),*
                ];
                deserializer.deserialize_struct(stringify!($type), FIELDS, Fields)
            }
        }
    )*};
}
pub(super) use wire;

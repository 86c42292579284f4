//! Verbs of `ConfigMap` and Secret.

use std::{env, fs, panic::Location, path::Path};

use k8s_openapi::ByteString;

use crate::{
    intent::{At, Fault, LooseEnd},
    model::{ConfigMap, ConfigMapName, EnvValue, Secret, SecretName},
};

impl ConfigMap {
    /// Makes an empty `ConfigMap` of a name.
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        Self::named(name)
    }

    /// Sets a key to a text.
    #[track_caller]
    pub fn data(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.wire.data.get_or_insert_default().insert(key.into(), value.into());
        self.said("data")
    }

    /// Sets a key, which is a file's name, to the file's text: the same as `data`, for the reader.
    #[track_caller]
    pub fn file(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.data(name, text)
    }

    /// Sets a key to the text of a file, read now; what is not UTF-8 is kept as bytes. A file that cannot be read is
    /// reported with all else.
    #[track_caller]
    pub fn data_from_file(mut self, key: impl Into<String>, file: impl AsRef<Path>) -> Self {
        match fs::read(file.as_ref()).map(String::from_utf8) {
            Ok(Ok(text)) => self.data(key, text),
            Ok(Err(bytes)) => self.binary_data(key, bytes.into_bytes()),
            Err(error) => {
                self.loose.push(unreadable(file.as_ref(), &error, Location::caller()));
                self
            }
        }
    }

    /// Sets a key to bytes, which need not be text.
    #[track_caller]
    pub fn binary_data(mut self, key: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.wire.binary_data.get_or_insert_default().insert(key.into(), ByteString(bytes.into()));
        self.said("binaryData")
    }

    /// Keeps the data from being changed.
    pub fn immutable(mut self) -> Self {
        self.wire.immutable = Some(true);
        self
    }

    /// Refers to a key, for an environment variable.
    pub fn key(&self, key: impl Into<String>) -> EnvValue {
        EnvValue::config_map_key(self, key)
    }
}

impl Secret {
    /// Makes an empty Secret of a name, of type `Opaque` where `kind` says nothing else.
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        Self::named(name)
    }

    /// Sets the type, as `kubernetes.io/tls`.
    #[track_caller]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.wire.type_ = Some(kind.into());
        self.said("type")
    }

    /// Sets a key to a text; it is written readably, as `stringData`.
    #[track_caller]
    pub fn string_data(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.wire.string_data.get_or_insert_default().insert(key.into(), value.into());
        self.said("stringData")
    }

    /// Sets a key to bytes; they are written in base64, as `data`.
    #[track_caller]
    pub fn data(mut self, key: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.wire.data.get_or_insert_default().insert(key.into(), ByteString(bytes.into()));
        self.said("data")
    }

    /// Sets a key to the bytes of a file, read now. A file that cannot be read is reported with all else.
    #[track_caller]
    pub fn data_from_file(mut self, key: impl Into<String>, file: impl AsRef<Path>) -> Self {
        let file = file.as_ref();
        match fs::read(file) {
            Ok(bytes) => self.data(key, bytes),
            Err(error) => {
                self.loose.push(unreadable(file, &error, Location::caller()));
                self
            }
        }
    }

    /// Sets a key to what an environment variable of this program holds. One that is not set is reported with all else.
    #[track_caller]
    pub fn data_from_env(mut self, key: impl Into<String>, variable: &str) -> Self {
        match env::var(variable) {
            Ok(value) => self.string_data(key, value),
            Err(error) => {
                let what = format!("the variable `{variable}`");
                self.loose.push(not_read(&what, &error, Location::caller()));
                self
            }
        }
    }

    /// Keeps the data from being changed.
    pub fn immutable(mut self) -> Self {
        self.wire.immutable = Some(true);
        self
    }

    /// Refers to a key, for an environment variable.
    pub fn key(&self, key: impl Into<String>) -> EnvValue {
        EnvValue::secret_key(self, key)
    }
}

fn unreadable(file: &Path, error: &std::io::Error, at: At) -> LooseEnd {
    not_read(&format!("`{}`", file.display()), error, at)
}

fn not_read(what: &str, error: &dyn std::error::Error, at: At) -> LooseEnd {
    LooseEnd {
        fault: Fault::SourceUnreadable,
        path: "data".to_owned(),
        message: format!("{what} cannot be read: {error}"),
        help: "the file or the variable is read when the program runs, from the folder it runs in".to_owned(),
        at,
    }
}

macro_rules! name_of {
    ($name:ident, $object:ident) => {
        impl From<&$object> for $name {
            fn from(object: &$object) -> Self {
                Self(object.wire.metadata.name.clone().unwrap_or_default())
            }
        }
        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(name)
            }
        }
    };
}
name_of!(ConfigMapName, ConfigMap);
name_of!(SecretName, Secret);

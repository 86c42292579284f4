//! What is to be applied, read as a whole, before its objects are judged one by one.

use super::{Against, Applied, Identity};
use crate::{
    object::Object,
    target::KubeVersion,
    validate::decode::{decode, decode_data, documents},
    yaml::source::Source,
};

/// Holds the objects that are to be applied, and the identities of those that cannot be read as well.
#[derive(Clone, Debug, Default)]
pub(crate) struct New {
    objects: Vec<Object>,
    ids: Vec<Identity>,
}

impl New {
    /// Reads a file; what is wrong with it is told where it is judged.
    pub(crate) fn read(&mut self, source: &Source<'_>, version: KubeVersion) {
        for document in documents(source) {
            self.ids.push(Identity::of_document(&document));
            self.objects.extend(decode(&document, version).ok().flatten());
        }
    }

    /// Takes the objects of a program. Those that came as data get their types.
    pub(crate) fn of<'o>(objects: impl IntoIterator<Item = &'o Object>, version: KubeVersion) -> Self {
        let typed = |object: &Object| match object {
            Object::Other(data) => decode_data(data, version).unwrap_or_else(|_| object.clone()),
            object => object.clone(),
        };
        let objects: Vec<_> = objects.into_iter().map(typed).collect();
        Self { ids: objects.iter().map(Identity::of).collect(), objects }
    }

    /// Holds them against what is applied now.
    pub(crate) fn against<'a>(&'a self, applied: &'a Applied) -> Against<'a> {
        Against { applied, beside: &self.objects }
    }

    /// Lists their identities.
    pub(crate) fn ids(&self) -> &[Identity] {
        &self.ids
    }
}

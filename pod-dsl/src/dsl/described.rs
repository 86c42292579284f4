//! Verbs of the objects around a pod, the same for every kind.

use std::panic::Location;

use k8s_openapi::{Metadata, apimachinery::pkg::apis::meta::v1::ObjectMeta};

use crate::model::Described;

impl<T: Metadata<Ty = ObjectMeta>> Described<T> {
    /// Gives the name.
    pub fn name(&self) -> &str {
        self.wire.metadata().name.as_deref().unwrap_or_default()
    }

    /// Sets the namespace. Left out, the object goes into the namespace that `kubectl` or `oc` works in.
    #[track_caller]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.wire.metadata_mut().namespace = Some(namespace.into());
        self.said("namespace")
    }

    /// Adds a label.
    #[track_caller]
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.wire.metadata_mut().labels.get_or_insert_default().insert(key.into(), value.into());
        self.said("labels")
    }

    /// Adds an annotation.
    #[track_caller]
    pub fn annotation(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.wire.metadata_mut().annotations.get_or_insert_default().insert(key.into(), value.into());
        self.said("annotations")
    }

    /// Changes the wire object: every field of the API is one closure away. The result is judged like all else.
    pub fn raw(mut self, change: impl FnOnce(&mut T)) -> Self {
        change(&mut self.wire);
        self
    }

    /// Remembers the line that set a field.
    #[track_caller]
    pub(super) fn said(mut self, field: &'static str) -> Self {
        self.trace.mark(field, Location::caller());
        self
    }
}

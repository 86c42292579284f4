//! `Namespace`.

use k8s_openapi::api::core::v1::Namespace;

use super::super::metadata::{self, NameRule};
use crate::validate::{Judge, Path, defaults};

/// Judges a `Namespace`.
///
/// Source: `ValidateNamespace` of `pkg/apis/core/validation`.
pub(crate) fn namespace(j: &mut Judge, object: &Namespace) {
    let mut object = object.clone();
    defaults::namespace(&mut object);
    let path = Path::root("metadata");
    metadata::check(j, "Namespace", &object.metadata, NameRule::Label, &path);
    let finalizers = object.spec.and_then(|spec| spec.finalizers).unwrap_or_default();
    metadata::namespace_finalizers(j, &finalizers, &Path::root("spec").field("finalizers"));
}

//! `PersistentVolumeClaim`: its metadata, and the spec that every claim has.

use k8s_openapi::api::core::v1::PersistentVolumeClaim;

use super::{
    metadata::{self, NameRule},
    volumes,
};
use crate::validate::{Judge, Path, defaults, dropped, warnings};

/// Judges a `PersistentVolumeClaim`.
///
/// Source: `ValidatePersistentVolumeClaim` of `pkg/apis/core/validation`.
pub(crate) fn claim(j: &mut Judge, object: &PersistentVolumeClaim) {
    let mut object = object.clone();
    defaults::claim(&mut object);
    let path = Path::root("metadata");
    metadata::check(j, "PersistentVolumeClaim", &object.metadata, NameRule::Subdomain, &path);
    warnings::claim_class(j, &object.metadata, &path);
    let path = Path::root("spec");
    let spec = object.spec.get_or_insert_default();
    dropped::claim_spec(j, spec, &path);
    volumes::claim_spec(j, spec, &path);
    warnings::claim(j, spec, &path);
}

#[cfg(test)]
pub(crate) mod tests;

//! What is dropped from a claim, and how its two data sources are made one.

use k8s_openapi::api::core::v1::{
    PersistentVolumeClaimSpec, TypedLocalObjectReference, TypedObjectReference,
};

use super::{clear, report};
use crate::validate::{Judge, Path, gates::Gate};

/// Prepares the spec of a `PersistentVolumeClaim` as the server does before it validates.
///
/// Source: `PrepareForCreate` of `pkg/registry/core/persistentvolumeclaim/strategy.go`, and
/// `pkg/api/persistentvolumeclaim/util.go`.
pub(crate) fn claim_spec(j: &mut Judge, spec: &mut PersistentVolumeClaimSpec, path: &Path<'_>) {
    let crosses = spec
        .data_source_ref
        .as_ref()
        .is_some_and(|source| source.namespace.as_deref().is_some_and(|name| !name.is_empty()));
    if crosses && !j.gates.on(Gate::CrossNamespaceVolumeDataSource) {
        spec.data_source_ref = None;
        report(j, Gate::CrossNamespaceVolumeDataSource, &path.field("dataSourceRef"));
    }
    let class = &mut spec.volume_attributes_class_name;
    clear(j, Gate::VolumeAttributesClass, class, &path.field("volumeAttributesClassName"));
    // The older field has always ignored every kind but these two.
    if spec.data_source.as_ref().is_some_and(|source| !is_known_kind(source)) {
        spec.data_source = None;
    }
    match (&spec.data_source, &spec.data_source_ref) {
        (Some(source), None) => spec.data_source_ref = Some(with_namespace(source)),
        (None, Some(source)) if source.namespace.as_deref().unwrap_or_default().is_empty() => {
            spec.data_source = Some(without_namespace(source));
        }
        _ => {}
    }
}

fn is_known_kind(source: &TypedLocalObjectReference) -> bool {
    let group = source.api_group.as_deref().unwrap_or_default();
    matches!(
        (group, source.kind.as_str()),
        ("", "PersistentVolumeClaim") | ("snapshot.storage.k8s.io", "VolumeSnapshot")
    )
}

fn with_namespace(source: &TypedLocalObjectReference) -> TypedObjectReference {
    let TypedLocalObjectReference { api_group, kind, name } = source.clone();
    TypedObjectReference { api_group, kind, name, namespace: None }
}

fn without_namespace(source: &TypedObjectReference) -> TypedLocalObjectReference {
    let TypedObjectReference { api_group, kind, name, namespace: _ } = source.clone();
    TypedLocalObjectReference { api_group, kind, name }
}

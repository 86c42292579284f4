//! `ReplicaSet`, whose template rules hold for a Deployment as well.

use k8s_openapi::{
    api::{apps::v1::ReplicaSet, core::v1::PodTemplateSpec},
    apimachinery::pkg::apis::meta::v1::LabelSelector,
};

use super::{
    super::metadata::{self, NameRule},
    Selects, endless, not_negative, selected, selector, selects,
};
use crate::object::Filled;
use crate::validate::{Judge, Path, defaults, warnings};

/// Judges a `ReplicaSet`.
///
/// Source: `ValidateReplicaSet` of `pkg/apis/apps/validation`.
pub(crate) fn replica_set(j: &mut Judge, object: &ReplicaSet) {
    let mut object = object.clone();
    defaults::replica_set(&mut object, j.gates);
    let meta = Path::root("metadata");
    metadata::check(j, "ReplicaSet", &object.metadata, NameRule::Subdomain, &meta);
    warnings::name(j, &object.metadata, &meta);
    let path = Path::root("spec");
    let spec = object.spec.filled();
    not_negative(j, spec.replicas, &path, "replicas");
    not_negative(j, spec.min_ready_seconds, &path, "minReadySeconds");
    if selector(j, &spec.selector, &path) {
        let pods = spec.template.get_or_insert_default();
        template(j, &spec.selector, pods, &path.field("template"));
    }
}

/// Judges the template of a `ReplicaSet` or of a Deployment, whose selector can be read.
pub(super) fn template(j: &mut Judge, selector: &LabelSelector, pods: &mut PodTemplateSpec, path: &Path<'_>) {
    if selects(selector) != Selects::Everything {
        selected(j, selector, pods, path);
    }
    super::template(j, pods, path);
    endless(j, pods, path);
}

//! `ReplicationController`, which came before the `ReplicaSet`.

use k8s_openapi::{api::core::v1::ReplicationController, apimachinery::pkg::apis::meta::v1::LabelSelector};

use super::{
    super::metadata::{self, NameRule},
    SELECTOR_MISSING, endless, not_negative, selected, template,
};
use crate::validate::{Judge, Path, defaults, rule::rules, warnings};

rules! {
    TEMPLATE: Required, "replication-controller-template-missing", "a ReplicationController has a template";
}

/// Judges a `ReplicationController`.
///
/// Source: `ValidateReplicationController` of `pkg/apis/core/validation`.
pub(crate) fn replication_controller(j: &mut Judge, object: &ReplicationController) {
    let mut object = object.clone();
    defaults::replication_controller(&mut object, j.gates);
    let meta = Path::root("metadata");
    // For this kind alone the server looks only at the name that a generateName has become, but did not before 1.34.
    if j.version.minor() >= 34 {
        object.metadata.name = Some(metadata::made_name(&object.metadata));
        object.metadata.generate_name = None;
    }
    metadata::check(j, "ReplicationController", &object.metadata, NameRule::Subdomain, &meta);
    warnings::name(j, &object.metadata, &meta);
    let path = Path::root("spec");
    let spec = object.spec.get_or_insert_default();
    not_negative(j, spec.min_ready_seconds, &path, "minReadySeconds");
    not_negative(j, spec.replicas, &path, "replicas");
    let labels = spec.selector.take().filter(|labels| !labels.is_empty());
    if labels.is_none() {
        j.report(&SELECTOR_MISSING, &path.field("selector"), "no pods are selected");
    }
    let path = path.field("template");
    let Some(pods) = &mut spec.template else {
        j.report(&TEMPLATE, &path, "there is no template to make pods of");
        return;
    };
    if labels.is_some() {
        let selector = LabelSelector { match_labels: labels, match_expressions: None };
        selected(j, &selector, pods, &path);
    }
    template(j, pods, &path);
    endless(j, pods, &path);
}

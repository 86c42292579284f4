//! `PodTemplate`, the kind.

use k8s_openapi::api::core::v1::PodTemplate;

use super::{
    super::metadata::{self, NameRule},
    template,
};
use crate::validate::{Judge, Path, defaults};

/// Judges a `PodTemplate`.
///
/// Source: `ValidatePodTemplate` of `pkg/apis/core/validation`.
pub(crate) fn pod_template(j: &mut Judge, object: &PodTemplate) {
    let mut object = object.clone();
    defaults::pod_template(&mut object, j.gates);
    let meta = Path::root("metadata");
    metadata::check(j, "PodTemplate", &object.metadata, NameRule::Subdomain, &meta);
    template(j, object.template.get_or_insert_default(), &Path::root("template"));
}

//! `Namespace`.

use k8s_openapi::api::core::v1::Namespace;

use super::super::metadata::{self, NameRule};
use crate::validate::{
    Judge, Path, defaults,
    pod_security::{Level, Policy},
    rule::rules,
};

rules! {
    /// Only a namespace that has such a label already may keep it.
    POD_SECURITY: Invalid, "namespace-pod-security-malformed", "a label of Pod Security names a level or a version that there is";
}

/// Judges a `Namespace`.
///
/// Source: `ValidateNamespace` of `pkg/apis/core/validation`, and that of `staging/src/k8s.io/pod-security-admission`.
pub(crate) fn namespace(j: &mut Judge, object: &Namespace) {
    let mut object = object.clone();
    defaults::namespace(&mut object);
    let path = Path::root("metadata");
    let before = j.count();
    metadata::check(j, "Namespace", &object.metadata, NameRule::Label, &path);
    let finalizers = object.spec.iter().flat_map(|spec| spec.finalizers.as_deref().unwrap_or_default());
    metadata::namespace_finalizers(j, finalizers, &Path::root("spec").field("finalizers"));
    // Admission comes after the rest.
    if j.count() == before {
        pod_security(j, &object, &path.field("labels"));
    }
}

fn pod_security(j: &mut Judge, object: &Namespace, path: &Path<'_>) {
    let (_, misread) = Policy::of(Some(object), Level::Privileged);
    for label in misread {
        let message = format_args!("`{}` is no value of this label", label.value);
        j.report(&POD_SECURITY, &path.key(&label.label), message).help(format!("write {}", label.allowed));
    }
}

//! `ServiceAccount`.

use k8s_openapi::api::core::v1::ServiceAccount;

use super::super::metadata::{self, NameRule};
use crate::validate::{Judge, Path, warnings};

/// Judges a `ServiceAccount`, of which the server looks at the metadata only.
///
/// Source: `ValidateServiceAccount` of `pkg/apis/core/validation`.
pub(crate) fn service_account(j: &mut Judge, object: &ServiceAccount) {
    warnings::service_account(j, object);
    let path = Path::root("metadata");
    metadata::check(j, "ServiceAccount", &object.metadata, NameRule::Subdomain, &path);
}

//! The security contexts of a container and of a pod.

use k8s_openapi::api::core::v1::{PodSecurityContext, SecurityContext};

/// Is the `securityContext` of a container.
#[derive(Clone, Debug, Default)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Security {
    pub(crate) wire: SecurityContext,
}

/// Is the `securityContext` of a pod: what all its containers share.
#[derive(Clone, Debug, Default)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct PodSecurity {
    pub(crate) wire: PodSecurityContext,
}

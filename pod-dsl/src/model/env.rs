//! Values of environment variables, literal or taken from elsewhere.

use k8s_openapi::api::core::v1 as k8s;

use super::port::Port;

/// Is the value of an environment variable: text, or a reference that is resolved when the container starts.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct EnvValue {
    pub(crate) value: Option<String>,
    pub(crate) from: Option<k8s::EnvVarSource>,
    /// The port whose address the value is, so that the link is known.
    pub(crate) calls: Option<Port>,
}

/// Is a field of the pod itself, given to a container by the downward API.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Field {
    pub(crate) path: String,
}

/// Is a resource request or limit of a container, given to a container by the downward API.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct ResourceField {
    pub(crate) wire: k8s::ResourceFieldSelector,
}

/// Is a source of many environment variables at once: every key of a `ConfigMap` or a Secret.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct EnvFrom {
    pub(crate) wire: k8s::EnvFromSource,
}

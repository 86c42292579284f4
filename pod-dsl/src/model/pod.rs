//! The pod: its containers in their roles, its volumes, and what it says for all of them.

use std::panic::Location;

use k8s_openapi::{api::core::v1 as k8s, apimachinery::pkg::apis::meta::v1::ObjectMeta};

use super::{
    container::{ContainerAs, Raw},
    profile::Profile,
    role::ContainerRole,
    volume::Volume,
};
use crate::intent::{Allow, Trace};

/// Is a pod, described by the roles of its containers.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let pod = Pod::new("web").container(Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29").port(8080));
/// assert_eq!(
///     pod.to_yaml(&Target::kubernetes())?,
///     "\
/// apiVersion: v1
/// kind: Pod
/// metadata:
///   name: web
/// spec:
///   containers:
///     - name: web
///       image: quay.io/nginx/nginx-unprivileged:1.29
///       ports:
///         - containerPort: 8080
/// "
/// );
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Pod {
    pub(crate) metadata: ObjectMeta,
    /// What the API holds of the pod, but for containers and volumes.
    pub(crate) spec: k8s::PodSpec,
    pub(crate) containers: Vec<ContainerAs<ContainerRole>>,
    pub(crate) volumes: Vec<Volume>,
    /// The SCC the pod demands where SCCs exist.
    pub(crate) required_scc: Option<String>,
    pub(crate) profile: Profile,
    pub(crate) raw: Vec<Raw<k8s::Pod>>,
    pub(crate) allows: Vec<Allow>,
    pub(crate) trace: Trace,
}

impl Pod {
    /// Makes a pod of a name: an RFC 1123 subdomain, best a label, since it becomes the host name.
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            metadata: ObjectMeta { name: Some(name.into()), ..ObjectMeta::default() },
            spec: k8s::PodSpec::default(),
            containers: Vec::new(),
            volumes: Vec::new(),
            required_scc: None,
            profile: Profile::none(),
            raw: Vec::new(),
            allows: Vec::new(),
            trace: Trace::new(Location::caller()),
        }
    }
}

/// Tells when the kubelet starts a container again that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestartPolicy {
    /// Always; what a pod has when nothing else is said.
    Always,
    /// Where it failed.
    OnFailure,
    /// Never.
    Never,
}

impl RestartPolicy {
    /// Spells the policy as the API does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::OnFailure => "OnFailure",
            Self::Never => "Never",
        }
    }
}

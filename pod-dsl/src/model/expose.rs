//! A way from outside the cluster to a Service: an Ingress on Kubernetes, a Route on OpenShift.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::intent::Trace;

/// Leads requests from outside the cluster to a Service: written as an Ingress for Kubernetes and as a Route for
/// OpenShift, from the one description.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let http = Port::tcp(8080).named("http");
/// let web = Pod::new("web")
///     .container(Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29").port(&http))
///     .deployment();
/// let service = Service::of(&web).port(80, &http);
/// let door = Expose::of(&service).host("web.example.com").edge();
/// assert!(door.to_yaml(&Target::kubernetes())?.contains("kind: Ingress\n"));
/// assert!(door.to_yaml(&Target::openshift())?.contains("kind: Route\n"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Expose {
    pub(crate) metadata: ObjectMeta,
    pub(crate) service: String,
    /// The port of the Service that is led to.
    pub(crate) port: ServicePort,
    pub(crate) host: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) termination: Termination,
    /// The Secret with certificate and key for the host, where the cluster's own is not meant.
    pub(crate) secret: Option<String>,
    /// The class of an Ingress, which says which controller serves it.
    pub(crate) class: Option<String>,
    pub(crate) trace: Trace,
}

/// Names a port of a Service.
#[derive(Clone, Debug, Default)]
pub(crate) struct ServicePort {
    pub(crate) name: Option<String>,
    pub(crate) number: i32,
}

/// Tells where encryption ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Termination {
    /// There is none.
    #[default]
    Plain,
    /// At the router.
    Edge,
    /// At the router, and behind it begins another.
    Reencrypt,
    /// At the pod.
    Passthrough,
}

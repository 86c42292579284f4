//! Verbs of a way from outside to a Service.

use std::panic::Location;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::{
    intent::Trace,
    model::{Expose, Service, ServicePort, Termination},
};

impl Expose {
    /// Leads to a Service, under its name: to its first port, where [`port`](Self::port) names no other.
    #[track_caller]
    pub fn of(service: &Service) -> Self {
        let metadata = ObjectMeta {
            name: service.wire.metadata.name.clone(),
            namespace: service.wire.metadata.namespace.clone(),
            ..ObjectMeta::default()
        };
        let ports = service.wire.spec.iter().flat_map(|spec| spec.ports.iter().flatten());
        let first = ports.map(|port| ServicePort { name: port.name.clone(), number: port.port }).next();
        Self {
            metadata,
            service: service.name().to_owned(),
            port: first.unwrap_or_default(),
            host: None,
            path: None,
            termination: Termination::default(),
            secret: None,
            class: None,
            trace: Trace::new(Location::caller()),
        }
    }

    /// Leads to another port of the Service, by its name.
    #[track_caller]
    pub fn port(mut self, name: impl Into<String>) -> Self {
        self.port.name = Some(name.into());
        self.said("port")
    }

    /// Serves one host name. Left out, an Ingress serves every host, and OpenShift makes a name for the Route.
    #[track_caller]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self.said("host")
    }

    /// Serves only what begins with a path, as `/api`.
    #[track_caller]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self.said("path")
    }

    /// Ends encryption at the router; requests go on in plain text. The router's own certificate is used where
    /// [`certificate`](Self::certificate) names none.
    #[track_caller]
    pub fn edge(mut self) -> Self {
        self.termination = Termination::Edge;
        self.said("tls")
    }

    /// Ends encryption at the router and encrypts anew on the way to the pod. Only a Route can say that.
    #[track_caller]
    pub fn reencrypt(mut self) -> Self {
        self.termination = Termination::Reencrypt;
        self.said("tls")
    }

    /// Leaves encryption to the pod: the router passes on what it cannot read. Only a Route can say that.
    #[track_caller]
    pub fn passthrough(mut self) -> Self {
        self.termination = Termination::Passthrough;
        self.said("tls")
    }

    /// Names the Secret of type `kubernetes.io/tls` with the certificate of the host.
    #[track_caller]
    pub fn certificate(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(secret.into());
        self.said("tls")
    }

    /// Names the class of the Ingress, which says which controller serves it; a Route has none.
    #[track_caller]
    pub fn ingress_class(mut self, name: impl Into<String>) -> Self {
        self.class = Some(name.into());
        self.said("ingressClassName")
    }

    /// Adds an annotation, which controllers of an Ingress read.
    #[track_caller]
    pub fn annotation(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.annotations.get_or_insert_default().insert(key.into(), value.into());
        self.said("annotations")
    }

    /// Adds a label.
    #[track_caller]
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.labels.get_or_insert_default().insert(key.into(), value.into());
        self.said("labels")
    }

    #[track_caller]
    fn said(mut self, field: &'static str) -> Self {
        self.trace.mark(field, Location::caller());
        self
    }
}

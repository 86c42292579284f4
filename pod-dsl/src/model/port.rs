//! A port that somebody listens on, and what a proxy forwards to.

use std::fmt;

use super::handle::Id;
use crate::intent::{Address, Protocol};

/// Is a port on which a container listens: said once, and referred to by handle wherever it matters.
///
/// Clones of a handle are the same listener; two calls of [`Port::tcp`] are two listeners, and in one pod two listeners
/// on one number clash. The number is 1 to 65535; anything else is a finding when the pod is judged.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let http = Port::tcp(8080).named("http");
/// let web = Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29")
///     .port(&http)
///     .readiness(Probe::http_get("/healthz", &http));
/// # let _ = Pod::new("web").container(web);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
#[expect(clippy::struct_field_names, reason = "`hostPort` is the API's word")]
pub struct Port {
    pub(crate) id: Id,
    pub(crate) number: u16,
    pub(crate) protocol: Protocol,
    pub(crate) name: Option<String>,
    pub(crate) address: Address,
    pub(crate) host_port: Option<u16>,
    pub(crate) host_ip: Option<String>,
    pub(crate) tls: bool,
}

impl Port {
    pub(crate) fn new(number: u16, protocol: Protocol) -> Self {
        Self {
            id: Id::next(),
            number,
            protocol,
            name: None,
            address: Address::Any,
            host_port: None,
            host_ip: None,
            tls: false,
        }
    }
}

/// Is the address at which the containers of the pod reach a port: `127.0.0.1:6379`.
///
/// It is written as the number and never as `localhost`, which may resolve to `::1` where the peer listens on IPv4 only.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct PortAddress {
    pub(crate) of: Port,
}

impl fmt::Display for PortAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "127.0.0.1:{}", self.of.number)
    }
}

/// Is where a proxy forwards to: a listener of the same pod, or something outside.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub enum Upstream {
    /// A listener of the same pod, reached at `127.0.0.1`.
    Port(Port),
    /// A host name or address outside the pod.
    Host {
        /// The name or the address.
        host: String,
        /// The port number.
        port: u16,
        /// The Service it is, where it is one.
        service: Option<String>,
    },
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(port) => write!(f, "127.0.0.1:{}", port.number),
            Self::Host { host, port, .. } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Host { host, port, .. } => write!(f, "{host}:{port}"),
        }
    }
}

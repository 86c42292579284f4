//! Probes and lifecycle handlers.

use k8s_openapi::api::core::v1 as k8s;

use super::port::Port;

/// Asks a container how it is: over HTTP, by a TCP connection, by gRPC, or by a command.
///
/// A port is given as a handle. It is written by name where the container declares it under a name, else by number.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Probe {
    pub(crate) wire: k8s::Probe,
    pub(crate) port: Option<Port>,
}

/// Is what the kubelet does right after a container starts (`post_start`) or before it stops it (`pre_stop`).
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct LifecycleHandler {
    pub(crate) wire: k8s::LifecycleHandler,
    pub(crate) port: Option<Port>,
}

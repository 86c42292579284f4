//! Verbs of a port and of an upstream.

use crate::{
    intent::{Address, Protocol},
    model::{Port, PortAddress, Upstream},
};

impl Port {
    /// Makes a TCP listener.
    pub fn tcp(number: u16) -> Self {
        Self::new(number, Protocol::Tcp)
    }

    /// Makes a UDP listener.
    pub fn udp(number: u16) -> Self {
        Self::new(number, Protocol::Udp)
    }

    /// Makes an SCTP listener.
    pub fn sctp(number: u16) -> Self {
        Self::new(number, Protocol::Sctp)
    }

    /// Names the port: at most 15 lower-case letters, digits and single dashes, a letter among them. Services and
    /// probes can refer to it by that name.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says that the container listens on `127.0.0.1` only: nothing outside the pod reaches it.
    pub fn loopback(mut self) -> Self {
        self.address = Address::Loopback;
        self
    }

    /// Says that the listener speaks TLS.
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Opens the port on the node as well.
    pub fn host_port(mut self, number: u16) -> Self {
        self.host_port = Some(number);
        self
    }

    /// Binds the port of the node to one of its addresses.
    pub fn host_ip(mut self, ip: impl Into<String>) -> Self {
        self.host_ip = Some(ip.into());
        self
    }

    /// Gives the address at which the containers of the pod reach it: `127.0.0.1:8080`.
    pub fn address(&self) -> PortAddress {
        PortAddress { of: self.clone() }
    }

    /// Gives the number.
    pub fn number(&self) -> u16 {
        self.number
    }

    /// Tells whether only the pod itself reaches it.
    pub fn is_loopback(&self) -> bool {
        self.address == Address::Loopback
    }
}

/// A number alone is a TCP listener.
impl From<u16> for Port {
    fn from(number: u16) -> Self {
        Self::tcp(number)
    }
}

impl From<&Port> for Port {
    fn from(port: &Port) -> Self {
        port.clone()
    }
}

impl Upstream {
    /// Forwards to a Service, by its name in the same namespace.
    pub fn service(name: impl Into<String>, port: u16) -> Self {
        let name = name.into();
        Self::Host { host: name.clone(), port, service: Some(name) }
    }

    /// Forwards to a host outside the cluster, by name or address.
    pub fn host(host: impl Into<String>, port: u16) -> Self {
        Self::Host { host: host.into(), port, service: None }
    }
}

impl From<&Port> for Upstream {
    fn from(port: &Port) -> Self {
        Self::Port(port.clone())
    }
}

impl From<Port> for Upstream {
    fn from(port: Port) -> Self {
        Self::Port(port)
    }
}

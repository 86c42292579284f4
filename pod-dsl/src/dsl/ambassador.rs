//! Verbs of an ambassador.

use std::sync::Arc;

use crate::model::{
    Ambassador, AmbassadorRole, Container, Direction, Placement, Port, ProxyConfig, ProxyLink, Upstream,
};

impl Ambassador {
    /// Makes a container a proxy between clients and the application: it listens on `listener`, which is published as
    /// `containerPort`, and forwards to `upstream`, a port the application listens on.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let app = Port::tcp(8989);
    /// let http = Port::tcp(8080).named("http");
    /// let pod = Pod::new("legacy")
    ///     .container(Container::new("app", "ghcr.io/example/legacy:1").listens(&app))
    ///     .ambassador(
    ///         Ambassador::inbound(Container::new("proxy", "haproxy:3.2"), &http, &app).config(Haproxy::http()),
    ///     );
    /// assert!(pod.to_yaml(&Target::kubernetes())?.contains("127.0.0.1:8989"));
    /// # Ok::<(), Report>(())
    /// ```
    pub fn inbound(container: Container, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Self {
        Self::between(container, Direction::Inbound, listener.into(), upstream.into())
    }

    /// Makes a container a proxy between the application and a service outside: it listens on `listener`, on loopback
    /// only and never published, and forwards to `upstream`. The application is told `listener.address()`.
    pub fn outbound(container: Container, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Self {
        Self::between(container, Direction::Outbound, listener.into().loopback(), upstream.into())
    }

    fn between(container: Container, direction: Direction, listener: Port, upstream: Upstream) -> Self {
        let link = ProxyLink { direction, listener, upstream };
        container.with_role(AmbassadorRole { placement: Placement::ByContract, link, config: None })
    }

    /// Writes the proxy's configuration from the link and mounts it where the image reads it.
    pub fn config(mut self, config: impl ProxyConfig + 'static) -> Self {
        self.role.config = Some(Arc::new(config));
        self
    }

    /// Writes it as a native sidecar: an init container with `restartPolicy: Always`.
    pub fn native(mut self) -> Self {
        self.role.placement = Placement::Native;
        self
    }

    /// Writes it as a plain container, whatever the links say.
    pub fn plain(mut self) -> Self {
        self.role.placement = Placement::Plain;
        self
    }
}

impl ProxyLink {
    /// Tells on which side of the application the proxy stands.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Gives the port the proxy listens on.
    pub fn listener(&self) -> &Port {
        &self.listener
    }

    /// Gives what the proxy forwards to; it displays as `host:port`.
    pub fn upstream(&self) -> &Upstream {
        &self.upstream
    }
}

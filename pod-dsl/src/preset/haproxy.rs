//! `HAProxy` as an ambassador.

use crate::model::{Direction, ProxyConfig, ProxyFile, ProxyLink};

/// Writes `haproxy.cfg` for the official `haproxy` image from an ambassador's link.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let redis = Port::tcp(6379);
/// let proxy = Ambassador::outbound(Container::new("redis-proxy", "haproxy:3.2"), &redis, Upstream::service("redis", 6379))
///     .config(Haproxy::tcp());
/// let yaml = Pod::new("shop").container(Container::new("web", "web:1")).ambassador(proxy).to_yaml(&Target::kubernetes())?;
/// assert!(yaml.contains("bind 127.0.0.1:6379"));
/// assert!(yaml.contains("server server1 redis:6379"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Haproxy {
    mode: Mode,
    config_map: Option<String>,
    volume: Option<String>,
    max_connections: u32,
}

#[derive(Clone, Copy, Debug)]
enum Mode {
    Http,
    Tcp,
}

impl Haproxy {
    /// Forwards HTTP requests.
    pub fn http() -> Self {
        Self::of(Mode::Http)
    }

    /// Forwards TCP connections.
    pub fn tcp() -> Self {
        Self::of(Mode::Tcp)
    }

    fn of(mode: Mode) -> Self {
        Self { mode, config_map: None, volume: None, max_connections: 256 }
    }

    /// Names the `ConfigMap`; it is else named after the pod and the container.
    pub fn config_map(mut self, name: impl Into<String>) -> Self {
        self.config_map = Some(name.into());
        self
    }

    /// Names the volume; it is else named after the container.
    pub fn volume(mut self, name: impl Into<String>) -> Self {
        self.volume = Some(name.into());
        self
    }

    /// Bounds the connections that are open at once; 256 where nothing is said.
    pub fn max_connections(mut self, count: u32) -> Self {
        self.max_connections = count;
        self
    }
}

impl ProxyConfig for Haproxy {
    fn file(&self, link: &ProxyLink) -> ProxyFile {
        let (mode, section) = match (self.mode, link.direction) {
            (Mode::Http, Direction::Inbound) => ("http", "http-in"),
            (Mode::Http, Direction::Outbound) => ("http", "http-out"),
            (Mode::Tcp, Direction::Inbound) => ("tcp", "tcp-in"),
            (Mode::Tcp, Direction::Outbound) => ("tcp", "tcp-out"),
        };
        let host = if link.listener.is_loopback() { "127.0.0.1" } else { "*" };
        let (port, upstream, connections) = (link.listener.number, &link.upstream, self.max_connections);
        // The file ends with a line break: HAProxy 2.3 and newer refuse one that does not.
        let text = format!(
            "\
global
    daemon
    maxconn {connections}

defaults
    mode {mode}
    timeout connect 5000ms
    timeout client 50000ms
    timeout server 50000ms

listen {section}
    bind {host}:{port}
    server server1 {upstream} maxconn 32
"
        );
        ProxyFile {
            config_map: self.config_map.clone(),
            volume: self.volume.clone(),
            folder: "/usr/local/etc/haproxy".to_owned(),
            name: "haproxy.cfg".to_owned(),
            text,
        }
    }
}

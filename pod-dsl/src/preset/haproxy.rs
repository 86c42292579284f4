//! `HAProxy` as an ambassador, in both directions.

use std::net::IpAddr;

use super::{container, until_started};
use crate::model::{
    Ambassador, Container, Direction, Port, Probe, ProxyConfig, ProxyFile, ProxyLink, Upstream,
};

/// Forwards HTTP requests or TCP connections by `HAProxy`, with `haproxy.cfg` written from the link.
///
/// The name of a Service is resolved when the proxy starts: it leads to an address that stays, and where there is no such
/// Service yet the container is started again until there is. A name outside the cluster is resolved again and again, and
/// need not resolve at the start.
///
/// A TCP connection may be idle for an hour, as those of a pool are.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let redis = Port::tcp(6379);
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").env("REDIS_ADDR", redis.address()))
///     .ambassador(Haproxy::tcp().outbound(&redis, Upstream::service("redis", 6379)));
/// let yaml = pod.to_yaml(&Target::kubernetes())?;
/// assert!(yaml.contains("bind 127.0.0.1:6379") && yaml.contains("server server1 redis:6379"));
/// # Ok::<(), Report>(())
/// ```
///
/// It also only writes the configuration of a container of your own: `Ambassador::outbound(…).config(Haproxy::tcp())`.
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

/// The folder that the official image reads.
const FOLDER: &str = "/usr/local/etc/haproxy";

impl Haproxy {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "docker.io/library/haproxy:3.2";

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

    /// Gives an ambassador that clients reach and that forwards to a port of the application.
    #[track_caller]
    pub fn inbound(self, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Ambassador {
        let listener = listener.into();
        let haproxy = Self::container().readiness(Probe::tcp(&listener));
        Ambassador::inbound(haproxy, listener, upstream).config(self)
    }

    /// Gives an ambassador that the application reaches on loopback and that forwards to a service outside.
    #[track_caller]
    pub fn outbound(self, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Ambassador {
        let listener = listener.into();
        // The kubelet does not reach loopback. Debian's variant of the image has bash, Alpine's has nc.
        let ask = format!(
            "nc -z 127.0.0.1 {0} 2>/dev/null || bash -c 'exec 3<>/dev/tcp/127.0.0.1/{0}'",
            listener.number
        );
        let haproxy = Self::container().startup(until_started(Probe::exec(["sh", "-c", &ask])));
        Ambassador::outbound(haproxy, listener, upstream).config(self)
    }

    #[track_caller]
    fn container() -> Container {
        // The image says `haproxy`, which is 99. It stays in the foreground, whatever the configuration says.
        container("haproxy", Self::IMAGE, "20m", 64).image_user(99).command([
            "haproxy",
            "-W",
            "-db",
            "-f",
            &format!("{FOLDER}/haproxy.cfg"),
        ])
    }
}

/// Tells whether a name means the same to every resolver: `HAProxy`'s own knows no search list, so a Service's short name
/// means nothing to it.
fn is_global(upstream: &Upstream) -> bool {
    matches!(upstream, Upstream::Host { host, service: None, .. }
        if host.contains('.') && host.rsplit('.').next() != Some("svc") && host.parse::<IpAddr>().is_err())
}

impl ProxyConfig for Haproxy {
    fn file(&self, link: &ProxyLink) -> ProxyFile {
        let (mode, section) = match (self.mode, link.direction) {
            (Mode::Http, Direction::Inbound) => ("http", "http-in"),
            (Mode::Http, Direction::Outbound) => ("http", "http-out"),
            (Mode::Tcp, Direction::Inbound) => ("tcp", "tcp-in"),
            (Mode::Tcp, Direction::Outbound) => ("tcp", "tcp-out"),
        };
        // A request is over in a minute or never; a connection of a pool may stand idle.
        let (idle, limit) = match self.mode {
            Mode::Http => ("50000ms", " maxconn 32"),
            Mode::Tcp => ("1h", ""),
        };
        let host = if link.listener.is_loopback() { "127.0.0.1" } else { "*" };
        let (port, upstream, connections) = (link.listener.number, &link.upstream, self.max_connections);
        let (resolvers, resolved) = if is_global(upstream) {
            let section = "resolvers cluster\n    parse-resolv-conf\n    accepted_payload_size 8192\n\n";
            (section, " resolvers cluster init-addr libc,none")
        } else {
            ("", "")
        };
        // A service outside knows itself by its own name, not by the loopback address that the application asked.
        let host_header = match (self.mode, link.direction) {
            (Mode::Http, Direction::Outbound) => format!("    http-request set-header Host {upstream}\n"),
            _ => String::new(),
        };
        // The file ends with a line break: HAProxy 2.3 and newer refuse one that does not.
        let text = format!(
            "\
global
    daemon
    maxconn {connections}

{resolvers}defaults
    mode {mode}
    timeout connect 5000ms
    timeout client {idle}
    timeout server {idle}

listen {section}
    bind {host}:{port}
{host_header}    server server1 {upstream}{limit}{resolved}
"
        );
        ProxyFile {
            config_map: self.config_map.clone(),
            volume: self.volume.clone(),
            folder: FOLDER.to_owned(),
            name: "haproxy.cfg".to_owned(),
            text,
        }
    }
}

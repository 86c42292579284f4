//! Envoy as an ambassador.

use std::{fmt::Write as _, net::IpAddr};

use super::{bind, container, host_and_port, quoted, until_started};
use crate::model::{
    Ambassador, Container, Direction, Port, Probe, ProxyConfig, ProxyFile, ProxyLink, Upstream,
};

/// Forwards HTTP requests or TCP connections by Envoy, in TLS to the upstream where that is asked for: the application
/// speaks plainly to loopback and the proxy speaks TLS to the world.
///
/// The name of the upstream is resolved again and again and need not resolve at the start. Envoy answers the kubelet's
/// probes on a port of its own, 9902 where [`health_port`](Self::health_port) says nothing else; its administration
/// interface is off.
///
/// ```
/// use pod_dsl::{preset::Envoy, prelude::*};
///
/// let payments = Port::tcp(8081);
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").env("PAYMENTS", payments.address()))
///     .ambassador(Envoy::http().tls_to_upstream().outbound(&payments, Upstream::host("payments.example.com", 443)));
/// let yaml = pod.to_yaml(&Target::kubernetes())?;
/// assert!(yaml.contains("sni: \"payments.example.com\""));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Envoy {
    mode: Mode,
    tls: bool,
    health: Port,
}

#[derive(Clone, Copy, Debug)]
enum Mode {
    Http,
    Tcp,
}

impl Envoy {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "docker.io/envoyproxy/envoy:distroless-v1.38.0";

    /// Forwards HTTP requests, HTTP/2 and gRPC among them.
    pub fn http() -> Self {
        Self { mode: Mode::Http, tls: false, health: Port::tcp(9902) }
    }

    /// Forwards TCP connections.
    pub fn tcp() -> Self {
        Self { mode: Mode::Tcp, ..Self::http() }
    }

    /// Speaks TLS to the upstream and checks its certificate against the public authorities of the image.
    pub fn tls_to_upstream(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Sets the port on which Envoy answers the kubelet's probes.
    pub fn health_port(mut self, port: impl Into<Port>) -> Self {
        self.health = port.into();
        self
    }

    /// Gives an ambassador that the application reaches on loopback and that forwards to a service outside.
    #[track_caller]
    pub fn outbound(self, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Ambassador {
        Ambassador::outbound(self.container(), listener, upstream).config(self)
    }

    /// Gives an ambassador that clients reach and that forwards to a port of the application.
    #[track_caller]
    pub fn inbound(self, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Ambassador {
        Ambassador::inbound(self.container(), listener, upstream).config(self)
    }

    #[track_caller]
    fn container(&self) -> Container {
        let ready = Probe::http_get("/ready", &self.health);
        // Without hot restarts, whose sockets and shared memory two proxies of one pod would fight over.
        container("envoy", Self::IMAGE, "50m", 64)
            .args(["-c", "/config/envoy.yaml", "--log-level", "warning", "--disable-hot-restart"])
            .listens(&self.health)
            .startup(until_started(ready.clone()))
            .readiness(ready)
    }

    fn filter(&self, direction: Direction) -> String {
        let text = match self.mode {
            Mode::Tcp => {
                "            - name: envoy.filters.network.tcp_proxy
              typed_config:
                \"@type\": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
                stat_prefix: proxy
                cluster: upstream
"
            }
            Mode::Http => {
                "            - name: envoy.filters.network.http_connection_manager
              typed_config:
                \"@type\": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: proxy
                codec_type: AUTO
                upgrade_configs:
                  - upgrade_type: websocket
                route_config:
                  virtual_hosts:
                    - name: all
                      domains: [\"*\"]
                      routes:
                        - match: { prefix: \"/\" }
                          route: { cluster: upstream, timeout: 0s, auto_host_rewrite: REWRITE }
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      \"@type\": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
"
            }
        };
        // A service outside knows itself by its own name, not by the loopback address that the application asked.
        text.replace("REWRITE", if direction == Direction::Outbound { "true" } else { "false" })
    }

    /// Writes how the upstream is spoken to, where not by default.
    fn transport(&self, host: &str) -> String {
        let mut text = String::new();
        if let Mode::Http = self.mode {
            text += "      typed_extension_protocol_options:
        envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
          \"@type\": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
";
            text += if self.tls {
                "          auto_config: {}\n"
            } else {
                "          use_downstream_protocol_config: { http2_protocol_options: {} }\n"
            };
        }
        if self.tls {
            let name = quoted(host);
            let _ = write!(
                text,
                "      transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          \"@type\": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
          sni: {name}
          common_tls_context:
            validation_context:
              trusted_ca: {{ filename: /etc/ssl/certs/ca-certificates.crt }}
              match_typed_subject_alt_names:
                - san_type: DNS
                  matcher: {{ exact: {name} }}
"
            );
        }
        text
    }
}

impl ProxyConfig for Envoy {
    fn file(&self, link: &ProxyLink) -> ProxyFile {
        let (host, upstream_port) = host_and_port(&link.upstream);
        // An address is no name to be resolved.
        let kind = if host.parse::<IpAddr>().is_ok() { "STATIC" } else { "STRICT_DNS" };
        let (address, port, filter) =
            (bind(&link.listener), link.listener.number, self.filter(link.direction));
        let (health, transport, host) = (self.health.number, self.transport(host), quoted(host));
        let text = format!(
            "\
static_resources:
  listeners:
    - name: proxy
      address:
        socket_address: {{ address: {address}, port_value: {port} }}
      filter_chains:
        - filters:
{filter}    - name: health
      address:
        socket_address: {{ address: 0.0.0.0, port_value: {health} }}
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                \"@type\": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: health
                route_config:
                  virtual_hosts:
                    - name: all
                      domains: [\"*\"]
                      routes:
                        - match: {{ path: /ready }}
                          direct_response: {{ status: 200 }}
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      \"@type\": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
  clusters:
    - name: upstream
      type: {kind}
      dns_lookup_family: V4_PREFERRED
      connect_timeout: 5s
{transport}      load_assignment:
        cluster_name: upstream
        endpoints:
          - lb_endpoints:
              - endpoint:
                  address:
                    socket_address: {{ address: {host}, port_value: {upstream_port} }}
"
        );
        ProxyFile {
            config_map: None,
            volume: None,
            folder: "/config".to_owned(),
            name: "envoy.yaml".to_owned(),
            text,
        }
    }
}

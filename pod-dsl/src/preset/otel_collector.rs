//! The OpenTelemetry Collector as an outbound ambassador.

use std::fmt::Write as _;

use super::{bind, container, quoted, until_started};
use crate::model::{Ambassador, Container, Port, Probe, ProxyConfig, ProxyFile, ProxyLink, Upstream};

/// Takes traces, metrics and logs from the application over OTLP (gRPC) on loopback, batches them, and sends them on.
///
/// It answers the kubelet's probes on port 13133 where [`health_port`](Self::health_port) says nothing else.
///
/// ```
/// use pod_dsl::{preset::OtelCollector, prelude::*};
///
/// let otlp = Port::tcp(4317);
/// let endpoint = format!("http://{}", otlp.address());
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint).calls(&otlp))
///     .ambassador(OtelCollector::new().outbound(&otlp, Upstream::service("otel-gateway", 4317)));
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("endpoint: \"otel-gateway:4317\""));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct OtelCollector {
    health: Port,
    tls: bool,
}

impl Default for OtelCollector {
    fn default() -> Self {
        Self::new()
    }
}

impl OtelCollector {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "docker.io/otel/opentelemetry-collector:0.150.1";

    /// Begins with an upstream that speaks plainly.
    pub fn new() -> Self {
        Self { health: Port::tcp(13133), tls: false }
    }

    /// Speaks TLS to the upstream and checks its certificate against the public authorities of the image.
    pub fn tls_to_upstream(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Sets the port on which the collector answers the kubelet's probes.
    pub fn health_port(mut self, port: impl Into<Port>) -> Self {
        self.health = port.into();
        self
    }

    /// Gives an ambassador that the application reaches on loopback and that sends on to another collector or a backend.
    #[track_caller]
    pub fn outbound(self, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Ambassador {
        Ambassador::outbound(self.container(), listener, upstream).config(self)
    }

    #[track_caller]
    fn container(&self) -> Container {
        let healthy = Probe::http_get("/", &self.health);
        container("otel-collector", Self::IMAGE, "50m", 64)
            .arg("--config=/config/otel-collector.yaml")
            .listens(&self.health)
            .startup(until_started(healthy.clone()))
            .liveness(healthy.period_seconds(30))
    }
}

impl ProxyConfig for OtelCollector {
    fn file(&self, link: &ProxyLink) -> ProxyFile {
        let (health, plain, address) = (self.health.number, !self.tls, bind(&link.listener));
        let (port, endpoint) = (link.listener.number, quoted(&link.upstream.to_string()));
        let mut text = format!(
            "\
extensions:
  health_check:
    endpoint: 0.0.0.0:{health}
receivers:
  otlp:
    protocols:
      grpc:
        endpoint: {address}:{port}
processors:
  memory_limiter:
    check_interval: 1s
    limit_percentage: 80
    spike_limit_percentage: 20
  batch: {{}}
exporters:
  otlp:
    endpoint: {endpoint}
    tls:
      insecure: {plain}
service:
  extensions: [health_check]
  telemetry:
    metrics:
      level: none
  pipelines:
"
        );
        for signal in ["traces", "metrics", "logs"] {
            let _ = write!(
                text,
                "    {signal}:\n      receivers: [otlp]\n      processors: [memory_limiter, batch]\n      exporters: [otlp]\n"
            );
        }
        ProxyFile {
            config_map: None,
            volume: None,
            folder: "/config".to_owned(),
            name: "otel-collector.yaml".to_owned(),
            text,
        }
    }
}

//! Where a log agent sends what it reads.

use crate::model::Upstream;

/// Names where a log agent sends lines: the presets [`FluentBit`](super::FluentBit) and [`Vector`](super::Vector) know the
/// same sinks.
///
/// ```
/// use pod_dsl::{preset::{FluentBit, LogSink}, prelude::*};
///
/// let log = Volume::empty_dir("logs").size_limit("256Mi").file("access.log");
/// let agent = FluentBit::tail(&log, LogSink::loki(Upstream::service("loki", 3100)));
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").writes(&log, "/var/log/shop/access.log"))
///     .sidecar(agent);
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("host: \"loki\""));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct LogSink(pub(super) Sink);

#[derive(Clone, Debug)]
pub(super) enum Sink {
    Stdout,
    Loki(Upstream),
    Http(Upstream, String),
}

impl LogSink {
    /// Writes lines to the agent's own output, which the cluster collects: `kubectl logs POD -c AGENT` shows the file.
    pub fn stdout() -> Self {
        Self(Sink::Stdout)
    }

    /// Sends lines to Grafana Loki, labelled with the agent's job.
    pub fn loki(upstream: impl Into<Upstream>) -> Self {
        Self(Sink::Loki(upstream.into()))
    }

    /// Posts lines as JSON, a line each, to a path.
    pub fn http(upstream: impl Into<Upstream>, path: impl Into<String>) -> Self {
        Self(Sink::Http(upstream.into(), path.into()))
    }
}

//! Fluent Bit as a log sidecar.

use super::{
    container, host_and_port,
    log_sink::{LogSink, Sink},
    quoted,
};
use crate::model::{Port, Probe, SharedFile, Sidecar};

/// Follows a log file that the application writes to a shared volume, and sends its lines on.
///
/// The volume is mounted read-only; where the agent has read to is kept in a folder of its own, so that a restart neither
/// loses nor repeats lines. It answers the kubelet's probes on port 2020.
///
/// ```
/// use pod_dsl::{preset::{FluentBit, LogSink}, prelude::*};
///
/// let log = Volume::empty_dir("logs").size_limit("256Mi").file("access.log");
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").writes(&log, "/var/log/shop/access.log"))
///     .sidecar(FluentBit::tail(&log, LogSink::stdout()));
/// let yaml = pod.to_yaml(&Target::kubernetes())?;
/// assert!(yaml.contains("path: \"/logs/access.log\"") && yaml.contains("readOnly: true"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FluentBit;

impl FluentBit {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "cr.fluentbit.io/fluent/fluent-bit:4.2.3";

    /// Gives a sidecar that reads the file from its beginning on, through rotations.
    #[track_caller]
    pub fn tail(log: &SharedFile, sink: LogSink) -> Sidecar {
        let health = Port::tcp(2020);
        let path = format!("/logs/{}", log.path);
        let alive = Probe::http_get("/api/v1/uptime", &health).period_seconds(30);
        // The image runs as root where nobody says else; its distroless base has 65532 for a user without rights.
        let agent = container("fluent-bit", Self::IMAGE, "20m", 32)
            .image_user(65532)
            .args(["-c", "/config/fluent-bit.yaml"])
            .config_file("/config/fluent-bit.yaml", text(&path, &log.path, sink))
            .scratch("/state", "64Mi")
            .reads(log, path)
            .listens(&health)
            .startup(super::until_started(Probe::tcp(&health)))
            .liveness(alive);
        Sidecar::new(agent)
    }
}

fn text(path: &str, tag: &str, sink: LogSink) -> String {
    let output = match sink.0 {
        Sink::Stdout => "    - name: stdout\n      match: '*'\n      format: json_lines\n".to_owned(),
        Sink::Loki(upstream) => {
            let (host, port) = host_and_port(&upstream);
            let host = quoted(host);
            format!(
                "    - name: loki\n      match: '*'\n      host: {host}\n      port: {port}\n      labels: job=fluent-bit\n"
            )
        }
        Sink::Http(upstream, uri) => {
            let (host, port) = host_and_port(&upstream);
            let (host, uri) = (quoted(host), quoted(&uri));
            format!(
                "    - name: http\n      match: '*'\n      host: {host}\n      port: {port}\n      uri: {uri}\n      \
                 format: json_lines\n"
            )
        }
    };
    let (path, tag) = (quoted(path), quoted(tag));
    format!(
        "\
service:
  flush: 1
  log_level: warn
  http_server: on
  http_listen: 0.0.0.0
  http_port: 2020
pipeline:
  inputs:
    - name: tail
      path: {path}
      tag: {tag}
      db: /state/tail.db
      read_from_head: true
      refresh_interval: 5
      mem_buf_limit: 8MB
      skip_long_lines: on
  outputs:
{output}"
    )
}

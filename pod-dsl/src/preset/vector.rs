//! Vector as a log sidecar.

use super::{
    container,
    log_sink::{LogSink, Sink},
    quoted,
};
use crate::model::{Port, Probe, SharedFile, Sidecar};

/// Follows a log file that the application writes to a shared volume, and sends its lines on.
///
/// The volume is mounted read-only; where the agent has read to is kept in a folder of its own, so that a restart neither
/// loses nor repeats lines. It answers the kubelet's probes on port 8686.
///
/// ```
/// use pod_dsl::{preset::{LogSink, Vector}, prelude::*};
///
/// let log = Volume::empty_dir("logs").size_limit("256Mi").file("access.log");
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").writes(&log, "/var/log/shop/access.log"))
///     .sidecar(Vector::tail(&log, LogSink::http(Upstream::service("logs", 8080), "/ingest")));
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("uri: \"http://logs:8080/ingest\""));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Vector;

impl Vector {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "docker.io/timberio/vector:0.55.0-distroless-static";

    /// Gives a sidecar that reads the file from its beginning on, through rotations.
    #[track_caller]
    pub fn tail(log: &SharedFile, sink: LogSink) -> Sidecar {
        let health = Port::tcp(8686);
        let path = format!("/logs/{}", log.path);
        let healthy = Probe::http_get("/health", &health);
        // The image runs as root where nobody says else; its distroless base has 65532 for a user without rights.
        let agent = container("vector", Self::IMAGE, "20m", 64)
            .image_user(65532)
            .args(["--config", "/config/vector.yaml"])
            .config_file("/config/vector.yaml", text(&path, sink))
            .scratch("/state", "64Mi")
            .reads(log, path)
            .listens(&health)
            .startup(super::until_started(healthy.clone()))
            .liveness(healthy.period_seconds(30));
        Sidecar::new(agent)
    }
}

fn text(path: &str, sink: LogSink) -> String {
    let sink = match sink.0 {
        Sink::Stdout => "    type: console\n    inputs: [log]\n    encoding:\n      codec: json\n".to_owned(),
        Sink::Loki(upstream) => {
            let endpoint = quoted(&format!("http://{upstream}"));
            format!(
                "    type: loki\n    inputs: [log]\n    endpoint: {endpoint}\n    labels:\n      job: vector\n    \
                 encoding:\n      codec: text\n"
            )
        }
        Sink::Http(upstream, path) => {
            let uri = quoted(&format!("http://{upstream}/{}", path.trim_start_matches('/')));
            format!(
                "    type: http\n    inputs: [log]\n    uri: {uri}\n    framing:\n      method: newline_delimited\n    \
                 encoding:\n      codec: json\n"
            )
        }
    };
    let path = quoted(path);
    format!(
        "\
data_dir: /state
api:
  enabled: true
  address: 0.0.0.0:8686
sources:
  log:
    type: file
    include: [{path}]
    read_from: beginning
sinks:
  out:
{sink}"
    )
}

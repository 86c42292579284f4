//! A log agent beside the application: fluent-bit as a native sidecar, its configuration in a `ConfigMap`.
//!
//! `cargo run --example log_agent`

use pod_dsl::prelude::*;

const AGENT: &str = "docker.io/fluent/fluent-bit:4.2.0";
const BUSYBOX: &str = "docker.io/library/busybox:1.37";

/// Where the agent finds the log, in its own file system.
const LOG: &str = "/logs/shop.log";

const WORK: &str = "\
while sleep 1; do
  echo \"{\\\"time\\\":\\\"$(date -Iseconds)\\\",\\\"level\\\":\\\"info\\\",\\\"message\\\":\\\"sold one\\\"}\" >> /var/log/shop/shop.log
done
";

/// Describes the `ConfigMap` and the pod with the builder.
pub fn bundle() -> Bundle {
    let health = Port::tcp(2020).named("agent-health");
    let config = config(&health);
    let settings = Volume::config_map("agent-config", &config);
    let logs = Volume::empty_dir("logs").size_limit("256Mi");
    let log = logs.file("shop.log");

    let pod = Pod::new("shop-with-agent")
        .termination_grace_period_seconds(10)
        .container(
            Container::new("shop", BUSYBOX)
                .command(["sh", "-c", WORK])
                .writes(&log, "/var/log/shop/shop.log"),
        )
        .native_sidecar(
            Container::new("log-agent", AGENT)
                .command(["/fluent-bit/bin/fluent-bit", "--config", "/config/fluent-bit.yaml"])
                .mount(&settings, Mount::at("/config").read_only())
                .reads(&log, LOG)
                .port(&health)
                .readiness(Probe::http_get("/api/v1/health", &health)),
        );
    Bundle::new().add(config).add(pod)
}

/// Describes the same in the macro's spelling.
pub fn twin() -> Bundle {
    let health = Port::tcp(2020).named("agent-health");
    let config = config(&health);
    bundle! {
        pod "shop-with-agent" {
            termination_grace_period_seconds 10;
            volume settings = config_map("agent-config", &config);
            volume logs = empty_dir("logs").size_limit("256Mi");
            let log = logs.file("shop.log");

            container "shop", BUSYBOX {
                command ["sh", "-c", WORK];
                writes &log, "/var/log/shop/shop.log";
            }
            native_sidecar "log-agent", AGENT {
                command ["/fluent-bit/bin/fluent-bit", "--config", "/config/fluent-bit.yaml"];
                mount &settings, Mount::at("/config").read_only();
                reads &log, LOG;
                port &health;
                readiness Probe::http_get("/api/v1/health", &health);
            }
        }
        add config;
    }
}

/// Writes the agent's configuration; a real one has another output than the agent's own standard output.
fn config(health: &Port) -> ConfigMap {
    let port = health.number();
    ConfigMap::new("log-agent").file(
        "fluent-bit.yaml",
        format!(
            "\
service:
  flush: 1
  log_level: info
  http_server: on
  http_listen: 0.0.0.0
  http_port: {port}
  health_check: on
pipeline:
  inputs:
    - name: tail
      path: {LOG}
      tag: shop
      read_from_head: true
      refresh_interval: 5
  outputs:
    - name: stdout
      match: \"*\"
      format: json_lines
"
        ),
    )
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(bundle)
}

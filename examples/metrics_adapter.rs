//! An adapter: an exporter reads the web server's access log and serves it as Prometheus metrics.
//!
//! `cargo run --example metrics_adapter`

use pod_dsl::prelude::*;

const NGINX: &str = "quay.io/nginx/nginx-unprivileged:1.29-alpine";
const EXPORTER: &str = "quay.io/martinhelmich/prometheus-nginxlog-exporter:v1.11.0";

/// Where the exporter finds the log, in its own file system.
const LOG: &str = "/logs/access.log";

/// Describes the pod with the builder.
pub fn pod() -> Pod {
    let logs = Volume::empty_dir("logs").size_limit("256Mi");
    let access_log = logs.file("access.log");
    let metrics = Port::tcp(4040);

    Pod::new("web-with-metrics")
        .label("app", "web")
        .container(
            Container::new("web", NGINX)
                .port(Port::tcp(8080).named("http"))
                .writes(&access_log, "/var/log/nginx/access.log"),
        )
        .adapter(Adapter::new(
            Container::new("log-metrics", EXPORTER)
                .arg("-namespace=nginx")
                .arg(format!("-listen-port={}", metrics.number()))
                .arg(LOG)
                .reads(&access_log, LOG),
            &metrics,
        ))
}

/// Describes the same pod in the macro's spelling.
pub fn twin() -> Pod {
    pod! {
        pod "web-with-metrics";
        label "app", "web";
        volume logs = empty_dir("logs").size_limit("256Mi");
        let access_log = logs.file("access.log");
        let metrics = Port::tcp(4040);

        container "web", NGINX {
            port Port::tcp(8080).named("http");
            writes &access_log, "/var/log/nginx/access.log";
        }
        adapter "log-metrics", EXPORTER, &metrics {
            arg "-namespace=nginx";
            arg format!("-listen-port={}", metrics.number());
            arg LOG;
            reads &access_log, LOG;
        }
    }
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(pod)
}

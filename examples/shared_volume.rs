//! The course's first pod: a helper writes the page that the web server serves, through a volume both mount.
//!
//! `cargo run --example shared_volume`

use pod_dsl::prelude::*;

/// Describes the pod with the builder.
pub fn pod() -> Pod {
    let shared = Volume::empty_dir("shared-data");

    Pod::new("my-pod")
        .container(Container::new("app", "bitnami/nginx").mount(&shared, "/app").port(8080))
        .sidecar(Container::new("sidecard", "busybox").mount(&shared, "/pod-data").command([
            "sh",
            "-c",
            "echo Hello from the side container > /pod-data/index.html && sleep 3600",
        ]))
}

/// Describes the same pod in the macro's spelling.
pub fn twin() -> Pod {
    pod! {
        pod "my-pod";
        volume shared = empty_dir("shared-data");

        container "app", "bitnami/nginx" {
            mount &shared, "/app";
            port 8080;
        }
        sidecar "sidecard", "busybox" {
            mount &shared, "/pod-data";
            command ["sh", "-c", "echo Hello from the side container > /pod-data/index.html && sleep 3600"];
        }
    }
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(pod)
}

//! An init container prepares the page, ends, and only then the web server starts and serves it.
//!
//! `cargo run --example init_then_run`

use pod_dsl::prelude::*;

const BUSYBOX: &str = "docker.io/library/busybox:1.37";
const NGINX: &str = "quay.io/nginx/nginx-unprivileged:1.29-alpine";

const PREPARE: &str = "echo Hello from the init container > /content/index.html";

/// Describes the pod with the builder.
pub fn pod() -> Pod {
    let content = Volume::empty_dir("content");
    let page = content.file("index.html");
    let http = Port::tcp(8080).named("http");

    Pod::new("prepared")
        .init(
            Container::new("prepare", BUSYBOX)
                .command(["sh", "-c", PREPARE])
                .writes(&page, "/content/index.html"),
        )
        .container(
            Container::new("web", NGINX)
                .port(&http)
                .reads(&page, "/usr/share/nginx/html/index.html")
                .readiness(Probe::http_get("/", &http)),
        )
}

/// Describes the same pod in the macro's spelling.
pub fn twin() -> Pod {
    pod! {
        pod "prepared";
        volume content = empty_dir("content");
        let page = content.file("index.html");
        let http = Port::tcp(8080).named("http");

        init "prepare", BUSYBOX {
            command ["sh", "-c", PREPARE];
            writes &page, "/content/index.html";
        }
        container "web", NGINX {
            port &http;
            reads &page, "/usr/share/nginx/html/index.html";
            readiness Probe::http_get("/", &http);
        }
    }
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(pod)
}

//! A web server with a helper that every cluster admits to an ordinary user: one text for Kubernetes and OpenShift.
//!
//! `cargo run --example portable_web`

use pod_dsl::prelude::*;

/// Both containers run this image, which names a user that is not root by its number: the kubelet asks for that, and
/// OpenShift puts another in its place.
const NGINX: &str = "quay.io/nginx/nginx-unprivileged:1.29-alpine";

const CLOCK: &str = "while true; do date > /content/index.html; sleep 10; done";

/// Describes the pod with the builder.
pub fn pod() -> Pod {
    let content = Volume::empty_dir("content").size_limit("16Mi");
    let page = content.file("index.html");
    let http = Port::tcp(8080).named("http");

    Pod::new("portable-web")
        .profile(Profile::portable())
        .container(
            Container::new("web", NGINX)
                .port(&http)
                .reads(&page, "/usr/share/nginx/html/index.html")
                .readiness(Probe::http_get("/", &http))
                .resources(Resources::new().request_cpu("20m").request_memory("32Mi").limit_memory("64Mi")),
        )
        .sidecar(
            Container::new("clock", NGINX)
                .command(["sh", "-c", CLOCK])
                .writes(&page, "/content/index.html")
                .resources(Resources::new().request_cpu("5m").request_memory("8Mi").limit_memory("16Mi")),
        )
}

/// Describes the same pod in the macro's spelling.
pub fn twin() -> Pod {
    pod! {
        pod "portable-web";
        profile Profile::portable();
        volume content = empty_dir("content").size_limit("16Mi");
        let page = content.file("index.html");
        let http = Port::tcp(8080).named("http");

        container "web", NGINX {
            port &http;
            reads &page, "/usr/share/nginx/html/index.html";
            readiness Probe::http_get("/", &http);
            resources { request_cpu "20m"; request_memory "32Mi"; limit_memory "64Mi"; }
        }
        sidecar "clock", NGINX {
            command ["sh", "-c", CLOCK];
            writes &page, "/content/index.html";
            resources { request_cpu "5m"; request_memory "8Mi"; limit_memory "16Mi"; }
        }
    }
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(pod)
}

//! A web server as people run it: a Deployment, what leads to it, what scales it and what protects it, from one pod.
//!
//! `cargo run --example web_deployment`

use pod_dsl::{ContainerHandle, prelude::*};

const NGINX: &str = "quay.io/nginx/nginx-unprivileged:1.29-alpine";

const SITE: &str = "\
server {
  listen 8080;
  location /healthz { return 200 \"ok\\n\"; }
  location / { root /usr/share/nginx/html; }
}
";

/// Describes the pod with the builder, and around it all the rest.
pub fn bundle() -> Bundle {
    let http = Port::tcp(8080).named("http");
    let config = config();
    let site = Volume::config_map("site", &config);

    let web = Container::new("web", NGINX)
        .port(&http)
        .mount(&site, Mount::at("/etc/nginx/conf.d").read_only())
        .readiness(Probe::http_get("/healthz", &http))
        .resources(resources());
    let measured = web.handle();
    let pod = Pod::new("shop").profile(Profile::portable()).container(web);
    around(pod, &http, &measured, config)
}

/// Describes the same, the pod in the macro's spelling.
pub fn twin() -> Bundle {
    let http = Port::tcp(8080).named("http");
    let config = config();
    let web = Container::new("web", NGINX)
        .port(&http)
        .readiness(Probe::http_get("/healthz", &http))
        .resources(resources());
    let measured = web.handle();
    let pod = pod! {
        pod "shop";
        profile Profile::portable();
        volume site = config_map("site", &config);

        container web.mount(&site, Mount::at("/etc/nginx/conf.d").read_only());
    };
    around(pod, &http, &measured, config)
}

/// Makes a Deployment of the pod and adds what stands around it. Each takes name, labels and ports from the pod.
fn around(pod: Pod, http: &Port, measured: &ContainerHandle, config: ConfigMap) -> Bundle {
    // An autoscaler decides how many there are, and a change of the configuration replaces them step by step.
    let shop = pod.deployment().rolling_update(1, 0).spread().rolls_with(&config);
    let service = Service::of(&shop).port(80, http);
    Bundle::new()
        // An Ingress for Kubernetes, a Route for OpenShift.
        .add(Expose::of(&service).host("shop.example.com").edge())
        .add(service)
        .add(Autoscaler::of(&shop, 2..=6).container_cpu(measured, 70))
        .add(DisruptionBudget::of(&shop).max_unavailable(1))
        .add(config)
        .add(shop)
}

fn config() -> ConfigMap {
    ConfigMap::new("shop").file("default.conf", SITE)
}

fn resources() -> Resources {
    Resources::new().request_cpu("50m").request_memory("32Mi").limit_memory("64Mi")
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(bundle)
}

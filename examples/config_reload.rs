//! A reloader watches the mounted configuration and signals the web server through the shared process namespace.
//!
//! `cargo run --example config_reload`

use pod_dsl::prelude::*;

/// Both containers run this image, so both run as the same user, and a process may signal others of its own user.
const NGINX: &str = "quay.io/nginx/nginx-unprivileged:1.29-alpine";

/// Signals the oldest process called nginx, which is the master; what number it has nobody can know beforehand.
const WATCH: &str = "\
last=$(sha256sum /etc/nginx/conf.d/*)
while sleep 5; do
  now=$(sha256sum /etc/nginx/conf.d/*)
  [ \"$now\" = \"$last\" ] || { pkill -HUP -o nginx && last=$now; }
done
";

/// Describes the `ConfigMap` and the pod with the builder.
pub fn bundle() -> Bundle {
    let http = Port::tcp(8080).named("http");
    let config = config(&http);
    // A mount of the whole volume is refreshed when the ConfigMap changes; one with a sub-path never is.
    let sites = Volume::config_map("sites", &config);

    let web = Container::new("web", NGINX)
        .port(&http)
        .mount(&sites, Mount::at("/etc/nginx/conf.d").read_only())
        .readiness(Probe::http_get("/", &http));
    let reloader = Container::new("reloader", NGINX)
        .command(["sh", "-c", WATCH])
        .mount(&sites, Mount::at("/etc/nginx/conf.d").read_only())
        .signals(&web.handle(), Signal::Hup);

    Bundle::new()
        .add(config)
        .add(Pod::new("reloading").termination_grace_period_seconds(5).container(web).sidecar(reloader))
}

/// Describes the same in the macro's spelling.
pub fn twin() -> Bundle {
    let http = Port::tcp(8080).named("http");
    let config = config(&http);
    bundle! {
        pod "reloading" {
            termination_grace_period_seconds 5;
            volume sites = config_map("sites", &config);
            let web = Container::new("web", NGINX)
                .port(&http)
                .mount(&sites, Mount::at("/etc/nginx/conf.d").read_only())
                .readiness(Probe::http_get("/", &http));
            let nginx = web.handle();

            container web;
            sidecar "reloader", NGINX {
                command ["sh", "-c", WATCH];
                mount &sites, Mount::at("/etc/nginx/conf.d").read_only();
                signals &nginx, Signal::Hup;
            }
        }
        add config;
    }
}

fn config(http: &Port) -> ConfigMap {
    let port = http.number();
    ConfigMap::new("sites").file(
        "default.conf",
        format!(
            "\
server {{
    listen {port};
    location / {{
        default_type text/plain;
        return 200 \"first edition\\n\";
    }}
}}
"
        ),
    )
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(bundle)
}

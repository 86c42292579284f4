//! Each preset in a pod that every cluster admits: judged for both platforms, compared with golden text, and its
//! configuration read by the real program where that is installed.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use pod_dsl::{
    Object, golden, golden_dir, k8s,
    prelude::*,
    preset::{
        CloudSqlProxy, ConfigReload, Envoy, FluentBit, GitSync, Haproxy, IMAGES, JsonExporter, KubeRbacProxy,
        LogSink, Nginx, NginxExporter, Oauth2Proxy, OtelCollector, PgBouncer, PostgresExporter,
        RedisExporter, Socat, StatsdExporter, VaultAgent, Vector,
    },
};

#[path = "presets/programs.rs"]
mod programs;

fn app() -> Container {
    let resources = Resources::new().request_cpu("100m").request_memory("64Mi").limit_memory("128Mi");
    Container::new("app", "ghcr.io/example/app:1.4").resources(resources)
}

fn http() -> Port {
    Port::tcp(8080).named("http")
}

fn https() -> Port {
    Port::tcp(8443).named("https")
}

fn metrics(number: u16) -> Port {
    Port::tcp(number).named("metrics")
}

/// Gives a pod whose application is reached through an ambassador.
fn behind(ambassador: impl FnOnce(&Port) -> Ambassador) -> Pod {
    before(3000, ambassador)
}

/// Gives the same with the port of the application.
fn before(port: u16, ambassador: impl FnOnce(&Port) -> Ambassador) -> Pod {
    let app_port = Port::tcp(port).loopback();
    let ambassador = ambassador(&app_port);
    Pod::new("shop").container(app().listens(&app_port)).ambassador(ambassador)
}

/// Gives a pod whose application reaches a service through an ambassador, which must have started before.
fn through(port: u16, ambassador: impl FnOnce(&Port) -> Ambassador) -> Pod {
    let port = Port::tcp(port).loopback();
    let ambassador = ambassador(&port);
    let app = app().env("UPSTREAM", port.address()).starts_after(&ambassador.handle());
    Pod::new("shop").container(app).ambassador(ambassador)
}

/// Gives a pod whose application writes a log that a sidecar reads.
fn logging(agent: impl FnOnce(&pod_dsl::SharedFile) -> Sidecar) -> Pod {
    let log = Volume::empty_dir("logs").size_limit("256Mi").file("access.log");
    let agent = agent(&log);
    Pod::new("shop").container(app().writes(&log, "/var/log/app/access.log")).sidecar(agent)
}

fn postgres() -> Upstream {
    Upstream::service("postgres", 5432)
}

fn certificate() -> Volume {
    Volume::secret("tls", "shop-tls")
}

/// Is a way to use a preset: the name of the preset, of the golden file, and a pod.
type Case = (&'static str, &'static str, Pod);

/// Lists a pod for each way to use a preset.
fn cases() -> Vec<Case> {
    [forwarders(), gates(), sidecars(), adapters()].concat()
}

fn forwarders() -> Vec<Case> {
    let redis = || Upstream::service("redis", 6379);
    vec![
        ("Haproxy", "haproxy_http_inbound", behind(|app| Haproxy::http().inbound(http(), app))),
        ("Haproxy", "haproxy_tcp_inbound", behind(|app| Haproxy::tcp().inbound(http(), app))),
        ("Haproxy", "haproxy_tcp_outbound", through(6379, |port| Haproxy::tcp().outbound(port, redis()))),
        (
            "Haproxy",
            "haproxy_tcp_outbound_host",
            through(5432, |port| Haproxy::tcp().outbound(port, Upstream::host("db.example.com", 5432))),
        ),
        (
            "Haproxy",
            "haproxy_tcp_outbound_ipv6",
            through(5432, |port| Haproxy::tcp().outbound(port, Upstream::host("fd00::5", 5432))),
        ),
        ("Socat", "socat_ipv6", through(5432, |port| Socat::outbound(port, Upstream::host("fd00::5", 5432)))),
        ("Nginx", "nginx_inbound", behind(|app| Nginx::new().inbound(http(), app))),
        ("Nginx", "nginx_inbound_tls", behind(|app| Nginx::new().tls(&certificate()).inbound(https(), app))),
        (
            "Haproxy",
            "haproxy_http_outbound",
            through(8081, |port| Haproxy::http().outbound(port, Upstream::service("payments", 8080))),
        ),
        ("Envoy", "envoy_tcp_outbound", through(6379, |port| Envoy::tcp().outbound(port, redis()))),
        (
            "Envoy",
            "envoy_http_outbound_tls",
            through(8081, |port| {
                Envoy::http().tls_to_upstream().outbound(port, Upstream::host("payments.example.com", 443))
            }),
        ),
        ("Envoy", "envoy_http_inbound", behind(|app| Envoy::http().inbound(http(), app))),
        ("Socat", "socat", through(6379, |port| Socat::outbound(port, redis()))),
    ]
}

fn gates() -> Vec<Case> {
    let users = Volume::secret("pgbouncer-users", "shop-pgbouncer");
    vec![
        (
            "CloudSqlProxy",
            "cloud_sql_proxy",
            through(5432, |port| CloudSqlProxy::to("example:europe-west1:shop").outbound(port)),
        ),
        ("CloudSqlProxy", "cloud_sql_proxy_job", {
            let port = Port::tcp(5432);
            let proxy = CloudSqlProxy::to("example:europe-west1:shop").quitquitquit(9091).outbound(&port);
            let app = app().env("UPSTREAM", port.address());
            Pod::new("migrate").restart_policy(RestartPolicy::Never).container(app).ambassador(proxy)
        }),
        (
            "PgBouncer",
            "pg_bouncer",
            through(5432, |port| PgBouncer::new(&users).per_transaction().outbound(port, postgres())),
        ),
        (
            "Oauth2Proxy",
            "oauth2_proxy",
            behind(|app| {
                let proxy = Oauth2Proxy::oidc("https://login.example.com", "shop-oidc");
                proxy.tls(&certificate()).inbound(https(), app)
            }),
        ),
        (
            "KubeRbacProxy",
            "kube_rbac_proxy",
            behind(|app| KubeRbacProxy::new().tls(&certificate()).inbound(https(), app)),
        ),
        (
            "OtelCollector",
            "otel_collector",
            through(4317, |port| {
                OtelCollector::new().outbound(port, Upstream::service("otel-gateway", 4317))
            }),
        ),
    ]
}

fn sidecars() -> Vec<Case> {
    let page = http();
    let config = Volume::config_map("config", "app-config");
    let site = Volume::empty_dir("site").size_limit("256Mi");
    let secrets = Volume::empty_dir("secrets").in_memory().size_limit("1Mi");
    let vault = VaultAgent::new("https://vault.example.com:8200", "shop").template(
        "db.env",
        "{{ with secret \"database/creds/shop\" }}PASSWORD=\"{{ .Data.password }}\"{{ end }}\n",
    );
    let signalled = app().mount(&config, Mount::at("/etc/app").read_only());
    let sync = GitSync::new("https://github.com/example/site", &site).arg("--ref=main");
    vec![
        ("FluentBit", "fluent_bit_stdout", logging(|log| FluentBit::tail(log, LogSink::stdout()))),
        (
            "FluentBit",
            "fluent_bit_loki",
            logging(|log| FluentBit::tail(log, LogSink::loki(Upstream::service("loki", 3100)))),
        ),
        (
            "FluentBit",
            "fluent_bit_http",
            logging(|log| FluentBit::tail(log, LogSink::http(Upstream::service("logs", 8080), "/ingest"))),
        ),
        ("Vector", "vector_stdout", logging(|log| Vector::tail(log, LogSink::stdout()))),
        (
            "Vector",
            "vector_loki",
            logging(|log| Vector::tail(log, LogSink::loki(Upstream::service("loki", 3100)))),
        ),
        (
            "Vector",
            "vector_http",
            logging(|log| Vector::tail(log, LogSink::http(Upstream::service("logs", 8080), "/ingest"))),
        ),
        ("GitSync", "git_sync", {
            let web = Nginx::new().folder("current").serves(&site, http()).starts_after(&sync.handle());
            Pod::new("site").container(web).sidecar(sync)
        }),
        ("GitSync", "git_sync_once", {
            let app = app().mount(&site, Mount::at("/site").read_only());
            Pod::new("site").init(GitSync::once("https://github.com/example/site", &site)).container(app)
        }),
        ("ConfigReload", "config_reload_webhook", {
            let app = app().port(&page).mount(&config, Mount::at("/etc/app").read_only());
            Pod::new("shop").container(app).sidecar(ConfigReload::webhook(&config, &page, "/-/reload"))
        }),
        ("ConfigReload", "config_reload_signal", {
            let image = "ghcr.io/example/app:1.4";
            let reload = ConfigReload::signal(image, &config, &signalled.handle(), "app", Signal::Hup);
            Pod::new("shop").container(signalled).sidecar(reload)
        }),
        ("VaultAgent", "vault_agent", {
            let app = app().mount(&secrets, Mount::at("/secrets").read_only());
            let pod = Pod::new("shop").init(vault.init(&secrets)).container(app);
            pod.sidecar(vault.sidecar(&secrets))
        }),
    ]
}

fn adapters() -> Vec<Case> {
    let (redis_port, db, page) = (Port::tcp(6379), Port::tcp(5432), http());
    let (status, statsd) = (Port::tcp(8081), Port::udp(8125));
    vec![
        (
            "RedisExporter",
            "redis_exporter",
            Pod::new("cache")
                .container(app().port(&redis_port))
                .adapter(RedisExporter::new(&redis_port, metrics(9121))),
        ),
        (
            "PostgresExporter",
            "postgres_exporter",
            Pod::new("db").container(app().port(&db)).adapter(PostgresExporter::new(
                &db,
                "db-monitor",
                metrics(9187),
            )),
        ),
        (
            "NginxExporter",
            "nginx_exporter",
            behind(|app| Nginx::new().status(&status).inbound(http(), app))
                .adapter(NginxExporter::new(&status, metrics(9113))),
        ),
        (
            "StatsdExporter",
            "statsd_exporter",
            Pod::new("shop")
                .container(app().env("STATSD", statsd.address()))
                .adapter(StatsdExporter::new(&statsd, metrics(9102))),
        ),
        (
            "JsonExporter",
            "json_exporter",
            Pod::new("shop").container(app().port(&page)).adapter(
                JsonExporter::new().metric("orders_open", "{ .orders.open }").reads(&page, metrics(7979)),
            ),
        ),
    ]
}

/// Gives the target of each platform, in a namespace that enforces `restricted`.
fn restricted() -> impl Iterator<Item = Target> {
    let label = ("pod-security.kubernetes.io/enforce".to_owned(), "restricted".to_owned());
    let metadata =
        ObjectMeta { name: Some("shop".to_owned()), labels: Some([label].into()), ..ObjectMeta::default() };
    let namespace = k8s::Namespace { metadata, ..k8s::Namespace::default() };
    [Target::kubernetes().namespace(namespace), Target::openshift()].into_iter()
}

#[test]
fn every_preset_is_admitted_everywhere_as_the_same_bytes() {
    let cases = cases();
    for (_, name, pod) in &cases {
        let pod = pod.clone().profile(Profile::portable());
        for target in restricted() {
            let report = pod.check(&target);
            assert_eq!(report.errors().count(), 0, "{name} on {target}:\n{report}");
        }
        golden!(&format!("tests/golden/preset_{name}.yaml"), pod);
    }
    golden_dir!("tests/golden", cases.iter().map(|(_, name, _)| format!("tests/golden/preset_{name}.yaml")));
}

#[test]
fn what_a_preset_is_warned_of_is_known() {
    // Whether an image that names no user by number runs is for the platforms to differ in, and `portable` forbids that.
    for (preset, name, pod) in cases() {
        for target in restricted() {
            let report = pod.clone().profile(Profile::restricted()).check(&target);
            let found: Vec<_> =
                report.findings().iter().filter(|f| f.severity != pod_dsl::Severity::Info).collect();
            assert!(found.is_empty(), "{preset} as {name} on {target}:\n{report}");
        }
    }
}

#[test]
fn every_preset_is_tried_told_and_pinned() {
    let tried: BTreeSet<_> = cases().into_iter().map(|(preset, ..)| preset).collect();
    let listed: BTreeSet<_> = IMAGES.iter().map(|(preset, _)| *preset).collect();
    assert_eq!(tried, listed, "every preset has a case here and a line in IMAGES");
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/presets.md")).unwrap();
    for (preset, image) in IMAGES {
        assert!(page.contains(&format!("| `{preset}`")), "docs/presets.md has no line about `{preset}`");
        assert!(page.contains(image), "docs/presets.md does not name {image}");
        let tag = image.rsplit_once(':').map(|(_, tag)| tag);
        assert!(
            tag.is_some_and(|tag| tag != "latest" && tag.contains(|c: char| c.is_ascii_digit())),
            "{image}"
        );
    }
}

#[test]
fn what_is_written_as_yaml_or_json_can_be_read() {
    for (_, name, pod) in cases() {
        for object in pod.render(&Target::kubernetes()).unwrap() {
            let Object::ConfigMap(map) = object else { continue };
            for (file, text) in map.data.unwrap() {
                if file.ends_with("yaml") || file.ends_with("json") {
                    let read: Result<serde_yaml::Value, _> = serde_yaml::from_str(&text);
                    assert!(
                        read.as_ref().is_ok_and(serde_yaml::Value::is_mapping),
                        "{name}: {read:?}\n{text}"
                    );
                }
            }
        }
    }
}

#[test]
fn two_of_a_kind_are_told_apart_by_name() {
    let (one, two) = (http(), Port::tcp(8081).named("http-2"));
    let (a, b) = (Port::tcp(3000).loopback(), Port::tcp(3001).loopback());
    let pod = Pod::new("shop")
        .container(app().listens(&a).listens(&b))
        .ambassador(Nginx::new().inbound(&one, &a))
        .ambassador(Nginx::new().inbound(&two, &b).named("nginx-2"));
    let yaml = pod.to_yaml(&Target::kubernetes()).unwrap();
    for name in ["shop-nginx", "shop-nginx-2", "nginx-config", "nginx-2-config", "nginx-tmp", "nginx-2-tmp"] {
        assert!(yaml.contains(&format!("name: {name}\n")), "{name}:\n{yaml}");
    }
}

#[test]
fn what_a_preset_wrote_can_be_written_otherwise() {
    let pod = through(6379, |port| {
        Envoy::tcp()
            .outbound(port, Upstream::service("redis", 6379))
            .config_file("/config/envoy.yaml", "mine: true\n")
    });
    let yaml = pod.to_yaml(&Target::kubernetes()).unwrap();
    assert!(yaml.contains("mine: true") && !yaml.contains("static_resources"), "{yaml}");
}

#[test]
fn the_user_of_an_image_is_written_for_kubernetes_alone() {
    let pod = || through(6379, |port| Socat::outbound(port, Upstream::service("redis", 6379)));
    let warned = |pod: Pod| {
        let report = pod.profile(Profile::portable()).check(&Target::kubernetes());
        report.findings().iter().any(|finding| finding.rule == "image-user-unseen")
    };
    assert!(pod().to_yaml(&Target::kubernetes()).unwrap().contains("runAsUser: 65534"));
    assert!(!pod().to_yaml(&Target::openshift()).unwrap().contains("runAsUser:"));
    assert!(warned(pod()));
    // Another image is another matter, and so is a user that was said.
    let other = through(6379, |port| {
        Socat::outbound(port, Upstream::service("redis", 6379)).image("ghcr.io/example/socat:1")
    });
    assert!(!other.to_yaml(&Target::kubernetes()).unwrap().contains("runAsUser"));
    assert!(!warned(other));
    let said = pod().security(PodSecurity::new().run_as_user(1000));
    assert!(!said.to_yaml(&Target::kubernetes()).unwrap().contains("65534"));
}

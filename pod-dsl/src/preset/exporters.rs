//! Prometheus exporters as adapters.
//!
//! An exporter that does not answer is started again, but does not make the pod unready: clients have no need of it.

use std::fmt::Write as _;

use super::{container, quoted};
use crate::model::{Adapter, Container, EnvValue, Port, Probe, SecretName};

/// Begins an exporter, asked for the page that each of them has.
#[track_caller]
fn exporter(name: &str, image: &str, metrics: &Port, page: &str) -> Container {
    container(name, image, "10m", 32).liveness(Probe::http_get(page, metrics).period_seconds(30))
}

/// Serves the figures of a Redis of the same pod.
///
/// A password is given by `.env("REDIS_PASSWORD", secret.key("password"))`.
///
/// ```
/// use pod_dsl::{preset::RedisExporter, prelude::*};
///
/// let (redis, metrics) = (Port::tcp(6379), Port::tcp(9121).named("metrics"));
/// let pod = Pod::new("cache")
///     .container(Container::new("redis", "docker.io/library/redis:8.2").port(&redis))
///     .adapter(RedisExporter::new(&redis, &metrics));
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("--redis.addr=redis://127.0.0.1:6379"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RedisExporter;

impl RedisExporter {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "docker.io/oliver006/redis_exporter:v1.86.0";

    /// Gives an adapter that reads from `redis` and serves on `metrics`.
    #[track_caller]
    #[expect(clippy::new_ret_no_self, reason = "a preset gives a container of its role")]
    pub fn new(redis: &Port, metrics: impl Into<Port>) -> Adapter {
        let metrics = metrics.into();
        let exporter = exporter("redis-exporter", Self::IMAGE, &metrics, "/health")
            .args([
                format!("--redis.addr=redis://{}", redis.address()),
                format!("--web.listen-address=:{}", metrics.number),
            ])
            .calls(redis);
        Adapter::new(exporter, metrics)
    }
}

/// Serves the figures of a `PostgreSQL` of the same pod, or of a proxy to one.
///
/// It signs in by the keys `username` and `password` of a Secret, as one of type `kubernetes.io/basic-auth` has them; a user
/// with the role `pg_monitor` will do.
///
/// ```
/// use pod_dsl::{preset::PostgresExporter, prelude::*};
///
/// let (postgres, metrics) = (Port::tcp(5432), Port::tcp(9187).named("metrics"));
/// let pod = Pod::new("db")
///     .container(Container::new("postgres", "docker.io/library/postgres:18").port(&postgres))
///     .adapter(PostgresExporter::new(&postgres, "db-monitor", &metrics));
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("127.0.0.1:5432/postgres?sslmode=disable"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PostgresExporter;

impl PostgresExporter {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "quay.io/prometheuscommunity/postgres-exporter:v0.19.1";

    /// Gives an adapter that reads from `postgres`, as the user of a Secret, and serves on `metrics`.
    #[track_caller]
    #[expect(clippy::new_ret_no_self, reason = "a preset gives a container of its role")]
    pub fn new(postgres: &Port, user: impl Into<SecretName>, metrics: impl Into<Port>) -> Adapter {
        let (metrics, user) = (metrics.into(), user.into());
        let exporter = exporter("postgres-exporter", Self::IMAGE, &metrics, "/")
            // The image says `nobody`.
            .image_user(65534)
            .arg(format!("--web.listen-address=:{}", metrics.number))
            .env("DATA_SOURCE_URI", format!("{}/postgres?sslmode=disable", postgres.address()))
            .env("DATA_SOURCE_USER", EnvValue::secret_key(user.clone(), "username"))
            .env("DATA_SOURCE_PASS", EnvValue::secret_key(user, "password"))
            .calls(postgres);
        Adapter::new(exporter, metrics)
    }
}

/// Serves the figures of an nginx of the same pod, which shows them as `/stub_status`.
///
/// ```
/// use pod_dsl::{preset::{Nginx, NginxExporter}, prelude::*};
///
/// let [app, http, status] = [Port::tcp(3000), Port::tcp(8080).named("http"), Port::tcp(8081)];
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").listens(&app))
///     .ambassador(Nginx::new().status(&status).inbound(&http, &app))
///     .adapter(NginxExporter::new(&status, Port::tcp(9113)));
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("--nginx.scrape-uri=http://127.0.0.1:8081/stub_status"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NginxExporter;

impl NginxExporter {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "docker.io/nginx/nginx-prometheus-exporter:1.5.1";

    /// Gives an adapter that reads from `status` and serves on `metrics`.
    #[track_caller]
    #[expect(clippy::new_ret_no_self, reason = "a preset gives a container of its role")]
    pub fn new(status: &Port, metrics: impl Into<Port>) -> Adapter {
        let metrics = metrics.into();
        let exporter = exporter("nginx-exporter", Self::IMAGE, &metrics, "/")
            .args([
                format!("--nginx.scrape-uri=http://{}/stub_status", status.address()),
                format!("--web.listen-address=:{}", metrics.number),
            ])
            .calls(status);
        Adapter::new(exporter, metrics)
    }
}

/// Takes `StatsD` datagrams from the application on loopback and serves them as metrics.
///
/// ```
/// use pod_dsl::{preset::StatsdExporter, prelude::*};
///
/// let (statsd, metrics) = (Port::udp(8125), Port::tcp(9102).named("metrics"));
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").env("STATSD_ADDR", statsd.address()))
///     .adapter(StatsdExporter::new(&statsd, &metrics));
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("--statsd.listen-udp=127.0.0.1:8125"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct StatsdExporter;

impl StatsdExporter {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "docker.io/prom/statsd-exporter:v0.29.0";

    /// Gives an adapter that listens on `statsd`, TCP or UDP, and serves on `metrics`.
    #[track_caller]
    #[expect(clippy::new_ret_no_self, reason = "a preset gives a container of its role")]
    pub fn new(statsd: &Port, metrics: impl Into<Port>) -> Adapter {
        let (metrics, statsd) = (metrics.into(), statsd.clone().loopback());
        let (ours, other) =
            if statsd.protocol == crate::intent::Protocol::Udp { ("udp", "tcp") } else { ("tcp", "udp") };
        let exporter = exporter("statsd-exporter", Self::IMAGE, &metrics, "/-/healthy")
            // The image says `nobody`.
            .image_user(65534)
            .args([
                format!("--statsd.listen-{ours}={}", statsd.address()),
                // Nothing listens where an address is empty.
                format!("--statsd.listen-{other}="),
                format!("--web.listen-address=:{}", metrics.number),
            ])
            .listens(statsd);
        Adapter::new(exporter, metrics)
    }
}

/// Reads figures out of a JSON page of the application, by `JSONPath`, and serves them as metrics.
///
/// Prometheus asks for `/probe?module=default&target=URL` on the adapter's port, with the page's URL as the pod's
/// containers see it.
///
/// ```
/// use pod_dsl::{preset::JsonExporter, prelude::*};
///
/// let (http, metrics) = (Port::tcp(8080).named("http"), Port::tcp(7979).named("metrics"));
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").port(&http))
///     .adapter(JsonExporter::new().metric("shop_orders_open", "{ .orders.open }").reads(&http, &metrics));
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("name: \"shop_orders_open\""));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct JsonExporter {
    metrics: Vec<(String, String)>,
}

impl JsonExporter {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "quay.io/prometheuscommunity/json-exporter:v0.7.0";

    /// Begins with no metric.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a metric whose value stands at a path of the page, as `{ .orders.open }`.
    pub fn metric(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.metrics.push((name.into(), path.into()));
        self
    }

    /// Gives an adapter that reads from a port of the application and serves on `metrics`.
    #[track_caller]
    pub fn reads(self, page: &Port, metrics: impl Into<Port>) -> Adapter {
        let metrics = metrics.into();
        let mut text = "modules:\n  default:\n    metrics:\n".to_owned();
        for (name, path) in &self.metrics {
            let (help, name, path) = (quoted(&format!("The page's {path}.")), quoted(name), quoted(path));
            let _ = write!(text, "      - name: {name}\n        path: {path}\n        help: {help}\n");
        }
        let exporter = container("json-exporter", Self::IMAGE, "10m", 32)
            // The image says `nobody`.
            .image_user(65534)
            .args([
                "--config.file=/config/json-exporter.yaml".to_owned(),
                format!("--web.listen-address=:{}", metrics.number),
            ])
            .config_file("/config/json-exporter.yaml", text)
            .liveness(Probe::tcp(&metrics).period_seconds(30))
            .calls(page);
        Adapter::new(exporter, metrics)
    }
}

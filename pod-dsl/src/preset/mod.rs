//! Known ones: a pattern filled in for a well-known image.
//!
//! A preset gives a container of a role — an ambassador, an adapter, a sidecar — whose command and configuration are
//! written from the handles, and whose probes, resources, security and writable folders are right for Pod Security
//! `restricted` and for OpenShift's `restricted-v2`, where a container runs as a user nobody knows beforehand.
//!
//! All are used alike: what shapes the configuration is said first, the last call says what the container stands between
//! and gives it, and then every verb of a container can follow.
//!
//! ```
//! use pod_dsl::{preset::{RedisExporter, Socat}, prelude::*};
//!
//! let redis = Port::tcp(6379);
//! let metrics = Port::tcp(9121).named("metrics");
//! let pod = Pod::new("shop")
//!     .profile(Profile::restricted())
//!     .container(Container::new("web", "ghcr.io/example/shop:1.4").env("REDIS_ADDR", redis.address()))
//!     .ambassador(Socat::outbound(&redis, Upstream::service("redis", 6379)).named("redis-proxy"))
//!     .adapter(RedisExporter::new(&redis, &metrics).image("registry.example.com/mirror/redis_exporter:v1.86.0"));
//! let yaml = pod.to_yaml(&Target::kubernetes())?;
//! assert!(yaml.contains("TCP-LISTEN:6379,bind=127.0.0.1") && yaml.contains("redis://127.0.0.1:6379"));
//! # Ok::<(), Report>(())
//! ```
//!
//! The image of each, its constant `IMAGE`, is a default: a tag that was current when this was written. Pin the one that
//! you have tested with `.image("…")`. Where an image names no user by number, the preset does: see
//! [`image_user`](crate::ContainerAs::image_user).
//!
//! A file that a preset writes stands in `/config`; [`config_file`](crate::ContainerAs::config_file) with the same path
//! takes its place.

mod cloud_sql_proxy;
mod config_reload;
mod envoy;
mod exporters;
mod fluent_bit;
mod git_sync;
mod haproxy;
mod kube_rbac_proxy;
mod log_sink;
mod nginx;
mod oauth2_proxy;
mod otel_collector;
mod pg_bouncer;
mod socat;
mod vault_agent;
mod vector;

pub use cloud_sql_proxy::CloudSqlProxy;
pub use config_reload::ConfigReload;
pub use envoy::Envoy;
pub use exporters::{JsonExporter, NginxExporter, PostgresExporter, RedisExporter, StatsdExporter};
pub use fluent_bit::FluentBit;
pub use git_sync::GitSync;
pub use haproxy::Haproxy;
pub use kube_rbac_proxy::KubeRbacProxy;
pub use log_sink::LogSink;
pub use nginx::Nginx;
pub use oauth2_proxy::Oauth2Proxy;
pub use otel_collector::OtelCollector;
pub use pg_bouncer::PgBouncer;
pub use socat::Socat;
pub use vault_agent::VaultAgent;
pub use vector::Vector;

use crate::model::{Container, Port, Probe, Resources, Security, Upstream};

/// Lists the presets, each with the image it has where no other is said. [`ConfigReload::signal`] has none: it runs the
/// application's own.
pub const IMAGES: &[(&str, &str)] = &[
    ("Haproxy", Haproxy::IMAGE),
    ("Nginx", Nginx::IMAGE),
    ("Envoy", Envoy::IMAGE),
    ("Socat", Socat::IMAGE),
    ("CloudSqlProxy", CloudSqlProxy::IMAGE),
    ("PgBouncer", PgBouncer::IMAGE),
    ("Oauth2Proxy", Oauth2Proxy::IMAGE),
    ("KubeRbacProxy", KubeRbacProxy::IMAGE),
    ("OtelCollector", OtelCollector::IMAGE),
    ("FluentBit", FluentBit::IMAGE),
    ("Vector", Vector::IMAGE),
    ("GitSync", GitSync::IMAGE),
    ("ConfigReload", ConfigReload::IMAGE),
    ("VaultAgent", VaultAgent::IMAGE),
    ("RedisExporter", RedisExporter::IMAGE),
    ("PostgresExporter", PostgresExporter::IMAGE),
    ("NginxExporter", NginxExporter::IMAGE),
    ("StatsdExporter", StatsdExporter::IMAGE),
    ("JsonExporter", JsonExporter::IMAGE),
];

/// Begins a container as every preset does: nothing but what `restricted` grants, nothing to write to, and requests, so
/// that a quota admits it and an autoscaler can count with it. Memory is bounded, at four times what is asked for.
#[track_caller]
fn container(name: &str, image: &str, cpu: &str, mebibytes: u32) -> Container {
    Container::new(name, image).security(Security::restricted().read_only_root_filesystem()).resources(
        Resources::new()
            .request_cpu(cpu)
            .request_memory(format!("{mebibytes}Mi"))
            .limit_memory(format!("{}Mi", mebibytes * 4)),
    )
}

/// Asks once a second, a minute long: what starts after the container waits as long.
fn until_started(probe: Probe) -> Probe {
    probe.period_seconds(1).failure_threshold(60)
}

/// Gives the address to listen on.
fn bind(port: &Port) -> &'static str {
    if port.is_loopback() { "127.0.0.1" } else { "0.0.0.0" }
}

/// Gives the host and the port of an upstream.
fn host_and_port(upstream: &Upstream) -> (&str, u16) {
    match upstream {
        Upstream::Port(port) => ("127.0.0.1", port.number),
        Upstream::Host { host, port, .. } => (host, *port),
    }
}

/// Writes a text as a quoted scalar, which YAML and JSON read alike.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

//! Redis in shards: a `StatefulSet` with storage and an exporter for each, and clients whose ambassador knows the shards.
//!
//! `cargo run --example stateful_redis`

use pod_dsl::prelude::*;

const REDIS: &str = "quay.io/sclorg/redis-7-c9s:latest";
const EXPORTER: &str = "docker.io/oliver006/redis_exporter:v1.74.0";
const ENVOY: &str = "docker.io/envoyproxy/envoy:v1.35.3";

const WORK: &str = "while sleep 5; do redis-cli -u \"redis://$REDIS_ADDR\" incr \"visits:$(date +%S)\"; done";

/// Describes both pods with the builder.
pub fn bundle() -> Bundle {
    let shard = Port::tcp(6379).named("redis");
    let metrics = Port::tcp(9121).named("metrics");
    let data = storage();
    let redis = Pod::new("redis")
        .container(
            Container::new("redis", REDIS)
                .port(&shard)
                .mount(&data, "/var/lib/redis/data")
                .readiness(Probe::exec(["redis-cli", "ping"]))
                .resources(Resources::new().request_cpu("50m").request_memory("64Mi")),
        )
        .adapter(Adapter::new(exporter(&shard, &metrics), &metrics));

    let local = Port::tcp(6379).loopback();
    let ready = Port::tcp(9902).named("ready");
    let config = sharding(&local, &ready);
    let proxy = proxy(&config, &ready);
    let visits = Pod::new("visits")
        .container(
            Container::new("visits", REDIS)
                .command(["sh", "-c", WORK])
                .env("REDIS_ADDR", local.address())
                .starts_after(&proxy.handle())
                .resources(Resources::new().request_cpu("10m").request_memory("16Mi")),
        )
        .ambassador(Ambassador::outbound(proxy, &local, Upstream::service("redis", 6379)));
    together(redis, visits, config, &shard)
}

/// Describes the same, the pods in the macro's spelling.
pub fn twin() -> Bundle {
    let shard = Port::tcp(6379).named("redis");
    let metrics = Port::tcp(9121).named("metrics");
    let data = storage();
    let redis = pod! {
        pod "redis";

        container "redis", REDIS {
            port &shard;
            mount &data, "/var/lib/redis/data";
            readiness Probe::exec(["redis-cli", "ping"]);
            resources Resources::new().request_cpu("50m").request_memory("64Mi");
        }
        adapter Adapter::new(exporter(&shard, &metrics), &metrics);
    };

    let local = Port::tcp(6379).loopback();
    let ready = Port::tcp(9902).named("ready");
    let config = sharding(&local, &ready);
    let proxy = proxy(&config, &ready);
    let visits = pod! {
        pod "visits";

        container "visits", REDIS {
            command ["sh", "-c", WORK];
            env "REDIS_ADDR", local.address();
            starts_after &proxy.handle();
            resources Resources::new().request_cpu("10m").request_memory("16Mi");
        }
        ambassador Ambassador::outbound(proxy, &local, Upstream::service("redis", 6379));
    };
    together(redis, visits, config, &shard)
}

/// Makes three shards under one headless name, whose addresses are those of the pods, and two clients.
fn together(redis: Pod, visits: Pod, config: ConfigMap, shard: &Port) -> Bundle {
    let redis = redis.stateful_set().service_name("redis").replicas(3).parallel();
    let visits = visits.deployment().replicas(2).rolls_with(&config);
    Bundle::new()
        .add(Service::of(&redis).headless().port(6379, shard))
        .add(DisruptionBudget::of(&redis).max_unavailable(1))
        .add(redis)
        .add(config)
        .add(visits)
}

fn storage() -> Volume {
    Volume::claim_template("data", ["ReadWriteOnce"], "1Gi")
}

/// Reads what Redis says of itself and serves it to Prometheus.
fn exporter(shard: &Port, metrics: &Port) -> Container {
    Container::new("metrics", EXPORTER)
        .arg(format!("--redis.addr=redis://{}", shard.address()))
        .arg(format!("--web.listen-address=0.0.0.0:{}", metrics.number()))
        .resources(Resources::new().request_cpu("10m").request_memory("16Mi"))
}

/// Brings its configuration to the proxy.
fn proxy(config: &ConfigMap, ready: &Port) -> Container {
    let settings = Volume::config_map("shards", config);
    Container::new("shards", ENVOY)
        .args(["--config-path", "/config/envoy.yaml"])
        .mount(&settings, Mount::at("/config").read_only())
        .port(ready)
        .startup(Probe::http_get("/ready", ready).period_seconds(1).failure_threshold(60))
        .resources(Resources::new().request_cpu("20m").request_memory("32Mi"))
}

/// Writes the proxy's configuration: each key belongs to one of the addresses behind the headless name.
fn sharding(local: &Port, ready: &Port) -> ConfigMap {
    let (listen, health) = (local.number(), ready.number());
    ConfigMap::new("visits-shards").file(
        "envoy.yaml",
        format!(
            "\
static_resources:
  listeners:
    - name: redis
      address: {{socket_address: {{address: 127.0.0.1, port_value: {listen}}}}}
      filter_chains:
        - filters:
            - name: envoy.filters.network.redis_proxy
              typed_config:
                \"@type\": type.googleapis.com/envoy.extensions.filters.network.redis_proxy.v3.RedisProxy
                stat_prefix: redis
                settings: {{op_timeout: 5s}}
                prefix_routes: {{catch_all_route: {{cluster: shards}}}}
    - name: health
      address: {{socket_address: {{address: 0.0.0.0, port_value: {health}}}}}
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                \"@type\": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: health
                route_config:
                  virtual_hosts:
                    - name: all
                      domains: [\"*\"]
                      routes:
                        - match: {{path: /ready}}
                          direct_response: {{status: 200}}
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      \"@type\": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
  clusters:
    - name: shards
      type: STRICT_DNS
      lb_policy: MAGLEV
      load_assignment:
        cluster_name: shards
        endpoints:
          - lb_endpoints:
              - endpoint: {{address: {{socket_address: {{address: redis, port_value: 6379}}}}}}
"
        ),
    )
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(bundle)
}

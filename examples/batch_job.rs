//! A Job that works through numbered parts beside a database proxy, and ends when its own work has ended.
//!
//! `cargo run --example batch_job`

use pod_dsl::{ContainerHandle, prelude::*};

const POSTGRES: &str = "quay.io/sclorg/postgresql-16-c9s:latest";
const PROXY: &str = "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2";

const WORK: &str = "psql \"postgres://report@$DATABASE/shop\" -c \"CALL summarize($JOB_COMPLETION_INDEX)\"";

/// Tells `psql`'s caller that the input is wrong, so that trying again is of no use.
const WRONG_INPUT: i32 = 3;

/// Describes the Job with the builder.
pub fn job() -> Job {
    let database = Port::tcp(5432).loopback();
    let health = Port::tcp(9090).named("health");
    let proxy = proxy(&database, &health);
    let report = Container::new("report", POSTGRES)
        .command(["sh", "-c", WORK])
        .env("DATABASE", database.address())
        .resources(Resources::new().request_cpu("100m").request_memory("64Mi"))
        .drains_through(&proxy.handle());
    let decides = report.handle();
    let pod =
        Pod::new("report").container(report).ambassador(Ambassador::outbound(proxy, &database, instance()));
    in_parts(pod, &decides)
}

/// Describes the same, the pod in the macro's spelling.
pub fn twin() -> Job {
    let database = Port::tcp(5432).loopback();
    let health = Port::tcp(9090).named("health");
    let proxy = proxy(&database, &health);
    let report = Container::new("report", POSTGRES)
        .command(["sh", "-c", WORK])
        .resources(Resources::new().request_cpu("100m").request_memory("64Mi"));
    let decides = report.handle();
    let pod = pod! {
        pod "report";

        container report.env("DATABASE", database.address()).drains_through(&proxy.handle());
        ambassador Ambassador::outbound(proxy, &database, instance());
    };
    in_parts(pod, &decides)
}

/// Makes a Job of four numbered parts. The proxy becomes a native sidecar, which does not keep the pod from ending.
fn in_parts(pod: Pod, decides: &ContainerHandle) -> Job {
    pod.job()
        .indexed(4)
        .parallelism(2)
        .backoff_limit_per_index(2)
        .fail_on_exit_codes(decides, [WRONG_INPUT])
        .ignore_disruptions()
        .ttl_seconds_after_finished(3600)
}

/// Listens on loopback for the application, and tells the kubelet when it is ready for it.
fn proxy(database: &Port, health: &Port) -> Container {
    Container::new("database-proxy", PROXY)
        .args(["--health-check", "--http-address=0.0.0.0"])
        .arg(format!("--http-port={}", health.number()))
        .arg(format!("--port={}", database.number()))
        .arg("example:europe-west3:shop")
        .port(health)
        .allow("outbound-proxy-exposed", "the kubelet asks this port how the proxy is, and it leads nowhere")
        .startup(Probe::http_get("/startup", health).period_seconds(1).failure_threshold(60))
        .resources(Resources::new().request_cpu("20m").request_memory("32Mi"))
}

/// Is where the proxy connects to: the instance's address, which it looks up itself.
fn instance() -> Upstream {
    Upstream::host("sqladmin.googleapis.com", 443)
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(job)
}

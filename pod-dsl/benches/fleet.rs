//! Measures what one pod costs on its way from Rust to YAML, and what a fleet of distinct pods costs beside `serde_json`
//! and `serde_yaml`, which write the same objects in the same run.
//!
//! Beside that: what it costs to judge pods that are there already, as objects and as YAML.
//!
//! `cargo bench -p pod-dsl` prints the tables of `docs/performance.md`. Every figure is the median of rounds in which
//! all candidates take turns, so that a noisy moment falls on all of them; read the ratios, not the microseconds.
#![allow(clippy::print_stdout, reason = "the tables are what the bench is for")]

use std::{
    fmt::Write as _,
    fs,
    hint::black_box,
    io::{self, Write as _},
    time::{Duration, Instant},
};

use pod_dsl::{
    Format, Object, k8s, pattern,
    prelude::*,
    validate,
    yaml::{self, Writer},
};

/// Rounds of which the median counts.
const ROUNDS: usize = 9;
/// A candidate runs at least this many pods a round, so that a fleet of one is more than the clock's noise.
const PODS_A_ROUND: u32 = 1000;
const FLEETS: [u32; 4] = [1, 100, 1000, 10_000];

fn main() -> io::Result<()> {
    // Memory first: afterwards the heap holds what the other measurements have left there.
    memory()?;
    for fleet in FLEETS {
        measure(fleet)?;
    }
    judge(1000)
}

/// Judges pods that somebody else made, beside what it costs to read the same pods from JSON, and prints what each took.
fn judge(fleet: u32) -> io::Result<()> {
    let target = Target::kubernetes();
    let objects: Vec<Object> = (0..fleet).flat_map(|tenant| pod(tenant).render(&target)).flatten().collect();
    let json: Vec<Vec<u8>> = objects.iter().map(serde_json::to_vec).collect::<Result<_, _>>()?;
    let yaml: Vec<String> =
        objects.iter().map(yaml::to_string).collect::<Result<_, _>>().map_err(io::Error::other)?;
    let of_each = yaml.iter().map(String::len).sum::<usize>() / yaml.len();
    let mut steps = [
        Step::new("serde_json::from_slice", || {
            json.iter().try_for_each(|json| keep(&serde_json::from_slice::<k8s::Pod>(json)?))
        }),
        Step::new("judge the parsed pod", || {
            objects.iter().try_for_each(|object| keep(&validate::check_object(object, &target)))
        }),
        Step::new("read and judge YAML", || {
            yaml.iter().try_for_each(|yaml| keep(&validate::check_manifest("", yaml.as_bytes(), &target)))
        }),
    ];
    let title = format!("{fleet} pods judged, {of_each} bytes of YAML a pod");
    print(&title, &mut steps, fleet, PODS_A_ROUND.div_ceil(fleet))
}

/// Makes the pod of one tenant: an application behind an inbound proxy, and an adapter that reads its log.
fn pod(tenant: u32) -> Pod {
    let app = Port::tcp(9000);
    let http = Port::tcp(8080).named("http");
    let metrics = Port::tcp(9113).named("metrics");
    let logs = Volume::empty_dir("logs").size_limit("256Mi");
    let settings = Volume::config_map("settings", format!("tenant-{tenant}-settings"));
    let access_log = logs.file("access.log");

    Pod::new(format!("tenant-{tenant}"))
        .label("app.kubernetes.io/name", "shop")
        .label("app.kubernetes.io/instance", format!("tenant-{tenant}"))
        .annotation("example.com/contact", format!("Tenant {tenant}: call 0800 {tenant:05} on weekdays"))
        .container(
            Container::new("web", format!("ghcr.io/example/shop:1.4.{}", tenant % 50))
                .args(["--listen", "127.0.0.1:9000", "--config", "/etc/shop/shop.toml"])
                .env("TENANT", tenant.to_string())
                .env("FEATURE_CHECKOUT", "on")
                .env("DATABASE_PASSWORD", EnvValue::secret_key(format!("tenant-{tenant}-db"), "password"))
                .listens(&app)
                .mount(&settings, "/etc/shop")
                .writes(&access_log, "/var/log/shop/access.log")
                .resources(Resources::new().request_cpu("100m").request_memory("64Mi").limit_memory("128Mi"))
                .liveness(Probe::http_get("/live", &app).period_seconds(10))
                .readiness(Probe::http_get("/ready", &app).period_seconds(5))
                .security(Security::restricted()),
        )
        .ambassador(Ambassador::inbound(
            Container::new("proxy", "quay.io/example/proxy:2.9")
                .args(["--from", "0.0.0.0:8080", "--to", "127.0.0.1:9000"])
                .readiness(Probe::tcp(&http))
                .resources(Resources::new().request_cpu("50m").limit_memory("64Mi"))
                .security(Security::restricted()),
            &http,
            &app,
        ))
        .adapter(Adapter::new(
            Container::new("log-metrics", "ghcr.io/example/mtail:3.0")
                .command([
                    "sh",
                    "-c",
                    "set -eu\nmkdir -p /tmp/state\nexec mtail --logs /logs/access.log --port 9113\n",
                ])
                .reads(&access_log, "/logs/access.log")
                .security(Security::restricted()),
            &metrics,
        ))
}

/// One candidate: what it is called, what it does with the whole fleet, and how long that took in each round.
struct Step<'a> {
    name: &'static str,
    run: Box<dyn FnMut() -> io::Result<()> + 'a>,
    took: Vec<Duration>,
}

impl<'a> Step<'a> {
    fn new(name: &'static str, run: impl FnMut() -> io::Result<()> + 'a) -> Self {
        Self { name, run: Box::new(run), took: Vec::with_capacity(ROUNDS) }
    }

    /// Gives the median of the rounds, in microseconds a pod.
    fn median(&mut self, pods: u32) -> f64 {
        self.took.sort_unstable();
        self.took[ROUNDS / 2].as_secs_f64() * 1e6 / f64::from(pods)
    }
}

/// Lets all candidates take turns with a fleet and prints what each took.
fn measure(fleet: u32) -> io::Result<()> {
    let target = Target::kubernetes();
    let pods: Vec<Pod> = (0..fleet).map(pod).collect();
    let objects: Vec<Object> = pods.iter().flat_map(|pod| pod.render(&target)).flatten().collect();
    let mut bytes = Vec::new();
    pod_dsl::write_stream(pods.iter().cloned(), &target, &mut bytes).map_err(io::Error::other)?;
    let of_each = bytes.len() / pods.len();
    drop(bytes);

    let (mut ours, mut kyaml, mut json, mut yaml, mut all) = Default::default();
    let mut steps = [
        Step::new("build the description", || (0..fleet).try_for_each(|tenant| keep(&pod(tenant)))),
        Step::new("expand the roles", || pods.iter().try_for_each(|pod| keep(&pattern::expand(pod.clone())))),
        Step::new("expand and check", || pods.iter().try_for_each(|pod| keep(&pod.check(&target)))),
        Step::new("write YAML", || write(&objects, Format::Yaml, &mut ours)),
        Step::new("write KYAML", || write(&objects, Format::Kyaml, &mut kyaml)),
        Step::new("the whole way: build, expand, check, write", || {
            refill(&mut all);
            pod_dsl::write_stream((0..fleet).map(pod), &target, &mut all).map_err(io::Error::other)
        }),
        Step::new("serde_json::to_writer", || {
            refill(&mut json);
            objects
                .iter()
                .try_for_each(|object| serde_json::to_writer(&mut json, object).map_err(io::Error::other))
        }),
        Step::new("serde_yaml::to_writer", || {
            refill(&mut yaml);
            objects
                .iter()
                .try_for_each(|object| serde_yaml::to_writer(&mut yaml, object).map_err(io::Error::other))
        }),
    ];
    let title = format!("Fleet of {fleet}, {of_each} bytes of YAML a pod");
    print(&title, &mut steps, fleet, PODS_A_ROUND.div_ceil(fleet))
}

/// Lets the candidates take turns, `turns` times over the fleet in each round, and prints what each took beside
/// `serde_json`.
fn print(title: &str, steps: &mut [Step<'_>], fleet: u32, turns: u32) -> io::Result<()> {
    for _ in 0..ROUNDS {
        for step in &mut *steps {
            let start = Instant::now();
            for _ in 0..turns {
                (step.run)()?;
            }
            step.took.push(start.elapsed());
        }
    }
    let medians: Vec<_> = steps.iter_mut().map(|step| (step.name, step.median(fleet * turns))).collect();
    let floor =
        medians.iter().find(|(name, _)| name.starts_with("serde_json")).map_or(f64::NAN, |(_, us)| *us);
    let mut table = format!("\n{title}, median of {ROUNDS} rounds\n\n");
    table.push_str("| step | µs a pod | × serde_json |\n|---|---:|---:|\n");
    for (name, us) in medians {
        // Writing to a `String` cannot fail.
        let _ = writeln!(table, "| {name} | {us:.1} | {:.2} |", us / floor);
    }
    io::stdout().write_all(table.as_bytes())
}

/// Keeps the optimiser from dropping what nobody reads.
#[expect(clippy::unnecessary_wraps, reason = "every step gives a result")]
fn keep<T>(value: &T) -> io::Result<()> {
    black_box(value);
    Ok(())
}

/// Empties a buffer and keeps its memory, so that every writer writes into warm pages.
fn refill(buffer: &mut Vec<u8>) {
    black_box(&buffer);
    buffer.clear();
}

fn write(objects: &[Object], format: Format, buffer: &mut Vec<u8>) -> io::Result<()> {
    refill(buffer);
    let mut writer = Writer::new(buffer, format);
    objects.iter().try_for_each(|object| writer.document(None, object)).map_err(yaml::WriteError::into)
}

/// Prints the most memory that was resident while a fleet was streamed into nothing.
fn memory() -> io::Result<()> {
    println!("Resident while streaming\n\n| pods | MB at most |\n|---:|---:|");
    for fleet in [1, 1000, 10_000] {
        let mut most = resident();
        let pods = (0..fleet).map(pod).inspect(|_| most = most.max(resident()));
        pod_dsl::write_stream(pods, &Target::kubernetes(), &mut io::sink()).map_err(io::Error::other)?;
        match most {
            Some(kilobytes) => println!("| {fleet} | {:.1} |", f64::from(kilobytes) / 1024.0),
            None => println!("| {fleet} | n/a |"),
        }
    }
    Ok(())
}

/// Reads how many kilobytes of this process are resident, where the system tells.
fn resident() -> Option<u32> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

//! A pod and a Service for each tenant of a list, however long it is: each is judged and written before the next is made.
//!
//! `cargo run --example fleet -- --tenants tenants.txt | kubectl apply -f -`

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::Parser;
use pod_dsl::{prelude::*, write_stream};

const IMAGE: &str = "ghcr.io/example/shop:1.4.2";

/// Whom a run without a list is for: what `out/` shows.
pub const SAMPLE: [&str; 3] = ["acorn", "birch", "cedar"];

#[derive(Parser)]
struct Arguments {
    /// A file with the name of a tenant on each line; - for standard input
    #[arg(long, value_name = "FILE")]
    tenants: Option<PathBuf>,
    #[command(flatten)]
    emit: pod_dsl::cli::EmitArgs,
}

/// Describes what one tenant gets, with the builder.
pub fn tenant(name: &str) -> Bundle {
    let http = Port::tcp(8080).named("http");
    let web = Container::new("web", IMAGE)
        .port(&http)
        .env("TENANT", name)
        .readiness(Probe::http_get("/healthz", &http))
        .resources(resources());
    around(Pod::new(format!("shop-{name}")).label("tenant", name).container(web), &http)
}

/// Describes the same, the pod in the macro's spelling.
pub fn tenant_twin(name: &str) -> Bundle {
    let http = Port::tcp(8080).named("http");
    let pod = pod! {
        pod format!("shop-{name}");
        label "tenant", name;

        container "web", IMAGE {
            port &http;
            env "TENANT", name;
            readiness Probe::http_get("/healthz", &http);
            resources resources();
        }
    };
    around(pod, &http)
}

/// Describes the tenants of the sample.
pub fn bundle() -> Bundle {
    SAMPLE.into_iter().map(tenant).collect()
}

/// Describes the same in the macro's spelling.
pub fn twin() -> Bundle {
    SAMPLE.into_iter().map(tenant_twin).collect()
}

fn around(pod: Pod, http: &Port) -> Bundle {
    let shop = pod.deployment();
    Bundle::new().add(Service::of(&shop).port(80, http)).add(shop)
}

fn resources() -> Resources {
    Resources::new().request_cpu("20m").request_memory("32Mi").limit_memory("64Mi")
}

fn main() -> ExitCode {
    let Arguments { tenants, emit } = Arguments::parse();
    let Some(list) = tenants else { return emit.run("fleet", &bundle()) };
    let targets = emit.targets();
    match stream(&list, &targets[0]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{}: {error}", list.display());
            ExitCode::FAILURE
        }
    }
}

/// Writes what every tenant of a list gets. Memory holds one tenant at a time.
fn stream(list: &PathBuf, target: &Target) -> Result<(), pod_dsl::EmitError> {
    let lines: Box<dyn BufRead> = if list.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(list)?))
    };
    // A line that cannot be read ends the list, and is told when what came before is written.
    let mut failed = None;
    let names = lines.lines().map_while(|line| line.map_err(|error| failed = Some(error)).ok());
    let tenants = names.filter(|name| !name.trim().is_empty()).map(|name| tenant(name.trim()));
    let mut out = BufWriter::new(io::stdout().lock());
    write_stream(tenants, target, &mut out)?;
    out.flush()?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}

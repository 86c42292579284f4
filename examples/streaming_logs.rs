//! An application that logs into two files, and for each file a sidecar that streams it, so that `kubectl logs` works.
//!
//! `cargo run --example streaming_logs`

use pod_dsl::prelude::*;

const BUSYBOX: &str = "docker.io/library/busybox:1.37";

/// Touches both files before the first line, so that every stream has something to follow.
const WORK: &str = "\
cd /var/log/shop
touch access.log error.log
n=0
while sleep 1; do
  n=$((n + 1))
  echo \"GET /item/$n 200\" >> access.log
  [ $((n % 10)) -ne 0 ] || echo \"item $n is sold out\" >> error.log
done
";

/// Describes the pod with the builder.
pub fn pod() -> Pod {
    let logs = Volume::empty_dir("logs").size_limit("64Mi");
    let files = ["access", "error"].map(|name| (name, logs.file(format!("{name}.log"))));

    let mut shop = Container::new("shop", BUSYBOX).command(["sh", "-c", WORK]);
    for (name, file) in &files {
        shop = shop.writes(file, format!("/var/log/shop/{name}.log"));
    }
    // Neither a shell nor `tail` heeds SIGTERM as process 1, so there is nothing to wait 30 seconds for.
    let mut pod = Pod::new("shop").termination_grace_period_seconds(2).container(shop);
    for (name, file) in &files {
        let path = format!("/logs/{name}.log");
        pod = pod.sidecar(
            Container::new(format!("{name}-log"), BUSYBOX)
                .command(["tail", "-n", "+1", "-F", path.as_str()])
                .reads(file, path.as_str()),
        );
    }
    pod
}

/// Describes the same pod in the macro's spelling.
pub fn twin() -> Pod {
    pod! {
        pod "shop";
        termination_grace_period_seconds 2;
        volume logs = empty_dir("logs").size_limit("64Mi");
        let files = ["access", "error"].map(|name| (name, logs.file(format!("{name}.log"))));

        container "shop", BUSYBOX {
            command ["sh", "-c", WORK];
            for (name, file) in &files {
                writes file, format!("/var/log/shop/{name}.log");
            }
        }
        for (name, file) in &files {
            let path = format!("/logs/{name}.log");
            sidecar format!("{name}-log"), BUSYBOX {
                command ["tail", "-n", "+1", "-F", path.as_str()];
                reads file, path.as_str();
            }
        }
    }
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(pod)
}

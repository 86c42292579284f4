//! A backup by night: a `CronJob` of a pod that dumps a database, and the claim that keeps the dumps.
//!
//! `cargo run --example nightly_cron`

use pod_dsl::prelude::*;

const POSTGRES: &str = "quay.io/sclorg/postgresql-16-c9s:latest";

const DUMP: &str = "pg_dump --format=custom --file=/backup/shop-$(date +%u).dump";

/// Describes the pod with the builder, and around it the rest.
pub fn bundle() -> Bundle {
    let claim = claim();
    let pod = Pod::new("backup").automount_service_account_token(false).container(
        Container::new("dump", POSTGRES)
            .command(["sh", "-c", DUMP])
            .env("PGHOST", "database")
            .env_from(EnvFrom::secret("database-login"))
            .mount(&claim.volume(), "/backup")
            .resources(Resources::new().request_cpu("50m").request_memory("64Mi")),
    );
    by_night(pod, claim)
}

/// Describes the same, the pod in the macro's spelling.
pub fn twin() -> Bundle {
    let claim = claim();
    let pod = pod! {
        pod "backup";
        automount_service_account_token false;

        container "dump", POSTGRES {
            command ["sh", "-c", DUMP];
            env "PGHOST", "database";
            env_from EnvFrom::secret("database-login");
            mount &claim.volume(), "/backup";
            resources Resources::new().request_cpu("50m").request_memory("64Mi");
        }
    };
    by_night(pod, claim)
}

/// Runs the pod at three, every night in Berlin, and never two at a time.
fn by_night(pod: Pod, claim: PersistentVolumeClaim) -> Bundle {
    let job = pod.job().restart(JobRestart::OnFailure).backoff_limit(2).active_deadline_seconds(3600);
    let nightly = job.on_schedule("0 3 * * *").time_zone("Europe/Berlin").concurrency(Concurrency::Forbid);
    Bundle::new().add(claim).add(nightly)
}

fn claim() -> PersistentVolumeClaim {
    PersistentVolumeClaim::new("backup", ["ReadWriteOnce"], "10Gi")
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(bundle)
}

//! The course's second pod: a helper that sees the application's processes and may trace them.
//!
//! `cargo run --example process_namespace`

use pod_dsl::prelude::*;

/// Describes the pod with the builder.
pub fn pod() -> Pod {
    Pod::new("my-pod")
        .share_process_namespace()
        // Adding a capability needs a grant on OpenShift; the pod is judged and admitted under this SCC there.
        .requires_scc("ptrace")
        .container(Container::new("app", "bitnami/nginx").port(8080))
        .sidecar(
            Container::new("sidecard", "busybox")
                .security(Security::new().add_capability("SYS_PTRACE"))
                .stdin()
                .tty(),
        )
}

/// Describes the same pod in the macro's spelling.
pub fn twin() -> Pod {
    pod! {
        pod "my-pod";
        share_process_namespace;
        requires_scc "ptrace";

        container "app", "bitnami/nginx" {
            port 8080;
        }
        sidecar "sidecard", "busybox" {
            security Security::new().add_capability("SYS_PTRACE");
            stdin;
            tty;
        }
    }
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(pod)
}

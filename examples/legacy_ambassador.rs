//! The course's lab: an image that serves on 8989 only, and a proxy in front of it that serves on 80.
//!
//! `cargo run --example legacy_ambassador`

use pod_dsl::prelude::*;

/// Describes the pod with the builder. The number 8989 stands once; `haproxy.cfg` is written from the same handle.
pub fn pod() -> Pod {
    let legacy = Port::tcp(8989);

    Pod::new("vader-service")
        .container(Container::new("millennium-falcon", "ibmcase/millennium-falcon:1").listens(&legacy))
        .ambassador(
            Ambassador::inbound(Container::new("haproxy-ambassador", "haproxy:1.7"), Port::tcp(80), &legacy)
                .config(
                    Haproxy::http().config_map("vader-service-ambassador-config").volume("config-volume"),
                ),
        )
}

/// Describes the same pod in the macro's spelling.
pub fn twin() -> Pod {
    pod! {
        pod "vader-service";
        let legacy = Port::tcp(8989);

        container "millennium-falcon", "ibmcase/millennium-falcon:1" {
            listens &legacy;
        }
        inbound_ambassador "haproxy-ambassador", "haproxy:1.7", Port::tcp(80), &legacy {
            config Haproxy::http().config_map("vader-service-ambassador-config").volume("config-volume");
        }
    }
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(pod)
}

use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "web", "quay.io/team/web:1.4" {
            resources Resources::new().request_cpu("100m").limit_memory("64 Mi");
            readiness Probe::tcp(0);
        }
    };
}

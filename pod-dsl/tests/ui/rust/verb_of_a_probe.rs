use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "web", "quay.io/team/web:1.4" {
            liveness tcp(8080) {
                periods_seconds 5;
            }
            port 8080;
        }
    };
}

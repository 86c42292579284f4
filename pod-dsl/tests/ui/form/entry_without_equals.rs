use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "web", "quay.io/team/web:1.4" {
            env {
                LOG_LEVEL "info";
                app-name = "web";
            }
        }
    };
}

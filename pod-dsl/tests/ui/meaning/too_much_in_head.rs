use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "web", "quay.io/team/web:1.4" {
            tty;
        }
        sidecar "log", "quay.io/team/log:1", 8080 {}
    };
}

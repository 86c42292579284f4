use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "web", "quay.io/team/web:1.4" {
            resources {
                limit_memory "64MB";
            }
        }
    };
}

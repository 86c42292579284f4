use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        volume shared = empty_dir("shared-data");

        container "web", "quay.io/team/web:1.4" {
            mount &shred, "/app";
        }
    };
}

use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        volume data = empty_dir("data");

        container "web", "quay.io/team/web:1.4" {
            mount &data "/data";
        }
    };
}

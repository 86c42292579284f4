use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        adapter "metrics", "quay.io/team/metrics:2" {}
    };
}

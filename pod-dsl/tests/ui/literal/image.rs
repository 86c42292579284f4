use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "web", "quay.io/Team/web:1.4" {}
    };
}

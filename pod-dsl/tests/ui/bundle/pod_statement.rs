use pod_dsl::prelude::*;

fn main() {
    let _ = bundle! {
        pod "web";
        container "web", "quay.io/team/web:1.4" {}
    };
}

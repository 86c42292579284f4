use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "web", "quay.io/team/web:1.4" {}
        init "web", "quay.io/team/init:1" {}
    };
}

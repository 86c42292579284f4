use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        pod "shop";

        container "web", "quay.io/team/web:1.4" {}
    };
}

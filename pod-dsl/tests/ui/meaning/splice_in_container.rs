use pod_dsl::prelude::*;

fn base() -> Pod {
    Pod::new("base")
}

fn main() {
    let _ = pod! {
        pod "web";

        container "web", "quay.io/team/web:1.4" {
            ..base();
        }
    };
}

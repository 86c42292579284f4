use pod_dsl::prelude::*;

fn main() {
    let _ = bundle! {
        config_map "shop" {
            data "LOG_LEVEL", "info";
        }
        container "web", "quay.io/team/web:1.4" {}
    };
}

use pod_dsl::prelude::*;

fn main() {
    let _ = bundle! {
        configmap "shop" {
            data "LOG_LEVEL", "info";
        }
    };
}

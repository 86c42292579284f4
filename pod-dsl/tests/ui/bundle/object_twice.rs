use pod_dsl::prelude::*;

fn main() {
    let _ = bundle! {
        config_map "shop" {}
        config_map "shop" {}
    };
}

use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        match std::process::id() % 2 {
            0 container "web", "quay.io/team/web:1.4" {}
            _ => (),
        }
    };
}

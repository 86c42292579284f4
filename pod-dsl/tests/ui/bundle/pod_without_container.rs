use pod_dsl::prelude::*;

fn main() {
    let _ = bundle! {
        pod "web" {
            label "app", "web";
        }
    };
}

use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "web" {
            port 8080;
        }
    };
}

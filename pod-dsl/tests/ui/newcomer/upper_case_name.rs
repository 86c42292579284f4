use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "Web_1", "quay.io/team/web:1.4" {
            port 8080;
        }
    };
}

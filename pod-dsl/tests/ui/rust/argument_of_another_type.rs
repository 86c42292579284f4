use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        let http = Port::tcp(8080);

        container "web", "quay.io/team/web:1.4" {
            mount &http, "/data";
        }
    };
}

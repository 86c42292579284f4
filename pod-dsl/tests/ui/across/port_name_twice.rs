use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "web", "quay.io/team/web:1.4" {
            port Port::tcp(8080).named("http");
            port Port::tcp(8081).named("http");
        }
    };
}

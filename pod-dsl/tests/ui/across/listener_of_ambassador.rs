use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        let http = Port::tcp(8080);
        let app = Port::tcp(8080).loopback();

        container "web", "quay.io/team/web:1.4" {
            listens &app;
        }
        inbound_ambassador "proxy", "haproxy:3.2", &http, &app {}
    };
}

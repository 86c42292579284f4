use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        let http = Port::tcp(8080);

        ambassador "proxy", "haproxy:3.2", &http, &http {
            tty;
        }
    };
}

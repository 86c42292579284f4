use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        hostname "web.example.com";
        dns_nameserver "10.0.0.256";
        host_alias "10.0.0.1", ["a_b"];

        container "web", "quay.io/team/web:1.4" {
            tty;
        }
    };
}

use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        container "web", "quay.io/team/web:1.4" {
            security {
                drop_capability "ALL";
                add_capability "CAP_NET_ADMIN";
                add_capability "SYS_PTRAC";
            }
        }
    };
}

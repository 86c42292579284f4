use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";

        side_car "log", "quay.io/team/log:1" {
            tty;
        }
    };
}

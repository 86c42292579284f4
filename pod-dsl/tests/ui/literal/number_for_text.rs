use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        label "tier", 1;
        annotation "example.com/restarted", true;

        container "web", "quay.io/team/web:1.4" {
            working_dir "/app";
        }
    };
}

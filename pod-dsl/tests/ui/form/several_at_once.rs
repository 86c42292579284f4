use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        volume data = empty_dir("Data");

        container "web", "quay.io/team/web:1.4" {
            port "8080";
            mount &data "/data";
            working_directory "/app";
            env "A=B", 1;
            tty
        }
    };
}

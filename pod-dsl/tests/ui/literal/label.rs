use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        labels {
            app = "web server";
            "example.com/a/b" = "c";
        }

        container "web", "quay.io/team/web:1.4" {
            tty;
        }
    };
}

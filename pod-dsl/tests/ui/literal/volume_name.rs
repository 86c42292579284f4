use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        volume data = empty_dir("Data").size_limit("1 Gi");

        container "web", "quay.io/team/web:1.4" {
            mount &data, "data";
        }
    };
}

use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        volume data = empty_dir("data");
        volume &data;
        init "prepare", "quay.io/team/init:1" {}
    };
}

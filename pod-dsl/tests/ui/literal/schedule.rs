use pod_dsl::prelude::*;

fn main() {
    let _ = pod! {
        pod "web";
        annotation "example.com/when", pod_dsl::schedule!("0 24 * * *");

        container pod_dsl::name!("Web"), pod_dsl::image!("web:") {}
    };
}

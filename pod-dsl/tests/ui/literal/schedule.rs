use pod_dsl::prelude::*;

fn main() {
    let _ = bundle! {
        pod! {
            pod "nightly";
            container pod_dsl::name!("Web"), pod_dsl::image!("web:") {}
        }
        .cron_job("0 24 * * *");
        let when = pod_dsl::schedule!("* * * *");
        nightly().on_schedule(when);
    };
}

fn nightly() -> Job {
    Pod::new("job").container(Container::new("job", "job:1")).job()
}

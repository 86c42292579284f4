//! The examples are held to the files in `out/`, and their two spellings to each other.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use pod_dsl::{Emit, Target, golden, golden_dir};

#[path = "../examples"]
#[allow(dead_code, unreachable_pub)]
mod examples {
    pub mod config_reload;
    pub mod init_then_run;
    pub mod legacy_ambassador;
    pub mod log_agent;
    pub mod metrics_adapter;
    pub mod process_namespace;
    pub mod redis_ambassador;
    pub mod shared_volume;
    pub mod streaming_logs;
}
use examples::{
    config_reload, init_then_run, legacy_ambassador, log_agent, metrics_adapter, process_namespace,
    redis_ambassador, shared_volume, streaming_logs,
};

/// Holds both spellings of an example to its files.
fn holds(name: &str, example: &impl Emit, twin: &impl Emit) {
    let files = format!("out/{{target}}/{name}.yaml");
    golden!(&files, *example);
    golden!(&files, *twin);
}

/// Holds an example that needs nothing special on OpenShift to one text for both platforms.
fn holds_everywhere(name: &str, example: &impl Emit, twin: &impl Emit) {
    holds(name, example, twin);
    let [kubernetes, openshift] =
        [Target::kubernetes(), Target::openshift()].map(|target| example.to_yaml(&target).unwrap());
    assert_eq!(kubernetes, openshift);
}

#[test]
fn config_reload_is_as_in_its_files() {
    holds_everywhere("config_reload", &config_reload::bundle(), &config_reload::twin());
}

#[test]
fn init_then_run_is_as_in_its_files() {
    holds_everywhere("init_then_run", &init_then_run::pod(), &init_then_run::twin());
}

#[test]
fn legacy_ambassador_is_as_in_its_files() {
    holds_everywhere("legacy_ambassador", &legacy_ambassador::pod(), &legacy_ambassador::twin());
}

#[test]
fn log_agent_is_as_in_its_files() {
    holds_everywhere("log_agent", &log_agent::bundle(), &log_agent::twin());
}

#[test]
fn metrics_adapter_is_as_in_its_files() {
    holds_everywhere("metrics_adapter", &metrics_adapter::pod(), &metrics_adapter::twin());
}

#[test]
fn redis_ambassador_is_as_in_its_files() {
    holds_everywhere("redis_ambassador", &redis_ambassador::pod(), &redis_ambassador::twin());
}

#[test]
fn shared_volume_is_as_in_its_files() {
    holds_everywhere("shared_volume", &shared_volume::pod(), &shared_volume::twin());
}

#[test]
fn streaming_logs_is_as_in_its_files() {
    holds_everywhere("streaming_logs", &streaming_logs::pod(), &streaming_logs::twin());
}

#[test]
fn process_namespace_is_as_in_its_files_and_needs_a_grant_on_openshift_only() {
    holds("process_namespace", &process_namespace::pod(), &process_namespace::twin());
    let mentions = |target| process_namespace::pod().to_yaml(&target).unwrap().contains("required-scc");
    assert!(mentions(Target::openshift()));
    assert!(!mentions(Target::kubernetes()));
}

/// Every example is tested above, and every file in `out/` is some example's.
#[test]
fn no_example_and_no_file_is_forgotten() {
    let names: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let this = include_str!("examples.rs");
    for name in &names {
        assert!(this.contains(&format!("(\"{name}\", &{name}::")), "no test holds {name} to its files");
        let page = format!("{}/docs/patterns/{name}.md", env!("CARGO_MANIFEST_DIR"));
        assert!(std::path::Path::new(&page).exists(), "{name} has no page in docs/patterns");
    }
    golden_dir!("out", names.iter().map(|name| format!("out/{{target}}/{name}.yaml")));
}

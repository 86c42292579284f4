//! The examples are held to the files in `out/`, and their two spellings to each other.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use pod_dsl::{Emit, Finding, Severity, Target, golden, golden_dir, validate};

#[path = "../examples"]
#[allow(dead_code, unreachable_pub)]
mod examples {
    pub mod batch_job;
    pub mod config_reload;
    pub mod environments;
    pub mod fleet;
    pub mod init_then_run;
    pub mod legacy_ambassador;
    pub mod log_agent;
    pub mod metrics_adapter;
    pub mod nightly_cron;
    pub mod portable_web;
    pub mod process_namespace;
    pub mod redis_ambassador;
    pub mod shared_volume;
    pub mod stateful_redis;
    pub mod streaming_logs;
    pub mod web_deployment;
}
use examples::{
    batch_job, config_reload, environments, fleet, init_then_run, legacy_ambassador, log_agent,
    metrics_adapter, nightly_cron, portable_web, process_namespace, redis_ambassador, shared_volume,
    stateful_redis, streaming_logs, web_deployment,
};

/// Holds both spellings of an example to its files, and what is said of the files to what is said of the example.
fn holds(name: &str, example: &impl Emit, twin: &impl Emit) {
    let files = format!("out/{{target}}/{name}.yaml");
    golden!(&files, *example);
    golden!(&files, *twin);
    for target in [Target::kubernetes(), Target::openshift()] {
        let yaml = example.to_yaml(&target).unwrap();
        let (written, read) =
            (example.check(&target), validate::check_manifest(name, yaml.as_bytes(), &target));
        let known: BTreeSet<_> = written.findings().iter().map(|finding| finding.rule).collect();
        // What handles say is guessed from YAML, and a guess that is wrong would be a finding about a sound pod.
        let loud = |finding: &&Finding| finding.severity >= Severity::Warning;
        let guessed: Vec<_> =
            read.findings().iter().filter(loud).filter(|finding| !known.contains(finding.rule)).collect();
        assert!(guessed.is_empty(), "{name} for {target}: {guessed:#?}");
    }
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
fn portable_web_is_as_in_its_files() {
    holds_everywhere("portable_web", &portable_web::pod(), &portable_web::twin());
}

#[test]
fn redis_ambassador_is_as_in_its_files() {
    holds("redis_ambassador", &redis_ambassador::pod(), &redis_ambassador::twin());
    let delta = redis_ambassador::pod().delta(&Target::openshift());
    let paths: Vec<_> = delta.iter().map(|(_, change)| change.path.as_str()).collect();
    assert_eq!(paths, ["metadata.annotations[app.openshift.io/connects-to]"]);
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

#[test]
fn batch_job_is_as_in_its_files() {
    holds_everywhere("batch_job", &batch_job::job(), &batch_job::twin());
}

#[test]
fn nightly_cron_is_as_in_its_files() {
    holds_everywhere("nightly_cron", &nightly_cron::bundle(), &nightly_cron::twin());
}

#[test]
fn stateful_redis_is_as_in_its_files() {
    holds("stateful_redis", &stateful_redis::bundle(), &stateful_redis::twin());
}

#[test]
fn web_deployment_is_as_in_its_files() {
    holds("web_deployment", &web_deployment::bundle(), &web_deployment::twin());
}

#[test]
fn fleet_is_as_in_its_files() {
    holds_everywhere("fleet", &fleet::bundle(), &fleet::twin());
}

#[test]
fn environments_is_as_in_its_files() {
    use environments::{Environment, VERSION};
    let twin = |of| environments::twin(of, VERSION);
    let production = Environment::Production;
    holds_everywhere("environments", &environments::bundle(production, VERSION), &twin(production));
    for (file, of) in OTHER_ENVIRONMENTS {
        holds_everywhere(file, &environments::bundle(of, VERSION), &twin(of));
    }
}

/// The environments beside the one that the example is for where nothing is said.
const OTHER_ENVIRONMENTS: [(&str, environments::Environment); 2] = [
    ("environments_development", environments::Environment::Development),
    ("environments_staging", environments::Environment::Staging),
];

/// Every example is tested above, and every file in `out/` is some example's.
#[test]
fn no_example_and_no_file_is_forgotten() {
    let names = names();
    for name in &names {
        let call = format!("(\"{name}\", &{name}::");
        assert!(include_str!("examples.rs").contains(&call), "no test holds {name} to its files");
    }
    let others = OTHER_ENVIRONMENTS.iter().map(|(file, _)| *file);
    let files = names.iter().map(String::as_str).chain(others);
    golden_dir!("out", files.map(|name| format!("out/{{target}}/{name}.yaml")));
}

/// A page quotes its example as it stands; `…` stands for what it leaves out, and line breaks do not count.
#[test]
fn every_example_has_a_page_that_quotes_it() {
    for name in names() {
        let source = dense(&read(&format!("examples/{name}.rs")));
        let page = read(&format!("docs/patterns/{name}.md"));
        let quotes: Vec<_> =
            page.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(!quotes.is_empty(), "the page of {name} quotes nothing");
        for part in quotes.iter().flat_map(|quote| quote.split('…')) {
            assert!(source.contains(&dense(part)), "the page of {name} quotes what is not there:\n{part}");
        }
        for path in ["kubernetes", "openshift"].map(|platform| format!("../../out/{platform}/{name}.yaml")) {
            assert!(page.contains(&path), "the page of {name} does not lead to {path}");
        }
    }
}

/// Lists the examples.
fn names() -> Vec<String> {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples")).unwrap();
    let files = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    files.filter_map(|file| file.strip_suffix(".rs").map(str::to_owned)).collect()
}

fn read(path: &str) -> String {
    let file = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Leaves out comments and what rustfmt decides: blanks, line breaks, and the comma before a closing bracket.
fn dense(text: &str) -> String {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let text: String = code.flat_map(str::split_whitespace).collect();
    text.replace(",)", ")")
}

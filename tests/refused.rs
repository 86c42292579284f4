//! The command of a pod that is refused: status 1, all findings on standard error, and nothing written.
//!
//! No example is refused, so this program starts itself once more, as such a command.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    env, fs,
    process::{Command, ExitCode, Output},
};

use pod_dsl::prelude::*;

const AS_COMMAND: &str = "POD_DSL_TEST_AS_COMMAND";

fn pod() -> Pod {
    Pod::new("shop")
        .container(Container::new("Web_1", "ghcr.io/example/shop:1.4"))
        .sidecar(Container::new("log", " "))
}

fn main() -> ExitCode {
    if env::var_os(AS_COMMAND).is_some() {
        return pod_dsl::cli::run(pod);
    }
    it_tells_all_findings_and_prints_nothing();
    it_writes_no_file();
    ExitCode::SUCCESS
}

fn run(arguments: &[&str]) -> Output {
    let program = env::current_exe().unwrap();
    Command::new(program).env(AS_COMMAND, "1").args(arguments).output().unwrap()
}

fn it_tells_all_findings_and_prints_nothing() {
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    for part in [
        "error[container-name-malformed]: ",
        "spec.containers[0].name",
        "spec.containers[1].image",
        &format!("  --> {}:", file!()),
        "refused: 2 errors",
    ] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
}

fn it_writes_no_file() {
    let folder = env::temp_dir().join(format!("pod-dsl-refused-{}", std::process::id()));
    let output = run(&["--out", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("for kubernetes:\n") && told.contains("for openshift:\n"), "{told}");
    assert!(fs::metadata(&folder).is_err(), "{} was made", folder.display());
}

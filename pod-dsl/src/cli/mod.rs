//! A program of one pod is a command: `fn main() -> ExitCode { pod_dsl::cli::run(pod) }`.

mod emit;

use std::{panic::Location, process::ExitCode};

use clap::Parser;

pub use emit::{EmitArgs, Usage};

use crate::pipeline::Emit;

/// Makes a program a command that emits what `make` gives: YAML on standard output, or files below `--out`.
///
/// The exit status is 0 where all is accepted, 1 where something is refused or a file differs, 2 for wrong usage or a file
/// that cannot be opened. Findings go to standard error. The files are named after the source file that calls.
///
/// ```no_run
/// use pod_dsl::prelude::*;
///
/// fn pod() -> Pod {
///     Pod::new("web").container(Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29"))
/// }
///
/// fn main() -> std::process::ExitCode {
///     pod_dsl::cli::run(pod)
/// }
/// ```
#[track_caller]
pub fn run<E: Emit>(make: impl FnOnce() -> E) -> ExitCode {
    let name = source_name(Location::caller().file());
    Command::parse().emit.run(&name, &make())
}

/// Writes a pod for Kubernetes or OpenShift: YAML on standard output, findings on standard error.
#[derive(Debug, Parser)]
#[command(version = None, about)]
struct Command {
    #[command(flatten)]
    emit: EmitArgs,
}

/// Gives the name of a source file without folder and extension.
fn source_name(file: &str) -> String {
    let base = file.rsplit(['/', '\\']).next().unwrap_or(file);
    base.strip_suffix(".rs").unwrap_or(base).to_owned()
}

//! A program of one pod is a command: `fn main() -> ExitCode { pod_dsl::cli::run(pod) }`. So is the crate itself:
//! `pod-dsl` judges and rewrites what others wrote.

mod applied;
mod check;
mod config;
mod emit;
mod explain;
mod facts;
mod format;
mod grant;
mod inputs;
mod output;
mod platform;
mod rules;

use std::{panic::Location, process::ExitCode};

use clap::{Parser, Subcommand};

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
#[command(version = None)]
struct Command {
    #[command(flatten)]
    emit: EmitArgs,
}

/// Judges Kubernetes and OpenShift manifests as the API server would, offline, and rewrites them.
#[derive(Debug, Parser)]
#[command(name = "pod-dsl", version, after_help = STATUS)]
struct Tool {
    #[command(subcommand)]
    verb: Verb,
}

const STATUS: &str = "Exit status: 0 accepted, 1 something refused (or denied warnings), 2 wrong usage or a file that cannot be opened.";

#[derive(Debug, Subcommand)]
enum Verb {
    Check(check::CheckArgs),
    Explain(explain::ExplainArgs),
    Format(format::FormatArgs),
    Grant(grant::GrantArgs),
    Rules(rules::RulesArgs),
}

/// Runs the command `pod-dsl` with the arguments of the process.
#[doc(hidden)]
pub fn main() -> ExitCode {
    match Tool::parse().verb {
        Verb::Check(arguments) => arguments.run(),
        Verb::Explain(arguments) => arguments.run(),
        Verb::Format(arguments) => arguments.run(),
        Verb::Grant(arguments) => arguments.run(),
        Verb::Rules(arguments) => arguments.run(),
    }
}

/// Gives the name of a source file without folder and extension.
fn source_name(file: &str) -> String {
    let base = file.rsplit(['/', '\\']).next().unwrap_or(file);
    base.strip_suffix(".rs").unwrap_or(base).to_owned()
}

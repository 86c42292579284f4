//! The command `pod-dsl`: manifests that others wrote, judged and rewritten.

fn main() -> std::process::ExitCode {
    pod_dsl::cli::main()
}

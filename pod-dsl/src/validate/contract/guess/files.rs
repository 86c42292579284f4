//! The files that flags, variables and configuration name: those that a program writes, and those that it is given to read.

use super::{Reading, channels::Access, read_from};
use crate::intent::Basis;

/// Ends of the names of files that a program writes and does not read.
const OUTPUTS: &[&str] = &[".log", ".out", ".pid", ".prom", ".sock"];

/// Flags that name a file or a folder to write.
const OUTPUT_FLAGS: &[&str] = &[
    "cache-dir",
    "data-dir",
    "datadir",
    "dest",
    "log-dir",
    "log-file",
    "log-path",
    "out",
    "out-dir",
    "output",
    "output-dir",
    "output-file",
    "pid-file",
    "state-dir",
    "storage.path",
    "storage.tsdb.path",
    "temp-dir",
    "tmp-dir",
    "work-dir",
];

/// Ends of the names of variables that name a file or a folder to write.
const OUTPUT_VARIABLES: &[&str] = &[
    "CACHE_DIR",
    "DATA_DIR",
    "GITSYNC_ROOT",
    "GIT_SYNC_ROOT",
    "LOG_DIR",
    "LOG_FILE",
    "LOG_PATH",
    "PID_FILE",
    "STATE_DIR",
    "TMPDIR",
    "WORK_DIR",
];

/// Flags that name a file to read.
const INPUT_FLAGS: &[&str] = &["c", "conf", "config", "config-file", "config-path", "config.file", "f"];

/// Lists the files and folders that variables and flags of a container name and that it likely writes; what its command is
/// `seen` to read it does not.
pub(super) fn outputs<'r>(reading: &'r Reading<'_>, seen: &[Access<'_>]) -> Vec<(&'r str, Basis)> {
    if reading.known.is_some_and(|known| !known.reads.is_empty()) || reading.command.script.is_some() {
        return Vec::new();
    }
    let name = &reading.container.name;
    let syncs = reading.known.is_some_and(|known| known.name == "git-sync");
    let is_written = |value: &str, told: &dyn Fn() -> bool| {
        let special = ["/dev/", "/proc/"].iter().any(|folder| value.starts_with(folder));
        value.starts_with('/')
            && value != "/"
            && !special
            && (OUTPUTS.iter().any(|end| value.ends_with(end)) || told())
            && seen.iter().all(|access| access.writes || access.path != value)
    };
    let flags = reading.flags.iter().filter(|flag| {
        is_written(flag.value, &|| OUTPUT_FLAGS.contains(&&*flag.name) || (syncs && flag.name == "root"))
    });
    let flags = flags.map(|flag| {
        let words = format!("`{}: {}` of `{name}`", flag.name, flag.value);
        (flag.value, read_from(flag.field, words))
    });
    let env = reading.env().filter(|(_, variable, value)| {
        is_written(value, &|| OUTPUT_VARIABLES.iter().any(|end| variable.ends_with(end)))
    });
    let env = env.map(|(at, variable, value)| {
        (value, read_from(format!("env[{at}].value"), format!("`{variable}` of `{name}`")))
    });
    flags.chain(env).collect()
}

/// Lists the files that a container is given to read: by a flag, or by the configuration of a program that ships logs.
pub(super) fn inputs<'r>(reading: &'r Reading<'_>) -> Vec<&'r str> {
    let flags = reading.flags.iter().filter(|flag| INPUT_FLAGS.contains(&&*flag.name));
    let given = flags.map(|flag| flag.value).filter(|value| {
        value.starts_with('/') && value.rsplit('/').next().is_some_and(|file| file.contains('.'))
    });
    let configured = reading.config.iter().filter_map(|statement| statement.reads.as_deref());
    given.chain(configured).collect()
}

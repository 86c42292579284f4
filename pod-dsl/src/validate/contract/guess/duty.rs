//! Whether a container's process ends by itself, as far as its command and its image tell.

use k8s_openapi::api::core::v1::Probe;

use super::{
    Reading,
    command::{base, follows},
    read_from, rests_on,
};
use crate::{
    intent::{Duty, Intent, Source},
    validate::contract::context::Stand,
};

/// Programs that do their work and end.
const ENDING: &[&str] = &[
    "[", "awk", "basename", "cat", "cd", "chgrp", "chmod", "chown", "cp", "curl", "cut", "date", "do",
    "done", "echo", "env", "exit", "export", "expr", "false", "fi", "find", "grep", "head", "hostname", "id",
    "if", "ls", "mkdir", "mv", "pg_dump", "printf", "ps", "pwd", "rm", "sed", "seq", "set", "sleep", "sort",
    "tar", "test", "then", "touch", "tr", "true", "uname", "uniq", "wc", "wget", "whoami",
];

/// Marks of a script that goes on.
const LASTING: &[&str] = &["while ", "until ", "sleep infinity", "sleep inf", "wait", "for ((", "for(("];

/// Commands that prepare something and end, by the words that follow the program.
const TASKS: &[(&str, &[&str])] = &[
    ("alembic", &["upgrade", "downgrade"]),
    ("flyway", &["migrate", "repair"]),
    ("liquibase", &["update"]),
    ("goose", &["up"]),
    ("manage.py", &["migrate", "collectstatic", "createsuperuser", "loaddata"]),
    ("artisan", &["migrate"]),
    ("prisma", &["migrate", "db"]),
    ("rails", &["db:"]),
    ("rake", &["db:", "assets:"]),
    ("sequelize", &["db:"]),
    ("sequelize-cli", &["db:"]),
    ("git", &["clone"]),
    ("psql", &["-c", "-f"]),
];

/// Tells whether some word is a program that is told to do one thing: `python manage.py migrate`.
fn is_task(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let named = base(word);
        let tasks = TASKS.iter().find(|(program, _)| *program == named).map(|(_, tasks)| *tasks);
        let after = &words[at + 1..];
        let is = |word: &&str, task: &&str| word == task || (task.ends_with(':') && word.starts_with(*task));
        tasks.is_some_and(|tasks| after.iter().any(|word| tasks.iter().any(|task| is(word, task))))
    })
}

/// Adds how long plain containers last; of the others their place says it.
pub(super) fn add(readings: &[Reading<'_>], intent: &mut Intent) {
    for reading in readings.iter().filter(|reading| reading.stand == Stand::Plain) {
        let member = &mut intent.members[reading.member];
        if member.duty.is_some() {
            continue;
        }
        let name = &reading.container.name;
        let command = reading.command;
        let field =
            command.script.as_ref().map_or_else(|| "command".to_owned(), |script| script.field.to_string());
        member.duty = if let Some(duty) = of_command(reading) {
            Some((duty, read_from(field, format!("the command of `{name}`"))))
        } else if reading.known.is_some() && !command.replaces_entry_point {
            Some((Duty::LongRunning, read_from("image", format!("the image of `{name}`"))))
        } else if let Some(probe) = asked_on(reading) {
            // What is asked for its health is there to be asked for as long as the pod is.
            Some((Duty::LongRunning, rests_on(Source::Probe, probe, format!("a probe of `{name}`"))))
        } else if !command.replaces_entry_point && is_helper(reading) {
            Some((Duty::LongRunning, rests_on(Source::Likely, "", format!("the name of `{name}`"))))
        } else {
            None
        };
    }
}

/// Gives the probe that asks a port of the container, where there is one.
fn asked_on(reading: &Reading<'_>) -> Option<&'static str> {
    let container = reading.container;
    let probes =
        [("livenessProbe", &container.liveness_probe), ("readinessProbe", &container.readiness_probe)];
    let asks = |probe: &Probe| probe.http_get.is_some() || probe.tcp_socket.is_some() || probe.grpc.is_some();
    probes.into_iter().find(|(_, probe)| probe.as_ref().is_some_and(asks)).map(|(field, _)| field)
}

/// Words in the names of containers and images that go on as long as the pod.
const HELPERS: &[&str] = &[
    "agent",
    "collector",
    "dind",
    "envoy",
    "exporter",
    "forwarder",
    "istio-proxy",
    "logger",
    "proxy",
    "pushgateway",
    "reloader",
    "shipper",
    "sidecar",
];

fn is_helper(reading: &Reading<'_>) -> bool {
    let image = reading.container.image.as_deref().unwrap_or_default();
    let image = base(image).split([':', '@']).next().unwrap_or_default().to_owned();
    HELPERS.iter().any(|word| reading.container.name.contains(word) || image.contains(word))
}

fn of_command(reading: &Reading<'_>) -> Option<Duty> {
    let command = reading.command;
    if let Some(script) = &command.script {
        if LASTING.iter().any(|mark| script.text.contains(mark)) {
            return Some(Duty::LongRunning);
        }
        let commands = &reading.commands;
        if commands.iter().any(|words| follows(words).is_some()) {
            return Some(Duty::LongRunning);
        }
        let ends = |words: &Vec<&str>| {
            let program =
                words.iter().find(|word| !word.contains('=') && !matches!(**word, "if" | "then" | "do"));
            is_task(words)
                || program.is_none_or(|program| {
                    let program = base(program.trim_start_matches(['(', '{', '$', '`']));
                    ENDING.contains(&program) || program.starts_with('>') || program.is_empty()
                })
        };
        return (!commands.is_empty() && commands.iter().all(ends)).then_some(Duty::OneShot);
    }
    // The image of git runs git.
    let arguments: Vec<_> =
        std::iter::once("git").chain(command.words.iter().map(|word| &*word.text)).collect();
    let image = reading.container.image.as_deref().unwrap_or_default();
    if !command.replaces_entry_point
        && base(image).split([':', '@']).next() == Some("git")
        && is_task(&arguments)
    {
        return Some(Duty::OneShot);
    }
    let program = command.program()?;
    let words = reading.commands.first()?;
    let first = words.get(1);
    match program {
        "tail" if follows(words).is_some() => Some(Duty::LongRunning),
        _ if is_task(words) => Some(Duty::OneShot),
        "sleep" if first.is_some_and(|time| time.starts_with("inf")) => Some(Duty::LongRunning),
        program if ENDING.contains(&program) => Some(Duty::OneShot),
        _ => None,
    }
}

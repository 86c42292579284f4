//! Whether a container's process ends by itself, as far as its command and its image tell.

use super::{
    Reading,
    command::{base, simple_commands},
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
const LASTING: &[&str] =
    &["while ", "until ", "sleep infinity", "sleep inf", "tail -f", "tail -F", "wait", "for ((", "for(("];

/// Adds how long plain containers last; of the others their place says it.
pub(super) fn add(readings: &[Reading<'_>], intent: &mut Intent) {
    for reading in readings.iter().filter(|reading| reading.stand == Stand::Plain) {
        let member = &mut intent.members[reading.member];
        if member.duty.is_some() {
            continue;
        }
        let name = &reading.container.name;
        let command = &reading.command;
        let field = command.script.as_ref().map_or("command", |script| script.field.as_str());
        member.duty = if let Some(duty) = of_command(reading) {
            Some((duty, read_from(field, format!("the command of `{name}`"))))
        } else if reading.known.is_some() && !command.replaces_entry_point {
            Some((Duty::LongRunning, read_from("image", format!("the image of `{name}`"))))
        } else if !command.replaces_entry_point && is_helper(reading) {
            Some((Duty::LongRunning, rests_on(Source::Likely, "", format!("the name of `{name}`"))))
        } else {
            None
        };
    }
}

/// Words in the names of containers and images that go on as long as the pod.
const HELPERS: &[&str] = &[
    "agent",
    "collector",
    "envoy",
    "exporter",
    "forwarder",
    "istio-proxy",
    "logger",
    "proxy",
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
    let command = &reading.command;
    if let Some(script) = &command.script {
        if LASTING.iter().any(|mark| script.text.contains(mark)) {
            return Some(Duty::LongRunning);
        }
        let commands = simple_commands(&script.text);
        let ends = |words: &Vec<&str>| {
            let program =
                words.iter().find(|word| !word.contains('=') && !matches!(**word, "if" | "then" | "do"));
            program.is_none_or(|program| {
                let program = base(program.trim_start_matches(['(', '{', '$', '`']));
                ENDING.contains(&program) || program.starts_with('>') || program.is_empty()
            })
        };
        return (!commands.is_empty() && commands.iter().all(ends)).then_some(Duty::OneShot);
    }
    let program = command.program()?;
    let first = command.words.get(1).map(|word| word.text.as_str());
    match program {
        "tail" if command.words.iter().any(|word| matches!(word.text.as_str(), "-f" | "-F")) => {
            Some(Duty::LongRunning)
        }
        "sleep" if first.is_some_and(|time| time.starts_with("inf")) => Some(Duty::LongRunning),
        program if ENDING.contains(&program) => Some(Duty::OneShot),
        _ => None,
    }
}

//! Who waits for whom: scripts that ask again until a peer answers, or until it has written a file, and hooks that call a
//! peer when the pod stops.

use std::borrow::Cow;

use super::{Reading, channels::below, command::simple_commands, read_from, spoken, text::loopback_ports};
use crate::{
    intent::{Basis, Intent, Need, NeedPhase},
    validate::contract::context::Stand,
};

/// Programs whose only work is to wait for an address, and then to start another.
const WAITERS: &[&str] = &["dockerize", "wait-for", "wait-for-it", "wait-for-it.sh", "wait-for.sh", "wait4x"];

/// Adds what is waited for at the start, and what hooks call at the stop.
pub(super) fn add(readings: &[Reading<'_>], intent: &mut Intent) {
    for reading in readings {
        for (port, basis) in awaited_ports(reading) {
            need(readings, intent, reading.member, port, NeedPhase::Start, &basis);
        }
        for (path, basis) in awaited_files(reading) {
            if let Some(whom) = sole_writer(readings, reading, path) {
                push(intent, reading.member, whom, NeedPhase::Start, &basis);
            }
        }
        if reading.stand != Stand::Init {
            for (port, basis) in farewells(reading) {
                need(readings, intent, reading.member, port, NeedPhase::UntilStop, &basis);
            }
        }
    }
}

fn need(
    readings: &[Reading<'_>],
    intent: &mut Intent,
    who: usize,
    port: u16,
    phase: NeedPhase,
    basis: &Basis,
) {
    let own = |owner: usize| owner == who;
    if intent.listeners.iter().any(|listener| listener.port == port && own(listener.owner)) {
        return;
    }
    let peer = intent
        .listeners
        .iter()
        .find(|listener| listener.port == port && readings[listener.owner].stand != Stand::Init);
    if let Some(whom) = peer.map(|listener| listener.owner) {
        push(intent, who, whom, phase, basis);
    }
}

fn push(intent: &mut Intent, who: usize, whom: usize, phase: NeedPhase, basis: &Basis) {
    let known = |need: &Need| (need.who, need.whom, need.phase) == (who, whom, phase);
    if !intent.needs.iter().any(known) {
        intent.needs.push(Need { who, whom, phase, basis: basis.clone() });
    }
}

/// Lists the local ports that a container asks again and again until somebody answers.
fn awaited_ports(reading: &Reading<'_>) -> Vec<(u16, Basis)> {
    let mut found = Vec::new();
    let hook = reading.container.lifecycle.as_ref().and_then(|lifecycle| lifecycle.post_start.as_ref());
    let hook = hook.and_then(|hook| hook.exec.as_ref()).and_then(|exec| exec.command.as_ref());
    let hook = hook.into_iter().flatten().flat_map(|word| simple_commands(word));
    let hook = hook.map(|words| (Cow::Owned(words), Some("lifecycle.postStart".to_owned())));
    let own = || reading.command.field();
    let commands = reading.commands.iter().map(|words| (Cow::Borrowed(words), None));
    for (words, hook) in commands.chain(hook) {
        let loops = words.iter().any(|word| matches!(*word, "until" | "while"));
        let waits = words.iter().any(|word| WAITERS.contains(&word.rsplit('/').next().unwrap_or(word)));
        if !loops && !waits {
            continue;
        }
        let together = words.iter().flat_map(|word| loopback_ports(word));
        for (port, _) in together.chain(spoken::in_command(&words)) {
            let words = format!("a command of `{}` that waits for port {port}", reading.container.name);
            found.push((port, read_from(hook.clone().unwrap_or_else(own), words)));
        }
    }
    found
}

/// Words that a script may begin with before it begins to wait.
const LIGHT: &[&str] = &["date", "do", "done", "echo", "export", "set", "sleep", "trap"];

/// Lists the files for which a script waits first of all: `while [ ! -f /conf/app.yaml ]; do sleep 1; done`. Who waits
/// later may as well wait for another to end.
fn awaited_files<'r>(reading: &'r Reading<'_>) -> Vec<(&'r str, Basis)> {
    let mut found = Vec::new();
    for words in &reading.commands {
        if !words.iter().any(|word| matches!(*word, "until" | "while")) {
            if words.first().is_some_and(|word| LIGHT.contains(word)) {
                continue;
            }
            break;
        }
        let tests = words.windows(2).filter(|pair| matches!(pair[0], "-e" | "-f" | "-s" | "-S" | "-r"));
        for path in tests.map(|pair| pair[1]).filter(|path| path.starts_with('/')) {
            let words = format!("a command of `{}` that waits for {path}", reading.container.name);
            found.push((path, read_from(reading.command.field(), words)));
        }
    }
    found
}

/// Finds the one other container that runs beside it and may write the file.
fn sole_writer(readings: &[Reading<'_>], reader: &Reading<'_>, path: &str) -> Option<usize> {
    let mount = reader
        .container
        .volume_mounts
        .iter()
        .flatten()
        .find(|mount| below(path, &mount.mount_path).is_some())?;
    let may_fill = |other: &&Reading<'_>| {
        let mut mounts = other.container.volume_mounts.iter().flatten();
        other.member != reader.member
            && mounts.any(|other| other.name == mount.name && other.read_only != Some(true))
    };
    let mut writers = readings.iter().filter(may_fill);
    let writer = writers.next().filter(|_| writers.next().is_none())?;
    (writer.stand != Stand::Init).then_some(writer.member)
}

/// Lists the local ports that the preStop hook of a container calls.
fn farewells(reading: &Reading<'_>) -> Vec<(u16, Basis)> {
    let hook = reading.container.lifecycle.as_ref().and_then(|lifecycle| lifecycle.pre_stop.as_ref());
    let command = hook.and_then(|hook| hook.exec.as_ref()).and_then(|exec| exec.command.as_ref());
    let ports = command.into_iter().flatten().flat_map(|word| loopback_ports(word));
    let basis =
        || read_from("lifecycle.preStop", format!("the preStop hook of `{}`", reading.container.name));
    ports.map(|(port, _)| (port, basis())).collect()
}

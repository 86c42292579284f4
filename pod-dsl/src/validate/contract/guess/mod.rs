//! The links of a pod, guessed where nobody said them: from ports, arguments, environment, commands, well-known images and
//! the proxies' configuration in `ConfigMap`s beside it.
//!
//! What is said always stands. What is guessed carries what it was read from, and no finding that rests on it is an error.

mod calls;
mod channels;
mod command;
mod config;
mod duty;
mod files;
mod images;
mod listeners;
mod needs;
mod socat;
mod spoken;
mod text;
mod waits;

use k8s_openapi::api::core::v1::{Container, EnvVar, PodSpec};

pub(super) use channels::below;
use command::Flag;
pub(super) use command::{CommandLine, follows, simple_commands};
pub(super) use config::called_by_name;
pub(super) use images::{Known, known};
pub(super) use spoken::in_env as hosts_in_env;
pub(super) use text::loopback_ports;

use super::{
    companions::Companions,
    context::{Stand, Subject, container, stand},
};
use crate::intent::{Basis, Clue, Duty, Intent, Member, Role, Source};

/// Is what a container runs: its command line, and what is known of its image.
#[derive(Debug)]
pub(super) struct Run<'c> {
    pub(super) command: CommandLine<'c>,
    pub(super) known: Option<&'static Known>,
}

impl<'c> Run<'c> {
    pub(super) fn of(container: &'c Container) -> Self {
        let known = known(container.image.as_deref().unwrap_or_default());
        Self { command: CommandLine::of(container), known }
    }
}

/// Is a container as a guesser reads it.
pub(super) struct Reading<'a> {
    pub(super) member: usize,
    pub(super) container: &'a Container,
    pub(super) stand: Stand,
    pub(super) command: &'a CommandLine<'a>,
    /// The flags of the command line that have a value.
    pub(super) flags: Vec<Flag<'a>>,
    /// The commands that are run, each as its words.
    pub(super) commands: Vec<Vec<&'a str>>,
    /// What is known of the image.
    pub(super) known: Option<&'static Known>,
    /// What the configuration files say that are mounted into it.
    pub(super) config: Vec<config::Statement>,
}

impl Reading<'_> {
    /// Lists the variables of the environment that have a literal value, with their places.
    pub(super) fn env(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        let env = self.container.env.iter().flatten().enumerate();
        env.filter_map(|(at, EnvVar { name, value, .. })| Some((at, name.as_str(), value.as_deref()?)))
    }
}

impl Reading<'_> {
    /// Tells whether it forwards only to what is outside the pod.
    fn leaves(&self) -> bool {
        let relays = socat::relays(self);
        let outside = self.config.iter().any(|statement| statement.leaves)
            || relays.iter().any(|(_, to, _)| to.is_none());
        let inside = self.config.iter().any(|statement| statement.forwards.is_some());
        outside && !inside && relays.iter().all(|(_, to, _)| to.is_none())
    }
}

/// Rests on what a field of the container says.
fn read_from(field: impl Into<String>, words: impl Into<String>) -> Basis {
    rests_on(Source::Text, field, words)
}

/// Rests on something of another kind.
fn rests_on(source: Source, field: impl Into<String>, words: impl Into<String>) -> Basis {
    Basis::Guessed(Clue { field: field.into(), words: words.into(), source })
}

/// Gives the links of a pod: those that were said, and those that can be guessed. Its members are the containers of the
/// spec, whatever a `raw` change did to them.
pub(super) fn complete(
    said: &Intent,
    subject: &Subject<'_>,
    companions: &Companions<'_>,
    runs: &[Run<'_>],
) -> Intent {
    let mut intent = carried(said, subject.spec);
    let readings: Vec<_> = runs
        .iter()
        .enumerate()
        .map(|(member, Run { command, known })| {
            let container = container(subject.spec, member);
            Reading {
                member,
                container,
                stand: stand(subject.spec, member),
                command,
                flags: command.flags().collect(),
                commands: command.commands(),
                known: *known,
                config: config::of(container, subject, companions),
            }
        })
        .collect();
    duty::add(&readings, &mut intent);
    listeners::add(&readings, &mut intent);
    listeners::add_likely(&readings, &mut intent);
    calls::add(&readings, &mut intent);
    listeners::add_probed(&readings, &mut intent);
    channels::add(&readings, subject.spec, &mut intent);
    needs::add(&readings, &mut intent);
    intent
}

/// Carries what was said over to the containers as they stand in the spec.
fn carried(said: &Intent, spec: &PodSpec) -> Intent {
    let init = spec.init_containers.as_deref().unwrap_or_default();
    let mut intent = Intent { loose: said.loose.clone(), ..Intent::default() };
    for (list, containers) in [("initContainers", init), ("containers", spec.containers.as_slice())] {
        for (index, container) in containers.iter().enumerate() {
            intent.members.push(member(said, spec, container, list, index));
        }
    }
    // Where a member of what was said stands now; a `raw` change may have taken it away.
    let now: Vec<Option<usize>> = said
        .members
        .iter()
        .map(|old| intent.members.iter().position(|new| (new.list, new.index) == (old.list, old.index)))
        .collect();
    let at = |old: usize| now.get(old).copied().flatten();
    for listener in &said.listeners {
        intent.listeners.extend(at(listener.owner).map(|owner| {
            let declared = listener.declared || declares(container(spec, owner), listener.port);
            crate::intent::Listener { owner, declared, ..listener.clone() }
        }));
    }
    for upstream in &said.upstreams {
        let moved = at(upstream.owner);
        intent
            .upstreams
            .extend(moved.map(|owner| crate::intent::UpstreamIntent { owner, ..upstream.clone() }));
    }
    // Of a volume that is mounted as a whole the spec tells more than the verb did.
    for channel in said.channels.iter().filter(|channel| channel.file.is_some()) {
        let all = |members: &[usize]| members.iter().filter_map(|&member| at(member)).collect();
        let (writers, readers) = (all(&channel.writers), all(&channel.readers));
        intent.channels.push(crate::intent::Channel { writers, readers, ..channel.clone() });
    }
    for need in &said.needs {
        if let (Some(who), Some(whom)) = (at(need.who), at(need.whom)) {
            intent.needs.push(crate::intent::Need { who, whom, ..need.clone() });
        }
    }
    for signal in &said.signals {
        if let (Some(from), Some(to)) = (at(signal.from), at(signal.to)) {
            intent.signals.push(crate::intent::SignalIntent { from, to, ..signal.clone() });
        }
    }
    for access in &said.accesses {
        intent
            .accesses
            .extend(at(access.owner).map(|owner| crate::intent::Access { owner, ..access.clone() }));
    }
    intent
}

fn declares(container: &Container, port: u16) -> bool {
    container.ports.iter().flatten().any(|declared| declared.container_port == i32::from(port))
}

/// Gives what is known of a container: what was said of it, or what its place in the spec says.
fn member(said: &Intent, spec: &PodSpec, of: &Container, list: &'static str, index: usize) -> Member {
    if let Some(known) = said.members.iter().find(|known| (known.list, known.index) == (list, index)) {
        return Member { name: of.name.clone(), ..known.clone() };
    }
    let place = if list == "initContainers" { index } else { usize::MAX };
    let (role, duty) = match stand_of(spec, place) {
        Stand::Plain => (Role::App, None),
        Stand::Native => (Role::Sidecar, Some((Duty::LongRunning, Basis::Said))),
        Stand::Init => (Role::Init, Some((Duty::OneShot, Basis::Said))),
    };
    let basis = read_from("", "");
    Member { name: of.name.clone(), role, list, index, native_because: None, duty, basis }
}

fn stand_of(spec: &PodSpec, place: usize) -> Stand {
    if place == usize::MAX { Stand::Plain } else { stand(spec, place) }
}

#[cfg(test)]
mod tests;

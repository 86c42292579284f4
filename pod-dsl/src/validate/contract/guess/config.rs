//! What the configuration of a proxy says, where a `ConfigMap` beside the pod holds it.

mod caddy;
mod envoy;
mod haproxy;
mod logs;
mod nginx;
mod oauth2_proxy;

use k8s_openapi::api::core::v1::{ConfigMap, Container, KeyToPath};

use super::{
    channels::BEFORE,
    command::{CommandLine, base, simple_commands},
    known,
    text::host_address,
};
use crate::{
    intent::Address,
    validate::contract::{companions::Companions, context::Subject},
};

/// Is one thing that a configuration says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::validate::contract) struct Statement {
    /// It listens: where, and whether with TLS.
    pub(super) listens: Option<(Address, u16, bool)>,
    /// It forwards to a port of the pod.
    pub(super) forwards: Option<u16>,
    /// It forwards there by the name `localhost`.
    pub(super) by_name: bool,
    /// It forwards to somewhere else.
    pub(super) leaves: bool,
    /// It reads a file, or all whose names match.
    pub(super) reads: Option<String>,
    /// The line, counted from 1.
    pub(super) line: usize,
    /// Where it stands, in words.
    pub(super) words: String,
}

impl Statement {
    fn listens(line: usize, address: Address, port: u16, tls: bool) -> Self {
        Self { listens: Some((address, port, tls)), line, ..Self::default() }
    }

    fn forwards(line: usize, port: u16) -> Self {
        Self { forwards: Some(port), line, ..Self::default() }
    }

    fn named(self, host: &str) -> Self {
        Self { by_name: host == "localhost", ..self }
    }

    fn reads(line: usize, path: &str) -> Self {
        Self { reads: Some(path.to_owned()), line, ..Self::default() }
    }

    fn leaves(line: usize) -> Self {
        Self { leaves: true, line, ..Self::default() }
    }

    /// Forwards to `HOST:PORT`: a port of the pod, or somewhere else.
    fn to(line: usize, address: &str) -> Self {
        let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
        local_port(address).map_or_else(|| Self::leaves(line), |port| Self::forwards(line, port).named(host))
    }
}

/// Lists the ports of the pod to which the configuration of a container forwards by the name `localhost`.
pub(in crate::validate::contract) fn called_by_name(
    container: &Container,
    subject: &Subject<'_>,
    companions: &Companions<'_>,
) -> Vec<u16> {
    let statements = of(container, subject, companions);
    statements
        .iter()
        .filter(|statement| statement.by_name)
        .filter_map(|statement| statement.forwards)
        .collect()
}

/// Reads what is mounted into a container.
pub(super) fn of(
    container: &Container,
    subject: &Subject<'_>,
    companions: &Companions<'_>,
) -> Vec<Statement> {
    let mut all = in_script(container);
    if companions.config_maps.is_empty() {
        return all;
    }
    for mount in container.volume_mounts.iter().flatten() {
        let volume = subject.spec.volumes.iter().flatten().find(|volume| volume.name == mount.name);
        let mut sources: Vec<(&str, Option<&[KeyToPath]>)> = Vec::new();
        if let Some(source) = volume.and_then(|volume| volume.config_map.as_ref()) {
            sources.push((&source.name, source.items.as_deref()));
        }
        let projected = volume.and_then(|volume| volume.projected.as_ref());
        for source in projected.into_iter().flat_map(|projected| projected.sources.iter().flatten()) {
            if let Some(source) = &source.config_map {
                sources.push((&source.name, source.items.as_deref()));
            }
        }
        for (name, items) in sources {
            let Some(map) = companions.config_map(subject.owner, name) else { continue };
            for (key, text) in map.data.iter().flatten() {
                if items.is_none_or(|items| items.iter().any(|item| item.key == *key))
                    && mount.sub_path.as_deref().is_none_or(|path| mounted_as(path, key, items))
                {
                    all.extend(statements(container, map, key, text));
                }
            }
        }
    }
    all
}

/// Reads what a script of nginx's container writes as its configuration.
fn in_script(container: &Container) -> Vec<Statement> {
    let words = container.command.iter().chain(&container.args).flatten();
    let scripts = words.filter(|word| word.contains("proxy_pass") && word.contains("listen"));
    let mut found: Vec<_> = scripts.flat_map(|script| nginx::read(script)).collect();
    for statement in &mut found {
        statement.words = format!("a command of `{}`", container.name);
    }
    found
}

/// Tells whether a path within the volume is the file of a key.
fn mounted_as(path: &str, key: &str, items: Option<&[KeyToPath]>) -> bool {
    items.into_iter().flatten().any(|item| item.key == key && item.path == path) || path == key
}

/// Programs that ship logs.
const SHIPPERS: &[&str] = &["filebeat", "fluent-bit", "fluentd", "promtail", "vector"];

/// Programs that look for other processes, or signal them.
const SIGNALLERS: &[&str] = &["kill", "killall", "pgrep", "pidof", "pkill"];

/// Tells whether the script of a container looks for a program to signal it, and does not run it itself.
fn only_signals(container: &Container, program: &str) -> bool {
    let Some(script) = CommandLine::of(container).script else { return false };
    let commands = simple_commands(&script.text);
    let is_program = |word: &&str| base(word) == program;
    let runs = |words: &Vec<&str>| words.iter().find(|word| !BEFORE.contains(word)).is_some_and(is_program);
    let signals = |words: &Vec<&str>| {
        words.iter().any(|word| SIGNALLERS.contains(&base(word.trim_start_matches(['$', '(', '`']))))
            && words.iter().any(|word| is_program(&word.trim_end_matches([')', '`'])))
    };
    commands.iter().any(signals) && !commands.iter().any(runs)
}

fn statements(container: &Container, map: &ConfigMap, key: &str, text: &str) -> Vec<Statement> {
    let names = |program: &str| {
        let image = container.image.as_deref().unwrap_or_default();
        let command = container.command.iter().chain(&container.args).flatten();
        known(image).is_some_and(|known| known.name.starts_with(program))
            || image.contains(program)
            || command.into_iter().any(|word| word.contains(program))
    };
    let is = |program: &str| names(program) && !only_signals(container, program);
    let mut found = if is("haproxy") {
        haproxy::read(text)
    } else if is("nginx") || is("openresty") {
        nginx::read(text)
    } else if is("envoy") {
        envoy::read(text)
    } else if is("caddy") {
        caddy::read(text)
    } else if is("oauth2-proxy") {
        oauth2_proxy::read(text)
    } else if SHIPPERS.iter().any(|shipper| is(shipper)) {
        logs::read(text)
    } else {
        Vec::new()
    };
    let name = map.metadata.name.as_deref().unwrap_or_default();
    for statement in &mut found {
        statement.words = format!("line {} of `{key}` in ConfigMap `{name}`", statement.line);
    }
    found
}

/// Reads `HOST:PORT`, `:PORT` or `PORT` as an address of the pod to send to.
fn local_port(text: &str) -> Option<u16> {
    let (host, port) = text.rsplit_once(':')?;
    (host_address(host) == Some(Address::Loopback)).then(|| port.parse().ok().filter(|&port| port != 0))?
}

//! Who sends requests to a port of the pod, as far as arguments, environment, commands and configuration tell.

use super::{Reading, command::base, read_from, rests_on, socat, spoken, text::loopback_ports};
use crate::intent::{Basis, Duty, Intent, Role, Source, UpstreamIntent, UpstreamTo};

/// Flags by which a proxy is told where it forwards to.
const UPSTREAM_FLAGS: &[&str] =
    &["backend", "proxy-pass", "proxy-to", "target", "to", "upstream", "upstream-url", "upstreams"];

/// Variables by which a proxy is told where it forwards to.
const UPSTREAM_VARIABLES: &[&str] =
    &["BACKEND", "BACKEND_URL", "OAUTH2_PROXY_UPSTREAMS", "PROXY_PASS", "UPSTREAM", "UPSTREAM_URL"];

/// Adds the calls, and the roles that follow from them.
pub(super) fn add(readings: &[Reading<'_>], intent: &mut Intent) {
    for reading in readings {
        for statement in &reading.config {
            if let Some(port) = statement.forwards {
                push(intent, reading, port, true, read_from("", &statement.words));
            }
        }
        for (_, to, basis) in socat::relays(reading) {
            if let Some(port) = to {
                push(intent, reading, port, true, basis);
            }
        }
        for (port, proxied, basis) in in_command(reading).into_iter().chain(in_env(reading)) {
            push(intent, reading, port, proxied, basis);
        }
        role(reading, intent);
    }
}

fn in_command(reading: &Reading<'_>) -> Vec<(u16, bool, Basis)> {
    let name = &reading.container.name;
    let mut told = Vec::new();
    let upstreams: Vec<_> = reading
        .flags
        .iter()
        .filter(|flag| UPSTREAM_FLAGS.contains(&&*flag.name))
        .flat_map(|flag| {
            let words = format!("`{}: {}` of `{name}`", flag.name, flag.value);
            let basis = read_from(flag.field, words);
            loopback_ports(flag.value).into_iter().map(move |(port, _)| (port, true, basis.clone()))
        })
        .collect();
    for word in &reading.command.words {
        for (port, host) in loopback_ports(&word.text) {
            // What it listens on is no call, and neither is what it forwards to.
            let listens = upstreams.iter().any(|(upstream, ..)| *upstream == port);
            if !listens {
                let basis = read_from(word.field, format!("`{host}:{port}` in a command of `{name}`"));
                told.push((port, false, basis));
            }
        }
    }
    for words in &reading.commands {
        for (port, host) in spoken::in_command(words) {
            let words = format!("`{host} {port}` in a command of `{name}`");
            told.push((port, false, read_from(reading.command.field(), words)));
        }
    }
    upstreams.into_iter().chain(told).collect()
}

/// Tells whether it is `kubectl proxy`, which lets everybody who reaches it speak to the API as the pod does.
pub(super) fn is_api_proxy(reading: &Reading<'_>) -> bool {
    let image = reading.container.image.as_deref().unwrap_or_default();
    let image = base(image).split([':', '@']).next().unwrap_or_default();
    let proxies = |words: &[&str]| match words {
        [program, first, ..] if matches!(base(program), "kubectl" | "oc") => *first == "proxy",
        [first, ..] => *first == "proxy" && image == "kubectl" && !reading.command.replaces_entry_point,
        [] => false,
    };
    reading.commands.iter().any(|words| {
        let start = words.iter().position(|word| *word != "exec").unwrap_or_default();
        proxies(&words[start..])
    })
}

fn in_env(reading: &Reading<'_>) -> Vec<(u16, bool, Basis)> {
    let apart = spoken::in_env(reading.container).into_iter().map(|(at, port, _)| {
        let words = format!(
            "`{}` of `{}`",
            reading.container.env.as_ref().map_or("", |env| &env[at].name),
            reading.container.name
        );
        (port, false, read_from(format!("env[{at}].value"), words))
    });
    reading
        .env()
        .flat_map(|(at, name, value)| {
            let proxied = UPSTREAM_VARIABLES.contains(&name);
            let (field, container) = (format!("env[{at}].value"), &reading.container.name);
            loopback_ports(value).into_iter().map(move |(port, _)| {
                (port, proxied, read_from(&field, format!("`{name}` of `{container}`")))
            })
        })
        .chain(apart)
        .collect()
}

fn push(intent: &mut Intent, reading: &Reading<'_>, port: u16, proxied: bool, basis: Basis) {
    let owner = reading.member;
    // A container that calls its own port needs nobody; its configuration says only where it listens itself.
    let own = |listener: &crate::intent::Listener| listener.owner == owner && listener.port == port;
    if intent.listeners.iter().any(own) {
        return;
    }
    let known = intent.upstreams.iter().any(|upstream| {
        upstream.owner == owner && matches!(upstream.to, UpstreamTo::Listener { port: to, .. } if to == port)
    });
    if !known {
        intent.upstreams.push(UpstreamIntent {
            owner,
            to: UpstreamTo::Listener { id: 0, port },
            proxied,
            basis,
        });
    }
}

/// Gives a container the role of its image, or of a proxy by what it forwards to.
fn role(reading: &Reading<'_>, intent: &mut Intent) {
    let owner = reading.member;
    let inbound = intent.upstreams.iter().any(|upstream| upstream.owner == owner && upstream.proxied);
    let outbound = !inbound && (reading.leaves() || is_api_proxy(reading));
    let member = &mut intent.members[owner];
    if !member.basis.is_guess() || member.role == Role::Init {
        return;
    }
    let role = match reading.known.and_then(|known| known.role) {
        _ if inbound => Role::InboundAmbassador,
        Some(role) if !outbound => role,
        None if !outbound => return,
        _ => Role::OutboundAmbassador,
    };
    member.role = role;
    member.basis = rests_on(Source::Image, "image", format!("what `{}` runs", member.name));
    if member.duty.is_none() {
        member.duty = Some((Duty::LongRunning, member.basis.clone()));
    }
}

//! The intent: what the links between the containers are, for the judge.

use super::{
    container::listeners,
    placement::{Place, position},
};
use crate::{
    intent::{
        Basis, Channel, Duty, Fault, Intent, Listener, LooseEnd, Member, Need, Role, SignalIntent,
        UpstreamIntent, UpstreamTo,
    },
    model::{ContainerAs, ContainerHandle, ContainerRole, Direction, FileAccess, Pod, Upstream},
};

/// Records the links of a pod; `stands[i]` is the list and index at which container `i` stands.
pub(super) fn of(pod: &Pod, places: &[Place], stands: &[(&'static str, usize)]) -> Intent {
    let mut intent = Intent::default();
    for (owner, container) in pod.containers.iter().enumerate() {
        let (list, index) = stands[owner];
        let native_because = match &places[owner] {
            Place::Native { because, .. } => Some(because.clone()),
            Place::Plain | Place::Init => None,
        };
        let name = container.wire.name.clone();
        let role = role(&container.role);
        let (duty, basis) = (duty(role), Basis::Said);
        intent.members.push(Member { name, role, list, index, native_because, duty, basis });
        intent.listeners.extend(listeners(container).into_iter().map(|(port, declared)| Listener {
            id: port.id.0,
            owner,
            port: port.number,
            protocol: port.protocol,
            address: port.address,
            name: port.name,
            declared,
            tls: port.tls,
            basis: Basis::Said,
        }));
        upstreams(container, owner, &mut intent);
        for usage in &container.files {
            channel(&mut intent, &usage.file.volume.wire.name, Some(&usage.file.path), owner, usage.access);
        }
        for mounted in container.mounts.iter().filter(|mounted| !mounted.wire.name.is_empty()) {
            let access =
                if mounted.wire.read_only == Some(true) { FileAccess::Reads } else { FileAccess::Writes };
            channel(&mut intent, &mounted.wire.name, None, owner, access);
        }
        needs_and_signals(pod, places, container, owner, stands[owner], &mut intent);
    }
    intent
}

fn role(role: &ContainerRole) -> Role {
    match role {
        ContainerRole::App => Role::App,
        ContainerRole::Init => Role::Init,
        ContainerRole::Sidecar(_) => Role::Sidecar,
        ContainerRole::Ambassador(role) if role.link.direction == Direction::Inbound => {
            Role::InboundAmbassador
        }
        ContainerRole::Ambassador(_) => Role::OutboundAmbassador,
        ContainerRole::Adapter(_) => Role::Adapter,
    }
}

/// Tells how long a role lasts; an application may be of either kind.
fn duty(role: Role) -> Option<(Duty, Basis)> {
    let duty = match role {
        Role::App => return None,
        Role::Init => Duty::OneShot,
        Role::Sidecar | Role::InboundAmbassador | Role::OutboundAmbassador | Role::Adapter => {
            Duty::LongRunning
        }
    };
    Some((duty, Basis::Said))
}

fn upstreams(container: &ContainerAs<ContainerRole>, owner: usize, intent: &mut Intent) {
    let called = container.calls.iter().map(|port| UpstreamTo::Listener { id: port.id.0, port: port.number });
    let proxied = match &container.role {
        ContainerRole::Ambassador(role) => Some(match &role.link.upstream {
            Upstream::Port(port) => UpstreamTo::Listener { id: port.id.0, port: port.number },
            Upstream::Host { host, port, service } => {
                UpstreamTo::External { host: host.clone(), port: *port, service: service.clone() }
            }
        }),
        _ => None,
    };
    let upstream = |to, proxied| UpstreamIntent { owner, to, proxied, basis: Basis::Said };
    intent.upstreams.extend(called.map(|to| upstream(to, false)));
    intent.upstreams.extend(proxied.map(|to| upstream(to, true)));
}

fn channel(intent: &mut Intent, volume: &str, file: Option<&str>, owner: usize, access: FileAccess) {
    let known = intent.channels.iter().position(|c| c.volume == volume && c.file.as_deref() == file);
    let at = known.unwrap_or_else(|| {
        let (volume, file) = (volume.to_owned(), file.map(str::to_owned));
        let (writers, readers, basis) = (Vec::new(), Vec::new(), Basis::Said);
        intent.channels.push(Channel { volume, file, writers, readers, basis });
        intent.channels.len() - 1
    });
    let channel = &mut intent.channels[at];
    let users = if access == FileAccess::Writes { &mut channel.writers } else { &mut channel.readers };
    if !users.contains(&owner) {
        users.push(owner);
    }
}

fn needs_and_signals(
    pod: &Pod,
    places: &[Place],
    container: &ContainerAs<ContainerRole>,
    owner: usize,
    (list, index): (&str, usize),
    intent: &mut Intent,
) {
    let mut loose = |fault, message: String, help: String| {
        let (path, at) = (format!("spec.{list}[{index}]"), container.trace.made());
        intent.loose.push(LooseEnd { fault, path, message, help, at });
    };
    let name = &container.wire.name;
    let stranger = |handle: &ContainerHandle, loose: &mut dyn FnMut(Fault, String, String)| {
        loose(
            Fault::LinkToStranger,
            format!("`{name}` is linked to `{}`, which is not in this pod", handle.name),
            format!("add `{}` to the pod, or drop the link", handle.name),
        );
    };
    for (phase, handle) in &container.needs {
        match position(pod, handle.id) {
            None => stranger(handle, &mut loose),
            Some(whom) if !matches!(places[whom], Place::Native { .. }) => loose(
                Fault::NeedUnmet,
                format!("`{name}` needs `{}`, but nothing waits for a plain container", handle.name),
                format!(
                    "make `{}` a sidecar, an ambassador or an adapter, and let the contract place it",
                    handle.name
                ),
            ),
            Some(whom) => {
                let (phase, basis) = (*phase, Basis::Said);
                intent.needs.push(Need { who: owner, whom, phase, basis });
            }
        }
    }
    for (signal, handle) in &container.signals {
        match position(pod, handle.id) {
            None => stranger(handle, &mut loose),
            Some(to) => {
                intent.signals.push(SignalIntent { from: owner, to, signal, basis: Basis::Said });
            }
        }
    }
}

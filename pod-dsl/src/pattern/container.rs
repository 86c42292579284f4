//! One container in its finished form: ports, mounts and probes follow from the handles.

use std::mem;

use k8s_openapi::{api::core::v1 as k8s, apimachinery::pkg::util::intstr::IntOrString};

use super::{mounts, placement::Place};
use crate::{
    intent::{LooseEnd, Protocol},
    model::{ContainerAs, ContainerRole, Direction, LifecycleHandler, Port, Probe},
};

/// Takes the wire form out of a container, which will stand at this list and index in the pod. The name stays behind for
/// those who speak of the container.
pub(super) fn finish(
    container: &mut ContainerAs<ContainerRole>,
    place: &Place,
    stand: (&'static str, usize),
    loose: &mut Vec<LooseEnd>,
) -> k8s::Container {
    let name = container.wire.name.clone();
    let mut wire = mem::replace(&mut *container.wire, k8s::Container { name, ..k8s::Container::default() });
    let listeners = listeners(container);
    let ports: Vec<_> =
        listeners.iter().filter(|(_, declared)| *declared).map(|(port, _)| declared(port)).collect();
    wire.ports = (!ports.is_empty()).then_some(ports);
    let mounts = mounts::of(container, stand, loose);
    wire.volume_mounts = (!mounts.is_empty()).then_some(mounts);

    let mut startup = container.startup.clone();
    if let Place::Native { needed_at_start, .. } = place {
        wire.restart_policy = Some("Always".to_owned());
        if *needed_at_start && startup.is_none() {
            startup = default_startup(&listeners).map(Box::new);
        }
    }
    let probe = |probe: Option<Box<Probe>>| probe.map(|probe| with_port_name(*probe, &listeners));
    wire.startup_probe = probe(startup);
    wire.liveness_probe = probe(container.liveness.take());
    wire.readiness_probe = probe(container.readiness.take());
    if container.post_start.is_some() || container.pre_stop.is_some() {
        let handler = |handler: Option<Box<LifecycleHandler>>| {
            handler.map(|handler| {
                let LifecycleHandler { mut wire, port } = *handler;
                if let (Some(http), Some(name)) =
                    (&mut wire.http_get, port.as_ref().and_then(|p| name_of(p, &listeners)))
                {
                    http.port = name;
                }
                wire
            })
        };
        let lifecycle = wire.lifecycle.get_or_insert_default();
        lifecycle.post_start = handler(container.post_start.take());
        lifecycle.pre_stop = handler(container.pre_stop.take());
    }
    for change in &container.raw {
        change.0(&mut wire);
    }
    wire
}

/// Lists the ports a container listens on, its role's among them, and whether each is declared.
pub(super) fn listeners(container: &ContainerAs<ContainerRole>) -> Vec<(Port, bool)> {
    let mut listeners = container.listeners.clone();
    let of_role = match &container.role {
        ContainerRole::Ambassador(role) => {
            Some((&role.link.listener, role.link.direction == Direction::Inbound))
        }
        ContainerRole::Adapter(role) => Some((&role.port, true)),
        ContainerRole::App | ContainerRole::Init | ContainerRole::Sidecar(_) => None,
    };
    if let Some((port, declare)) = of_role {
        match listeners.iter_mut().find(|(said, _)| said.id == port.id) {
            Some((_, declared)) => *declared |= declare,
            None => listeners.push((port.clone(), declare)),
        }
    }
    listeners
}

fn declared(port: &Port) -> k8s::ContainerPort {
    k8s::ContainerPort {
        container_port: i32::from(port.number),
        name: port.name.clone(),
        protocol: (port.protocol != Protocol::Tcp).then(|| port.protocol.as_str().to_owned()),
        host_port: port.host_port.map(i32::from),
        host_ip: port.host_ip.clone(),
    }
}

/// Asks a helper that others wait for whether its port is open: once a second, a minute long. The kubelet reaches the
/// pod's address only, so for a helper that listens on loopback the user says how to ask.
fn default_startup(listeners: &[(Port, bool)]) -> Option<Probe> {
    let (port, _) =
        listeners.iter().find(|(port, _)| !port.is_loopback() && port.protocol == Protocol::Tcp)?;
    Some(Probe::tcp(port).period_seconds(1).failure_threshold(60))
}

fn with_port_name(probe: Probe, listeners: &[(Port, bool)]) -> k8s::Probe {
    let Probe { mut wire, port } = probe;
    if let Some(name) = port.as_ref().and_then(|port| name_of(port, listeners)) {
        if let Some(http) = &mut wire.http_get {
            http.port = name;
        } else if let Some(tcp) = &mut wire.tcp_socket {
            tcp.port = name;
        }
    }
    wire
}

/// Gives the name under which the container declares the port.
fn name_of(port: &Port, listeners: &[(Port, bool)]) -> Option<IntOrString> {
    let (listener, _) = listeners.iter().find(|(listener, declared)| *declared && listener.id == port.id)?;
    listener.name.clone().map(IntOrString::String)
}

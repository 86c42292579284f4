//! Ports of a container: names, numbers, protocols, and the ports they take on the node.

use k8s_openapi::api::core::v1::{Container, ContainerPort, PodSpec};

use super::{each, metadata};
use crate::{
    grammar::{port_name, port_number},
    validate::{Form, Judge, Path, rule::rules},
};

rules! {
    NAME_MALFORMED: Invalid, "port-name-malformed", "a port's name has at most 15 of a-z, 0-9 and '-', a letter among them";
    NAME_REPEATED: Duplicate, "port-name-repeated", "a container's ports have different names";
    NUMBER_MISSING: Required, "port-number-missing", "a port has a containerPort";
    NUMBER_OUT_OF_RANGE: Invalid, "port-number-out-of-range", "a containerPort is 1 to 65535";
    HOST_NUMBER_OUT_OF_RANGE: Invalid, "port-host-number-out-of-range", "a hostPort is 1 to 65535";
    PROTOCOL_UNKNOWN: NotSupported, "port-protocol-unknown", "a port's protocol is TCP, UDP or SCTP";
    HOST_TAKEN: Duplicate, "port-host-taken", "a protocol, hostIP and hostPort are taken once in a pod";
    HOST_DIFFERS: Invalid, "port-host-differs", "on the host's network a hostPort is its containerPort";
}

/// Judges the ports of all containers.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    each::container(spec, path, |container, _, path| {
        let list = path.field("ports");
        let ports = ports(container);
        for (index, port) in ports.iter().enumerate() {
            one(j, ports, index, port, &list.index(index));
        }
    });
    taken_on_the_node(j, &spec.containers, &path.field("containers"));
    // Init containers run one after the other, so each is judged alone; the server then loses its index.
    for container in spec.init_containers.iter().flatten() {
        taken_on_the_node(j, std::slice::from_ref(container), &path.field("initContainers"));
    }
    if spec.host_network == Some(true) {
        same_on_the_node(j, &spec.containers, &path.field("containers"));
    }
}

fn ports(container: &Container) -> &[ContainerPort] {
    container.ports.as_deref().unwrap_or_default()
}

fn host_port(port: &ContainerPort) -> i32 {
    port.host_port.unwrap_or_default()
}

fn one(j: &mut Judge, all: &[ContainerPort], index: usize, port: &ContainerPort, path: &Path<'_>) {
    let at = path.field("name");
    if let Some(name) = port.name.as_deref().filter(|name| !name.is_empty()) {
        let verdict = port_name(name);
        metadata::report_all(j, &NAME_MALFORMED, &at, "port name", name, verdict);
        if verdict.is_ok() && all[..index].iter().any(|earlier| earlier.name.as_deref() == Some(name)) {
            j.report(&NAME_REPEATED, &at, format_args!("the container has another port named {name:?}"));
        }
    }
    let (number, at) = (port.container_port, path.field("containerPort"));
    if number == 0 {
        j.report(&NUMBER_MISSING, &at, "the port has no number")
            .help("set `containerPort` to the port the process listens on, 1 to 65535");
    } else if port_number(number.into()).is_err() {
        j.report(&NUMBER_OUT_OF_RANGE, &at, format_args!("{number} is no port; ports are 1 to 65535"));
    }
    let number = host_port(port);
    if number != 0 && port_number(number.into()).is_err() {
        let at = path.field("hostPort");
        j.report(&HOST_NUMBER_OUT_OF_RANGE, &at, format_args!("{number} is no port; ports are 1 to 65535"));
    }
    let protocol = protocol(port);
    if !matches!(protocol, "TCP" | "UDP" | "SCTP") {
        let at = path.field("protocol");
        j.report(&PROTOCOL_UNKNOWN, &at, format_args!("{protocol:?} is not one of TCP, UDP and SCTP"));
    }
}

fn protocol(port: &ContainerPort) -> &str {
    port.protocol.as_deref().filter(|protocol| !protocol.is_empty()).unwrap_or("TCP")
}

/// Returns what a port takes on the node. The address is compared as text, and is never checked.
fn on_the_node(port: &ContainerPort) -> (&str, &str, i32) {
    (protocol(port), port.host_ip.as_deref().unwrap_or_default(), host_port(port))
}

/// Reports a port of the node that two ports of these containers want.
fn taken_on_the_node(j: &mut Judge, containers: &[Container], path: &Path<'_>) {
    for (index, container) in containers.iter().enumerate() {
        for (at, port) in ports(container).iter().enumerate().filter(|(_, port)| host_port(port) != 0) {
            let wanted = on_the_node(port);
            let mut before = containers[..index].iter().flat_map(ports).chain(&ports(container)[..at]);
            if before.any(|earlier| on_the_node(earlier) == wanted) {
                let (protocol, ip, number) = wanted;
                let of = if ip.is_empty() { "" } else { " of " };
                let message =
                    format_args!("another port of the pod takes {protocol} {number}{of}{ip} on the node");
                j.report(&HOST_TAKEN, &path.index(index).field("ports").index(at).field("hostPort"), message);
            }
        }
    }
}

/// Reports a port of the node that differs from the container's although both are on the same network.
fn same_on_the_node(j: &mut Judge, containers: &[Container], path: &Path<'_>) {
    for (index, container) in containers.iter().enumerate() {
        for (at, port) in ports(container).iter().enumerate() {
            let (number, host) = (port.container_port, host_port(port));
            // A template may leave it out, because the pod made of it gets the default.
            if host != number && (host != 0 || j.form == Form::Pod) {
                let message = format_args!(
                    "hostPort {host} is not containerPort {number}, as it must be with hostNetwork"
                );
                j.report(
                    &HOST_DIFFERS,
                    &path.index(index).field("ports").index(at).field("hostPort"),
                    message,
                )
                .help("leave `hostPort` out");
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;

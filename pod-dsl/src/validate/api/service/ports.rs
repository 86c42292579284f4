//! Ports of a Service: their names and numbers, and the ports of the nodes.

use k8s_openapi::{
    api::core::v1::{ServicePort, ServiceSpec},
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::{has_health_check, is_headless, type_of};
use crate::{
    grammar::{dns_label, port_name, port_number, qualified_name},
    validate::{Judge, Path, api::metadata::report_all, rule::rules},
};

rules! {
    MISSING: Required, "service-ports-missing", "a Service with a cluster IP has ports";
    NAME_MISSING: Required, "service-port-name-missing", "each of several ports has a name";
    NAME: Invalid, "service-port-name-malformed", "the name of a port is a DNS label";
    NAME_TWICE: Duplicate, "service-port-name-twice", "each port has a name of its own";
    NUMBER: Invalid, "service-port-malformed", "a port is 1 to 65535";
    PROTOCOL: NotSupported, "service-port-protocol-unknown", "a protocol is TCP, UDP or SCTP";
    TARGET: Invalid, "service-target-port-malformed", "a target port is 1 to 65535 or the name of a port";
    APP_PROTOCOL: Invalid, "service-app-protocol-malformed", "an application protocol is a qualified name";
    TWICE: Duplicate, "service-port-twice", "each port and protocol stands once";
    NODE_UNUSED: Forbidden, "service-node-port-unused", "a ClusterIP Service has no ports of the nodes";
    NODE_TWICE: Duplicate, "service-node-port-twice", "each port of the nodes and protocol stands once";
    NODE_TAKEN: Invalid, "service-node-port-taken", "a port of the nodes serves one port of the Service";
    /// The server answers with an internal error, which has no cause.
    HEALTH_TAKEN: admission, "service-health-check-port-taken", "the health check has a port of the nodes of its own";
}

fn list(spec: &ServiceSpec) -> &[ServicePort] {
    spec.ports.as_deref().unwrap_or_default()
}

fn node_port(port: &ServicePort) -> i32 {
    port.node_port.unwrap_or_default()
}

/// Gives the ports that need one a port of the nodes, as the server does before it validates; tells whether it goes on.
///
/// What the server picks is not known; numbers that nobody writes stand for it, so that equal ones can be told.
///
/// Source: `initNodePorts` of `pkg/registry/core/service/storage`.
pub(super) fn allocate(j: &mut Judge, spec: &mut ServiceSpec, path: &Path<'_>) -> bool {
    let every = match type_of(spec) {
        "NodePort" => true,
        "LoadBalancer" => spec.allocate_load_balancer_node_ports != Some(false),
        _ => return true,
    };
    let health = spec.health_check_node_port.filter(|port| *port != 0 && has_health_check(spec));
    let ports = spec.ports.as_deref_mut().unwrap_or_default();
    // A pair for each number of a Service's port: that number and its port of the nodes.
    let mut given: Vec<(i32, i32)> = Vec::new();
    let mut taken: Vec<i32> = Vec::new();
    let mut unknown = i32::MIN..;
    for index in 0..ports.len() {
        let (port, wanted) = (ports[index].port, node_port(&ports[index]));
        if wanted == 0 && !every {
            continue;
        }
        let found = given.iter().find(|(number, _)| *number == port).map(|(_, node)| *node);
        let node = match found {
            Some(node) if wanted == 0 || wanted == node => {
                ports[index].node_port = Some(node);
                continue;
            }
            Some(_) => wanted,
            None => {
                let asked = ports.iter().filter(|other| other.port == port).map(node_port);
                let node = asked.into_iter().find(|node| *node != 0).or_else(|| unknown.next());
                let node = node.unwrap_or_default();
                given.push((port, node));
                node
            }
        };
        if taken.contains(&node) {
            j.report(
                &NODE_TAKEN,
                &path.field("ports").index(index).field("nodePort"),
                format_args!("port {node} of the nodes is taken by another port of this Service"),
            );
            return false;
        }
        taken.push(node);
        ports[index].node_port = Some(node);
    }
    let clash = health.filter(|health| taken.contains(health));
    if let Some(port) = clash {
        j.report(
            &HEALTH_TAKEN,
            &path.field("healthCheckNodePort"),
            format_args!("port {port} of the nodes is taken by a port of this Service"),
        );
    }
    clash.is_none()
}

pub(super) fn check(j: &mut Judge, spec: &ServiceSpec, path: &Path<'_>) {
    let ports = list(spec);
    let path = path.field("ports");
    if ports.is_empty() && !is_headless(spec) && type_of(spec) != "ExternalName" {
        j.report(&MISSING, &path, "the Service has no ports")
            .help("give it a port, or `clusterIP: None` where it is for names only");
    }
    for (index, port) in ports.iter().enumerate() {
        one(j, port, &ports[..index], ports.len() > 1, &path.index(index));
        if type_of(spec) == "ClusterIP" && node_port(port) != 0 {
            let message =
                format_args!("a ClusterIP Service cannot ask for port {} of the nodes", node_port(port));
            j.report(&NODE_UNUSED, &path.index(index).field("nodePort"), message)
                .help("write `type: NodePort`");
        }
    }
}

fn one(j: &mut Judge, port: &ServicePort, before: &[ServicePort], named: bool, path: &Path<'_>) {
    let name = port.name.as_deref().unwrap_or_default();
    let at = path.field("name");
    if !name.is_empty() {
        report_all(j, &NAME, &at, "the name", name, dns_label(name));
        if before.iter().any(|other| other.name.as_deref() == Some(name)) {
            j.report(&NAME_TWICE, &at, format_args!("another port is called `{name}` already"));
        }
    } else if named {
        j.report(&NAME_MISSING, &at, "a port among several needs a name");
    }
    if port_number(port.port.into()).is_err() {
        j.report(
            &NUMBER,
            &path.field("port"),
            format_args!("{} is no port: allowed are 1 to 65535", port.port),
        );
    }
    let protocol = port.protocol.as_deref().unwrap_or("TCP");
    if !matches!(protocol, "TCP" | "UDP" | "SCTP") {
        let message = format_args!("`{protocol}` is no protocol: use TCP, UDP or SCTP");
        j.report(&PROTOCOL, &path.field("protocol"), message);
    }
    let at = path.field("targetPort");
    match &port.target_port {
        Some(IntOrString::Int(number)) if port_number((*number).into()).is_err() => {
            j.report(&TARGET, &at, format_args!("{number} is no port: allowed are 1 to 65535"));
        }
        Some(IntOrString::String(name)) => {
            report_all(j, &TARGET, &at, "the target port", name, port_name(name));
        }
        _ => {}
    }
    if let Some(name) = &port.app_protocol {
        let at = path.field("appProtocol");
        report_all(j, &APP_PROTOCOL, &at, "the application protocol", name, qualified_name(name));
    }
    let same = |other: &&ServicePort| other.protocol.as_deref().unwrap_or("TCP") == protocol;
    if before.iter().filter(same).any(|other| other.port == port.port) {
        j.report(&TWICE, path, format_args!("{protocol} {} stands twice", port.port));
    }
    let node = node_port(port);
    if node != 0 && before.iter().filter(same).any(|other| node_port(other) == node) {
        j.report(
            &NODE_TWICE,
            &path.field("nodePort"),
            format_args!("two ports of {protocol} lead to the same port of the nodes"),
        );
    }
}

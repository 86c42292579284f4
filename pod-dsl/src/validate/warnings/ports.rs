//! Ports that are in each other's way.

use k8s_openapi::api::core::v1::{ContainerPort, PodSpec};

use crate::validate::{Judge, Path, rule::rules};

rules! {
    HOST_IP_ALONE: warning, "port-host-ip-without-host-port", "hostIP comes with hostPort";
    TWICE: warning, "port-declared-twice", "a port is declared once in a pod";
    OVERLAPPING: warning, "port-declared-with-and-without-host-port", "a port is declared once in a pod";
    AMBIGUOUS: warning, "port-host-ip-ambiguous", "a host port is bound to one address, or to all";
    NAME_TWICE: warning, "port-name-in-two-containers", "the name of a port stands once in a pod";
}

/// Is a port with its place: the list, the container, the port.
type Placed<'a> = (&'static str, usize, usize, &'a ContainerPort);

pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    for (at, (list, container, index, port)) in ports(spec).enumerate() {
        let list_path = path.field(list);
        let container_path = list_path.index(container);
        let ports_path = container_path.field("ports");
        let path = ports_path.index(index);
        let host_port = port.host_port.unwrap_or_default();
        if !host_ip(port).is_empty() && host_port == 0 {
            j.report(&HOST_IP_ALONE, &path, "`hostIP` means nothing without `hostPort`");
        }
        for (list, container, index, other) in ports(spec).take(at) {
            if other.container_port == port.container_port && protocol(other) == protocol(port) {
                against(j, port, other, format_args!("{list}[{container}].ports[{index}]"), &path);
            }
        }
        let Some(name) = name(port) else { continue };
        let first = ports(spec).take(at).find(|(.., other)| self::name(other) == Some(name));
        if let Some((list, container, index, _)) = first {
            let message = format_args!("`{list}[{container}].ports[{index}]` has the name `{name}`, too");
            j.report(&NAME_TWICE, &path, message).help("services and probes that name it get one of the two");
        }
    }
}

/// Lists the ports of all containers in the order in which the server visits them.
fn ports(spec: &PodSpec) -> impl Iterator<Item = Placed<'_>> {
    let init = spec.init_containers.iter().flatten().enumerate();
    let init = init.map(|(index, container)| ("initContainers", index, container));
    let regular = spec.containers.iter().enumerate();
    let regular = regular.map(|(index, container)| ("containers", index, container));
    init.chain(regular).flat_map(|(list, at, container)| {
        container.ports.iter().flatten().enumerate().map(move |(index, port)| (list, at, index, port))
    })
}

fn against(
    j: &mut Judge,
    port: &ContainerPort,
    other: &ContainerPort,
    place: std::fmt::Arguments<'_>,
    path: &Path<'_>,
) {
    let (ours, theirs) = (port.host_port.unwrap_or_default(), other.host_port.unwrap_or_default());
    let number = port.container_port;
    if ours == theirs && host_ip(port) == host_ip(other) {
        j.report(&TWICE, path, format_args!("the port {number} is declared at `{place}`, too"));
    } else if ours == 0 || theirs == 0 {
        let message =
            format_args!("the port {number} is declared at `{place}`, too, one of them for the node");
        j.report(&OVERLAPPING, path, message);
    } else if ours == theirs && (host_ip(port).is_empty() != host_ip(other).is_empty()) {
        let message = format_args!(
            "the port {ours} of the node is bound to one address here or at `{place}`, and to all there"
        );
        j.report(&AMBIGUOUS, path, message).help("which of the two gets a connection is not defined");
    }
}

fn host_ip(port: &ContainerPort) -> &str {
    port.host_ip.as_deref().unwrap_or_default()
}

fn protocol(port: &ContainerPort) -> &str {
    port.protocol.as_deref().unwrap_or("TCP")
}

fn name(port: &ContainerPort) -> Option<&str> {
    port.name.as_deref().filter(|name| !name.is_empty())
}

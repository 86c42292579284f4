//! Ports of the node that a container takes.

use super::{Check, Watch, rule};

pub(super) static CHECK: Check =
    Check::baseline("hostPorts", 0, rule("host-port-taken", "no container takes a port of the node"), judge);

fn judge(watch: &mut Watch<'_>) {
    let on_host_network = watch.spec.host_network == Some(true);
    watch.containers(|watch, container, path| {
        let list = path.field("ports");
        for (index, port) in container.ports.iter().flatten().enumerate() {
            let Some(host_port) = port.host_port.filter(|port| *port != 0) else { continue };
            let what = format_args!("the container takes port {host_port} of the node");
            let finding = watch.report(&list.index(index).field("hostPort"), what, "no host ports");
            if on_host_network {
                finding.note("with `hostNetwork`, every port of a container is one of the node");
            } else {
                finding.help("leave `hostPort` out and put a Service before the pod");
            }
        }
    });
}

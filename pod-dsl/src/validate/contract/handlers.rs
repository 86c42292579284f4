//! What probes and hooks ask: which port, of which host, by which scheme.

use k8s_openapi::{
    api::core::v1::{Container, ExecAction, GRPCAction, HTTPGetAction, Probe, TCPSocketAction},
    apimachinery::pkg::util::intstr::IntOrString,
};

/// Is one question to a port.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    /// The field of the container that holds the port: `livenessProbe.httpGet.port`.
    pub(super) field: &'static str,
    pub(super) port: &'a IntOrString,
    /// The host that is asked instead of the pod; empty where none is said.
    pub(super) host: &'a str,
    /// Whether the request is made with TLS, where it is an HTTP request.
    pub(super) tls: Option<bool>,
    pub(super) is_liveness: bool,
}

/// Lists what the probes and hooks of a container ask by HTTP and TCP.
pub(super) fn asked(container: &Container) -> Vec<Asked<'_>> {
    let probes = [
        (&container.liveness_probe, "livenessProbe.httpGet.port", "livenessProbe.tcpSocket.port"),
        (&container.readiness_probe, "readinessProbe.httpGet.port", "readinessProbe.tcpSocket.port"),
        (&container.startup_probe, "startupProbe.httpGet.port", "startupProbe.tcpSocket.port"),
    ];
    let mut all = Vec::new();
    for (at, (probe, http, tcp)) in probes.into_iter().enumerate() {
        let Some(probe) = probe else { continue };
        let is_liveness = at == 0;
        all.extend(probe.http_get.as_ref().map(|asks| Asked { is_liveness, ..by_http(asks, http) }));
        all.extend(probe.tcp_socket.as_ref().map(|TCPSocketAction { host, port }| Asked {
            field: tcp,
            port,
            host: host.as_deref().unwrap_or_default(),
            tls: None,
            is_liveness,
        }));
    }
    if let Some(lifecycle) = &container.lifecycle {
        let hooks = [
            (&lifecycle.post_start, "lifecycle.postStart.httpGet.port"),
            (&lifecycle.pre_stop, "lifecycle.preStop.httpGet.port"),
        ];
        let asks =
            hooks.into_iter().filter_map(|(hook, field)| Some((hook.as_ref()?.http_get.as_ref()?, field)));
        all.extend(asks.map(|(asks, field)| by_http(asks, field)));
    }
    all
}

fn by_http<'a>(asks: &'a HTTPGetAction, field: &'static str) -> Asked<'a> {
    let host = asks.host.as_deref().unwrap_or_default();
    let tls = Some(asks.scheme.as_deref() == Some("HTTPS"));
    Asked { field, port: &asks.port, host, tls, is_liveness: false }
}

/// Gives what a probe does, without how often.
pub(super) fn action(
    probe: &Probe,
) -> (Option<&ExecAction>, Option<&GRPCAction>, Option<&HTTPGetAction>, Option<&TCPSocketAction>) {
    (probe.exec.as_ref(), probe.grpc.as_ref(), probe.http_get.as_ref(), probe.tcp_socket.as_ref())
}

/// Gives the number of the port that is asked, a name looked up among the container's own.
pub(super) fn number(port: &IntOrString, container: &Container) -> Option<u16> {
    let number = match port {
        IntOrString::Int(number) => *number,
        IntOrString::String(name) => {
            let ports = container.ports.iter().flatten();
            ports.into_iter().find(|port| port.name.as_ref() == Some(name))?.container_port
        }
    };
    u16::try_from(number).ok()
}

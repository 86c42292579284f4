//! What probes and hooks ask: which port, of which host, by which scheme.

use k8s_openapi::{
    api::core::v1::{Container, ExecAction, GRPCAction, HTTPGetAction, Probe, TCPSocketAction},
    apimachinery::pkg::util::intstr::IntOrString,
};

/// Is one question to a port.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    /// The field of the container that holds the port: `livenessProbe.httpGet.port`.
    pub(super) field: String,
    pub(super) port: &'a IntOrString,
    /// The host that is asked instead of the pod; empty where none is said.
    pub(super) host: &'a str,
    /// Whether the request is made with TLS, where it is an HTTP request.
    pub(super) tls: Option<bool>,
    pub(super) is_liveness: bool,
}

/// Lists the probes of a container, with their fields.
pub(super) fn probes(container: &Container) -> impl Iterator<Item = (&'static str, &Probe)> {
    let all = [
        ("livenessProbe", &container.liveness_probe),
        ("readinessProbe", &container.readiness_probe),
        ("startupProbe", &container.startup_probe),
    ];
    all.into_iter().filter_map(|(field, probe)| Some((field, probe.as_ref()?)))
}

/// Lists what the probes and hooks of a container ask by HTTP and TCP.
pub(super) fn asked(container: &Container) -> Vec<Asked<'_>> {
    let mut all = Vec::new();
    for (field, probe) in probes(container) {
        push(&mut all, field, probe.http_get.as_ref(), probe.tcp_socket.as_ref());
    }
    let lifecycle = container.lifecycle.as_ref();
    let hooks = [
        ("lifecycle.postStart", lifecycle.and_then(|lifecycle| lifecycle.post_start.as_ref())),
        ("lifecycle.preStop", lifecycle.and_then(|lifecycle| lifecycle.pre_stop.as_ref())),
    ];
    for (field, hook) in hooks {
        if let Some(hook) = hook {
            push(&mut all, field, hook.http_get.as_ref(), None);
        }
    }
    all
}

fn push<'a>(
    all: &mut Vec<Asked<'a>>,
    field: &str,
    http: Option<&'a HTTPGetAction>,
    tcp: Option<&'a TCPSocketAction>,
) {
    let is_liveness = field == "livenessProbe";
    if let Some(http) = http {
        let tls = Some(http.scheme.as_deref() == Some("HTTPS"));
        let host = http.host.as_deref().unwrap_or_default();
        all.push(Asked { field: format!("{field}.httpGet.port"), port: &http.port, host, tls, is_liveness });
    }
    if let Some(tcp) = tcp {
        let host = tcp.host.as_deref().unwrap_or_default();
        all.push(Asked {
            field: format!("{field}.tcpSocket.port"),
            port: &tcp.port,
            host,
            tls: None,
            is_liveness,
        });
    }
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

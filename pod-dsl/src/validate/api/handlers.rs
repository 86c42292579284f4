//! What a probe or a lifecycle hook does: run a command, send a request, open a connection, sleep.

use k8s_openapi::{
    api::core::v1::{
        ExecAction, GRPCAction, HTTPGetAction, LifecycleHandler, Probe, SleepAction, TCPSocketAction,
    },
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::metadata;
use crate::{
    grammar::{http_header_name, port_name, port_number},
    validate::{Judge, Path, gates::Gate, rule::rules},
};

rules! {
    HANDLER_MISSING: Required, "handler-missing", "a probe or hook says what it does";
    HANDLERS_SEVERAL: Forbidden, "handlers-several", "a probe or hook does one thing";
    COMMAND_EMPTY: Required, "handler-command-empty", "an exec handler has a command";
    PORT_OUT_OF_RANGE: Invalid, "handler-port-out-of-range", "a handler's port number is 1 to 65535";
    PORT_NAME_MALFORMED: Invalid, "handler-port-name-malformed", "a handler's port name is spelled as a port's name";
    SCHEME_UNKNOWN: NotSupported, "handler-scheme-unknown", "the scheme of a request is HTTP or HTTPS";
    HEADER_MALFORMED: Invalid, "handler-header-malformed", "the name of a header has letters, digits and '-'";
    SLEEP_TOO_LONG: Invalid, "handler-sleep-out-of-range", "a hook sleeps at most as long as the pod's grace period";
}

/// Holds the choices of a probe or a hook; a sound one has exactly one.
pub(super) struct Handler<'a> {
    exec: Option<&'a ExecAction>,
    http_get: Option<&'a HTTPGetAction>,
    tcp_socket: Option<&'a TCPSocketAction>,
    grpc: Option<&'a GRPCAction>,
    sleep: Option<&'a SleepAction>,
}

impl<'a> From<&'a Probe> for Handler<'a> {
    fn from(probe: &'a Probe) -> Self {
        Self {
            exec: probe.exec.as_ref(),
            http_get: probe.http_get.as_ref(),
            tcp_socket: probe.tcp_socket.as_ref(),
            grpc: probe.grpc.as_ref(),
            sleep: None,
        }
    }
}

impl<'a> From<&'a LifecycleHandler> for Handler<'a> {
    fn from(hook: &'a LifecycleHandler) -> Self {
        Self {
            exec: hook.exec.as_ref(),
            http_get: hook.http_get.as_ref(),
            tcp_socket: hook.tcp_socket.as_ref(),
            grpc: None,
            sleep: hook.sleep.as_ref(),
        }
    }
}

impl Handler<'_> {
    /// Judges the handler; `grace` is the pod's grace period in seconds, which bounds a sleep.
    pub(super) fn check(&self, j: &mut Judge, grace: i64, path: &Path<'_>) {
        let mut first = true;
        // The server judges the first choice and refuses every further one unseen.
        let mut alone = |j: &mut Judge, path: &Path<'_>| {
            if !std::mem::take(&mut first) {
                j.report(&HANDLERS_SEVERAL, path, "another handler is set already; only one is allowed");
                return false;
            }
            true
        };
        let at = path.field("exec");
        if let Some(exec) = self.exec
            && alone(j, &at)
            && exec.command.as_ref().is_none_or(Vec::is_empty)
        {
            j.report(&COMMAND_EMPTY, &at.field("command"), "the command to run is empty");
        }
        let at = path.field("httpGet");
        if let Some(request) = self.http_get
            && alone(j, &at)
        {
            http_get(j, request, &at);
        }
        let at = path.field("tcpSocket");
        if let Some(socket) = self.tcp_socket
            && alone(j, &at)
        {
            port(j, &socket.port, &at.field("port"));
        }
        let at = path.field("grpc");
        if let Some(service) = self.grpc
            && alone(j, &at)
        {
            number(j, service.port, &at.field("port"));
        }
        let at = path.field("sleep");
        if let Some(pause) = self.sleep
            && alone(j, &at)
        {
            sleep(j, pause.seconds, grace, &at);
        }
        if first {
            j.report(&HANDLER_MISSING, path, "it does not say what to do").help(
                "set one of `exec`, `httpGet`, `tcpSocket`, and `grpc` in a probe or `sleep` in a hook",
            );
        }
    }
}

fn http_get(j: &mut Judge, request: &HTTPGetAction, path: &Path<'_>) {
    port(j, &request.port, &path.field("port"));
    let scheme = request.scheme.as_deref().filter(|scheme| !scheme.is_empty()).unwrap_or("HTTP");
    if !matches!(scheme, "HTTP" | "HTTPS") {
        let message = format_args!("{scheme:?} is not one of HTTP and HTTPS, in capitals");
        j.report(&SCHEME_UNKNOWN, &path.field("scheme"), message);
    }
    for header in request.http_headers.iter().flatten() {
        // The server leaves the index out.
        let at = path.field("httpHeaders");
        metadata::report_all(
            j,
            &HEADER_MALFORMED,
            &at,
            "header",
            &header.name,
            http_header_name(&header.name),
        );
    }
}

fn port(j: &mut Judge, port: &IntOrString, path: &Path<'_>) {
    match port {
        IntOrString::Int(port) => number(j, *port, path),
        IntOrString::String(name) => {
            metadata::report_all(j, &PORT_NAME_MALFORMED, path, "port name", name, port_name(name));
        }
    }
}

fn number(j: &mut Judge, port: i32, path: &Path<'_>) {
    if port_number(port.into()).is_err() {
        j.report(&PORT_OUT_OF_RANGE, path, format_args!("{port} is no port; ports are 1 to 65535"));
    }
}

fn sleep(j: &mut Judge, seconds: i64, grace: i64, path: &Path<'_>) {
    let least = i64::from(!j.gates.on(Gate::PodLifecycleSleepActionAllowZero));
    if seconds < least || seconds > grace {
        let message =
            format_args!("{seconds} s is not within {least} s and the pod's grace period of {grace} s");
        j.report(&SLEEP_TOO_LONG, path, message)
            .help("raise `terminationGracePeriodSeconds` or sleep shorter");
    }
}

#[cfg(test)]
pub(crate) mod tests;

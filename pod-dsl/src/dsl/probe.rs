//! Verbs of probes and lifecycle handlers.

use k8s_openapi::{api::core::v1 as k8s, apimachinery::pkg::util::intstr::IntOrString};

use crate::model::{LifecycleHandler, Port, Probe};

impl Probe {
    /// Asks by an HTTP GET; every status from 200 to 399 is well. The kubelet sends it to the pod's address, so a
    /// listener on loopback cannot be asked so.
    pub fn http_get(path: impl Into<String>, port: impl Into<Port>) -> Self {
        let port = port.into();
        Self::of(k8s::Probe { http_get: Some(http(path.into(), &port)), ..Default::default() }, Some(port))
    }

    /// Asks whether a TCP connection can be opened.
    pub fn tcp(port: impl Into<Port>) -> Self {
        let port = port.into();
        let tcp_socket = Some(k8s::TCPSocketAction { host: None, port: number(&port) });
        Self::of(k8s::Probe { tcp_socket, ..Default::default() }, Some(port))
    }

    /// Asks the gRPC health service. gRPC knows ports by number only.
    pub fn grpc(port: impl Into<Port>) -> Self {
        let port = i32::from(port.into().number);
        Self::of(
            k8s::Probe { grpc: Some(k8s::GRPCAction { port, ..Default::default() }), ..Default::default() },
            None,
        )
    }

    /// Asks by a command in the container; exit status 0 is well. No shell reads it.
    pub fn exec<S: Into<String>>(command: impl IntoIterator<Item = S>) -> Self {
        Self::of(k8s::Probe { exec: Some(exec(command)), ..Default::default() }, None)
    }

    /// Names the service a gRPC probe asks for.
    pub fn service(mut self, name: impl Into<String>) -> Self {
        if let Some(grpc) = &mut self.wire.grpc {
            grpc.service = Some(name.into());
        }
        self
    }

    /// Asks over HTTPS; the certificate is not checked.
    pub fn https(mut self) -> Self {
        if let Some(http) = &mut self.wire.http_get {
            http.scheme = Some("HTTPS".to_owned());
        }
        self
    }

    /// Sends a header with an HTTP probe.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let Some(http) = &mut self.wire.http_get {
            let header = k8s::HTTPHeader { name: name.into(), value: value.into() };
            http.http_headers.get_or_insert_default().push(header);
        }
        self
    }

    /// Waits so many seconds after the container's start before it asks first.
    pub fn initial_delay_seconds(mut self, seconds: i32) -> Self {
        self.wire.initial_delay_seconds = Some(seconds);
        self
    }

    /// Asks every so many seconds; 10 where nothing is said.
    pub fn period_seconds(mut self, seconds: i32) -> Self {
        self.wire.period_seconds = Some(seconds);
        self
    }

    /// Waits so many seconds for an answer; 1 where nothing is said.
    pub fn timeout_seconds(mut self, seconds: i32) -> Self {
        self.wire.timeout_seconds = Some(seconds);
        self
    }

    /// Takes so many good answers in a row for well; other than 1 for readiness only.
    pub fn success_threshold(mut self, count: i32) -> Self {
        self.wire.success_threshold = Some(count);
        self
    }

    /// Takes so many bad answers in a row for unwell; 3 where nothing is said.
    pub fn failure_threshold(mut self, count: i32) -> Self {
        self.wire.failure_threshold = Some(count);
        self
    }

    /// Gives a container that failed so many seconds to stop, over the pod's grace period.
    pub fn termination_grace_period_seconds(mut self, seconds: i64) -> Self {
        self.wire.termination_grace_period_seconds = Some(seconds);
        self
    }

    pub(crate) fn of(wire: k8s::Probe, port: Option<Port>) -> Self {
        Self { wire, port }
    }
}

impl LifecycleHandler {
    /// Runs a command in the container. No shell reads it.
    pub fn exec<S: Into<String>>(command: impl IntoIterator<Item = S>) -> Self {
        Self { wire: k8s::LifecycleHandler { exec: Some(exec(command)), ..Default::default() }, port: None }
    }

    /// Sends an HTTP GET to the container.
    pub fn http_get(path: impl Into<String>, port: impl Into<Port>) -> Self {
        let port = port.into();
        let http_get = Some(http(path.into(), &port));
        Self { wire: k8s::LifecycleHandler { http_get, ..Default::default() }, port: Some(port) }
    }

    /// Waits so many seconds.
    pub fn sleep(seconds: i64) -> Self {
        let sleep = Some(k8s::SleepAction { seconds });
        Self { wire: k8s::LifecycleHandler { sleep, ..Default::default() }, port: None }
    }
}

fn exec<S: Into<String>>(command: impl IntoIterator<Item = S>) -> k8s::ExecAction {
    k8s::ExecAction { command: Some(command.into_iter().map(Into::into).collect()) }
}

fn http(path: String, port: &Port) -> k8s::HTTPGetAction {
    let scheme = port.tls.then(|| "HTTPS".to_owned());
    k8s::HTTPGetAction { path: Some(path), port: number(port), scheme, ..Default::default() }
}

fn number(port: &Port) -> IntOrString {
    IntOrString::Int(i32::from(port.number))
}

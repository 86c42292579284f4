//! Google's Cloud SQL Auth Proxy as an outbound ambassador.

use super::{container, until_started};
use crate::model::{Ambassador, Port, Probe, Upstream};

/// Connects to a Cloud SQL instance as the pod's identity, with TLS: the application speaks plainly to loopback.
///
/// The pod needs an identity with the role `cloudsql.client`, as Workload Identity gives its `ServiceAccount` one. The
/// proxy answers the kubelet's probes on port 9090 where [`health_port`](Self::health_port) says nothing else. In a pod
/// that runs to completion it becomes a native sidecar, which ends with the application.
///
/// ```
/// use pod_dsl::{preset::CloudSqlProxy, prelude::*};
///
/// let postgres = Port::tcp(5432);
/// let pod = Pod::new("migrate")
///     .restart_policy(RestartPolicy::Never)
///     .service_account("shop")
///     .container(Container::new("migrate", "ghcr.io/example/shop:1.4").env("PGADDR", postgres.address()))
///     .ambassador(CloudSqlProxy::to("example:europe-west1:shop").outbound(&postgres).arg("--private-ip"));
/// let yaml = pod.to_yaml(&Target::kubernetes())?;
/// assert!(yaml.contains("initContainers:") && yaml.contains("- example:europe-west1:shop\n"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct CloudSqlProxy {
    instance: String,
    health: Port,
    quit: Option<Port>,
}

impl CloudSqlProxy {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.21.2";

    /// Names the instance by its connection name: `project:region:instance`.
    pub fn to(instance: impl Into<String>) -> Self {
        Self { instance: instance.into(), health: Port::tcp(9090), quit: None }
    }

    /// Sets the port on which the proxy answers the kubelet's probes.
    pub fn health_port(mut self, port: impl Into<Port>) -> Self {
        self.health = port.into();
        self
    }

    /// Lets the application end the proxy by a POST to `/quitquitquit` on this port of loopback: for a Job whose proxy is
    /// kept [`plain`](Ambassador::plain). A native sidecar needs no such thing.
    pub fn quitquitquit(mut self, port: impl Into<Port>) -> Self {
        self.quit = Some(port.into().loopback());
        self
    }

    /// Gives an ambassador that the application reaches on loopback.
    #[track_caller]
    pub fn outbound(self, listener: impl Into<Port>) -> Ambassador {
        let (listener, health) = (listener.into(), &self.health);
        let mut proxy = container("cloud-sql-proxy", Self::IMAGE, "50m", 64)
            .args([
                "--address=127.0.0.1".to_owned(),
                format!("--port={}", listener.number),
                "--structured-logs".to_owned(),
                "--exit-zero-on-sigterm".to_owned(),
                "--health-check".to_owned(),
                "--http-address=0.0.0.0".to_owned(),
                format!("--http-port={}", health.number),
            ])
            .listens(health)
            .startup(until_started(Probe::http_get("/startup", health)))
            .liveness(Probe::http_get("/liveness", health).period_seconds(30).timeout_seconds(10));
        if let Some(quit) = &self.quit {
            let admin = format!("--admin-port={}", quit.number);
            proxy = proxy.arg("--quitquitquit").arg(admin).listens(quit);
        }
        // The proxy learns the instance's own address from there.
        let api = Upstream::host("sqladmin.googleapis.com", 443);
        Ambassador::outbound(proxy.arg(self.instance), listener, api)
    }
}

//! `kube-rbac-proxy` as an inbound ambassador.

use super::container;
use crate::model::{Ambassador, Mount, Port, Probe, Upstream, Volume};

/// Lets nobody through to the application whom the cluster's own access rules do not allow: the usual guard of metrics.
///
/// The proxy asks the API server who the caller is and whether the path is granted (`nonResourceURLs` of a `ClusterRole`),
/// so the pod's `ServiceAccount` needs the `ClusterRole` `system:auth-delegator`. It always speaks TLS, with a certificate
/// that it made up where none is given.
///
/// ```
/// use pod_dsl::{preset::KubeRbacProxy, prelude::*};
///
/// let metrics = Port::tcp(8080).loopback();
/// let https = Port::tcp(8443).named("https-metrics");
/// let certificate = Volume::secret("tls", "shop-metrics-tls");
/// let shop = Pod::new("shop")
///     .service_account("shop")
///     .container(Container::new("app", "ghcr.io/example/shop:1.4").listens(&metrics))
///     .ambassador(KubeRbacProxy::new().tls(&certificate).inbound(&https, &metrics).arg("--allow-paths=/metrics"))
///     .deployment();
/// // OpenShift makes the certificate in the Secret that the pod mounts.
/// let service = Service::of(&shop).port(8443, &https).serving_cert("shop-metrics-tls");
/// let yaml = Bundle::new().add(service).add(shop).to_yaml(&Target::openshift())?;
/// assert!(yaml.contains("--upstream=http://127.0.0.1:8080/"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct KubeRbacProxy {
    tls: Option<Volume>,
}

impl KubeRbacProxy {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "quay.io/brancz/kube-rbac-proxy:v0.21.2";

    /// Begins with a certificate that the proxy makes up.
    pub fn new() -> Self {
        Self::default()
    }

    /// Uses the certificate of a volume: its files `tls.crt` and `tls.key`.
    pub fn tls(mut self, certificate: &Volume) -> Self {
        self.tls = Some(certificate.clone());
        self
    }

    /// Gives an ambassador that clients reach and that forwards to a port of the application.
    #[track_caller]
    pub fn inbound(self, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Ambassador {
        let (listener, upstream) = (listener.into().tls(), upstream.into());
        let mut proxy = container("kube-rbac-proxy", Self::IMAGE, "10m", 32)
            .args([
                format!("--secure-listen-address=:{}", listener.number),
                format!("--upstream=http://{upstream}/"),
            ])
            .readiness(Probe::tcp(&listener));
        if let Some(certificate) = &self.tls {
            proxy = proxy
                .arg("--tls-cert-file=/tls/tls.crt")
                .arg("--tls-private-key-file=/tls/tls.key")
                .mount(certificate, Mount::at("/tls").read_only());
        }
        Ambassador::inbound(proxy, listener, upstream)
    }
}

//! `oauth2-proxy` as an inbound ambassador.

use super::container;
use crate::model::{Ambassador, EnvValue, Mount, Port, Probe, SecretName, Upstream, Volume};

/// Lets nobody through to the application who has not signed in at an `OpenID` Connect provider.
///
/// The Secret has the keys `client-id`, `client-secret` and `cookie-secret` (32 random bytes in base64). Everybody whom the
/// provider knows is let in; narrow that by `.arg("--allowed-group=…")` and what else the program knows.
///
/// ```
/// use pod_dsl::{preset::Oauth2Proxy, prelude::*};
///
/// let app = Port::tcp(8080).loopback();
/// let https = Port::tcp(8443).named("https");
/// let certificate = Volume::secret("tls", "shop-tls");
/// let shop = Pod::new("shop")
///     .container(Container::new("app", "ghcr.io/example/shop:1.4").listens(&app))
///     .ambassador(Oauth2Proxy::oidc("https://login.example.com", "shop-oidc").tls(&certificate).inbound(&https, &app))
///     .deployment();
/// // OpenShift makes the certificate in the Secret that the pod mounts.
/// let service = Service::of(&shop).port(443, &https).serving_cert("shop-tls");
/// let yaml = Bundle::new().add(service).add(shop).to_yaml(&Target::openshift())?;
/// assert!(yaml.contains("--upstream=http://127.0.0.1:8080/") && yaml.contains("scheme: HTTPS"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Oauth2Proxy {
    issuer: String,
    secret: SecretName,
    tls: Option<Volume>,
}

impl Oauth2Proxy {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "quay.io/oauth2-proxy/oauth2-proxy:v7.15.3";

    /// Signs people in at the provider of this URL, as the client of this Secret.
    pub fn oidc(issuer: impl Into<String>, secret: impl Into<SecretName>) -> Self {
        Self { issuer: issuer.into(), secret: secret.into(), tls: None }
    }

    /// Speaks TLS with the certificate of a volume: its files `tls.crt` and `tls.key`. Without, the cookie is sent over
    /// TLS nevertheless, so something before the pod has to speak it.
    pub fn tls(mut self, certificate: &Volume) -> Self {
        self.tls = Some(certificate.clone());
        self
    }

    /// Gives an ambassador that clients reach and that forwards to a port of the application.
    #[track_caller]
    pub fn inbound(self, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Ambassador {
        let (mut listener, upstream) = (listener.into(), upstream.into());
        let address = format!(":{}", listener.number);
        let secret = |key| EnvValue::secret_key(self.secret.clone(), key);
        let mut proxy = container("oauth2-proxy", Self::IMAGE, "20m", 32)
            .env("OAUTH2_PROXY_CLIENT_ID", secret("client-id"))
            .env("OAUTH2_PROXY_CLIENT_SECRET", secret("client-secret"))
            .env("OAUTH2_PROXY_COOKIE_SECRET", secret("cookie-secret"))
            .args([
                "--provider=oidc".to_owned(),
                format!("--oidc-issuer-url={}", self.issuer),
                "--email-domain=*".to_owned(),
                "--reverse-proxy=true".to_owned(),
                "--skip-provider-button=true".to_owned(),
                "--silence-ping-logging=true".to_owned(),
                format!("--upstream=http://{upstream}/"),
            ]);
        proxy = if let Some(certificate) = &self.tls {
            listener = listener.tls();
            // A dash switches the plain listener off, which stands on loopback else.
            proxy
                .arg("--http-address=-")
                .arg(format!("--https-address={address}"))
                .arg("--tls-cert-file=/tls/tls.crt")
                .arg("--tls-key-file=/tls/tls.key")
                .mount(certificate, Mount::at("/tls").read_only())
        } else {
            proxy.arg(format!("--http-address={address}"))
        };
        let proxy = proxy
            .readiness(Probe::http_get("/ready", &listener))
            .liveness(Probe::http_get("/ping", &listener).period_seconds(30));
        Ambassador::inbound(proxy, listener, upstream)
    }
}

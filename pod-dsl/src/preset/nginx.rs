//! nginx as an inbound ambassador, and as what serves a folder.

use super::container;
use crate::model::{Ambassador, Container, Mount, Port, Probe, Upstream, Volume};

/// Stands before the application as a web server, with TLS where a certificate is given; or serves a folder.
///
/// The whole `nginx.conf` is written, so that any image with nginx in it will do, and everything that nginx writes goes
/// to `/tmp`. Logs go to the container's output.
///
/// ```
/// use pod_dsl::{preset::Nginx, prelude::*};
///
/// let app = Port::tcp(8080).loopback();
/// let https = Port::tcp(8443).named("https");
/// // On OpenShift the certificate is made for the Service; elsewhere somebody makes a Secret of type kubernetes.io/tls.
/// let certificate = Volume::secret("tls", "shop-tls");
/// let shop = Pod::new("shop")
///     .container(Container::new("app", "ghcr.io/example/shop:1.4").listens(&app))
///     .ambassador(Nginx::new().tls(&certificate).inbound(&https, &app))
///     .deployment();
/// let service = Service::of(&shop).port(443, &https).serving_cert("shop-tls");
/// let yaml = Bundle::new().add(service).add(shop).to_yaml(&Target::openshift())?;
/// assert!(yaml.contains("listen 8443 ssl;") && yaml.contains("proxy_pass http://127.0.0.1:8080;"));
/// # Ok::<(), Report>(())
/// ```
///
/// A folder is served by a container of the application's own:
///
/// ```
/// use pod_dsl::{preset::{GitSync, Nginx}, prelude::*};
///
/// let http = Port::tcp(8080).named("http");
/// let site = Volume::empty_dir("site").size_limit("256Mi");
/// let pod = Pod::new("site")
///     .container(Nginx::new().folder("current/public").serves(&site, &http))
///     .sidecar(GitSync::new("https://github.com/example/site", &site));
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("root /site/current/public;"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Nginx {
    tls: Option<Volume>,
    status: Option<Port>,
    folder: String,
}

impl Nginx {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "quay.io/nginx/nginx-unprivileged:1.29";

    /// Begins with no certificate and no status page.
    pub fn new() -> Self {
        Self::default()
    }

    /// Speaks TLS with the certificate of a volume: its files `tls.crt` and `tls.key`, as a Secret of type
    /// `kubernetes.io/tls` has them and as OpenShift makes one for [`Service::serving_cert`](crate::Service::serving_cert).
    pub fn tls(mut self, certificate: &Volume) -> Self {
        self.tls = Some(certificate.clone());
        self
    }

    /// Serves nginx's own figures as `/stub_status` on a port of loopback, for a
    /// [`NginxExporter`](super::NginxExporter).
    pub fn status(mut self, port: &Port) -> Self {
        self.status = Some(port.clone().loopback());
        self
    }

    /// Serves a folder of the volume instead of its root; a path relative to it.
    pub fn folder(mut self, path: impl Into<String>) -> Self {
        self.folder = path.into();
        self
    }

    /// Gives an ambassador that clients reach and that forwards requests to a port of the application.
    #[track_caller]
    pub fn inbound(self, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Ambassador {
        let (listener, upstream) = (self.listener(listener.into()), upstream.into());
        let location = format!(
            "            proxy_pass http://{upstream};
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_header;
"
        );
        let nginx = self.container(&listener, &location).readiness(Probe::tcp(&listener));
        Ambassador::inbound(nginx, listener, upstream)
    }

    /// Gives a container that serves the files of a volume.
    #[track_caller]
    pub fn serves(self, content: &Volume, listener: impl Into<Port>) -> Container {
        let listener = self.listener(listener.into());
        let root = format!("/site/{}", self.folder.trim_matches('/'));
        let location =
            format!("            root {};\n            index index.html;\n", root.trim_end_matches('/'));
        self.container(&listener, &location)
            .mount(content, Mount::at("/site").read_only())
            .readiness(Probe::tcp(&listener))
            .port(listener)
    }

    fn listener(&self, listener: Port) -> Port {
        if self.tls.is_some() { listener.tls() } else { listener }
    }

    #[track_caller]
    fn container(&self, listener: &Port, location: &str) -> Container {
        let mut nginx = container("nginx", Self::IMAGE, "20m", 32)
            .command(["nginx", "-e", "stderr", "-c", "/config/nginx.conf", "-g", "daemon off;"])
            .config_file("/config/nginx.conf", self.text(listener, location))
            .scratch("/tmp", "256Mi");
        if let Some(certificate) = &self.tls {
            nginx = nginx.mount(certificate, Mount::at("/tls").read_only());
        }
        if let Some(status) = &self.status {
            nginx = nginx.listens(status);
        }
        nginx
    }

    fn text(&self, listener: &Port, location: &str) -> String {
        let host = if listener.is_loopback() { "127.0.0.1:" } else { "" };
        let (port, ssl) = (listener.number, if self.tls.is_some() { " ssl" } else { "" });
        let certificate = if self.tls.is_some() {
            "        ssl_certificate /tls/tls.crt;
        ssl_certificate_key /tls/tls.key;
        ssl_protocols TLSv1.2 TLSv1.3;
"
        } else {
            ""
        };
        let status = self.status.as_ref().map_or_else(String::new, |status| {
            format!(
                "
    server {{
        listen 127.0.0.1:{};
        access_log off;
        location = /stub_status {{
            stub_status;
        }}
    }}
",
                status.number
            )
        });
        format!(
            "\
worker_processes 2;
pid /tmp/nginx.pid;
error_log stderr warn;

events {{
    worker_connections 1024;
}}

http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log /dev/stdout;
    server_tokens off;
    sendfile on;
    client_body_temp_path /tmp/body;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;

    map $http_upgrade $connection_header {{
        default upgrade;
        '' '';
    }}

    server {{
        listen {host}{port}{ssl};
{certificate}        location / {{
{location}        }}
    }}
{status}}}
"
        )
    }
}

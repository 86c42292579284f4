//! What tells an application that its configuration has changed.

use super::container;
use crate::{
    dsl::Signal,
    model::{ContainerHandle, Mount, Port, Sidecar, Volume},
};

/// Watches a mounted `ConfigMap` or Secret, and tells the application when it has changed: by a request, or by a signal.
///
/// What is mounted with a sub-path is never refreshed; the application mounts the whole volume, as the reloader does.
///
/// ```
/// use pod_dsl::{preset::ConfigReload, prelude::*};
///
/// let http = Port::tcp(9090).named("http");
/// let config = Volume::config_map("config", "prometheus");
/// let prometheus = Container::new("prometheus", "quay.io/prometheus/prometheus:v3.5.0")
///     .arg("--config.file=/etc/prometheus/prometheus.yml")
///     .arg("--web.enable-lifecycle")
///     .port(&http)
///     .mount(&config, Mount::at("/etc/prometheus").read_only());
/// let pod = Pod::new("prometheus").container(prometheus).sidecar(ConfigReload::webhook(&config, &http, "/-/reload"));
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("--webhook-url=http://127.0.0.1:9090/-/reload"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ConfigReload;

impl ConfigReload {
    /// Names the default image of [`webhook`](Self::webhook): a tag that was current when this was written, to be replaced
    /// by one that you tested.
    pub const IMAGE: &'static str = "ghcr.io/jimmidyson/configmap-reload:v0.15.0";

    /// Gives a sidecar that posts to a path of the application's port after each change.
    #[track_caller]
    pub fn webhook(config: &Volume, to: &Port, path: impl AsRef<str>) -> Sidecar {
        let path = path.as_ref().trim_start_matches('/');
        let reload = container("config-reload", Self::IMAGE, "10m", 16)
            .args([
                "--volume-dir=/watched".to_owned(),
                format!("--webhook-url=http://{}/{path}", to.address()),
                "--webhook-method=POST".to_owned(),
                // Its own metrics stay within the pod.
                "--web.listen-address=127.0.0.1:9533".to_owned(),
            ])
            .calls(to)
            .listens(Port::tcp(9533).loopback())
            .mount(config, Mount::at("/watched").read_only());
        Sidecar::new(reload)
    }

    /// Gives a sidecar that signals a process of the application after each change: the oldest of the name `process`, which
    /// is the master where there are workers. The pod's process namespace becomes shared.
    ///
    /// The image is the application's own, so that both run as the same user: no other user may send the signal. It needs
    /// `sh`, `cat` and `cksum`, which all but the barest images have.
    ///
    /// ```
    /// use pod_dsl::{preset::ConfigReload, prelude::*};
    ///
    /// const NGINX: &str = "quay.io/nginx/nginx-unprivileged:1.29";
    /// let sites = Volume::config_map("sites", "sites");
    /// let web = Container::new("web", NGINX).port(8080).mount(&sites, Mount::at("/etc/nginx/conf.d").read_only());
    /// let reload = ConfigReload::signal(NGINX, &sites, &web.handle(), "nginx", Signal::Hup);
    /// let pod = Pod::new("web").container(web).sidecar(reload);
    /// assert!(pod.to_yaml(&Target::kubernetes())?.contains("shareProcessNamespace: true"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn signal(
        image: impl AsRef<str>,
        config: &Volume,
        to: &ContainerHandle,
        process: impl Into<String>,
        signal: Signal,
    ) -> Sidecar {
        let name = signal.as_str().trim_start_matches("SIG");
        let reload = container("config-reload", image.as_ref(), "10m", 16)
            // The name is an argument of the script and no part of it.
            .command(["sh".to_owned(), "-c".to_owned(), watch(name), "reload".to_owned(), process.into()])
            .mount(config, Mount::at("/watched").read_only())
            .signals(to, signal);
        Sidecar::new(reload)
    }
}

/// Compares a checksum every five seconds, and signals the process of the lowest number that bears the name.
fn watch(signal: &str) -> String {
    format!(
        "\
sum() {{ cat /watched/* 2>/dev/null | cksum; }}
trap 'exit 0' TERM
last=$(sum)
while :; do
  sleep 5 & wait $!
  now=$(sum)
  [ \"$now\" = \"$last\" ] && continue
  master=
  for status in /proc/[0-9]*/comm; do
    read -r name < \"$status\" 2>/dev/null || continue
    [ \"$name\" = \"$1\" ] || continue
    process=${{status#/proc/}}
    process=${{process%/comm}}
    {{ [ -z \"$master\" ] || [ \"$process\" -lt \"$master\" ]; }} && master=$process
  done
  [ -n \"$master\" ] && kill -{signal} \"$master\" && last=$now
done
"
    )
}

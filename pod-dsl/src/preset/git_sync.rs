//! git-sync as a producer of content.

use super::{container, until_started};
use crate::model::{Container, Port, Probe, Sidecar, Volume};

/// Keeps a checkout of a Git repository on a shared volume: what others read stands at `current`, a link that moves from
/// one whole checkout to the next.
///
/// Branch, credentials and depth are the program's own flags: `.arg("--ref=v1.4")`, `.arg("--depth=1")`. It answers the
/// kubelet's probes on port 1234, and counts as started when the first checkout stands: a container that
/// [`starts_after`](Container::starts_after) it finds the content.
///
/// ```
/// use pod_dsl::{preset::GitSync, prelude::*};
///
/// let site = Volume::empty_dir("site").size_limit("1Gi");
/// let sync = GitSync::new("https://github.com/example/site", &site).arg("--ref=main");
/// let web = Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29")
///     .mount(&site, Mount::at("/usr/share/nginx/html").read_only())
///     .starts_after(&sync.handle());
/// let yaml = Pod::new("site").container(web).sidecar(sync).to_yaml(&Target::kubernetes())?;
/// assert!(yaml.contains("--repo=https://github.com/example/site") && yaml.contains("startupProbe:"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct GitSync;

impl GitSync {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "registry.k8s.io/git-sync/git-sync:v4.5.0";

    /// Gives a sidecar that looks for changes every minute.
    #[track_caller]
    #[expect(clippy::new_ret_no_self, reason = "a preset gives a container of its role")]
    pub fn new(repository: impl Into<String>, volume: &Volume) -> Sidecar {
        let health = Port::tcp(1234);
        let synced = Probe::http_get("/", &health);
        let sync = Self::checkout(&repository.into(), volume)
            .arg("--period=60s")
            .arg(format!("--http-bind=:{}", health.number))
            .listens(&health)
            .startup(until_started(synced.clone()).failure_threshold(300))
            .liveness(synced.period_seconds(30));
        Sidecar::new(sync)
    }

    /// Gives a container that makes the checkout once and ends, for [`Pod::init`](crate::Pod::init).
    ///
    /// ```
    /// use pod_dsl::{preset::GitSync, prelude::*};
    ///
    /// let data = Volume::empty_dir("data").size_limit("1Gi");
    /// let pod = Pod::new("report")
    ///     .init(GitSync::once("https://github.com/example/data", &data))
    ///     .container(Container::new("report", "ghcr.io/example/report:2").mount(&data, Mount::at("/data").read_only()));
    /// assert!(pod.to_yaml(&Target::kubernetes())?.contains("--one-time"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn once(repository: impl Into<String>, volume: &Volume) -> Container {
        Self::checkout(&repository.into(), volume).named("git-sync-once").arg("--one-time")
    }

    #[track_caller]
    fn checkout(repository: &str, volume: &Volume) -> Container {
        // Its home is `/tmp`, where git's own configuration goes.
        container("git-sync", Self::IMAGE, "10m", 64)
            .args([format!("--repo={repository}"), "--root=/git".to_owned(), "--link=current".to_owned()])
            .mount(volume, "/git")
            .scratch("/tmp", "64Mi")
    }
}

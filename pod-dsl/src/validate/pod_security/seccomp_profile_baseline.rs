//! Containers without a filter of system calls. The fields that ask for none came with version 1.19; before, there were
//! annotations.

use k8s_openapi::api::core::v1::SeccompProfile;

use super::{Check, Watch, rule};
use crate::validate::Path;

pub(super) const ID: &str = "seccompProfile_baseline";

pub(super) static CHECK: Check =
    Check::baseline(ID, 0, rule("seccomp-unconfined", "no container asks for no seccomp profile"), judge);

const POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";

fn judge(watch: &mut Watch<'_>) {
    if watch.since(19) {
        unconfined(watch);
    } else {
        annotations(watch);
    }
}

/// Tells what the level allows of a profile's type.
pub(super) const ALLOWS: &str = "only `RuntimeDefault` and `Localhost`";

/// Reports each profile whose type does not filter.
pub(super) fn unconfined(watch: &mut Watch<'_>) {
    watch.settings(
        "seccompProfile",
        |pod| pod.seccomp_profile.as_ref(),
        |own| own.seccomp_profile.as_ref(),
        |watch, SeccompProfile { type_, .. }, path| {
            if !matches!(type_.as_str(), "RuntimeDefault" | "Localhost") {
                watch
                    .report(&path.field("type"), format_args!("the seccomp profile is `{type_}`"), ALLOWS)
                    .help("set `type: RuntimeDefault`");
            }
        },
    );
}

fn annotations(watch: &mut Watch<'_>) {
    let Some(annotations) = &watch.meta.annotations else { return };
    let mut keys = vec![POD.to_owned()];
    watch.containers(|_, container, _| keys.push(format!("{CONTAINER}{}", container.name)));
    let path = Path::root("metadata");
    let path = path.field("annotations");
    for key in &keys {
        let Some(profile) = annotations.get(key) else { continue };
        if !matches!(profile.as_str(), "runtime/default" | "docker/default")
            && !profile.starts_with("localhost/")
        {
            watch
                .report(
                    &path.key(key),
                    format_args!("the seccomp profile is `{profile}`"),
                    "only `runtime/default`, `docker/default` and `localhost/…`",
                )
                .help("leave the annotation out: servers of today look at `seccompProfile` of the security context only");
        }
    }
}

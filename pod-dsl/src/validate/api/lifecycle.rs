//! Lifecycle hooks: what runs after a container starts and before it stops.

use k8s_openapi::api::core::v1::{Lifecycle, LifecycleHandler, PodSpec};

use super::{
    each::{self, Kind},
    handlers::Handler,
};
use crate::validate::{Form, Judge, Path};

/// Judges the hooks of the containers that may have some; the frame refuses those of the others.
///
/// `stopSignal` has rules of its own behind the gate `ContainerStopSignals`. No release so far has it on, and
/// a server without it drops the field unread, so there is nothing to judge.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let grace = grace_period(j, spec);
    each::container(spec, path, |container, kind, path| {
        let Some(lifecycle) = &container.lifecycle else { return };
        if !matches!(kind, Kind::Regular | Kind::NativeSidecar) {
            return;
        }
        let path = path.field("lifecycle");
        for (hook, field) in [(&lifecycle.post_start, "postStart"), (&lifecycle.pre_stop, "preStop")] {
            if let Some(hook) = hook.as_ref().filter(|hook| !is_dropped(j, hook)) {
                Handler::from(hook).check(j, grace, &path.field(field));
            }
        }
    });
}

/// Returns the pod's grace period as the rules see it: a Pod's negative one has become 1 before they run.
pub(super) fn grace_period(j: &Judge, spec: &PodSpec) -> i64 {
    match spec.termination_grace_period_seconds {
        None => 30,
        Some(seconds) if seconds < 0 && j.form == Form::Pod => 1,
        Some(seconds) => seconds,
    }
}

/// Tells whether the server drops the whole field before it judges, as it does where only gated parts are set.
pub(super) fn is_dropped_whole(j: &Judge, lifecycle: &Lifecycle) -> bool {
    let hooks = [&lifecycle.post_start, &lifecycle.pre_stop];
    let hooks_left = hooks.into_iter().flatten().any(|hook| !is_dropped(j, hook));
    let some_dropped = lifecycle.stop_signal.is_some() || hooks.into_iter().any(Option::is_some);
    !hooks_left && some_dropped
}

/// Tells whether a hook that only sleeps is dropped: `PodLifecycleSleepAction` is on since 1.30.
fn is_dropped(j: &Judge, hook: &LifecycleHandler) -> bool {
    let others = hook.exec.is_some() || hook.http_get.is_some() || hook.tcp_socket.is_some();
    j.version.minor() < 30 && hook.sleep.is_some() && !others
}

#[cfg(test)]
pub(crate) mod tests;

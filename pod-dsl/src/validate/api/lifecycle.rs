//! Lifecycle hooks: what runs after a container starts and before it stops, and the signal that stops it.

use k8s_openapi::api::core::v1::PodSpec;

use super::{
    each::{self, Kind},
    handlers::Handler,
};
use crate::{
    grammar::{linux_signal, windows_signal},
    validate::{Form, Judge, Path, rule::rules},
};

rules! {
    STOP_SIGNAL_WITHOUT_OS: Forbidden, "stop-signal-without-os", "a pod with a stopSignal says for which operating system it is";
    STOP_SIGNAL_UNKNOWN: NotSupported, "stop-signal-unknown", "a stopSignal is a signal of the pod's operating system";
}

/// Judges the hooks of the containers that may have some; the frame refuses those of the others.
///
/// The rules of `stopSignal` speak where the gate `ContainerStopSignals` is on; elsewhere the field was dropped.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let grace = grace_period(j, spec);
    each::container(spec, path, |container, kind, path| {
        let Some(lifecycle) = &container.lifecycle else { return };
        if !matches!(kind, Kind::Regular | Kind::NativeSidecar) {
            return;
        }
        let path = path.field("lifecycle");
        for (hook, field) in [(&lifecycle.post_start, "postStart"), (&lifecycle.pre_stop, "preStop")] {
            if let Some(hook) = hook {
                Handler::from(hook).check(j, grace, &path.field(field));
            }
        }
        if let Some(signal) = &lifecycle.stop_signal {
            stop_signal(j, signal, spec.os.as_ref().map(|os| os.name.as_str()), &path.field("stopSignal"));
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

fn stop_signal(j: &mut Judge, signal: &str, os: Option<&str>, path: &Path<'_>) {
    let known = match os {
        None => {
            j.report(
                &STOP_SIGNAL_WITHOUT_OS,
                path,
                "which signals there are depends on the operating system",
            )
            .help("set `spec.os.name` to linux or windows");
            return;
        }
        Some("linux") => linux_signal(signal),
        Some("windows") => windows_signal(signal),
        // Another operating system is refused as such.
        Some(_) => return,
    };
    if let Err(fault) = known {
        j.report(&STOP_SIGNAL_UNKNOWN, path, format_args!("{signal:?}: {fault}"));
    }
}

#[cfg(test)]
pub(crate) mod tests;

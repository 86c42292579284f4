//! Probes: what they do, how often, and how many answers count.

use k8s_openapi::api::core::v1::{PodSpec, Probe};

use super::{
    each::{self, Kind},
    handlers::Handler,
    lifecycle::grace_period,
};
use crate::validate::{Judge, Path, rule::rules};

rules! {
    NUMBER_NEGATIVE: Invalid, "probe-number-negative", "a probe's times and thresholds are not negative";
    SUCCESSES_SEVERAL: Invalid, "probe-successes-several", "one success is enough for a liveness or startup probe";
    GRACE_NOT_POSITIVE: Invalid, "probe-grace-not-positive", "a probe's own grace period is at least a second";
    READINESS_GRACE: Invalid, "probe-readiness-grace", "a readiness probe, which ends nothing, has no grace period";
}

/// Judges the probes of the containers that may have some; the frame refuses those of the others.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let grace = grace_period(j, spec);
    each::container(spec, path, |container, kind, path| {
        if !matches!(kind, Kind::Regular | Kind::NativeSidecar) {
            return;
        }
        if let Some(probe) = &container.liveness_probe {
            let path = path.field("livenessProbe");
            any(j, probe, grace, &path);
            one_success(j, probe, &path);
        }
        if let Some(probe) = &container.readiness_probe {
            let path = path.field("readinessProbe");
            any(j, probe, grace, &path);
            if let Some(seconds) = probe.termination_grace_period_seconds {
                let at = path.field("terminationGracePeriodSeconds");
                let message = format_args!("{seconds} s would never count: a readiness probe ends nothing");
                j.report(&READINESS_GRACE, &at, message)
                    .help("leave it out, or move it to the liveness probe");
            }
        }
        if let Some(probe) = &container.startup_probe {
            let path = path.field("startupProbe");
            any(j, probe, grace, &path);
            one_success(j, probe, &path);
        }
    });
}

fn any(j: &mut Judge, probe: &Probe, grace: i64, path: &Path<'_>) {
    Handler::from(probe).check(j, grace, path);
    for (number, field) in [
        (probe.initial_delay_seconds, "initialDelaySeconds"),
        (probe.timeout_seconds, "timeoutSeconds"),
        (probe.period_seconds, "periodSeconds"),
        (probe.success_threshold, "successThreshold"),
        (probe.failure_threshold, "failureThreshold"),
    ] {
        if let Some(number) = number.filter(|number| *number < 0) {
            j.report(&NUMBER_NEGATIVE, &path.field(field), format_args!("{number} is below 0"));
        }
    }
    if let Some(seconds) = probe.termination_grace_period_seconds.filter(|seconds| *seconds <= 0) {
        let at = path.field("terminationGracePeriodSeconds");
        j.report(&GRACE_NOT_POSITIVE, &at, format_args!("{seconds} s is not above 0"));
    }
}

fn one_success(j: &mut Judge, probe: &Probe, path: &Path<'_>) {
    // 0 means the default, which is 1.
    if let Some(number) = probe.success_threshold.filter(|number| !matches!(number, 0 | 1)) {
        let message = format_args!("{number} is not 1, the only threshold of a liveness or startup probe");
        j.report(&SUCCESSES_SEVERAL, &path.field("successThreshold"), message);
    }
}

#[cfg(test)]
pub(crate) mod tests;

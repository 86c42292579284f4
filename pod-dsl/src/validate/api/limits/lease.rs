//! `Lease`: who holds something, and for how long.

use k8s_openapi::api::coordination::v1::Lease;

use super::super::metadata::{self, NameRule};
use crate::validate::{Judge, Path, rule::rules};

rules! {
    DURATION: Invalid, "lease-duration-not-positive", "a Lease lasts at least a second";
    TRANSITIONS: Invalid, "lease-transitions-negative", "a Lease has not changed hands a negative number of times";
}

/// Judges a `Lease`. Its strategy is thrown away by every release before it is looked at.
///
/// Source: `ValidateLease` of `pkg/apis/coordination/validation`.
pub(crate) fn lease(j: &mut Judge, object: &Lease) {
    let metadata = Path::root("metadata");
    metadata::check(j, "Lease", &object.metadata, NameRule::Subdomain, &metadata);
    let Some(spec) = &object.spec else { return };
    let path = Path::root("spec");
    if let Some(seconds) = spec.lease_duration_seconds.filter(|seconds| *seconds <= 0) {
        let message = format_args!("{seconds} seconds: 1 is the least");
        j.report(&DURATION, &path.field("leaseDurationSeconds"), message);
    }
    if let Some(count) = spec.lease_transitions.filter(|count| *count < 0) {
        let message = format_args!("{count} is negative: 0 is the least");
        j.report(&TRANSITIONS, &path.field("leaseTransitions"), message);
    }
}

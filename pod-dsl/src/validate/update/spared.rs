//! What the server does not ask of an object that is there: what it asks only of one that is made, and what it had let pass.

use super::{Update, Updated};
use crate::{
    object::Object,
    target::Target,
    validate::{Finding, Severity, by_kind::judge_object},
};

/// The rules that the server asks when an object is made, and not again.
const WHEN_MADE: &[&str] = &[
    "cron-job-name-too-long",
    "ephemeral-containers-on-create",
    "job-label-differs",
    "job-selector-not-made",
    "metadata-name-malformed",
    "pod-node-name-with-scheduling-gates",
];

/// The rules that what is there may go on breaking.
///
/// Source: the `Allow…` options of the validation, which look at the old object.
const LET_PASS: &[&str] = &[
    "claim-source-group-malformed",
    "cron-job-time-zone-unknown",
    "cron-job-zone-in-schedule",
    "label-value-malformed",
    "node-selector-value-malformed",
];

/// Says what is not asked because of what is there. That it was let pass is told by a cluster only, and not by a file that a
/// person wrote.
pub(super) fn check(u: &Update<'_>, target: &Target, updated: &mut Updated) {
    families(u, updated);
    if !u.there.live {
        return;
    }
    updated.spared.extend(WHEN_MADE.iter().map(|rule| (*rule, None)));
    let judged = judge_object(&mut u.old.clone(), target, u.version);
    if has_addresses(u) {
        updated.spared.push(("service-cluster-ip-outside-network", None));
        updated.proven.extend(judged.assumes);
    }
    let had = judged.found.into_iter().filter(|finding| finding.severity == Severity::Error);
    updated.spared.extend(had.filter(|had| may_pass(u, had)).map(|had| (had.rule, Some(had.path))));
}

fn may_pass(u: &Update<'_>, had: &Finding) -> bool {
    LET_PASS.contains(&had.rule)
        && match had.rule {
            "label-value-malformed" => had.path.contains("elector"),
            "cron-job-time-zone-unknown" => u.changes(&["spec", "timeZone"]).is_empty(),
            "cron-job-zone-in-schedule" => u.new_tree.get(&["spec", "timeZone"]).is_none(),
            _ => true,
        }
}

/// Tells whether a Service keeps the addresses that the cluster has given it, so that nobody asks for them again.
fn has_addresses(u: &Update<'_>) -> bool {
    let unchanged = |field: &str| u.changes(&["spec", field]).is_empty();
    u.old.kind() == "Service" && unchanged("clusterIP") && unchanged("clusterIPs")
}

/// Spares a Service what its own families prove: the cluster has them. Who gives the second one back may leave it in the
/// list, and the server takes it away.
fn families(u: &Update<'_>, updated: &mut Updated) {
    let (Object::Service(old), Object::Service(new)) = (u.old, &u.new) else { return };
    let list = |spec: Option<&k8s_openapi::api::core::v1::ServiceSpec>| {
        spec.and_then(|spec| spec.ip_families.clone()).unwrap_or_default()
    };
    let (old, new) = (list(old.spec.as_ref()), list(new.spec.as_ref()));
    if new.iter().all(|family| old.contains(family)) {
        let absent = ["service-cluster-ip-not-in-cluster", "service-ip-family-not-in-cluster"];
        updated.spared.extend(absent.map(|rule| (rule, None)));
    }
    if old.len() == 2 {
        updated.spared.push(("service-dual-stack-on-single", None));
        if old == new {
            updated.spared.push(("service-single-stack-with-two", None));
        }
    }
}

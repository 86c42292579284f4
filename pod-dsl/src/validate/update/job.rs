//! Job: what its pods are stays, but for some of it while it is suspended.

use k8s_openapi::api::{
    batch::v1::{Job, JobCondition, JobSpec},
    core::v1::{Affinity, PodSpec},
};

use super::{Difference, Update, change, first};
use crate::{
    object::{Filled, Object},
    validate::{gates::Gate, rule::rules},
};

rules! {
    TEMPLATE: Invalid, "job-template-changed", "the template of a Job stays what it was";
    COMPLETIONS: Invalid, "job-completions-changed", "the completions of a Job stay, or follow the parallelism of an indexed one";
    FIELD: Invalid, "job-field-changed", "how a Job counts, fails and succeeds stays what it was";
}

/// The fields that stay, whatever the Job does.
const FIXED: &[&str] =
    &["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"];

/// Judges the update of a Job; its selector is judged with those of other workloads.
///
/// Source: `ValidateJobUpdate`, with the options of its strategy.
pub(super) fn check(u: &mut Update<'_>) {
    let Object::Job(old) = u.old else { return };
    let Object::Job(mut new) = u.new.clone() else { return };
    completions(u, new.spec.filled());
    template(u, old);
    for field in FIXED {
        let changes = u.changes(&["spec", field]);
        if !changes.is_empty() {
            let message = format!("{}, and a Job keeps it as it was made", change(&changes));
            u.refuse(&FIELD, &format!("spec.{field}"), message).at(first(&changes));
        }
    }
}

fn completions(u: &mut Update<'_>, new: &JobSpec) {
    let changes = u.changes(&["spec", "completions"]);
    if changes.is_empty() {
        return;
    }
    let indexed = new.completion_mode.as_deref() == Some("Indexed");
    let message = match (indexed, new.completions) {
        (true, None) => return,
        (true, completions) if completions == new.parallelism => return,
        (true, _) => format!("{}, and of an indexed Job only together with parallelism", change(&changes)),
        (false, _) => format!("{}, and only those of an indexed Job may", change(&changes)),
    };
    u.refuse(&COMPLETIONS, "spec.completions", message).at(first(&changes));
}

fn template(u: &mut Update<'_>, old: &Job) {
    let mut changes = u.changes(&["spec", "template"]);
    if changes.is_empty() {
        return;
    }
    let mut object = old.clone();
    let suspended = {
        let spec: &mut JobSpec = object.spec.filled();
        spec.suspend == Some(true)
    };
    let (nodes, sizes) = (suspended && may_get_nodes(u, old), suspended && may_get_sizes(u, old));
    if (nodes || sizes) && !u.there.live {
        u.assume(format!("{} has not started", u.subject()));
    }
    let affinity = affinities(u, old);
    let only_exceptions = changes.iter().all(|change| directive(change, true) || resources(change));
    changes.retain(|change| !((nodes && directive(change, affinity)) || (sizes && resources(change))));
    if changes.is_empty() {
        return;
    }
    let message = format!("{}, and a Job keeps its template", change(&changes));
    // Where the resources may change, the server compares the rest of the spec alone.
    let path = if sizes { "spec.template.spec" } else { "spec.template" };
    let finding = u.refuse(&TEMPLATE, path, message).at(first(&changes));
    if only_exceptions {
        finding.note("a Job that is suspended and has no pods may get other nodes, tolerations and labels, and from 1.36 on other resources");
    }
}

/// Tells whether a suspended Job may get other nodes.
fn may_get_nodes(u: &Update<'_>, job: &Job) -> bool {
    if u.gates.on(Gate::MutableSchedulingDirectivesForSuspendedJobs) {
        return is_at_rest(job);
    }
    job.status.as_ref().is_none_or(|status| status.start_time.is_none())
}

/// Tells whether a suspended Job may get other resources.
fn may_get_sizes(u: &Update<'_>, job: &Job) -> bool {
    u.gates.on(Gate::MutablePodResourcesForSuspendedJobs) && is_at_rest(job)
}

/// Tells whether a suspended Job has no pods, and never had or is known to be suspended.
fn is_at_rest(job: &Job) -> bool {
    let Some(status) = &job.status else { return true };
    let marked = |condition: &JobCondition| condition.type_ == "Suspended" && condition.status == "True";
    status.active.unwrap_or_default() == 0
        && (status.start_time.is_none() || status.conditions.iter().flatten().any(marked))
}

/// Tells whether both templates have no affinity but that to nodes, so that it may come and go as a whole.
fn affinities(u: &Update<'_>, old: &Job) -> bool {
    let only_nodes = |affinity: Option<&Affinity>| {
        affinity.is_none_or(|all| all.pod_affinity.is_none() && all.pod_anti_affinity.is_none())
    };
    let mut objects = [Object::Job(Box::new(old.clone())), u.new.clone()];
    objects.iter_mut().all(|object| {
        let spec: Option<&PodSpec> = object.pod_within().map(|within| &*within.spec);
        spec.is_none_or(|spec| only_nodes(spec.affinity.as_ref()))
    })
}

/// Tells whether a change is of what tells the scheduler where to put the pods.
fn directive(change: &Difference, whole_affinity: bool) -> bool {
    let Some(path) = change.path.strip_prefix("spec.template.") else { return false };
    let field = path.strip_prefix("spec.").unwrap_or_default();
    path.starts_with("metadata")
        || ["nodeSelector", "tolerations", "schedulingGates", "affinity.nodeAffinity"]
            .iter()
            .any(|directive| field.starts_with(directive))
        || (field == "affinity" && whole_affinity)
}

/// Tells whether a change is of what a container asks for.
fn resources(change: &Difference) -> bool {
    let Some(path) = change.path.strip_prefix("spec.template.spec.") else { return false };
    (path.starts_with("containers[") || path.starts_with("initContainers[")) && path.contains("].resources")
}

//! What is said of the objects around a pod spec: names, claims, jobs.

use k8s_openapi::{
    api::{
        apps::v1::StatefulSetSpec,
        batch::v1::JobSpec,
        core::v1::{PersistentVolumeClaimSpec, ServiceAccount},
        policy::v1::PodDisruptionBudgetSpec,
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::resources;
use crate::{
    grammar,
    validate::{Judge, Path, rule::rules},
};

rules! {
    NAME_NO_LABEL: warning, "metadata-name-no-label", "a name that becomes a hostname is a DNS label";
    HISTORY_NEGATIVE: warning, "stateful-set-history-negative", "revisionHistoryLimit is not negative";
    CLASS_ANNOTATED: warning, "claim-class-in-annotation", "the storage class of a claim stands in storageClassName";
    BUDGET_OF_NOBODY: warning, "disruption-budget-of-nobody", "a budget says of which pods it is";
    MOUNTABLE_DEPRECATED: warning, "service-account-mountable-secrets", "Secrets are kept apart by namespaces";
    INDEXES_TOO_MANY: warning, "job-indexes-untracked", "a Job with very many indexes runs few of them at once";
}

/// As many completions as the server keeps track of whatever the parallelism.
const TRACKED_COMPLETIONS: i32 = 100_000;
/// As many pods at once as it keeps track of beyond that.
const TRACKED_PARALLELISM: i32 = 10_000;

/// The annotation that was a claim's storage class before 1.6.
const CLASS: &str = "volume.beta.kubernetes.io/storage-class";

/// Warns of the name of a Pod, or of a workload whose pods have its name in front of theirs: `Deployment`,
/// `ReplicaSet`, `ReplicationController`, Job, `CronJob`. Of a `StatefulSet` it is refused, and of a `DaemonSet` the server
/// says nothing.
pub(crate) fn name(j: &mut Judge, meta: &ObjectMeta, path: &Path<'_>) {
    let given = meta.name.as_deref().filter(|name| !name.is_empty());
    let made = meta.generate_name.as_deref().filter(|prefix| !prefix.is_empty());
    // What the server adds to a prefix is five more characters of a label.
    let verdict = match (given, made) {
        (Some(name), _) => grammar::dns_label(name),
        (None, Some(prefix)) if prefix.contains('.') => grammar::dns_label(prefix),
        _ => Ok(()),
    };
    if let Err(fault) = verdict {
        j.report(&NAME_NO_LABEL, &path.field("name"), format_args!("the name becomes a hostname: {fault}"))
            .help("use lower-case letters, digits and `-` only, at most 63 of them");
    }
}

/// Warns of a storage class that stands in an annotation; `path` is that of the metadata.
///
/// Source: `GetWarningsForPersistentVolumeClaim` of `pkg/api/persistentvolumeclaim`.
pub(crate) fn claim_class(j: &mut Judge, meta: &ObjectMeta, path: &Path<'_>) {
    if meta.annotations.as_ref().is_some_and(|annotations| annotations.contains_key(CLASS)) {
        let message = "this annotation is on its way out";
        j.report(&CLASS_ANNOTATED, &path.field("annotations").key(CLASS), message)
            .help("use `spec.storageClassName`");
    }
}

/// Warns of the spec of a claim, also of one that is a template.
pub(crate) fn claim(j: &mut Judge, spec: &PersistentVolumeClaimSpec, path: &Path<'_>) {
    let Some(resources) = &spec.resources else { return };
    for (amounts, field) in
        [(&resources.requests, "resources.requests"), (&resources.limits, "resources.limits")]
    {
        if let Some(storage) = amounts.as_ref().and_then(|amounts| amounts.get("storage")) {
            resources::fractional(j, storage, &path.field(field).key("storage"));
        }
    }
}

/// Warns of the spec of a `StatefulSet`, its claims included; the template is the business of [`super::check`].
pub(crate) fn stateful_set(j: &mut Judge, spec: &StatefulSetSpec, path: &Path<'_>) {
    let list = path.field("volumeClaimTemplates");
    for (index, template) in spec.volume_claim_templates.iter().flatten().enumerate() {
        if let Some(spec) = &template.spec {
            claim(j, spec, &list.index(index).field("spec"));
        }
    }
    if spec.revision_history_limit.is_some_and(|limit| limit < 0) {
        let message = "a negative limit keeps every revision for ever";
        j.report(&HISTORY_NEGATIVE, &path.field("revisionHistoryLimit"), message);
    }
}

/// Warns of the spec of a Job; the template is the business of [`super::check`].
pub(crate) fn job(j: &mut Judge, spec: &JobSpec, path: &Path<'_>) {
    let indexed = spec.completion_mode.as_deref() == Some("Indexed");
    let (completions, parallelism) = (spec.completions.unwrap_or_default(), spec.parallelism.unwrap_or(1));
    if indexed && completions > TRACKED_COMPLETIONS && parallelism > TRACKED_PARALLELISM {
        let message = format_args!(
            "of {completions} indexes with {parallelism} at once the server may lose track when many fail"
        );
        j.report(&INDEXES_TOO_MANY, path, message).help(format!(
            "at most {TRACKED_PARALLELISM} at once are safe beyond {TRACKED_COMPLETIONS} indexes"
        ));
    }
}

/// Warns of the spec of a `PodDisruptionBudget`. The server says nothing of it; the budget just does nothing.
pub(crate) fn disruption_budget(j: &mut Judge, spec: &PodDisruptionBudgetSpec, path: &Path<'_>) {
    if spec.selector.is_none() {
        let message = "without a `selector` the budget is of no pod at all";
        j.report(&BUDGET_OF_NOBODY, &path.field("selector"), message)
            .help("`selector: {}` means every pod of the namespace");
    }
}

/// Warns of a `ServiceAccount`.
pub(crate) fn service_account(j: &mut Judge, account: &ServiceAccount) {
    const MOUNTABLE: &str = "kubernetes.io/enforce-mountable-secrets";
    let annotations = account.metadata.annotations.as_ref();
    if j.version.minor() >= 32 && annotations.is_some_and(|annotations| annotations.contains_key(MOUNTABLE)) {
        let path = Path::root("metadata.annotations");
        j.report(&MOUNTABLE_DEPRECATED, &path.key(MOUNTABLE), "this annotation is on its way out")
            .help("put what may not be mounted into a namespace of its own");
    }
}

//! What is said of the objects around a pod spec: names and claims.

use k8s_openapi::{
    api::{apps::v1::StatefulSetSpec, core::v1::PersistentVolumeClaimSpec},
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
}

/// Warns of the name of a Pod, or of a workload whose pods have its name in front of theirs: Deployment,
/// `ReplicaSet`.
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

/// Warns of the spec of a claim, also of one that is a template.
pub(crate) fn claim(j: &mut Judge, spec: &PersistentVolumeClaimSpec, path: &Path<'_>) {
    let requests = spec.resources.as_ref().and_then(|resources| resources.requests.as_ref());
    if let Some(storage) = requests.and_then(|requests| requests.get("storage")) {
        resources::fractional(j, storage, &path.field("resources.requests").key("storage"));
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

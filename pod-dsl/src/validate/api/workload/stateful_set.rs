//! `StatefulSet`.

use k8s_openapi::api::{
    apps::v1::{StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy},
    core::v1::{PersistentVolumeClaimVolumeSource, PodTemplateSpec, Volume},
};

use super::{
    super::{
        metadata::{self, NameRule, report_all},
        volumes,
    },
    Selects, amount, endless, not_negative, selected, selector, selects, template, template_metadata,
};
use crate::{
    grammar::dns_label,
    object::Filled,
    validate::{Judge, Path, defaults, dropped, rule::rules, warnings},
};

rules! {
    MANAGEMENT: Invalid, "stateful-set-management-unknown", "the pods of a StatefulSet are managed OrderedReady or Parallel";
    STRATEGY: Invalid, "stateful-set-strategy-unknown", "the strategy of a StatefulSet is RollingUpdate or OnDelete";
    ROLLING_UNUSED: Invalid, "stateful-set-rolling-update-unused", "OnDelete has no rollingUpdate";
    STANDSTILL: Invalid, "stateful-set-standstill", "maxUnavailable is not 0";
    RETENTION: NotSupported, "stateful-set-retention-unknown", "the claims of a StatefulSet are retained or deleted";
    SERVICE: Invalid, "stateful-set-service-name-malformed", "the name of the Service is a DNS label";
}

/// Judges a `StatefulSet`.
///
/// Source: `ValidateStatefulSet` of `pkg/apis/apps/validation`.
pub(crate) fn stateful_set(j: &mut Judge, object: &StatefulSet) {
    let mut object = object.clone();
    defaults::stateful_set(&mut object, j.gates);
    let meta = Path::root("metadata");
    metadata::check(j, "StatefulSet", &object.metadata, NameRule::Label, &meta);
    let path = Path::root("spec");
    let spec = object.spec.filled();
    dropped::stateful_set_spec(j, spec, &path);
    policies(j, spec, &path);
    warnings::stateful_set(j, spec, &path);
    not_negative(j, spec.replicas, &path, "replicas");
    not_negative(j, spec.min_ready_seconds, &path, "minReadySeconds");
    not_negative(j, spec.ordinals.as_ref().and_then(|ordinals| ordinals.start), &path, "ordinals.start");
    if let Some(name) = spec.service_name.as_deref().filter(|name| !name.is_empty()) {
        let path = path.field("serviceName");
        report_all(j, &SERVICE, &path, "the name of the Service", name, dns_label(name));
    }
    let list = path.field("volumeClaimTemplates");
    for (index, claim) in spec.volume_claim_templates.iter().flatten().enumerate() {
        let path = list.index(index);
        volumes::claim_spec(j, &claim.spec.clone().unwrap_or_default(), &path.field("spec"));
    }
    let at = path.field("template");
    if selector(j, &spec.selector, &path) {
        if selects(&spec.selector) != Selects::Everything {
            selected(j, &spec.selector, &spec.template, &at);
        }
        // The server judges these here, and again with the rest of the template.
        template_metadata(j, &spec.template, &at);
        let mut pods = as_made(spec);
        template(j, &mut pods, &at);
    }
    endless(j, &spec.template, &at);
}

fn policies(j: &mut Judge, spec: &StatefulSetSpec, path: &Path<'_>) {
    let management = spec.pod_management_policy.as_deref().unwrap_or_default();
    if !matches!(management, "OrderedReady" | "Parallel") {
        let message = format_args!("`{management}` is no management policy: use OrderedReady or Parallel");
        j.report(&MANAGEMENT, &path.field("podManagementPolicy"), message);
    }
    if let Some(strategy) = &spec.update_strategy {
        update_strategy(j, strategy, &path.field("updateStrategy"));
    }
    if let Some(policy) = &spec.persistent_volume_claim_retention_policy {
        let path = path.field("persistentVolumeClaimRetentionPolicy");
        for (policy, field) in [(&policy.when_deleted, "whenDeleted"), (&policy.when_scaled, "whenScaled")] {
            let policy = policy.as_deref().unwrap_or_default();
            if !matches!(policy, "Retain" | "Delete") {
                let message = format_args!("`{policy}` is no retention policy: use Retain or Delete");
                j.report(&RETENTION, &path.field(field), message);
            }
        }
    }
}

fn update_strategy(j: &mut Judge, strategy: &StatefulSetUpdateStrategy, path: &Path<'_>) {
    let at = path.field("rollingUpdate");
    match (strategy.type_.as_deref().unwrap_or_default(), &strategy.rolling_update) {
        ("OnDelete" | "RollingUpdate", None) => {}
        ("OnDelete", Some(_)) => {
            j.report(&ROLLING_UNUSED, &at, "OnDelete waits for you: leave `rollingUpdate` out");
        }
        ("RollingUpdate", Some(rolling)) => {
            not_negative(j, rolling.partition, &at, "partition");
            if let Some(most) = &rolling.max_unavailable {
                let at = at.field("maxUnavailable");
                amount::well_formed(j, most, &at);
                amount::not_more_than_all(j, most, &at);
                if amount::value(most) == 0 {
                    j.report(&STANDSTILL, &at, "no pod may be taken away");
                }
            }
        }
        (other, _) => {
            let message = format_args!("`{other}` is no strategy: use RollingUpdate or OnDelete");
            j.report(&STRATEGY, path, message);
        }
    }
}

/// Gives the template as its pods are made: with volumes for the claims, and without names, which the set gives.
fn as_made(spec: &StatefulSetSpec) -> PodTemplateSpec {
    let mut template = spec.template.clone();
    let pod = template.spec.get_or_insert_default();
    pod.hostname = None;
    pod.subdomain = None;
    let claims = spec.volume_claim_templates.iter().flatten();
    let mut all: Vec<Volume> = claims
        .map(|claim| {
            let name = claim.metadata.name.clone().unwrap_or_default();
            let source = PersistentVolumeClaimVolumeSource { claim_name: name.clone(), ..Default::default() };
            Volume { name, persistent_volume_claim: Some(source), ..Default::default() }
        })
        .collect();
    let made = all.len();
    for volume in pod.volumes.take().into_iter().flatten() {
        if all[..made].iter().all(|claim| claim.name != volume.name) {
            all.push(volume);
        }
    }
    pod.volumes = Some(all).filter(|all| !all.is_empty());
    template
}

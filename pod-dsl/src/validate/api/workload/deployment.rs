//! `Deployment`.

use k8s_openapi::api::apps::v1::{Deployment, DeploymentStrategy};

use super::{
    super::metadata::{self, NameRule},
    amount, not_negative, replica_set, selector,
};
use crate::object::Filled;
use crate::validate::{Judge, Path, defaults, rule::rules, warnings};

rules! {
    STRATEGY: NotSupported, "deployment-strategy-unknown", "the strategy of a Deployment is RollingUpdate or Recreate";
    ROLLING_UNUSED: Forbidden, "deployment-rolling-update-unused", "Recreate has no rollingUpdate";
    STANDSTILL: Invalid, "deployment-standstill", "maxSurge and maxUnavailable are not both 0";
    PROGRESS: Invalid, "deployment-progress-deadline", "progressDeadlineSeconds is more than minReadySeconds";
    ROLLBACK: Invalid, "deployment-rollback-revision-negative", "the revision to roll back to is not negative";
}

/// Names the annotation that stands for a field of an older version.
const ROLLBACK_TO: &str = "deprecated.deployment.rollback.to";

/// Judges a `Deployment`.
///
/// Source: `ValidateDeployment` of `pkg/apis/apps/validation`.
pub(crate) fn deployment(j: &mut Judge, object: &Deployment) {
    let mut object = object.clone();
    defaults::deployment(&mut object, j.gates);
    let meta = Path::root("metadata");
    metadata::check(j, "Deployment", &object.metadata, NameRule::Subdomain, &meta);
    warnings::name(j, &object.metadata, &meta);
    let path = Path::root("spec");
    let spec = object.spec.filled();
    not_negative(j, spec.replicas, &path, "replicas");
    if selector(j, &spec.selector, &path) {
        replica_set::template(j, &spec.selector, &mut spec.template, &path.field("template"));
    }
    strategy(j, spec.strategy.get_or_insert_default(), &path.field("strategy"));
    not_negative(j, spec.min_ready_seconds, &path, "minReadySeconds");
    not_negative(j, spec.revision_history_limit, &path, "revisionHistoryLimit");
    let annotations = object.metadata.annotations.as_ref();
    let revision = annotations.and_then(|all| all.get(ROLLBACK_TO)?.parse::<i64>().ok());
    if let Some(revision) = revision.filter(|revision| *revision < 0) {
        j.report(&ROLLBACK, &path.field("rollback.version"), format_args!("{revision} is negative"))
            .help(format!("leave the annotation `{ROLLBACK_TO}` out"));
    }
    not_negative(j, spec.progress_deadline_seconds, &path, "progressDeadlineSeconds");
    let ready = spec.min_ready_seconds.unwrap_or_default();
    if let Some(deadline) = spec.progress_deadline_seconds.filter(|deadline| *deadline <= ready) {
        let message = format_args!("{deadline} seconds do not suffice: a pod counts after {ready}");
        j.report(&PROGRESS, &path.field("progressDeadlineSeconds"), message);
    }
}

fn strategy(j: &mut Judge, strategy: &DeploymentStrategy, path: &Path<'_>) {
    let at = path.field("rollingUpdate");
    match (strategy.type_.as_deref().unwrap_or_default(), &strategy.rolling_update) {
        ("Recreate", None) => {}
        ("Recreate", Some(_)) => {
            j.report(&ROLLING_UNUSED, &at, "Recreate ends all pods at once: leave `rollingUpdate` out");
        }
        ("RollingUpdate", rolling) => {
            let Some(rolling) = rolling else { return };
            let (surge, unavailable) = (rolling.max_surge.as_ref(), rolling.max_unavailable.as_ref());
            let at_unavailable = at.field("maxUnavailable");
            if let Some(amount) = unavailable {
                amount::well_formed(j, amount, &at_unavailable);
                amount::not_more_than_all(j, amount, &at_unavailable);
            }
            if let Some(amount) = surge {
                amount::well_formed(j, amount, &at.field("maxSurge"));
            }
            if surge.map_or(0, amount::value) == 0 && unavailable.map_or(0, amount::value) == 0 {
                j.report(&STANDSTILL, &at_unavailable, "no pod may be added and none may be taken away");
            }
        }
        (other, _) => {
            let message = format_args!("`{other}` is no strategy: use RollingUpdate or Recreate");
            j.report(&STRATEGY, path, message);
        }
    }
}

//! Defaults of the kinds that make pods.

use k8s_openapi::{
    api::{
        apps::v1::{
            DaemonSet, Deployment, ReplicaSet, RollingUpdateDaemonSet, RollingUpdateDeployment, StatefulSet,
        },
        batch::v1::{CronJob, Job, JobSpec},
        core::v1::ReplicationController,
    },
    apimachinery::pkg::{apis::meta::v1::ObjectMeta, util::intstr::IntOrString},
};

use super::{claim, fill, is_empty, pod_template_spec, set};
use crate::{
    object::Filled,
    validate::gates::{Gate, Gates},
};

/// Fills a Deployment.
pub(crate) fn deployment(object: &mut Deployment, gates: Gates) {
    let spec = object.spec.filled();
    pod_template_spec(&mut spec.template, gates);
    spec.replicas.get_or_insert(1);
    let strategy = spec.strategy.get_or_insert_default();
    fill(&mut strategy.type_, "RollingUpdate");
    if strategy.type_.as_deref() == Some("RollingUpdate") {
        let RollingUpdateDeployment { max_surge, max_unavailable } =
            strategy.rolling_update.get_or_insert_default();
        let quarter = || IntOrString::String("25%".to_owned());
        max_unavailable.get_or_insert_with(quarter);
        max_surge.get_or_insert_with(quarter);
    }
    spec.revision_history_limit.get_or_insert(10);
    spec.progress_deadline_seconds.get_or_insert(600);
}

/// Fills a `ReplicaSet`.
pub(crate) fn replica_set(object: &mut ReplicaSet, gates: Gates) {
    let spec = object.spec.filled();
    pod_template_spec(spec.template.get_or_insert_default(), gates);
    spec.replicas.get_or_insert(1);
}

/// Fills a `ReplicationController`: its selector and its labels come from the template.
pub(crate) fn replication_controller(object: &mut ReplicationController, gates: Gates) {
    let spec = object.spec.filled();
    let template = spec.template.as_mut();
    let labels = template.as_ref().and_then(|template| template.metadata.as_ref()?.labels.clone());
    if let Some(labels) = labels {
        if is_empty(spec.selector.as_ref()) {
            spec.selector = Some(labels.clone());
        }
        if is_empty(object.metadata.labels.as_ref()) {
            object.metadata.labels = Some(labels);
        }
    }
    if let Some(template) = template {
        pod_template_spec(template, gates);
    }
    spec.replicas.get_or_insert(1);
    spec.min_ready_seconds.get_or_insert(0);
}

/// Fills a `StatefulSet`.
pub(crate) fn stateful_set(object: &mut StatefulSet, gates: Gates) {
    let spec = object.spec.filled();
    pod_template_spec(&mut spec.template, gates);
    for template in spec.volume_claim_templates.iter_mut().flatten() {
        claim(template);
    }
    fill(&mut spec.pod_management_policy, "OrderedReady");
    let strategy = spec.update_strategy.get_or_insert_default();
    if strategy.type_.as_deref().unwrap_or_default().is_empty() {
        fill(&mut strategy.type_, "RollingUpdate");
        strategy.rolling_update.get_or_insert_default();
    }
    if let Some(rolling) = strategy.rolling_update.as_mut()
        && strategy.type_.as_deref() == Some("RollingUpdate")
    {
        rolling.partition.get_or_insert(0);
        if gates.on(Gate::MaxUnavailableStatefulSet) {
            rolling.max_unavailable.get_or_insert(IntOrString::Int(1));
        }
    }
    if gates.on(Gate::StatefulSetAutoDeletePVC) {
        let policy = spec.persistent_volume_claim_retention_policy.get_or_insert_default();
        fill(&mut policy.when_deleted, "Retain");
        fill(&mut policy.when_scaled, "Retain");
    }
    spec.replicas.get_or_insert(1);
    spec.revision_history_limit.get_or_insert(10);
}

/// Fills a `DaemonSet`.
pub(crate) fn daemon_set(object: &mut DaemonSet, gates: Gates) {
    let spec = object.spec.filled();
    pod_template_spec(&mut spec.template, gates);
    let strategy = spec.update_strategy.get_or_insert_default();
    fill(&mut strategy.type_, "RollingUpdate");
    if strategy.type_.as_deref() == Some("RollingUpdate") {
        let RollingUpdateDaemonSet { max_surge, max_unavailable } =
            strategy.rolling_update.get_or_insert_default();
        max_unavailable.get_or_insert(IntOrString::Int(1));
        max_surge.get_or_insert(IntOrString::Int(0));
    }
    spec.revision_history_limit.get_or_insert(10);
}

/// Fills a Job; its labels come from the template.
pub(crate) fn job(object: &mut Job, gates: Gates) {
    let spec = object.spec.filled();
    job_spec(spec, gates);
    labels_from(&mut object.metadata, spec.template.metadata.as_ref());
}

/// Fills a `CronJob`.
pub(crate) fn cron_job(object: &mut CronJob, gates: Gates) {
    let spec = object.spec.filled();
    fill(&mut spec.concurrency_policy, "Allow");
    spec.suspend.get_or_insert(false);
    spec.successful_jobs_history_limit.get_or_insert(3);
    spec.failed_jobs_history_limit.get_or_insert(1);
    // The defaults of a Job itself are not filled into the template of a CronJob, only those of its pods.
    let job = spec.job_template.spec.filled();
    pod_template_spec(&mut job.template, gates);
    failure_conditions(job);
}

fn job_spec(spec: &mut JobSpec, gates: Gates) {
    pod_template_spec(&mut spec.template, gates);
    // Neither is said: one pod that has to succeed.
    if spec.completions.is_none() && spec.parallelism.is_none() {
        spec.completions = Some(1);
        spec.parallelism = Some(1);
    }
    spec.parallelism.get_or_insert(1);
    let by_index = spec.backoff_limit_per_index.is_some();
    spec.backoff_limit.get_or_insert(if by_index { i32::MAX } else { 6 });
    set(&mut spec.completion_mode, "NonIndexed");
    spec.suspend.get_or_insert(false);
    let on_failure = spec.pod_failure_policy.is_some();
    if gates.on(Gate::JobPodReplacementPolicy) {
        set(&mut spec.pod_replacement_policy, if on_failure { "Failed" } else { "TerminatingOrFailed" });
    }
    spec.manual_selector.get_or_insert(false);
    failure_conditions(spec);
}

fn failure_conditions(spec: &mut JobSpec) {
    for rule in spec.pod_failure_policy.iter_mut().flat_map(|policy| &mut policy.rules) {
        for pattern in rule.on_pod_conditions.iter_mut().flatten() {
            fill(&mut pattern.status, "True");
        }
    }
}

fn labels_from(metadata: &mut ObjectMeta, template: Option<&ObjectMeta>) {
    if is_empty(metadata.labels.as_ref())
        && let Some(labels) = template.and_then(|template| template.labels.as_ref())
    {
        metadata.labels = Some(labels.clone());
    }
}

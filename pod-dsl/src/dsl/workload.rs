//! Verbs of a workload: how a pod becomes one, and what every kind can say.

mod amount;
mod cron_job;
mod daemon_set;
mod deployment;
mod job;
mod rolls;
mod stateful_set;
mod triggers;

use std::{collections::BTreeMap, panic::Location, sync::Arc};

use k8s_openapi::api::{apps::v1 as apps, batch::v1 as batch};

pub use amount::Amount;
pub use cron_job::Concurrency;
pub use job::JobRestart;
pub use rolls::Content;
pub use stateful_set::ClaimFate;

use crate::{
    intent::Allow,
    model::{CronJob, DaemonSet, Deployment, Job, Kind, Pod, Raw, ReplicaSet, StatefulSet, Workload},
};

/// The label by which a workload knows its pods where nothing else is said.
const NAME: &str = "app.kubernetes.io/name";

/// What makes pods of this kind.
impl Pod {
    /// Makes a Deployment: a number of equal pods, replaced step by step when the pod changes.
    #[track_caller]
    pub fn deployment(self) -> Deployment {
        Workload::of(self, apps::DeploymentSpec::default())
    }

    /// Makes a `StatefulSet`: pods with names and storage of their own.
    #[track_caller]
    pub fn stateful_set(self) -> StatefulSet {
        Workload::of(self, apps::StatefulSetSpec::default())
    }

    /// Makes a `DaemonSet`: one pod on every node.
    #[track_caller]
    pub fn daemon_set(self) -> DaemonSet {
        Workload::of(self, apps::DaemonSetSpec::default())
    }

    /// Makes a `ReplicaSet`: a number of equal pods, never replaced. A Deployment is nearly always what is wanted.
    #[track_caller]
    pub fn replica_set(self) -> ReplicaSet {
        Workload::of(self, apps::ReplicaSetSpec::default())
    }

    /// Makes a Job: pods that run until enough of them have ended well. Its pods are not started again where nothing else
    /// is said; [`Job::restart`] says it. Helpers become native sidecars, so that they do not keep the pod from ending.
    #[track_caller]
    pub fn job(mut self) -> Job {
        self.spec.restart_policy.get_or_insert_with(|| JobRestart::Never.as_str().to_owned());
        Workload::of(self, batch::JobSpec::default())
    }

    /// Makes a `CronJob`, which makes a Job by the clock: five fields as in a crontab, `0 3 * * *`, or `@daily`.
    #[track_caller]
    pub fn cron_job(self, schedule: impl Into<String>) -> CronJob {
        self.job().on_schedule(schedule)
    }
}

/// What every kind of workload can say.
impl<K: Kind> Workload<K> {
    /// Gives the name, which is the pod's.
    pub fn name(&self) -> &str {
        self.metadata.name.as_deref().unwrap_or_default()
    }

    /// Gives the labels by which the workload, and a Service of it, knows its pods.
    pub fn selects(&self) -> BTreeMap<String, String> {
        if !self.selector.is_empty() {
            return self.selector.clone();
        }
        let said = self.pod.metadata.labels.as_ref().and_then(|labels| labels.get(NAME));
        let value = said.map_or_else(|| self.name().to_owned(), Clone::clone);
        [(NAME.to_owned(), value)].into()
    }

    /// Knows its pods by this label, which the pods get; the first call replaces `app.kubernetes.io/name`.
    ///
    /// The API keeps a selector for good: another one is another workload.
    #[track_caller]
    pub fn select_by(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.selector.insert(key.into(), value.into());
        self.said("selector")
    }

    /// Adds a label to the workload itself; the pods have those that were said of the pod.
    #[track_caller]
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.labels.get_or_insert_default().insert(key.into(), value.into());
        self.said("labels")
    }

    /// Adds an annotation to the workload itself.
    #[track_caller]
    pub fn annotation(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.annotations.get_or_insert_default().insert(key.into(), value.into());
        self.said("annotations")
    }

    /// Changes the finished wire object: every field of the API is one closure away. The result is judged like all else.
    pub fn raw(mut self, change: impl Fn(&mut K::Wire) + Send + Sync + 'static) -> Self {
        self.raw.push(Raw(Arc::new(change)));
        self
    }

    /// Allows the findings of a rule about the workload, with the reason. What the API server refuses cannot be allowed.
    #[track_caller]
    pub fn allow(mut self, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        self.allows.push(Allow { rule: rule.into(), reason: reason.into(), at: Location::caller() });
        self
    }

    /// Remembers the line that set a field.
    #[track_caller]
    fn said(mut self, field: &'static str) -> Self {
        self.trace.mark(field, Location::caller());
        self
    }
}

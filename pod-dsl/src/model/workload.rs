//! What makes pods and keeps them running: a pod, and how many of it, when, and how they are replaced.

use std::{collections::BTreeMap, panic::Location};

use k8s_openapi::{
    api::{apps::v1 as apps, batch::v1 as batch},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{container::Raw, pod::Pod};
use crate::intent::{Allow, ImageTrigger, Trace};

/// Is a workload: the pod it makes, and what the API holds beside template and selector, which follow from the pod.
///
/// The kinds have names of their own: [`Deployment`], [`StatefulSet`], [`DaemonSet`], [`ReplicaSet`], [`Job`],
/// [`CronJob`]. Each is made from a pod by the verb of its name, takes the pod's name and namespace, and selects its pods
/// by the label `app.kubernetes.io/name`, unless [`select_by`](Self::select_by) says otherwise.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let web = Pod::new("web").container(Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29").port(8080));
/// let yaml = web.deployment().replicas(3).to_yaml(&Target::kubernetes())?;
/// assert!(yaml.contains("kind: Deployment\n") && yaml.contains("app.kubernetes.io/name: web\n"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Workload<K: Kind> {
    pub(crate) pod: Pod,
    /// What the API holds of the kind, without template and selector.
    pub(crate) spec: K,
    /// Name, namespace, labels and annotations of the workload itself.
    pub(crate) metadata: ObjectMeta,
    /// The labels by which it knows its pods; empty for a kind that makes its own.
    pub(crate) selector: BTreeMap<String, String>,
    pub(crate) raw: Vec<Raw<K::Wire>>,
    pub(crate) allows: Vec<Allow>,
    /// The tags that images of containers follow on OpenShift.
    pub(crate) triggers: Vec<ImageTrigger>,
    pub(crate) trace: Trace,
}

/// Is a kind whose images OpenShift sets when a tag moves.
pub trait Triggered: Kind {}
impl Triggered for apps::DeploymentSpec {}
impl Triggered for apps::StatefulSetSpec {}
impl Triggered for apps::DaemonSetSpec {}
impl Triggered for batch::CronJobSpec {}

/// Is the spec of a workload's kind.
pub trait Kind: sealed::Sealed + Clone + Default + std::fmt::Debug + Send + Sync + 'static {
    /// The whole object on the wire.
    type Wire: Clone + 'static;

    /// The kind, where an autoscaler can change its number of pods.
    const SCALES: Option<&'static str>;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! kinds {
    ($($spec:ty => $wire:ty, $scales:expr;)*) => {$(
        impl sealed::Sealed for $spec {}
        impl Kind for $spec {
            type Wire = $wire;
            const SCALES: Option<&'static str> = $scales;
        }
    )*};
}
kinds! {
    apps::DeploymentSpec => apps::Deployment, Some("Deployment");
    apps::StatefulSetSpec => apps::StatefulSet, Some("StatefulSet");
    apps::DaemonSetSpec => apps::DaemonSet, None;
    apps::ReplicaSetSpec => apps::ReplicaSet, Some("ReplicaSet");
    batch::JobSpec => batch::Job, None;
    batch::CronJobSpec => batch::CronJob, None;
}

/// Keeps a number of equal pods running and replaces them step by step when the pod changes.
pub type Deployment = Workload<apps::DeploymentSpec>;

/// Keeps a number of pods running that have names and storage of their own.
pub type StatefulSet = Workload<apps::StatefulSetSpec>;

/// Runs one pod on every node.
pub type DaemonSet = Workload<apps::DaemonSetSpec>;

/// Keeps a number of equal pods running and replaces none of them. A [`Deployment`] is nearly always what is wanted.
pub type ReplicaSet = Workload<apps::ReplicaSetSpec>;

/// Runs pods until enough of them have ended well.
pub type Job = Workload<batch::JobSpec>;

/// Makes a [`Job`] by the clock.
pub type CronJob = Workload<batch::CronJobSpec>;

impl<K: Kind> Workload<K> {
    /// Begins a workload of a pod, under the pod's name.
    #[track_caller]
    pub(crate) fn of(mut pod: Pod, spec: K) -> Self {
        let metadata = ObjectMeta {
            name: pod.metadata.name.take(),
            namespace: pod.metadata.namespace.take(),
            ..ObjectMeta::default()
        };
        Self {
            pod,
            spec,
            metadata,
            selector: BTreeMap::new(),
            raw: Vec::new(),
            allows: Vec::new(),
            triggers: Vec::new(),
            trace: Trace::new(Location::caller()),
        }
    }

    /// Gives the workload another kind, keeping the pod and what was said about metadata.
    pub(crate) fn with_spec<L: Kind>(self, spec: L) -> Workload<L> {
        let Self { pod, metadata, selector, allows, triggers, trace, .. } = self;
        Workload { pod, spec, metadata, selector, raw: Vec::new(), allows, triggers, trace }
    }
}

//! Several objects that belong together.

use super::{
    expose::Expose,
    patch::Patch,
    pod::Pod,
    workload::{CronJob, DaemonSet, Deployment, Job, ReplicaSet, StatefulSet},
};
use crate::{
    intent::{LooseEnd, Trace},
    object::Object,
};

/// Holds several objects, which are written into one stream in an order that applies.
#[derive(Clone, Debug, Default)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Bundle {
    pub(crate) items: Vec<Item>,
    pub(crate) patches: Vec<Patch>,
}

/// Is one object of a bundle.
#[derive(Clone, Debug)]
pub enum Item {
    /// A pod.
    Pod(Box<Pod>),
    /// A Deployment.
    Deployment(Box<Deployment>),
    /// A `StatefulSet`.
    StatefulSet(Box<StatefulSet>),
    /// A `DaemonSet`.
    DaemonSet(Box<DaemonSet>),
    /// A `ReplicaSet`.
    ReplicaSet(Box<ReplicaSet>),
    /// A Job.
    Job(Box<Job>),
    /// A `CronJob`.
    CronJob(Box<CronJob>),
    /// A way from outside to a Service.
    Expose(Box<Expose>),
    /// A finished object, of a kind known here or not, and what could not be carried out of what was said of it.
    Object(Box<Object>, Trace, Vec<LooseEnd>),
}

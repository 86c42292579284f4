//! The pod within an object: a Pod itself, or the template of a workload.

use k8s_openapi::{
    api::{
        apps::v1::{DaemonSetSpec, DeploymentSpec, ReplicaSetSpec, StatefulSetSpec},
        autoscaling::{
            v1::HorizontalPodAutoscalerSpec as HorizontalPodAutoscalerV1Spec, v2::HorizontalPodAutoscalerSpec,
        },
        batch::v1::{CronJobSpec, JobSpec},
        core::v1::{PodSpec, PodTemplateSpec},
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::Object;

/// Gives what an object holds, an empty one where there was none: the types of some releases say that it is optional and
/// those of others that it is required.
pub(crate) trait Filled<T> {
    fn filled(&mut self) -> &mut T;
}

impl<T: Default> Filled<T> for Option<T> {
    fn filled(&mut self) -> &mut T {
        self.get_or_insert_default()
    }
}

macro_rules! filled {
    ($($spec:ty),*) => { $(impl Filled<$spec> for $spec { fn filled(&mut self) -> &mut $spec { self } })* };
}
filled!(
    DeploymentSpec,
    ReplicaSetSpec,
    StatefulSetSpec,
    DaemonSetSpec,
    JobSpec,
    CronJobSpec,
    PodTemplateSpec,
    HorizontalPodAutoscalerSpec,
    HorizontalPodAutoscalerV1Spec,
    ObjectMeta,
    String
);

/// Is the pod within an object, to be changed in place.
pub(crate) struct PodWithin<'a> {
    /// Its labels and annotations.
    pub(crate) metadata: &'a mut ObjectMeta,
    /// What it is.
    pub(crate) spec: &'a mut PodSpec,
    /// The path before `metadata` and `spec`: empty, or `spec.template.`.
    pub(crate) path: &'static str,
}

impl Object {
    /// Gives the pod that the object is or makes.
    pub(crate) fn pod_within(&mut self) -> Option<PodWithin<'_>> {
        let (template, path): (&mut PodTemplateSpec, _) = match self {
            Self::Pod(pod) => {
                let (metadata, spec) = (&mut pod.metadata, pod.spec.filled());
                return Some(PodWithin { metadata, spec, path: "" });
            }
            Self::PodTemplate(object) => (object.template.filled(), "template."),
            Self::Deployment(object) => (object.spec.filled().template.filled(), "spec.template."),
            Self::ReplicaSet(object) => (object.spec.filled().template.filled(), "spec.template."),
            Self::StatefulSet(object) => {
                let spec: &mut StatefulSetSpec = object.spec.filled();
                (spec.template.filled(), "spec.template.")
            }
            Self::DaemonSet(object) => (object.spec.filled().template.filled(), "spec.template."),
            Self::ReplicationController(object) => {
                (object.spec.get_or_insert_default().template.filled(), "spec.template.")
            }
            Self::Job(object) => {
                let spec: &mut JobSpec = object.spec.filled();
                (spec.template.filled(), "spec.template.")
            }
            Self::CronJob(object) => {
                let spec: &mut CronJobSpec = object.spec.filled();
                let job: &mut JobSpec = spec.job_template.spec.filled();
                (job.template.filled(), "spec.jobTemplate.spec.template.")
            }
            _ => return None,
        };
        Some(PodWithin { metadata: template.metadata.filled(), spec: template.spec.filled(), path })
    }
}

//! The pod within an object: a Pod itself, or the template of a workload.

use k8s_openapi::{
    api::{
        apps::v1::{DaemonSetSpec, DeploymentSpec, ReplicaSetSpec, StatefulSetSpec},
        batch::v1::{CronJobSpec, JobSpec},
        core::v1::{Pod, PodSpec, PodTemplateSpec},
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
    ObjectMeta
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
    /// Gives the pod that the object is, or one as its template makes them, under the name of the object.
    ///
    /// ```
    /// use pod_dsl::{Object, k8s};
    ///
    /// let pod: k8s::Pod = serde_json::from_value(serde_json::json!({ "metadata": { "name": "web" }, "spec": null }))?;
    /// assert_eq!(Object::from(pod).as_pod().and_then(|pod| pod.metadata.name).as_deref(), Some("web"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn as_pod(&self) -> Option<Pod> {
        let mut object = self.clone();
        let PodWithin { metadata, spec, path } = object.pod_within()?;
        let mut metadata = std::mem::take(metadata);
        let spec = std::mem::take(spec);
        if !path.is_empty() {
            metadata.name = Some(self.name().to_owned());
            metadata.namespace = Some(self.namespace().to_owned());
        }
        Some(Pod { metadata, spec: Some(spec), ..Pod::default() })
    }

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

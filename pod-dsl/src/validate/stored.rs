//! Pods as the server keeps them.

use k8s_openapi::api::core::v1::Pod;

use super::{Form, Judge, Path, defaults, dropped};
use crate::{
    object::{Filled, Object},
    target::KubeVersion,
};

/// Gives a pod as the server of a release stores it: with everything that it fills in, and without the fields that its
/// feature gates switch off. Nothing is judged.
///
/// # Examples
///
/// ```
/// use pod_dsl::{KubeVersion, k8s, validate::stored};
///
/// let pod: k8s::Pod = serde_json::from_value(serde_json::json!({
///     "spec": {"containers": [{"name": "web", "image": "web:1", "resources": {"limits": {"cpu": "1"}}}]},
/// }))?;
/// let pod = stored(&pod, KubeVersion::DEFAULT);
/// let web = &pod.spec.as_ref().unwrap().containers[0];
/// assert_eq!(web.resources.as_ref().unwrap().requests.as_ref().unwrap()["cpu"].0, "1");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn stored(pod: &Pod, version: KubeVersion) -> Pod {
    let mut pod = pod.clone();
    fill(&mut Judge::new(version, Form::Pod), &mut pod);
    pod
}

/// Fills a pod in and drops from it, as is done before anything is judged.
pub(super) fn fill(j: &mut Judge, pod: &mut Pod) {
    defaults::pod(pod, j.gates, j.version);
    dropped::pod_spec(j, pod.spec.get_or_insert_default(), &Path::root("spec"));
}

/// Fills any object in, and drops from it, as the server does before it looks.
pub(super) fn fill_object(object: &mut Object, version: KubeVersion) {
    let mut judge = Judge::new(version, Form::Pod);
    let (j, gates, spec) = (&mut judge, Judge::new(version, Form::Pod).gates, Path::root("spec"));
    match object {
        Object::Pod(pod) => fill(j, pod),
        Object::PodTemplate(object) => defaults::pod_template(object, gates),
        Object::ReplicationController(object) => defaults::replication_controller(object, gates),
        Object::Deployment(object) => defaults::deployment(object, gates),
        Object::ReplicaSet(object) => defaults::replica_set(object, gates),
        Object::DaemonSet(object) => defaults::daemon_set(object, gates),
        Object::StatefulSet(object) => {
            defaults::stateful_set(object, gates);
            dropped::stateful_set_spec(j, object.spec.filled(), &spec);
        }
        Object::Job(object) => {
            defaults::job(object, gates);
            dropped::job_spec(j, object.spec.filled(), &spec);
        }
        Object::CronJob(object) => defaults::cron_job(object, gates),
        Object::Service(object) => {
            defaults::service(object);
            dropped::service_spec(j, object.spec.get_or_insert_default(), &spec);
        }
        Object::PersistentVolumeClaim(object) => {
            // A phase that nobody told is not known; the default would say that nothing is bound.
            let phase = object.status.as_ref().and_then(|status| status.phase.clone());
            defaults::claim(object);
            object.status.get_or_insert_default().phase = phase;
            dropped::claim_spec(j, object.spec.get_or_insert_default(), &spec);
        }
        Object::PersistentVolume(object) => {
            let spec = object.spec.get_or_insert_default();
            spec.volume_mode.get_or_insert_with(|| "Filesystem".to_owned());
            spec.persistent_volume_reclaim_policy.get_or_insert_with(|| "Retain".to_owned());
        }
        Object::StorageClass(object) => {
            object.reclaim_policy.get_or_insert_with(|| "Delete".to_owned());
            object.volume_binding_mode.get_or_insert_with(|| "Immediate".to_owned());
        }
        Object::PriorityClass(object) => {
            object.preemption_policy.get_or_insert_with(|| "PreemptLowerPriority".to_owned());
        }
        Object::RoleBinding(object) => fill_group(object.role_ref.api_group.filled()),
        Object::ClusterRoleBinding(object) => fill_group(object.role_ref.api_group.filled()),
        Object::Secret(object) => defaults::secret(object),
        Object::Namespace(object) => defaults::namespace(object),
        Object::HorizontalPodAutoscaler(object) => defaults::autoscaler(object),
        Object::Route(object) => {
            let policy = object.spec.wildcard_policy.get_or_insert_default();
            if policy.is_empty() {
                "None".clone_into(policy);
            }
        }
        _ => {}
    }
    if !matches!(object, Object::Pod(_))
        && let Some(within) = object.pod_within()
    {
        j.form = Form::Template;
        dropped::pod_spec(j, within.spec, &spec);
    }
}

fn fill_group(group: &mut String) {
    if group.is_empty() {
        "rbac.authorization.k8s.io".clone_into(group);
    }
}

/// Gives the pods that an object stands for, as they are stored: itself, or one of its template, with the path of the
/// template.
pub(crate) fn pods(object: &Object, version: KubeVersion) -> Option<(&'static str, Pod)> {
    let (path, pod) = match object {
        Object::Pod(pod) => ("", (**pod).clone()),
        workload => super::by_kind::with_template(workload, |template| (template.path, template.pod()))?,
    };
    Some((path, stored(&pod, version)))
}

//! Pods as the server keeps them.

use k8s_openapi::api::core::v1::Pod;

use super::{Form, Judge, Path, defaults, dropped};
use crate::target::KubeVersion;

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

/// Gives the pods that an object stands for, as they are stored: itself, or one of its template, with the path of the
/// template.
pub(crate) fn pods(object: &crate::object::Object, version: KubeVersion) -> Option<(&'static str, Pod)> {
    use crate::object::Object;

    let (path, pod) = match object {
        Object::Pod(pod) => ("", (**pod).clone()),
        workload => super::by_kind::with_template(workload, |template| (template.path, template.pod()))?,
    };
    Some((path, stored(&pod, version)))
}

//! The rules of each kind, and what the pods of a template would be refused for.

use k8s_openapi::{
    api::{apps::v1::StatefulSetSpec, batch::v1::JobSpec, core::v1::PodTemplateSpec},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{
    Finding, Form, Judge, Severity, admission, api,
    beyond::{Template, made_pod_name, refused_pods},
    warnings,
};
use crate::{
    object::{Filled, Object},
    target::{KubeVersion, Platform, Target},
};

/// Holds what the rules of a kind say about an object.
pub(super) struct Asked {
    /// What was found.
    pub(super) found: Vec<Finding>,
    /// What the verdict assumes about the cluster.
    pub(super) assumes: Vec<String>,
    /// Whether there are rules for the kind.
    pub(super) known: bool,
}

/// Judges an object by the rules of its kind, and the pods of its template where it is accepted. Judging fills in what
/// the server would: whoever needs the object as it was given keeps it.
pub(super) fn judge_object(object: &mut Object, target: &Target, version: KubeVersion) -> Asked {
    let mut judge = Judge::new(version, Form::Pod);
    judge.ip_families = target.families();
    // What was stated and cannot be read has been reported.
    judge.service_network = target.network().unwrap_or_default();
    let known = matches!(ask(&mut judge, object, target), Known::Yes);
    let (mut found, mut assumes) = judge.finish();
    // What the pods of a refused template would be refused for is of no use to anybody yet.
    if found.iter().all(|finding| finding.severity != Severity::Error) {
        let (refusals, facts) = pods_of(object, target, version, &found);
        found.extend(refusals);
        for fact in facts {
            if !assumes.contains(&fact) {
                assumes.push(fact);
            }
        }
    }
    Asked { found, assumes, known }
}

/// Says what is known of an object of a kind that is not judged.
pub(super) fn judge_unknown(api_version: &str, kind: &str, version: KubeVersion) -> Asked {
    let mut judge = Judge::new(version, Form::Pod);
    warnings::unknown_kind(&mut judge, api_version, kind);
    let (found, assumes) = judge.finish();
    Asked { found, assumes, known: false }
}

/// Tells whether there are rules for a kind.
enum Known {
    Yes,
    No,
}

/// Asks the rules of an object's kind.
fn ask(j: &mut Judge, object: &mut Object, target: &Target) -> Known {
    image_triggers(j, object);
    match object {
        Object::Pod(pod) => admission::pod(j, pod, target),
        Object::ConfigMap(config) => api::config_map(j, config),
        Object::Secret(secret) => api::secret(j, secret),
        Object::Service(service) => api::service(j, service),
        Object::PersistentVolumeClaim(claim) => api::claim(j, claim),
        Object::PodTemplate(template) => api::pod_template(j, template),
        Object::ReplicationController(controller) => api::replication_controller(j, controller),
        Object::Deployment(deployment) => api::deployment(j, deployment),
        Object::ReplicaSet(set) => api::replica_set(j, set),
        Object::StatefulSet(set) => api::stateful_set(j, set),
        Object::DaemonSet(set) => api::daemon_set(j, set),
        Object::Job(job) => api::job(j, job),
        Object::CronJob(cron) => api::cron_job(j, cron),
        Object::Ingress(ingress) => api::ingress(j, ingress),
        Object::IngressClass(class) => api::ingress_class(j, class),
        Object::NetworkPolicy(policy) => api::network_policy(j, policy),
        Object::Endpoints(endpoints) => api::endpoints(j, endpoints),
        Object::EndpointSlice(slice) => api::endpoint_slice(j, slice),
        Object::HorizontalPodAutoscaler(autoscaler) => api::autoscaler(j, autoscaler),
        Object::HorizontalPodAutoscalerV1(autoscaler) => api::autoscaler_v1(j, autoscaler),
        Object::PodDisruptionBudget(budget) => api::disruption_budget(j, budget),
        Object::Role(role) => api::role(j, role),
        Object::ClusterRole(role) => api::cluster_role(j, role),
        Object::RoleBinding(binding) => api::role_binding(j, binding),
        Object::ClusterRoleBinding(binding) => api::cluster_role_binding(j, binding),
        Object::ServiceAccount(account) => api::service_account(j, account),
        Object::Namespace(namespace) => api::namespace(j, namespace),
        Object::PersistentVolume(volume) => api::persistent_volume(j, volume),
        Object::StorageClass(class) => api::storage_class(j, class),
        Object::LimitRange(range) => api::limit_range(j, range),
        Object::ResourceQuota(quota) => api::resource_quota(j, quota),
        Object::PriorityClass(class) => api::priority_class(j, class),
        Object::RuntimeClass(class) => api::runtime_class(j, class),
        Object::Lease(lease) => api::lease(j, lease),
        Object::Route(route) if target.platform() == Platform::OpenShift => {
            let facts = target.facts().and_then(|facts| facts.metadata.name.as_deref());
            let namespace = route.metadata.namespace.as_deref().filter(|namespace| !namespace.is_empty());
            api::route(j, route, namespace.or(facts));
        }
        Object::SecurityContextConstraints(scc) if target.platform() == Platform::OpenShift => {
            api::security_context_constraints(j, scc);
        }
        Object::Route(_) | Object::SecurityContextConstraints(_) => {
            warnings::only_openshift(j, object.kind());
            return Known::No;
        }
        Object::Other(_) => return Known::No,
    }
    Known::Yes
}

/// Asks whether the image triggers of an object lead to containers of its pods.
fn image_triggers(j: &mut Judge, object: &Object) {
    let annotations = object.metadata().and_then(|metadata| metadata.annotations.as_ref());
    if !annotations.is_some_and(|annotations| annotations.contains_key(warnings::TRIGGERS_ANNOTATION)) {
        return;
    }
    let mut with_pod = object.clone();
    if let (Some(metadata), Some(pod)) = (object.metadata(), with_pod.pod_within()) {
        warnings::triggers(j, metadata, pod.spec, &format!("{}spec", pod.path));
    }
}

/// Judges a pod that the template of a workload stands for, and gives what the template's own verdict does not tell.
fn pods_of(
    object: &Object,
    target: &Target,
    version: KubeVersion,
    found: &[Finding],
) -> (Vec<Finding>, Vec<String>) {
    let judge = |template: &Template<'_>| {
        refused_pods(&Judge::new(version, Form::Template), template, found, |j, pod| {
            admission::pod(j, pod, target);
        })
    };
    with_template(object, judge).unwrap_or_default()
}

/// Shows `look` the template of a workload, where the object has one.
pub(super) fn with_template<T>(object: &Object, look: impl FnOnce(&Template<'_>) -> T) -> Option<T> {
    let of =
        |kind, meta: &ObjectMeta, written: &PodTemplateSpec, path, stateful: Option<&StatefulSetSpec>| {
            let pod_name = made_pod_name(kind, &api::made_name(meta));
            let namespace = meta.namespace.as_deref();
            Some(look(&Template { written, path, pod_name: &pod_name, namespace, stateful }))
        };
    // `filled` is there because the types of one release have an `Option` where those of another have none.
    macro_rules! of {
        ($object:ident, $kind:literal) => {{
            let mut object = $object.clone();
            let template: &mut PodTemplateSpec = object.spec.filled().template.filled();
            of($kind, &$object.metadata, template, "spec.template", None)
        }};
    }
    match object {
        Object::Deployment(object) => of!(object, "Deployment"),
        Object::ReplicaSet(object) => of!(object, "ReplicaSet"),
        Object::DaemonSet(object) => of!(object, "DaemonSet"),
        Object::ReplicationController(object) => of!(object, "ReplicationController"),
        Object::Job(object) => of!(object, "Job"),
        Object::PodTemplate(object) => {
            let mut object = object.clone();
            let metadata = std::mem::take(&mut object.metadata);
            of("PodTemplate", &metadata, object.template.filled(), "template", None)
        }
        Object::StatefulSet(object) => {
            let mut set = object.clone();
            let spec: &mut StatefulSetSpec = set.spec.filled();
            let mut template = spec.template.clone();
            let template: &mut PodTemplateSpec = template.filled();
            of("StatefulSet", &object.metadata, template, "spec.template", Some(spec))
        }
        Object::CronJob(object) => {
            let mut object = object.clone();
            let job: &mut JobSpec = object.spec.filled().job_template.spec.filled();
            of("CronJob", &object.metadata, job.template.filled(), "spec.jobTemplate.spec.template", None)
        }
        _ => None,
    }
}

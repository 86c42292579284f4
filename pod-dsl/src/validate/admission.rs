//! What admission answers about a pod beside the API server's own rules: Pod Security and, on OpenShift, the SCCs.

use k8s_openapi::api::core::v1::Pod;

use super::{
    Judge, Path, Rule, Severity, Stage, api, defaults, dropped,
    gates::Gate,
    pod_security::{self, Level, Policy},
    scc::{self, Admission},
};
use crate::target::{Platform, Target};

/// A server refuses to create such a namespace; one that is there nevertheless is judged by what it makes of the label.
static LABEL_MISREAD: Rule = Rule::of(
    Stage::PodSecurity,
    Severity::Warning,
    "pod-security-label-misread",
    "the labels of a namespace name a level and a version of Pod Security",
);

/// Lists the rules of admission.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    scc::rules().chain(pod_security::rules()).chain([&LABEL_MISREAD])
}

/// Judges a pod that is created, by everybody who is asked, in the order in which they are.
///
/// The SCCs of OpenShift are asked first, and they change the pod: it is the changed one that the server then validates
/// and that Pod Security looks at. Of a pod that no SCC admits, the server says nothing else; the rest of what would be
/// refused is told all the same, but for Pod Security, which would look for what an SCC would have filled in.
pub(crate) fn pod(j: &mut Judge, pod: &mut Pod, target: &Target) {
    let admission = match target.platform() {
        Platform::Kubernetes => Admission::AsItIs,
        Platform::OpenShift => scc::admit(j, pod, target),
    };
    match admission {
        Admission::Filled { pod: mut filled, scc } => {
            api::pod(j, &mut filled);
            pod_security(j, &filled, target);
            scc::images(j, pod, &filled, &scc);
        }
        Admission::AsItIs => {
            api::pod(j, pod);
            pod_security(j, pod, target);
        }
        Admission::Refused | Admission::Unknown => api::pod(j, pod),
    }
}

/// Judges a pod by the Pod Security labels of its namespace. On OpenShift the pod is the one that the SCCs made of what
/// was written.
///
/// A cluster may give namespaces without labels a level of its own: Kubernetes has none, OpenShift has `restricted`.
pub(crate) fn pod_security(j: &mut Judge, pod: &Pod, target: &Target) {
    let default = match target.platform() {
        Platform::Kubernetes => Level::Privileged,
        Platform::OpenShift => Level::Restricted,
    };
    if target.platform() == Platform::OpenShift {
        openshift_gates(j);
    }
    let (policy, misread) = Policy::of(target.facts_of(pod.metadata.namespace.as_deref()), default);
    for label in misread {
        let message = format_args!(
            "the namespace has the label `{}` with the value `{}`, which the server takes for `{}`",
            label.label, label.value, label.taken_for
        );
        j.report(&LABEL_MISREAD, &Path::root(""), message).help(format!("write {}", label.allowed));
    }
    if policy.is_privileged() {
        return;
    }
    let pod = as_admitted(j, pod);
    pod_security::check(j, &pod.spec.unwrap_or_default(), &pod.metadata, &Path::root("spec"), &policy);
}

/// Switches on what OpenShift switches on and Kubernetes does not.
pub(super) fn openshift_gates(j: &mut Judge) {
    // Since 4.20, because by then every kubelet can be trusted with user namespaces.
    if j.version.minor() >= 33 {
        j.gates.set(Gate::UserNamespacesPodSecurityStandards, true);
    }
}

/// Gives the pod that admission sees: filled in, and without what gates switch off. What is dropped has been reported
/// by the rules of the server.
pub(crate) fn as_admitted(j: &Judge, pod: &Pod) -> Pod {
    let mut pod = pod.clone();
    defaults::pod(&mut pod, j.gates, j.version);
    let mut silent = Judge::new(j.version, j.form);
    silent.gates = j.gates;
    dropped::pod_spec(&mut silent, pod.spec.get_or_insert_default(), &Path::root("spec"));
    pod
}

//! What a pod promises by its profile, whatever the namespace demands.

use k8s_openapi::{
    api::core::v1::{Capabilities, Container, Pod, PodSpec, SeccompProfile, SecurityContext},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{
    Finding, Judge, Path, Rule, admission,
    pod_security::{self, Level, PolicyVersion, Standard},
    scc,
};
use crate::{
    intent::{Intent, Promise},
    object::Object,
};

/// A profile fills in what was left open; this is what was said against it, by a verb or by a `raw` change.
pub(super) static RULE: Rule =
    Rule::contract("profile-not-kept", "a pod keeps the profile that it was given");

/// Holds the pod within an object to its promise.
pub(super) fn check(j: &mut Judge, object: &Object, intent: &Intent, promise: Promise) {
    let mut object = object.clone();
    let Some(within) = object.pod_within() else { return };
    let root = format!("{}spec", within.path);
    let path = Path::root(&root);
    let pod = Pod { metadata: within.metadata.clone(), spec: Some(within.spec.clone()), status: None };
    let pod = admission::as_admitted(j, &pod);
    let spec = pod.spec.unwrap_or_default();
    let level = if promise == Promise::Baseline { Level::Baseline } else { Level::Restricted };
    let standard = Standard { level, version: PolicyVersion::Latest };
    let violations = |j: &Judge, spec: &PodSpec| {
        let mut all = pod_security::violations(j, spec, &pod.metadata, &path, standard);
        if promise == Promise::Portable {
            all.extend(refused_on_openshift(j, spec, &pod.metadata, &root, &all));
        }
        all
    };

    let kept = without(&spec, &intent.outside_promise);
    let mut broken = violations(j, &kept);
    // What the exempted containers do is told at the first of them, where their exemption allows it.
    if let Some((list, index)) = intent.outside_promise.first() {
        let known: Vec<_> = broken.iter().map(|finding| finding.path.clone()).collect();
        let theirs = violations(j, &spec).into_iter().filter(|finding| !known.contains(&finding.path));
        broken.extend(theirs.map(|mut finding| {
            if finding.container().is_none() {
                finding.path = format!("{root}.{list}[{index}]");
            }
            finding
        }));
    }
    for violation in broken {
        let mut finding = Finding::new(&RULE, &violation.path, &violation.message);
        finding.note(format!("the pod has the profile `{}`", promise.as_str()));
        finding.helps = violation.helps;
        finding.help("exempt a container that cannot keep it: `.outside_profile(\"reason\")`");
        j.tell(finding);
    }
}

/// Lists what OpenShift refuses to an ordinary user, but for what has been told.
fn refused_on_openshift(
    j: &Judge,
    spec: &PodSpec,
    metadata: &ObjectMeta,
    root: &str,
    told: &[Finding],
) -> Vec<Finding> {
    let pod = Pod { metadata: metadata.clone(), spec: Some(spec.clone()), status: None };
    let refusals = scc::refused_to_everybody(&pod, j.version).into_iter().map(|refusal| {
        let path = refusal.path.strip_prefix("spec").map(|rest| format!("{root}{rest}"));
        let message = format!("OpenShift's SCC `restricted-v2` {}", refusal.message);
        let mut finding = Finding::new(&RULE, path.unwrap_or(refusal.path), message);
        finding.helps.extend(refusal.help.map(str::to_owned));
        finding
    });
    refusals.filter(|finding| told.iter().all(|other| other.path != finding.path)).collect()
}

/// Gives the spec with nothing to object to in some of its containers.
fn without(spec: &PodSpec, exempted: &[(&str, usize)]) -> PodSpec {
    let mut spec = spec.clone();
    for (list, index) in exempted {
        let containers =
            if *list == "containers" { Some(&mut spec.containers) } else { spec.init_containers.as_mut() };
        if let Some(container) = containers.and_then(|list| list.get_mut(*index)) {
            *container = harmless(&container.name);
        }
    }
    spec
}

fn harmless(name: &str) -> Container {
    let seccomp = SeccompProfile { type_: "RuntimeDefault".to_owned(), ..SeccompProfile::default() };
    let capabilities = Capabilities { drop: Some(vec!["ALL".to_owned()]), add: None };
    let context = SecurityContext {
        run_as_non_root: Some(true),
        allow_privilege_escalation: Some(false),
        seccomp_profile: Some(seccomp),
        capabilities: Some(capabilities),
        ..SecurityContext::default()
    };
    Container { name: name.to_owned(), security_context: Some(context), ..Container::default() }
}

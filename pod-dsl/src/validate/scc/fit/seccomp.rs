//! Seccomp profiles. An SCC spells them as the annotations of old did, and still writes both the annotation and the field.
//!
//! Source: `pkg/securitycontextconstraints/seccomp/strategy.go`.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::{PodSecurityContext, SeccompProfile, SecurityContext},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{Fit, list};
use crate::{object::SecurityContextConstraints, validate::rule::rules};

rules! {
    PROFILE: scc, "scc-seccomp-not-allowed", "a seccomp profile is one that the SCC allows";
}

/// The annotation of a pod.
const OF_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
/// What the annotation of one container begins with; the container's name follows.
const OF_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
/// The two names of one profile.
const RUNTIME_DEFAULT: [&str; 2] = ["runtime/default", "docker/default"];

/// Gives a pod its profile: the one of the annotation, else its own, else the first that the SCC allows by name. So where
/// annotation and field contradict each other, they do so no longer.
pub(super) fn fill_pod(
    scc: &SecurityContextConstraints,
    context: &mut PodSecurityContext,
    metadata: &mut ObjectMeta,
) {
    let annotated = metadata.annotations.as_ref().and_then(|annotations| annotations.get(OF_POD));
    let profile = match (annotated, &context.seccomp_profile) {
        (Some(annotated), _) if !annotated.is_empty() => annotated.clone(),
        (_, Some(profile)) => name_of(profile),
        (_, None) => profiles(scc).find(|profile| *profile != "*").unwrap_or_default().to_owned(),
    };
    if !profile.is_empty() {
        context.seccomp_profile = profile_of(&profile);
        metadata.annotations.get_or_insert_default().insert(OF_POD.to_owned(), profile);
    }
}

/// Gives a container the profile of its annotation, even in the place of a field.
pub(super) fn fill_container(
    context: &mut SecurityContext,
    whole: &PodSecurityContext,
    annotations: &BTreeMap<String, String>,
    name: &str,
) {
    if let Some(annotated) = annotations.get(&format!("{OF_CONTAINER}{name}")) {
        let profile = profile_of(annotated);
        // One that is the pod's anyway is not repeated.
        if context.seccomp_profile.as_ref().or(whole.seccomp_profile.as_ref()) != profile.as_ref() {
            context.seccomp_profile = profile;
        }
    }
}

pub(super) fn check_pod(fit: &mut Fit<'_>, context: &PodSecurityContext, metadata: &ObjectMeta) {
    let annotated = metadata.annotations.as_ref().and_then(|annotations| annotations.get(OF_POD));
    let profile = match annotated {
        Some(annotated) if !annotated.is_empty() => annotated.clone(),
        _ => context.seccomp_profile.as_ref().map(name_of).unwrap_or_default(),
    };
    check(fit, &profile, "spec", OF_POD);
}

pub(super) fn check_container(
    fit: &mut Fit<'_>,
    context: &SecurityContext,
    whole: &PodSecurityContext,
    annotations: &BTreeMap<String, String>,
    name: &str,
    path: &str,
) {
    let annotated = annotations.get(&format!("{OF_CONTAINER}{name}"));
    let profile = match (&context.seccomp_profile, annotated) {
        (Some(profile), _) => name_of(profile),
        (None, Some(annotated)) => annotated.clone(),
        // What is wrong with the pod's profile is said once, of the pod.
        (None, None) if whole.seccomp_profile.is_some() || annotations.contains_key(OF_POD) => return,
        (None, None) => String::new(),
    };
    check(fit, &profile, path, &format!("{OF_CONTAINER}{name}"));
}

fn check(fit: &mut Fit<'_>, profile: &str, path: &str, annotation: &str) {
    let allowed: Vec<_> = profiles(fit.scc).collect();
    let runtime_default = |name: &str| RUNTIME_DEFAULT.contains(&name);
    let is_allowed = match allowed.as_slice() {
        [] => profile.is_empty(),
        allowed => {
            allowed.contains(&"*")
                || allowed.contains(&profile)
                || (runtime_default(profile) && allowed.iter().any(|name| runtime_default(name)))
        }
    };
    if is_allowed {
        return;
    }
    let (message, help) = match (allowed.is_empty(), profile) {
        (true, _) => (
            "does not allow a seccomp profile".to_owned(),
            "leave the seccomp profile out; what the runtime does by default is then done",
        ),
        (false, "") => (
            format!("allows only the seccomp profile {}", list(&allowed)),
            "leave `seccompProfile` out, and OpenShift fills it in",
        ),
        (false, profile) => (
            format!("does not allow the seccomp profile `{profile}`, only {}", list(&allowed)),
            "leave `seccompProfile` out, and OpenShift fills it in",
        ),
    };
    fit.refuse(&PROFILE, format_args!("{path}.securityContext.seccompProfile"), message)
        .spelt(format!("pod.metadata.annotations[{annotation}]"))
        .help(help);
}

fn profiles(scc: &SecurityContextConstraints) -> impl Iterator<Item = &str> {
    scc.seccomp_profiles.iter().flatten().map(String::as_str)
}

/// Spells a profile as an annotation; nothing where it is none.
pub(in crate::validate::scc) fn name_of(profile: &SeccompProfile) -> String {
    match (profile.type_.as_str(), &profile.localhost_profile) {
        ("Unconfined", _) => "unconfined".to_owned(),
        ("RuntimeDefault", _) => "runtime/default".to_owned(),
        ("Localhost", Some(file)) => format!("localhost/{file}"),
        _ => String::new(),
    }
}

/// Reads a profile from an annotation; none where it is malformed.
fn profile_of(name: &str) -> Option<SeccompProfile> {
    let of = |type_: &str, file: Option<&str>| {
        Some(SeccompProfile { type_: type_.to_owned(), localhost_profile: file.map(str::to_owned) })
    };
    match name {
        "unconfined" => of("Unconfined", None),
        name if RUNTIME_DEFAULT.contains(&name) => of("RuntimeDefault", None),
        name => of("Localhost", Some(name.strip_prefix("localhost/").filter(|file| !file.is_empty())?)),
    }
}

//! Annotations that once did what fields do now.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::{AppArmorProfile, Container, PodSpec},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use crate::validate::{Form, Judge, Path, gates::Gate, rule::rules};

rules! {
    DEAD: warning, "annotation-without-effect", "an annotation is one that still has an effect";
    SECCOMP_DEAD: warning, "annotation-seccomp-without-effect", "a seccomp profile stands in seccompProfile";
    APP_ARMOR_DEPRECATED: warning, "annotation-app-armor-deprecated", "an AppArmor profile stands in appArmorProfile";
}

const DEAD_KEYS: [(&str, &str); 3] = [
    ("scheduler.alpha.kubernetes.io/critical-pod", "use `priorityClassName`"),
    ("security.alpha.kubernetes.io/sysctls", "use `securityContext.sysctls`"),
    ("security.alpha.kubernetes.io/unsafe-sysctls", "use `securityContext.sysctls`"),
];
const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

pub(super) fn check(j: &mut Judge, spec: &PodSpec, meta: &ObjectMeta, path: &Path<'_>) {
    let Some(annotations) = meta.annotations.as_ref().filter(|annotations| !annotations.is_empty()) else {
        return;
    };
    for (key, help) in DEAD_KEYS {
        if annotations.contains_key(key) {
            j.report(&DEAD, &path.key(key), "this annotation has no effect any more").help(help);
        }
    }
    let whole = spec.security_context.as_ref();
    if whole.is_none_or(|context| context.seccomp_profile.is_none()) && annotations.contains_key(SECCOMP_POD)
    {
        seccomp(j, &path.key(SECCOMP_POD));
    }
    let of_pod = whole.and_then(|context| context.app_armor_profile.as_ref());
    for container in spec.init_containers.iter().flatten().chain(&spec.containers) {
        let own = container.security_context.as_ref();
        if own.is_none_or(|context| context.seccomp_profile.is_none())
            && let Some((key, _)) = of_container(annotations, SECCOMP_CONTAINER, container)
        {
            seccomp(j, &path.key(key));
        }
        if own.is_none_or(|context| context.app_armor_profile.is_none())
            && let Some((key, profile)) = of_container(annotations, APP_ARMOR, container)
            && app_armor_is_told(j, spec, profile, of_pod)
        {
            j.report(
                &APP_ARMOR_DEPRECATED,
                &path.key(key),
                "AppArmor profiles in annotations are on their way out",
            )
            .help("use `securityContext.appArmorProfile`");
        }
    }
}

fn seccomp(j: &mut Judge, path: &Path<'_>) {
    j.report(&SECCOMP_DEAD, path, "seccomp profiles in annotations have no effect any more")
        .help("use `securityContext.seccompProfile`");
}

/// Finds the annotation of one container: the prefix, then its name.
fn of_container<'a>(
    annotations: &'a BTreeMap<String, String>,
    prefix: &str,
    container: &Container,
) -> Option<(&'a str, &'a str)> {
    let of_it = |key: &str| key.strip_prefix(prefix) == Some(&container.name);
    annotations.iter().find(|(key, _)| of_it(key)).map(|(key, value)| (key.as_str(), value.as_str()))
}

/// Tells whether the server speaks of an `AppArmor` annotation of a container without a profile of its own.
///
/// Of a template it does where there is no field at all. Of a Pod, which it completes, where it had to make the field
/// of the annotation, or could not.
fn app_armor_is_told(j: &Judge, spec: &PodSpec, profile: &str, of_pod: Option<&AppArmorProfile>) -> bool {
    if !j.gates.on(Gate::AppArmorFields) {
        return false;
    }
    match (j.form, of_pod) {
        (Form::Template, of_pod) => of_pod.is_none(),
        (Form::Pod, _) if spec.os.as_ref().is_some_and(|os| os.name == "windows") => false,
        (Form::Pod, None) => true,
        (Form::Pod, Some(of_pod)) => {
            let said = match profile {
                "unconfined" => ("Unconfined", None),
                "runtime/default" => ("RuntimeDefault", None),
                other => ("Localhost", other.strip_prefix("localhost/")),
            };
            said != (of_pod.type_.as_str(), of_pod.localhost_profile.as_deref())
        }
    }
}

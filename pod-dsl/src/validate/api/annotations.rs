//! The annotations of a pod that mean something to the server.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{AppArmorProfile, Container, PodSpec, SeccompProfile, Toleration};
use serde_json::{Map, Value};

use super::{each, metadata::report_all, tolerations};
use crate::{
    grammar,
    validate::{Form, Judge, Path, gates::Gate, rule::rules},
};

rules! {
    MIRROR_WITHOUT_NODE: Invalid, "annotation-mirror-without-node", "a mirror pod names its node";
    TOLERATIONS_UNREADABLE: Invalid, "annotation-tolerations-unreadable", "the tolerations annotation holds a JSON list of tolerations";
    DELETION_COST_MALFORMED: Invalid, "annotation-deletion-cost-malformed", "the pod deletion cost is a 32-bit integer";
    SECCOMP_UNKNOWN: Invalid, "annotation-seccomp-unknown", "a seccomp annotation names a profile";
    SECCOMP_PATH_MALFORMED: Invalid, "annotation-seccomp-path-malformed", "the path of a seccomp profile is relative and never steps up";
    SECCOMP_TYPE_DIFFERS: Forbidden, "annotation-seccomp-type-differs", "seccomp annotation and seccompProfile have the same type";
    SECCOMP_PROFILE_DIFFERS: Forbidden, "annotation-seccomp-profile-differs", "seccomp annotation and seccompProfile name the same profile";
    APP_ARMOR_CONTAINER_UNKNOWN: Invalid, "annotation-app-armor-container-unknown", "an AppArmor annotation belongs to a container of the pod";
    APP_ARMOR_UNKNOWN: Invalid, "annotation-app-armor-unknown", "an AppArmor annotation names a profile";
    APP_ARMOR_TYPE_DIFFERS: Forbidden, "annotation-app-armor-type-differs", "AppArmor annotation and appArmorProfile have the same type";
    APP_ARMOR_PROFILE_DIFFERS: Forbidden, "annotation-app-armor-profile-differs", "AppArmor annotation and appArmorProfile name the same profile";
}

pub(super) const MIRROR: &str = "kubernetes.io/config.mirror";
const TOLERATIONS: &str = "scheduler.alpha.kubernetes.io/tolerations";
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";
const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

type Annotations = BTreeMap<String, String>;

/// Checks the annotations of a Pod, at `metadata.annotations`, or of a template, at `spec.template.annotations`.
pub(super) fn check(j: &mut Judge, annotations: Option<&Annotations>, path: &Path<'_>, spec: &PodSpec) {
    let Some(annotations) = annotations.filter(|annotations| !annotations.is_empty()) else { return };
    if annotations.contains_key(MIRROR) && spec.node_name.as_deref().unwrap_or_default().is_empty() {
        j.report(
            &MIRROR_WITHOUT_NODE,
            &path.key(MIRROR),
            "a mirror pod stands for one of a node, so it needs `nodeName`",
        )
        .help("leave this annotation out: only a kubelet sets it");
    }
    match read_tolerations(annotations) {
        Some(Ok(list)) => tolerations::list(j, &list, &path.field(TOLERATIONS)),
        Some(Err(reason)) => {
            let message = format_args!("the annotation `{TOLERATIONS}` cannot be read: {reason}");
            j.report(&TOLERATIONS_UNREADABLE, path, message).help("use `spec.tolerations`");
        }
        None => {}
    }
    if let Some(cost) = annotations.get(DELETION_COST)
        && j.gates.on(Gate::PodDeletionCost)
        && !is_deletion_cost(cost)
    {
        let message =
            format_args!("`{cost}` is no deletion cost: a 32-bit integer without `+` or zeros in front is");
        j.report(&DELETION_COST_MALFORMED, &path.key(DELETION_COST), message);
    }
    for (key, value) in annotations {
        if key == SECCOMP_POD || key.starts_with(SECCOMP_CONTAINER) {
            seccomp(j, value, &path.field(key));
        } else if let Some(container) = key.strip_prefix(APP_ARMOR) {
            app_armor(j, value, container, spec, &path.key(key));
        }
    }
}

/// Checks that the annotations and the fields that took their place say the same; `path` is that of the pod spec.
pub(super) fn agree(j: &mut Judge, annotations: Option<&Annotations>, spec: &PodSpec, path: &Path<'_>) {
    let Some(annotations) = annotations.filter(|annotations| !annotations.is_empty()) else { return };
    seccomp_agrees(j, annotations, spec, path);
    if spec.os.as_ref().is_none_or(|os| os.name != "windows") {
        app_armor_agrees(j, annotations, spec, path);
    }
}

/// Reads the tolerations of the annotation that carried them before there was a field; the rules for tolerations hold
/// for them too, at `metadata.annotations.scheduler.alpha.kubernetes.io/tolerations`.
fn read_tolerations(annotations: &Annotations) -> Option<Result<Vec<Toleration>, String>> {
    let text = annotations.get(TOLERATIONS).filter(|text| !text.is_empty())?;
    let read = || -> Result<Vec<Toleration>, serde_json::Error> {
        let items: Option<Vec<Option<Map<String, Value>>>> = serde_json::from_str(text)?;
        let items = items.into_iter().flatten().map(Option::unwrap_or_default);
        items
            .map(|item| serde_json::from_value(Value::Object(item.into_iter().map(respelt).collect())))
            .collect()
    };
    Some(read().map_err(|error| error.to_string()))
}

/// Spells a field as the API does, whatever case it has: the annotation is read by Go field names.
fn respelt((name, value): (String, Value)) -> (String, Value) {
    const FIELDS: [&str; 5] = ["key", "operator", "value", "effect", "tolerationSeconds"];
    let known = FIELDS.iter().find(|field| field.eq_ignore_ascii_case(&name));
    (known.map_or(name, |field| (*field).to_owned()), value)
}

fn is_deletion_cost(text: &str) -> bool {
    let digits_first = text == "0" || text.starts_with(|first| matches!(first, '-' | '1'..='9'));
    digits_first && text.parse::<i32>().is_ok()
}

fn seccomp(j: &mut Judge, profile: &str, path: &Path<'_>) {
    if matches!(profile, "runtime/default" | "docker/default" | "unconfined") {
        return;
    }
    if let Some(file) = profile.strip_prefix("localhost/") {
        report_all(j, &SECCOMP_PATH_MALFORMED, path, "the profile", file, grammar::descending_path(file));
        return;
    }
    let message = format_args!(
        "`{profile}` is no seccomp profile; `runtime/default`, `unconfined` and `localhost/<path>` are"
    );
    j.report(&SECCOMP_UNKNOWN, path, message).help("use `securityContext.seccompProfile`");
}

fn app_armor(j: &mut Judge, profile: &str, container: &str, spec: &PodSpec, path: &Path<'_>) {
    let regular = spec.containers.iter().chain(spec.init_containers.iter().flatten()).map(|one| &one.name);
    let ephemeral = spec.ephemeral_containers.iter().flatten().map(|one| &one.name);
    if !regular.chain(ephemeral).any(|name| name == container) {
        let message = format_args!("the pod has no container `{container}`");
        j.report(&APP_ARMOR_CONTAINER_UNKNOWN, path, message);
    }
    if !matches!(profile, "" | "runtime/default" | "unconfined") && !profile.starts_with("localhost/") {
        let message = format_args!(
            "`{profile}` is no AppArmor profile; `runtime/default`, `unconfined` and `localhost/<name>` are"
        );
        j.report(&APP_ARMOR_UNKNOWN, path, message).help("use `securityContext.appArmorProfile`");
    }
}

fn seccomp_agrees(j: &mut Judge, annotations: &Annotations, spec: &PodSpec, path: &Path<'_>) {
    let whole = spec.security_context.as_ref().and_then(|security| security.seccomp_profile.as_ref());
    if let (Some(annotation), Some(profile)) = (annotations.get(SECCOMP_POD), whole) {
        seccomp_matches(j, annotation, profile, &path.field("securityContext.seccompProfile"));
    }
    if !annotations.keys().any(|key| key.starts_with(SECCOMP_CONTAINER)) {
        return;
    }
    each::container(spec, path, |container, _, path| {
        let profile =
            container.security_context.as_ref().and_then(|security| security.seccomp_profile.as_ref());
        if let (Some(annotation), Some(profile)) =
            (of_container(annotations, SECCOMP_CONTAINER, container), profile)
        {
            seccomp_matches(j, annotation, profile, &path.field("securityContext.seccompProfile"));
        }
    });
}

fn seccomp_matches(j: &mut Judge, annotation: &str, profile: &SeccompProfile, path: &Path<'_>) {
    let same_type = match profile.type_.as_str() {
        "Unconfined" => annotation == "unconfined",
        "RuntimeDefault" => matches!(annotation, "runtime/default" | "docker/default"),
        "Localhost" => annotation.starts_with("localhost/"),
        _ => return,
    };
    if !same_type {
        let message =
            format_args!("the type `{}` differs from the seccomp annotation, `{annotation}`", profile.type_);
        j.report(&SECCOMP_TYPE_DIFFERS, &path.field("type"), message).help("leave the annotation out");
    } else if profile.type_ == "Localhost"
        && annotation.strip_prefix("localhost/") != profile.localhost_profile.as_deref()
    {
        let message = format_args!("the profile differs from the seccomp annotation, `{annotation}`");
        j.report(&SECCOMP_PROFILE_DIFFERS, &path.field("localhostProfile"), message)
            .help("leave the annotation out");
    }
}

fn app_armor_agrees(j: &mut Judge, annotations: &Annotations, spec: &PodSpec, path: &Path<'_>) {
    if !j.gates.on(Gate::AppArmorFields) || !annotations.keys().any(|key| key.starts_with(APP_ARMOR)) {
        return;
    }
    let whole = spec.security_context.as_ref().and_then(|security| security.app_armor_profile.as_ref());
    each::container(spec, path, |container, _, path| {
        let Some(annotation) = of_container(annotations, APP_ARMOR, container) else { return };
        let own =
            container.security_context.as_ref().and_then(|security| security.app_armor_profile.as_ref());
        let profile = match (own, whole) {
            (Some(own), _) => own,
            // Of a pod the server first copies a legal annotation into the field that is missing, so the two agree.
            (None, Some(whole)) if j.form == Form::Template || !is_copied(annotation) => whole,
            _ => return,
        };
        app_armor_matches(j, annotation, profile, &path.field("securityContext.appArmorProfile"));
    });
}

/// Tells whether the server makes a field of an `AppArmor` annotation.
fn is_copied(annotation: &str) -> bool {
    match annotation.strip_prefix("localhost/") {
        Some(name) => !name.is_empty() && name.trim() == name && name.len() <= 4095,
        None => matches!(annotation, "runtime/default" | "unconfined"),
    }
}

fn app_armor_matches(j: &mut Judge, annotation: &str, profile: &AppArmorProfile, path: &Path<'_>) {
    let same_type = match profile.type_.as_str() {
        "Unconfined" => annotation == "unconfined",
        "RuntimeDefault" => annotation == "runtime/default",
        "Localhost" => annotation.starts_with("localhost/"),
        _ => return,
    };
    if !same_type {
        let message =
            format_args!("the type `{}` differs from the AppArmor annotation, `{annotation}`", profile.type_);
        j.report(&APP_ARMOR_TYPE_DIFFERS, &path.field("type"), message).help("leave the annotation out");
    } else if profile.type_ == "Localhost"
        && annotation.strip_prefix("localhost/") != profile.localhost_profile.as_deref()
    {
        let message = format_args!("the profile differs from the AppArmor annotation, `{annotation}`");
        j.report(&APP_ARMOR_PROFILE_DIFFERS, &path.field("localhostProfile"), message)
            .help("leave the annotation out");
    }
}

/// Finds the annotation of one container: the prefix, then its name.
fn of_container<'a>(annotations: &'a Annotations, prefix: &str, container: &Container) -> Option<&'a str> {
    let of_it = |key: &str| key.strip_prefix(prefix) == Some(&container.name);
    annotations.iter().find(|(key, _)| of_it(key)).map(|(_, value)| value.as_str())
}

#[cfg(test)]
pub(crate) mod tests;

//! The source of one variable: a field of the pod, an amount, or a key of a config map, secret or file.

use k8s_openapi::api::core::v1::{
    EnvVar, FileKeySelector, ObjectFieldSelector, ResourceFieldSelector, Volume,
};

use super::{
    DIVISOR_UNSUPPORTED, FIELD_KEY_MALFORMED, FIELD_PATH_MISSING, FIELD_PATH_NOT_FOR_ENV, FIELD_PATH_UNKNOWN,
    FIELD_VERSION_UNKNOWN, FILE_KEY_MALFORMED, FILE_KEY_MISSING, FILE_PATH_BACKSTEP, FILE_PATH_MISSING,
    FILE_VOLUME_KIND, FILE_VOLUME_MALFORMED, FILE_VOLUME_MISSING, FILE_VOLUME_UNKNOWN, REF_KEY_MALFORMED,
    REF_KEY_MISSING, REF_NAME_MALFORMED, RESOURCE_MISSING, RESOURCE_UNKNOWN, SOURCE_BESIDE_VALUE,
    SOURCE_MISSING, SOURCES_SEVERAL,
};
use crate::{
    grammar::{
        annotation_key, config_map_key, dns_label, dns_subdomain, env_name, parse_wire_quantity,
        path_without_backsteps, qualified_name,
    },
    validate::{Judge, Path, api::metadata},
};

/// Judges `valueFrom`.
pub(super) fn check(j: &mut Judge, variable: &EnvVar, volumes: &[Volume], path: &Path<'_>) {
    let Some(from) = &variable.value_from else { return };
    let mut sources = 0;
    if let Some(field) = &from.field_ref {
        sources += 1;
        field_ref(j, field, &path.field("fieldRef"));
    }
    if let Some(amount) = &from.resource_field_ref {
        sources += 1;
        resource_field_ref(j, amount, &path.field("resourceFieldRef"));
    }
    if let Some(of) = &from.config_map_key_ref {
        sources += 1;
        key_ref(j, &of.name, &of.key, &path.field("configMapKeyRef"));
    }
    if let Some(of) = &from.secret_key_ref {
        sources += 1;
        key_ref(j, &of.name, &of.key, &path.field("secretKeyRef"));
    }
    if let Some(of) = &from.file_key_ref {
        sources += 1;
        file_key_ref(j, of, volumes, &path.field("fileKeyRef"));
    }
    let valued = variable.value.as_ref().is_some_and(|value| !value.is_empty());
    if sources == 0 {
        j.report(&SOURCE_MISSING, path, "it does not say where the value comes from").help(
            "name one of `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` and `fileKeyRef`",
        );
    } else if valued {
        j.report(&SOURCE_BESIDE_VALUE, path, "the variable has both a value and a source; keep one of them");
    } else if sources > 1 {
        j.report(&SOURCES_SEVERAL, path, format_args!("{sources} sources are named; only one is allowed"));
    }
}

/// Names the fields that a variable can show; `spec.host` is an old name of `spec.nodeName`.
const FIELDS: &str = "metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'], \
                      metadata.annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP, \
                      status.hostIPs, status.podIP, status.podIPs";

fn field_ref(j: &mut Judge, field: &ObjectFieldSelector, path: &Path<'_>) {
    let version = field.api_version.as_deref().filter(|version| !version.is_empty()).unwrap_or("v1");
    let at = path.field("fieldPath");
    let wanted = field.field_path.as_str();
    if wanted.is_empty() {
        j.report(&FIELD_PATH_MISSING, &at, "the field is not named").help(format!("name one of {FIELDS}"));
        return;
    }
    if version != "v1" {
        j.report(&FIELD_VERSION_UNKNOWN, &at, format_args!("apiVersion {version:?} is not v1"));
        return;
    }
    match subscript(wanted) {
        Some(("metadata.labels", key)) => {
            metadata::report_all(j, &FIELD_KEY_MALFORMED, path, "key", key, qualified_name(key));
        }
        Some(("metadata.annotations", key)) => {
            metadata::report_all(j, &FIELD_KEY_MALFORMED, path, "key", key, annotation_key(key));
        }
        Some((map, _)) => {
            let message =
                format_args!("{wanted:?}: {map} has no entries; labels and annotations of metadata have");
            j.report(&FIELD_PATH_UNKNOWN, &at, message);
        }
        None => match wanted {
            "metadata.name"
            | "metadata.namespace"
            | "metadata.uid"
            | "spec.nodeName"
            | "spec.host"
            | "spec.serviceAccountName"
            | "status.hostIP"
            | "status.hostIPs"
            | "status.podIP"
            | "status.podIPs" => {}
            "metadata.labels"
            | "metadata.annotations"
            | "spec.restartPolicy"
            | "spec.schedulerName"
            | "status.phase" => {
                let message = format_args!("{wanted} cannot be shown in an environment variable");
                j.report(&FIELD_PATH_NOT_FOR_ENV, &at, message).help(format!("name one of {FIELDS}"));
            }
            _ => {
                let message = format_args!("{wanted:?} is no field that a pod shows");
                j.report(&FIELD_PATH_UNKNOWN, &at, message).help(format!("name one of {FIELDS}"));
            }
        },
    }
}

/// Parts `metadata.labels['key']` into the map and the key.
fn subscript(path: &str) -> Option<(&str, &str)> {
    path.strip_suffix("']")?.split_once("['").filter(|(map, _)| !map.is_empty())
}

fn resource_field_ref(j: &mut Judge, amount: &ResourceFieldSelector, path: &Path<'_>) {
    let resource = amount.resource.as_str();
    let kind =
        resource.strip_prefix("limits.").or_else(|| resource.strip_prefix("requests.")).unwrap_or_default();
    let known = matches!(kind, "cpu" | "memory" | "ephemeral-storage") || kind.starts_with("hugepages-");
    if resource.is_empty() {
        j.report(&RESOURCE_MISSING, &path.field("resource"), "the resource is not named");
    } else if !known {
        let message = format_args!("{resource:?} cannot be shown in an environment variable");
        j.report(&RESOURCE_UNKNOWN, &path.field("resource"), message).help(
            "name `limits.` or `requests.` of `cpu`, `memory`, `ephemeral-storage` or `hugepages-SIZE`",
        );
    }
    // An amount that cannot be read is refused while decoding.
    let Some(Ok(divisor)) = amount.divisor.as_ref().map(|divisor| parse_wire_quantity(&divisor.0)) else {
        return;
    };
    if !known || divisor.is_zero() {
        return;
    }
    let units: &[&str] = if kind == "cpu" {
        &["1m", "1"]
    } else {
        &["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"]
    };
    let divisor = divisor.to_string();
    if !units.contains(&divisor.as_str()) {
        let message = format_args!("{divisor} is no unit of {kind}; units are {}", units.join(", "));
        j.report(&DIVISOR_UNSUPPORTED, &path.field("divisor"), message);
    }
}

fn key_ref(j: &mut Judge, name: &str, key: &str, path: &Path<'_>) {
    metadata::report_all(j, &REF_NAME_MALFORMED, &path.field("name"), "name", name, dns_subdomain(name));
    let at = path.field("key");
    if key.is_empty() {
        j.report(&REF_KEY_MISSING, &at, "the key is not named");
    } else {
        metadata::report_all(j, &REF_KEY_MALFORMED, &at, "key", key, config_map_key(key));
    }
}

fn file_key_ref(j: &mut Judge, of: &FileKeySelector, volumes: &[Volume], path: &Path<'_>) {
    let at = path.field("key");
    if of.key.is_empty() {
        j.report(&FILE_KEY_MISSING, &at, "the key is not named");
    } else {
        metadata::report_all(j, &FILE_KEY_MALFORMED, &at, "key", &of.key, env_name(&of.key));
    }
    let (name, at) = (of.volume_name.as_str(), path.field("volumeName"));
    if name.is_empty() {
        j.report(&FILE_VOLUME_MISSING, &at, "the volume is not named");
    } else {
        metadata::report_all(j, &FILE_VOLUME_MALFORMED, &at, "volume name", name, dns_label(name));
    }
    // Of volumes with the same name the server remembers the last.
    match volumes.iter().rfind(|volume| volume.name == name) {
        None => {
            j.report(&FILE_VOLUME_UNKNOWN, &at, format_args!("the pod has no volume {name:?}"));
        }
        Some(volume) if volume.empty_dir.is_none() => {
            j.report(&FILE_VOLUME_KIND, &at, format_args!("the volume {name:?} is not an emptyDir"));
        }
        Some(_) => {}
    }
    let at = path.field("path");
    if of.path.is_empty() {
        j.report(&FILE_PATH_MISSING, &at, "the file is not named");
    } else {
        metadata::report_all(j, &FILE_PATH_BACKSTEP, &at, "path", &of.path, path_without_backsteps(&of.path));
    }
}

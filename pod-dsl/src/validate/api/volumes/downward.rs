//! Volumes written from the pod itself: `downwardAPI` and what its items may refer to.

use k8s_openapi::api::core::v1::{
    DownwardAPIVolumeFile, DownwardAPIVolumeSource, ObjectFieldSelector, ResourceFieldSelector,
};

use super::{
    checks::{required, well_formed},
    config::{item_path, mode},
};
use crate::{
    grammar::{annotation_key, parse_wire_quantity, qualified_name},
    validate::{Judge, Path, rule::rules},
};

rules! {
    SOURCE_MISSING: Required, "volume-downward-source-missing", "a file of the downward API has a fieldRef or a resourceFieldRef";
    SOURCE_TWICE: Invalid, "volume-downward-source-twice", "a file of the downward API has not both a fieldRef and a resourceFieldRef";
    FIELD_MISSING: Required, "volume-downward-field-missing", "a fieldRef names the path of a field";
    VERSION: Invalid, "volume-downward-version-unknown", "the apiVersion of a fieldRef is v1";
    FIELD_UNKNOWN: Invalid, "volume-downward-field-unknown", "a fieldRef names a field of a pod that can be read";
    /// Other fields may change after the pod has started, or are known only then: environment variables can hold them.
    FIELD_NOT_FOR_VOLUMES: NotSupported, "volume-downward-field-unsupported", "a volume holds name, namespace, uid, labels or annotations";
    KEY: Invalid, "volume-downward-key-malformed", "the key of a label or annotation is a qualified name";
    CONTAINER: Required, "volume-downward-container-missing", "a resourceFieldRef of a volume names its container";
    RESOURCE_MISSING: Required, "volume-downward-resource-missing", "a resourceFieldRef names a resource";
    RESOURCE: NotSupported, "volume-downward-resource-unknown", "a resourceFieldRef names a limit or request of cpu, memory, ephemeral-storage or huge pages";
    DIVISOR: Invalid, "volume-downward-divisor-malformed", "a divisor is a whole unit of its resource";
}

/// The fields of a pod that a `fieldRef` can name anywhere.
const READABLE: &[&str] = &[
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.serviceAccountName",
    "spec.schedulerName",
    "spec.host",
    "status.phase",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];
/// Those of them that a volume can hold.
const IN_VOLUMES: &[&str] =
    &["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];
const RESOURCES: &[&str] = &["cpu", "memory", "ephemeral-storage"];
const CPU_DIVISORS: &[&str] = &["1m", "1"];
const BYTE_DIVISORS: &[&str] =
    &["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

pub(super) fn check(j: &mut Judge, source: &DownwardAPIVolumeSource, path: &Path<'_>) {
    mode(j, source.default_mode, path, "defaultMode");
    for item in source.items.iter().flatten() {
        file(j, item, path);
    }
}

/// Judges one file. The API server leaves `items[…]` out of the path, so `path` is that of the whole source.
pub(super) fn file(j: &mut Judge, item: &DownwardAPIVolumeFile, path: &Path<'_>) {
    item_path(j, &item.path, path);
    match (&item.field_ref, &item.resource_field_ref) {
        (Some(field), other) => {
            field_ref(j, field, &path.field("fieldRef"));
            if other.is_some() {
                j.report(
                    &SOURCE_TWICE,
                    path,
                    format_args!("the file `{}` has both `fieldRef` and `resourceFieldRef`", item.path),
                );
            }
        }
        (None, Some(resource)) => resource_ref(j, resource, &path.field("resourceFieldRef")),
        (None, None) => {
            j.report(
                &SOURCE_MISSING,
                path,
                format_args!("the file `{}` has neither `fieldRef` nor `resourceFieldRef`", item.path),
            );
        }
    }
    mode(j, item.mode, path, "mode");
}

fn field_ref(j: &mut Judge, field: &ObjectFieldSelector, path: &Path<'_>) {
    if !required(j, &FIELD_MISSING, &field.field_path, path, "fieldPath") {
        return;
    }
    let name = field.field_path.as_str();
    let at = path.field("fieldPath");
    // The version is filled with `v1` where it is empty.
    if let Some(version) = field.api_version.as_deref().filter(|version| !matches!(*version, "" | "v1")) {
        j.report(&VERSION, &at, format_args!("`{name}` is looked up in version `{version}`: use `v1`"));
        return;
    }
    match subscripted(name) {
        Some(("metadata.labels", key)) => well_formed(j, &KEY, key, qualified_name(key), path),
        Some(("metadata.annotations", key)) => well_formed(j, &KEY, key, annotation_key(key), path),
        Some((field, _)) => {
            j.report(
                &FIELD_UNKNOWN,
                &at,
                format_args!(
                    "`{field}` takes no key in brackets: only metadata.labels and metadata.annotations do"
                ),
            );
        }
        None if IN_VOLUMES.contains(&name) => {}
        None if READABLE.contains(&name) => {
            j.report(
                &FIELD_NOT_FOR_VOLUMES,
                &at,
                format_args!("`{name}` cannot be written to a volume: use {}", IN_VOLUMES.join(", ")),
            )
            .help("give it to the container as an environment variable with `valueFrom.fieldRef`");
        }
        None => {
            j.report(
                &FIELD_UNKNOWN,
                &at,
                format_args!("`{name}` is no field that can be read: use {}", IN_VOLUMES.join(", ")),
            );
        }
    }
}

/// Splits `metadata.labels['app']` into the field and the key.
fn subscripted(path: &str) -> Option<(&str, &str)> {
    path.strip_suffix("']")?.split_once("['").filter(|(field, _)| !field.is_empty())
}

fn resource_ref(j: &mut Judge, field: &ResourceFieldSelector, path: &Path<'_>) {
    let resource = field.resource.as_str();
    let name =
        resource.strip_prefix("limits.").or_else(|| resource.strip_prefix("requests.")).unwrap_or_default();
    if required(j, &CONTAINER, field.container_name.as_deref().unwrap_or_default(), path, "containerName")
        && required(j, &RESOURCE_MISSING, resource, path, "resource")
        && !RESOURCES.contains(&name)
        && !name.starts_with("hugepages-")
    {
        j.report(
            &RESOURCE,
            &path.field("resource"),
            format_args!(
                "`{resource}` cannot be read: use `limits.` or `requests.` and cpu, memory, ephemeral-storage or \
                 hugepages-<size>"
            ),
        );
    }
    let allowed = match name {
        "cpu" => CPU_DIVISORS,
        "memory" | "ephemeral-storage" => BYTE_DIVISORS,
        _ if name.starts_with("hugepages-") => BYTE_DIVISORS,
        _ => return,
    };
    let Some(divisor) = field.divisor.as_ref().and_then(|divisor| parse_wire_quantity(&divisor.0).ok())
    else {
        return;
    };
    // No divisor and 0 both mean 1. Others are compared as the server spells them: `1000m` is `1`.
    if !divisor.is_zero() && !allowed.contains(&divisor.to_string().as_str()) {
        j.report(
            &DIVISOR,
            &path.field("divisor"),
            format_args!("`{divisor}` does not divide `{resource}`: use {}", allowed.join(", ")),
        );
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;

    cases! {
        "" r#""downwardAPI":{"items":[{"path":"l","fieldRef":{"fieldPath":"metadata.labels"}},{"path":"a/n","mode":256,"fieldRef":{"apiVersion":"","fieldPath":"metadata.annotations['Example.com/Key']"}}]}"#;
        "" r#""downwardAPI":{"items":[{"path":"c","resourceFieldRef":{"containerName":"nobody","resource":"limits.cpu","divisor":"1000m"}},{"path":"m","resourceFieldRef":{"containerName":"c","resource":"requests.memory","divisor":"0"}},{"path":"h","resourceFieldRef":{"containerName":"c","resource":"limits.hugepages-2Mi","divisor":"1Mi"}}]}"#;
        "volume-mode-out-of-range" r#""downwardAPI":{"defaultMode":512}"# => Invalid ".downwardAPI.defaultMode";
        "volume-mode-out-of-range" r#""downwardAPI":{"items":[{"path":"n","mode":-1,"fieldRef":{"fieldPath":"metadata.name"}}]}"#
            => Invalid ".downwardAPI.mode";
        "volume-item-path-missing" r#""downwardAPI":{"items":[{"path":"","fieldRef":{"fieldPath":"metadata.uid"}}]}"#
            => Required ".downwardAPI.path";
        "volume-item-path-malformed" r#""downwardAPI":{"items":[{"path":"..x","fieldRef":{"fieldPath":"metadata.uid"}}]}"#
            => Invalid ".downwardAPI.path";
        "volume-downward-source-missing" r#""downwardAPI":{"items":[{"path":"x"}]}"# => Required ".downwardAPI";
        "volume-downward-source-twice" r#""downwardAPI":{"items":[{"path":"x","fieldRef":{"fieldPath":"metadata.uid"},"resourceFieldRef":{"resource":"nonsense"}}]}"#
            => Invalid ".downwardAPI";
        "volume-downward-field-missing" r#""downwardAPI":{"items":[{"path":"x","fieldRef":{"fieldPath":""}}]}"#
            => Required ".downwardAPI.fieldRef.fieldPath";
        "volume-downward-version-unknown" r#""downwardAPI":{"items":[{"path":"x","fieldRef":{"apiVersion":"v2","fieldPath":"metadata.uid"}}]}"#
            => Invalid ".downwardAPI.fieldRef.fieldPath";
        "volume-downward-field-unknown" r#""downwardAPI":{"items":[{"path":"x","fieldRef":{"fieldPath":"metadata.generation"}}]}"#
            => Invalid ".downwardAPI.fieldRef.fieldPath";
        "volume-downward-field-unknown" r#""downwardAPI":{"items":[{"path":"x","fieldRef":{"fieldPath":"metadata.name['x']"}}]}"#
            => Invalid ".downwardAPI.fieldRef.fieldPath";
        "volume-downward-field-unsupported" r#""downwardAPI":{"items":[{"path":"x","fieldRef":{"fieldPath":"status.podIP"}}]}"#
            => NotSupported ".downwardAPI.fieldRef.fieldPath";
        "volume-downward-key-malformed" r#""downwardAPI":{"items":[{"path":"x","fieldRef":{"fieldPath":"metadata.labels['Example.com/k']"}}]}"#
            => Invalid ".downwardAPI.fieldRef";
        "volume-downward-key-malformed" r#""downwardAPI":{"items":[{"path":"x","fieldRef":{"fieldPath":"metadata.annotations['-']"}}]}"#
            => Invalid ".downwardAPI.fieldRef";
        "volume-downward-container-missing" r#""downwardAPI":{"items":[{"path":"x","resourceFieldRef":{"resource":""}}]}"#
            => Required ".downwardAPI.resourceFieldRef.containerName";
        "volume-downward-resource-missing" r#""downwardAPI":{"items":[{"path":"x","resourceFieldRef":{"containerName":"c","resource":""}}]}"#
            => Required ".downwardAPI.resourceFieldRef.resource";
        "volume-downward-resource-unknown" r#""downwardAPI":{"items":[{"path":"x","resourceFieldRef":{"containerName":"c","resource":"cpu","divisor":"7"}}]}"#
            => NotSupported ".downwardAPI.resourceFieldRef.resource";
        "volume-downward-divisor-malformed" r#""downwardAPI":{"items":[{"path":"x","resourceFieldRef":{"containerName":"c","resource":"limits.cpu","divisor":"1k"}}]}"#
            => Invalid ".downwardAPI.resourceFieldRef.divisor";
        "volume-downward-divisor-malformed" r#""downwardAPI":{"items":[{"path":"x","resourceFieldRef":{"containerName":"c","resource":"limits.hugepages-1Gi","divisor":"1e3"}}]}"#
            => Invalid ".downwardAPI.resourceFieldRef.divisor";
    }
}

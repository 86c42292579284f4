//! Volumes written from a Secret or a ConfigMap, and their items.

use k8s_openapi::api::core::v1::{ConfigMapVolumeSource, KeyToPath, SecretVolumeSource};

use super::checks::{required, well_formed};
use crate::{
    grammar::{file_mode, unreserved_descending_path},
    validate::{Judge, Path, rule::rules},
};

rules! {
    SECRET_NAME: Required, "volume-secret-name-missing", "a secret volume names its Secret";
    CONFIG_MAP_NAME: Required, "volume-config-map-name-missing", "a configMap volume names its ConfigMap";
    ITEM_KEY: Required, "volume-item-key-missing", "an item names the key to write";
    ITEM_PATH_MISSING: Required, "volume-item-path-missing", "an item names the file to write";
    /// Names that begin with `..` belong to the kubelet, which swaps whole versions of such a volume by a link `..data`.
    ITEM_PATH: Invalid, "volume-item-path-malformed", "the path of an item is relative, never steps up and does not begin with `..`";
    MODE: Invalid, "volume-mode-out-of-range", "the mode of a file is 0 to 0777";
}

pub(super) fn secret(j: &mut Judge, source: &SecretVolumeSource, path: &Path<'_>) {
    required(j, &SECRET_NAME, source.secret_name.as_deref().unwrap_or_default(), path, "secretName");
    mode(j, source.default_mode, path, "defaultMode");
    items(j, source.items.as_deref(), path);
}

pub(super) fn config_map(j: &mut Judge, source: &ConfigMapVolumeSource, path: &Path<'_>) {
    required(j, &CONFIG_MAP_NAME, &source.name, path, "name");
    mode(j, source.default_mode, path, "defaultMode");
    items(j, source.items.as_deref(), path);
}

/// Judges the items of a Secret or ConfigMap, where they stand in a volume or in a source of a projected one.
pub(super) fn items(j: &mut Judge, items: Option<&[KeyToPath]>, path: &Path<'_>) {
    let list = path.field("items");
    for (index, item) in items.unwrap_or_default().iter().enumerate() {
        let path = list.index(index);
        required(j, &ITEM_KEY, &item.key, &path, "key");
        item_path(j, &item.path, &path);
        mode(j, item.mode, &path, "mode");
    }
}

/// Judges the place of a file in a volume, at the field `path` of `parent`.
pub(super) fn item_path(j: &mut Judge, text: &str, parent: &Path<'_>) {
    required(j, &ITEM_PATH_MISSING, text, parent, "path");
    well_formed(j, &ITEM_PATH, text, unreserved_descending_path(text), &parent.field("path"));
}

/// Judges the permission bits of a file.
pub(super) fn mode(j: &mut Judge, bits: Option<i32>, path: &Path<'_>, field: &'static str) {
    if let Some(bits) = bits
        && file_mode(bits.into()).is_err()
    {
        j.report(
            &MODE,
            &path.field(field),
            format_args!("`{field}` is {bits} (0o{bits:o}): allowed are 0 to 0o777"),
        )
        .help("write the mode with its octal zero: `0644` in YAML, `0o644` in Rust, 420 in JSON");
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;

    cases! {
        "" r#""secret":{"secretName":"Any Name Passes","defaultMode":511,"items":[{"key":"k","path":"a/..b/c..","mode":0}]}"#;
        "volume-secret-name-missing" r#""secret":{}"# => Required ".secret.secretName";
        "volume-mode-out-of-range" r#""secret":{"secretName":"s","defaultMode":644}"# => Invalid ".secret.defaultMode";
        "volume-item-key-missing" r#""secret":{"secretName":"s","items":[{"key":"","path":"p"}]}"#
            => Required ".secret.items[0].key";

        "" r#""configMap":{"name":"c","optional":true}"#;
        "volume-config-map-name-missing" r#""configMap":{}"# => Required ".configMap.name";
        "volume-mode-out-of-range" r#""configMap":{"name":"c","defaultMode":-1}"# => Invalid ".configMap.defaultMode";
        "volume-mode-out-of-range" r#""configMap":{"name":"c","items":[{"key":"k","path":"p","mode":512}]}"#
            => Invalid ".configMap.items[0].mode";
        "volume-item-path-missing" r#""configMap":{"name":"c","items":[{"key":"k","path":"p"},{"key":"k","path":""}]}"#
            => Required ".configMap.items[1].path";
        "volume-item-path-malformed" r#""configMap":{"name":"c","items":[{"key":"k","path":"/p"}]}"#
            => Invalid ".configMap.items[0].path";
        "volume-item-path-malformed" r#""configMap":{"name":"c","items":[{"key":"k","path":"../p"}]}"#
            => Invalid ".configMap.items[0].path";
        // A step `..` and `..` in front are two errors, unless the first step is `../`.
        "volume-item-path-malformed" r#""configMap":{"name":"c","items":[{"key":"k","path":".."}]}"#
            => Invalid ".configMap.items[0].path", Invalid ".configMap.items[0].path";
    }
}

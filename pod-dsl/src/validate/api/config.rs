//! `ConfigMap` and `Secret`: the keys, the size, and what a type of secret must hold.

use std::collections::BTreeMap;

use k8s_openapi::{
    ByteString,
    api::core::v1::{ConfigMap, Secret},
};
use serde::de::IgnoredAny;

use super::metadata::{self, NameRule, report_all};
use crate::{
    grammar::config_map_key,
    validate::{Judge, Path, defaults, rule::rules, warnings},
};

rules! {
    MAP_KEY: Invalid, "config-map-key-malformed", "a key of a ConfigMap has letters, digits, `-`, `_` and `.` only";
    MAP_KEY_TWICE: Invalid, "config-map-key-twice", "a key stands in data or in binaryData, not in both";
    MAP_TOO_LARGE: TooLong, "config-map-too-large", "the values of a ConfigMap have at most 1 MiB together";
    SECRET_KEY: Invalid, "secret-key-malformed", "a key of a Secret has letters, digits, `-`, `_` and `.` only";
    SECRET_TOO_LARGE: TooLong, "secret-too-large", "the values of a Secret have at most 1 MiB together";
    SECRET_ACCOUNT: Required, "secret-account-missing", "the token of a service account names its account in an annotation";
    SECRET_PART: Required, "secret-part-missing", "a Secret holds the keys that its type asks for";
    SECRET_REGISTRY: Invalid, "secret-registry-malformed", "the registry configuration in a Secret is a JSON object";
}

/// As many bytes as the values of one object may have together.
const LIMIT: usize = 1 << 20;

/// Names the annotation by which a token belongs to its service account.
const ACCOUNT: &str = "kubernetes.io/service-account.name";

/// Judges a `ConfigMap`.
///
/// Source: `ValidateConfigMap` of `pkg/apis/core/validation`.
pub(crate) fn config_map(j: &mut Judge, object: &ConfigMap) {
    let path = Path::root("metadata");
    metadata::check(j, "ConfigMap", &object.metadata, NameRule::Subdomain, &path);
    let bytes = object.binary_data.as_ref();
    let mut size = 0;
    let data = Path::root("data");
    for (key, value) in object.data.iter().flatten() {
        let path = data.key(key);
        report_all(j, &MAP_KEY, &path, "the key", key, config_map_key(key));
        if bytes.is_some_and(|bytes| bytes.contains_key(key)) {
            j.report(
                &MAP_KEY_TWICE,
                &path,
                format_args!("`{key}` stands in `binaryData` as well: take one of them out"),
            );
        }
        size += value.len();
    }
    let data = Path::root("binaryData");
    for (key, value) in bytes.into_iter().flatten() {
        report_all(j, &MAP_KEY, &data.key(key), "the key", key, config_map_key(key));
        size += value.0.len();
    }
    if size > LIMIT {
        // The server means the whole object by this path.
        j.report(
            &MAP_TOO_LARGE,
            &Path::root("").key(""),
            format_args!("the values have {size} bytes together; {LIMIT} are allowed"),
        )
        .help("split it, or put large files into the image or on a volume");
    }
}

/// Judges a `Secret`.
///
/// Source: `ValidateSecret` of `pkg/apis/core/validation`.
pub(crate) fn secret(j: &mut Judge, object: &Secret) {
    let mut object = object.clone();
    defaults::secret(&mut object);
    let path = Path::root("metadata");
    metadata::check(j, "Secret", &object.metadata, NameRule::Subdomain, &path);
    let data = object.data.unwrap_or_default();
    let path = Path::root("data");
    for key in data.keys() {
        report_all(j, &SECRET_KEY, &path.key(key), "the key", key, config_map_key(key));
    }
    let size: usize = data.values().map(|value| value.0.len()).sum();
    if size > LIMIT {
        j.report(
            &SECRET_TOO_LARGE,
            &path,
            format_args!("the values have {size} bytes together; {LIMIT} are allowed"),
        )
        .help("split it");
    }
    match object.type_.as_deref().unwrap_or_default() {
        "kubernetes.io/service-account-token" => {
            let annotations = object.metadata.annotations.as_ref();
            if annotations.and_then(|all| all.get(ACCOUNT)).is_none_or(String::is_empty) {
                j.report(
                    &SECRET_ACCOUNT,
                    &Path::root("metadata").field("annotations").key(ACCOUNT),
                    format_args!("the annotation `{ACCOUNT}` does not say whose token this is"),
                );
            }
        }
        "kubernetes.io/dockercfg" => registry(j, &data, ".dockercfg", &path),
        "kubernetes.io/dockerconfigjson" => registry(j, &data, ".dockerconfigjson", &path),
        "kubernetes.io/basic-auth" if !data.contains_key("username") && !data.contains_key("password") => {
            for key in ["username", "password"] {
                missing(j, key, &path).help("one of `username` and `password` is enough");
            }
        }
        "kubernetes.io/ssh-auth" if data.get("ssh-privatekey").is_none_or(|key| key.0.is_empty()) => {
            missing(j, "ssh-privatekey", &path);
        }
        "kubernetes.io/tls" => {
            for key in ["tls.crt", "tls.key"] {
                if !data.contains_key(key) {
                    missing(j, key, &path);
                }
            }
            if data.contains_key("tls.crt") && data.contains_key("tls.key") {
                warnings::key_pair(j, &data, &path);
            }
        }
        _ => {}
    }
}

fn missing<'j>(j: &'j mut Judge, key: &str, path: &Path<'_>) -> &'j mut crate::validate::Finding {
    j.report(&SECRET_PART, &path.key(key), format_args!("a Secret of this type holds `{key}`"))
}

fn registry(j: &mut Judge, data: &BTreeMap<String, ByteString>, key: &str, path: &Path<'_>) {
    match data.get(key) {
        None => {
            missing(j, key, path);
        }
        Some(bytes) if !is_object(&bytes.0) => {
            j.report(
                &SECRET_REGISTRY,
                &path.key(key),
                format_args!("`{key}` does not hold a JSON object, as a registry's configuration is"),
            );
        }
        Some(_) => {}
    }
}

/// Tells whether Go reads bytes as a JSON object: `null` counts as one, and bytes that are no UTF-8 are replaced.
fn is_object(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    (text.starts_with('{') || text == "null") && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

#[cfg(test)]
pub(crate) mod tests;

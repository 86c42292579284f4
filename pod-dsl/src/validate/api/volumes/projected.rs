//! Projected volumes: several sources in one directory.

use k8s_openapi::api::core::v1::{ProjectedVolumeSource, ServiceAccountTokenProjection, VolumeProjection};

use super::{
    checks::{required, within},
    config::{item_path, items, mode},
    downward, pod_certificate, trust_bundle,
};
use crate::validate::{Judge, Path, rule::rules};

rules! {
    SOURCE_TWICE: Forbidden, "volume-projected-source-twice", "a source of a projected volume is of one kind";
    PATH_TWICE: Invalid, "volume-projected-path-twice", "a projected volume writes each file once";
    SECRET_NAME: Required, "volume-projected-secret-name-missing", "a projected secret names its Secret";
    CONFIG_MAP_NAME: Required, "volume-projected-config-map-name-missing", "a projected configMap names its ConfigMap";
    TOKEN_EXPIRATION: Invalid, "volume-projected-token-expiration-out-of-range", "a projected token lives 10 minutes to 2^32 seconds";
}

pub(super) fn check(j: &mut Judge, source: &ProjectedVolumeSource, path: &Path<'_>) {
    mode(j, source.default_mode, path, "defaultMode");
    let list = path.field("sources");
    let mut files = Files { taken: Vec::new(), volume: path };
    for (index, source) in source.sources.iter().flatten().enumerate() {
        projection(j, source, &list.index(index), &mut files);
    }
}

/// Remembers which files of a projected volume are taken.
pub(super) struct Files<'a, 'p> {
    taken: Vec<&'a str>,
    /// The path of the projected volume: that is where the API server reports a clash.
    volume: &'p Path<'p>,
}

impl<'a> Files<'a, '_> {
    /// Takes a file, and reports where another source has it already.
    pub(super) fn take(&mut self, j: &mut Judge, file: &'a str) {
        if self.taken.contains(&file) {
            j.report(&PATH_TWICE, self.volume, format_args!("the file `{file}` is written twice"));
        } else {
            self.taken.push(file);
        }
    }

    fn take_named(&mut self, j: &mut Judge, file: &'a str) {
        if !file.is_empty() {
            self.take(j, file);
        }
    }
}

fn projection<'a>(j: &mut Judge, source: &'a VolumeProjection, path: &Path<'_>, files: &mut Files<'a, '_>) {
    let mut kinds = 0;
    if let Some(secret) = &source.secret {
        kinds += 1;
        let path = path.field("secret");
        required(j, &SECRET_NAME, &secret.name, &path, "name");
        items(j, secret.items.as_deref(), &path);
        secret.items.iter().flatten().for_each(|item| files.take_named(j, &item.path));
    }
    if let Some(config_map) = &source.config_map {
        kinds += 1;
        let path = path.field("configMap");
        required(j, &CONFIG_MAP_NAME, &config_map.name, &path, "name");
        items(j, config_map.items.as_deref(), &path);
        config_map.items.iter().flatten().for_each(|item| files.take_named(j, &item.path));
    }
    if let Some(downward_api) = &source.downward_api {
        kinds += 1;
        let path = path.field("downwardAPI");
        for item in downward_api.items.iter().flatten() {
            downward::file(j, item, &path);
            files.take_named(j, &item.path);
        }
    }
    if let Some(token) = &source.service_account_token {
        kinds += 1;
        service_account_token(j, token, &path.field("serviceAccountToken"), files.volume);
    }
    // Where the gates of these two are off, they are dropped before anything is judged.
    if let Some(bundle) = &source.cluster_trust_bundle {
        kinds += 1;
        trust_bundle::check(j, bundle, &path.field("clusterTrustBundle"));
        files.take(j, &bundle.path);
    }
    if let Some(certificate) = &source.pod_certificate {
        kinds += 1;
        pod_certificate::check(j, certificate, &path.field("podCertificate"), files);
    }
    if kinds > 1 {
        j.report(&SOURCE_TWICE, path, format_args!("this source is of {kinds} kinds at once"))
            .help("write each kind as an entry of `sources` of its own");
    }
}

/// Judges a token. It is never held against the other files, and its `path` is reported at the volume.
fn service_account_token(
    j: &mut Judge,
    token: &ServiceAccountTokenProjection,
    path: &Path<'_>,
    volume: &Path<'_>,
) {
    // Left out it is an hour; 0 is not left out.
    if let Some(seconds) = token.expiration_seconds {
        within(j, &TOKEN_EXPIRATION, seconds, &(600..=1 << 32), path, "expirationSeconds");
    }
    item_path(j, &token.path, volume);
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;

    cases! {
        "" r#""projected":{}"#;
        "" r#""projected":{"sources":[{},{"secret":{"name":"s","items":[{"key":"k","path":"p"}]}},{"configMap":{"name":"c"}},{"serviceAccountToken":{"path":"p","expirationSeconds":600}}]}"#;
        "volume-mode-out-of-range" r#""projected":{"defaultMode":1000}"# => Invalid ".projected.defaultMode";
        "volume-projected-source-twice" r#""projected":{"sources":[{"secret":{"name":"s"},"configMap":{"name":"c"}}]}"#
            => Forbidden ".projected.sources[0]";
        "volume-projected-secret-name-missing" r#""projected":{"sources":[{"secret":{}}]}"#
            => Required ".projected.sources[0].secret.name";
        "volume-projected-config-map-name-missing" r#""projected":{"sources":[{},{"configMap":{"items":[]}}]}"#
            => Required ".projected.sources[1].configMap.name";
        "volume-item-key-missing" r#""projected":{"sources":[{"configMap":{"name":"c","items":[{"key":"","path":"p"}]}}]}"#
            => Required ".projected.sources[0].configMap.items[0].key";
        "volume-projected-path-twice" r#""projected":{"sources":[{"secret":{"name":"s","items":[{"key":"k","path":"p"}]}},{"downwardAPI":{"items":[{"path":"p","fieldRef":{"fieldPath":"metadata.name"}}]}},{"configMap":{"name":"c","items":[{"key":"k","path":"p"}]}}]}"#
            => Invalid ".projected", Invalid ".projected";
        "volume-downward-source-missing" r#""projected":{"sources":[{"downwardAPI":{"items":[{"path":"p"}]}}]}"#
            => Required ".projected.sources[0].downwardAPI";
        "volume-projected-token-expiration-out-of-range" r#""projected":{"sources":[{"serviceAccountToken":{"path":"p","expirationSeconds":599}}]}"#
            => Invalid ".projected.sources[0].serviceAccountToken.expirationSeconds";
        "volume-projected-token-expiration-out-of-range" r#""projected":{"sources":[{"serviceAccountToken":{"path":"p","expirationSeconds":4294967297}}]}"#
            => Invalid ".projected.sources[0].serviceAccountToken.expirationSeconds";
        "" r#""projected":{"sources":[{"serviceAccountToken":{"path":"p","expirationSeconds":4294967296}}]}"#;
        "volume-item-path-missing" r#""projected":{"sources":[{"serviceAccountToken":{"path":""}}]}"#
            => Required ".projected.path";
        "volume-item-path-malformed" r#""projected":{"sources":[{"serviceAccountToken":{"path":"/token"}}]}"#
            => Invalid ".projected.path";
    }
}

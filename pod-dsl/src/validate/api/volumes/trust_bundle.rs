//! Projected trust bundles: `clusterTrustBundle`, which a server drops before it judges while its gate is off.

use k8s_openapi::api::core::v1::ClusterTrustBundleProjection;

use super::{checks::well_formed, config::item_path, signer};
use crate::{
    grammar::{Fault, dns_subdomain},
    validate::{Judge, Path, api::selector::label_selector, rule::rules},
};

rules! {
    NAME_AND_SIGNER: Invalid, "volume-trust-bundle-name-and-signer", "a trust bundle is chosen by name or by signer, not by both";
    UNCHOSEN: Required, "volume-trust-bundle-unchosen", "a trust bundle is chosen by name or by signer";
    NAME_MISSING: Required, "volume-trust-bundle-name-missing", "the name of a trust bundle is not empty";
    NAME: Invalid, "volume-trust-bundle-name-malformed", "the name of a trust bundle is a DNS name, with `<domain>:<path>:` in front where it belongs to a signer";
    SELECTOR: Invalid, "volume-trust-bundle-selector-unusable", "a trust bundle that is chosen by name has no label selector";
    SIGNER_MISSING: Required, "volume-trust-bundle-signer-missing", "the signer of a trust bundle is not empty";
}

pub(super) fn check(j: &mut Judge, bundle: &ClusterTrustBundleProjection, path: &Path<'_>) {
    match (bundle.name.as_deref(), bundle.signer_name.as_deref()) {
        (Some(_), Some(_)) => {
            j.report(&NAME_AND_SIGNER, path, "both `name` and `signerName` are given: give one");
        }
        (None, None) => {
            j.report(&UNCHOSEN, path, "neither `name` nor `signerName` is given");
        }
        (Some(name), None) => {
            let at = path.field("name");
            if name.is_empty() {
                j.report(&NAME_MISSING, &at, "`name` is empty");
            }
            well_formed(j, &NAME, name, bundle_name(name), &at);
            if bundle.label_selector.is_some() {
                j.report(
                    &SELECTOR,
                    &path.field("labelSelector"),
                    format_args!("the bundle is chosen by its name `{name}`: leave `labelSelector` out"),
                );
            }
        }
        (None, Some(signer)) => {
            let at = path.field("signerName");
            if signer.is_empty() {
                j.report(&SIGNER_MISSING, &at, "`signerName` is empty");
            }
            // An empty name is reported twice: the server asks for it here and again where it looks at its form.
            signer::name(j, signer, &at);
            if let Some(selector) = &bundle.label_selector {
                label_selector(j, selector, &path.field("labelSelector"));
            }
        }
    }
    item_path(j, &bundle.path, path);
}

/// Judges the name of a trust bundle: that of a signer's bundle begins with the signer, its `/` written as `:`.
fn bundle_name(name: &str) -> Result<(), Fault> {
    match name.rsplit_once(':') {
        None => dns_subdomain(name),
        Some(("", _)) => Err(Fault::new("a bundle without a signer may not have ':' in its name")),
        Some((signer, _)) if signer.contains('/') => {
            Err(Fault::new("a bundle of a signer begins with the signer's name, its '/' written as ':'"))
        }
        Some((_, rest)) => dns_subdomain(rest),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;

    cases! {
        "" r#""projected":{"sources":[{"clusterTrustBundle":{"name":"b","path":"p"}},{"clusterTrustBundle":{"name":"example.com:s:b","path":"q"}}]}"#;
        "" r#""projected":{"sources":[{"clusterTrustBundle":{"signerName":"example.com/s","labelSelector":{"matchLabels":{"a":"b"}},"path":"p"}}]}"#;
        "volume-trust-bundle-name-and-signer" r#""projected":{"sources":[{"clusterTrustBundle":{"name":"","signerName":"","path":"p"}}]}"#
            => Invalid ".projected.sources[0].clusterTrustBundle";
        "volume-trust-bundle-unchosen" r#""projected":{"sources":[{"clusterTrustBundle":{"path":"p"}}]}"#
            => Required ".projected.sources[0].clusterTrustBundle";
        "volume-trust-bundle-name-missing" r#""projected":{"sources":[{"clusterTrustBundle":{"name":"","path":"p"}}]}"#
            => Required ".projected.sources[0].clusterTrustBundle.name", Invalid ".projected.sources[0].clusterTrustBundle.name";
        "volume-trust-bundle-name-malformed" r#""projected":{"sources":[{"clusterTrustBundle":{"name":":b","path":"p"}}]}"#
            => Invalid ".projected.sources[0].clusterTrustBundle.name";
        "volume-trust-bundle-name-malformed" r#""projected":{"sources":[{"clusterTrustBundle":{"name":"example.com/s:b","path":"p"}}]}"#
            => Invalid ".projected.sources[0].clusterTrustBundle.name";
        "volume-trust-bundle-selector-unusable" r#""projected":{"sources":[{"clusterTrustBundle":{"name":"b","labelSelector":{},"path":"p"}}]}"#
            => Invalid ".projected.sources[0].clusterTrustBundle.labelSelector";
        "volume-trust-bundle-signer-missing" r#""projected":{"sources":[{"clusterTrustBundle":{"signerName":"","path":"p"}}]}"#
            => Required ".projected.sources[0].clusterTrustBundle.signerName", Required ".projected.sources[0].clusterTrustBundle.signerName";
        "label-key-malformed" r#""projected":{"sources":[{"clusterTrustBundle":{"signerName":"example.com/s","labelSelector":{"matchLabels":{"-":"b"}},"path":"p"}}]}"#
            => Invalid ".projected.sources[0].clusterTrustBundle.labelSelector.matchLabels";
        "volume-item-path-missing" r#""projected":{"sources":[{"clusterTrustBundle":{"name":"b","path":""}}]}"#
            => Required ".projected.sources[0].clusterTrustBundle.path";
        "volume-projected-path-twice" r#""projected":{"sources":[{"clusterTrustBundle":{"name":"b","path":"p"}},{"clusterTrustBundle":{"name":"c","path":"p"}}]}"#
            => Invalid ".projected";
        "volume-projected-source-twice" r#""projected":{"sources":[{"clusterTrustBundle":{"name":"b","path":"p"},"secret":{"name":"s"}}]}"#
            => Forbidden ".projected.sources[0]";
    }
}

//! Names of certificate signers: a domain, `/` and a path.

use super::checks::well_formed;
use crate::{
    grammar::{dns_label, dns_subdomain},
    validate::{Judge, Path, Rule, rule::rules},
};

rules! {
    MISSING: Required, "volume-signer-missing", "a signer has a name";
    SHAPE: Invalid, "volume-signer-unqualified", "the name of a signer is a domain, one `/` and a path";
    DOMAIN_TOO_LONG: TooLong, "volume-signer-domain-too-long", "the domain of a signer has at most 253 bytes";
    DOMAIN: Invalid, "volume-signer-domain-malformed", "the domain of a signer is made of DNS labels";
    DOMAIN_SHORT: Invalid, "volume-signer-domain-without-dot", "the domain of a signer has a dot";
    PATH: Invalid, "volume-signer-path-malformed", "the path of a signer is made of DNS names";
    TOO_LONG: TooLong, "volume-signer-too-long", "the name of a signer has at most 571 bytes";
}

const DOMAIN_LIMIT: usize = 253;
/// A domain, `/`, a namespace, `.` and the name of an object.
const LIMIT: usize = DOMAIN_LIMIT + 1 + 63 + 1 + 253;

/// Judges the name of a signer at `path`; of each part only the first wrong label is reported.
pub(super) fn name(j: &mut Judge, name: &str, path: &Path<'_>) {
    if name.is_empty() {
        j.report(&MISSING, path, "the signer has no name");
        return;
    }
    let Some((domain, rest)) = name.split_once('/').filter(|(_, rest)| !rest.contains('/')) else {
        j.report(&SHAPE, path, format_args!("`{name}` is no signer: write it as `example.com/name`"));
        return;
    };
    too_long(j, &DOMAIN_TOO_LONG, domain, DOMAIN_LIMIT, path);
    if let Some(label) = domain.split('.').find(|label| dns_label(label).is_err()) {
        well_formed(j, &DOMAIN, label, dns_label(label), path);
    }
    if !domain.contains('.') {
        j.report(&DOMAIN_SHORT, path, format_args!("the domain `{domain}` has one part: write at least two"));
    }
    if let Some(label) = rest.split('.').find(|label| dns_subdomain(label).is_err()) {
        well_formed(j, &PATH, label, dns_subdomain(label), path);
    }
    too_long(j, &TOO_LONG, name, LIMIT, path);
}

/// Tells whether a signer is one of Kubernetes' own.
pub(super) fn is_kubernetes(name: &str) -> bool {
    let domain = name.split('/').next().unwrap_or_default();
    domain == "kubernetes.io" || domain.ends_with(".kubernetes.io")
}

fn too_long(j: &mut Judge, rule: &'static Rule, text: &str, limit: usize, path: &Path<'_>) {
    if text.len() > limit {
        j.report(rule, path, format_args!("`{text}` has {} bytes: at most {limit} are allowed", text.len()));
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;

    /// Writes a trust bundle of a signer.
    macro_rules! signed {
        ($signer:literal) => {
            concat!(
                r#""projected":{"sources":[{"clusterTrustBundle":{"path":"p","signerName":""#,
                $signer,
                r#""}}]}"#
            )
        };
    }

    /// Sixty-three letters.
    macro_rules! label {
        () => {
            "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"
        };
    }

    cases! {
        "" signed!("a.b/c.d-e");
        "volume-signer-missing" r#""projected":{"sources":[{"podCertificate":{"signerName":"","keyType":"ED25519","keyPath":"k"}}]}"#
            => Required ".projected.sources[0].podCertificate.signerName";
        "volume-signer-unqualified" signed!("example.com") => Invalid ".projected.sources[0].clusterTrustBundle.signerName";
        "volume-signer-unqualified" signed!("example.com/a/b") => Invalid ".projected.sources[0].clusterTrustBundle.signerName";
        "volume-signer-domain-malformed" signed!("Example.COM/a") => Invalid ".projected.sources[0].clusterTrustBundle.signerName";
        "volume-signer-domain-without-dot" signed!("example/a") => Invalid ".projected.sources[0].clusterTrustBundle.signerName";
        "volume-signer-path-malformed" signed!("example.com/a.B.C") => Invalid ".projected.sources[0].clusterTrustBundle.signerName";
        "" concat!(r#""projected":{"sources":[{"clusterTrustBundle":{"path":"p","signerName":""#, label!(), ".", label!(), ".", label!(), ".", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghi", r#"/a"}}]}"#);
        "volume-signer-domain-too-long" concat!(r#""projected":{"sources":[{"clusterTrustBundle":{"path":"p","signerName":""#, label!(), ".", label!(), ".", label!(), ".", label!(), r#"/a"}}]}"#)
            => TooLong ".projected.sources[0].clusterTrustBundle.signerName";
        "volume-signer-too-long" concat!(
            r#""projected":{"sources":[{"clusterTrustBundle":{"path":"p","signerName":"a.b/"#,
            label!(), label!(), label!(), ".", label!(), label!(), label!(), ".", label!(), label!(), label!(), ".a",
            r#""}}]}"#)
            => TooLong ".projected.sources[0].clusterTrustBundle.signerName";
    }
}

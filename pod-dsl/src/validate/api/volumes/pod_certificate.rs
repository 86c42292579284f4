//! Projected certificates of the pod: `podCertificate`, which a server drops before it judges while its gate is off.

use k8s_openapi::api::core::v1::PodCertificateProjection;

use super::{
    checks::{one_of, well_formed, within},
    projected::Files,
    signer,
};
use crate::{
    grammar::{annotation_key, unreserved_descending_path},
    validate::{Judge, Path, rule::rules},
};

rules! {
    KEY_TYPE: NotSupported, "volume-pod-certificate-key-type-unknown", "the key of a pod certificate is of a known type";
    EXPIRATION: Invalid, "volume-pod-certificate-expiration-out-of-range", "a pod certificate lives an hour to 91 days, one of a Kubernetes signer at most a day";
    UNWRITTEN: Required, "volume-pod-certificate-unwritten", "a pod certificate is written to at least one file";
    PATH: Invalid, "volume-pod-certificate-path-malformed", "the path of a certificate file is relative, never steps up and does not begin with `..`";
    ANNOTATION: Invalid, "volume-pod-certificate-annotation-malformed", "an annotation for the signer has a key with a domain in front";
    ANNOTATIONS_TOO_LONG: TooLong, "volume-pod-certificate-annotations-too-long", "the annotations for the signer have at most 262144 bytes";
}

const KEY_TYPES: &[&str] = &["ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519", "RSA3072", "RSA4096"];
const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;
const ANNOTATIONS_LIMIT: usize = 256 * 1024;

pub(super) fn check<'a>(
    j: &mut Judge,
    certificate: &'a PodCertificateProjection,
    path: &Path<'_>,
    files: &mut Files<'a, '_>,
) {
    signer::name(j, &certificate.signer_name, &path.field("signerName"));
    one_of(j, &KEY_TYPE, &certificate.key_type, KEY_TYPES, &path.field("keyType"));
    // Left out it is a day.
    if let Some(seconds) = certificate.max_expiration_seconds {
        let longest = if signer::is_kubernetes(&certificate.signer_name) { DAY } else { 91 * DAY };
        within(j, &EXPIRATION, seconds.into(), &(HOUR..=longest), path, "maxExpirationSeconds");
    }
    let mut written = false;
    for (file, field) in [
        (&certificate.credential_bundle_path, "credentialBundlePath"),
        (&certificate.key_path, "keyPath"),
        (&certificate.certificate_chain_path, "certificateChainPath"),
    ] {
        if let Some(file) = file.as_deref().filter(|file| !file.is_empty()) {
            written = true;
            well_formed(j, &PATH, file, unreserved_descending_path(file), &path.field(field));
            files.take(j, file);
        }
    }
    if !written {
        j.report(
            &UNWRITTEN,
            path,
            "the certificate is written nowhere: give credentialBundlePath, keyPath or certificateChainPath",
        )
        .help("most programs are served best by `credentialBundlePath` alone");
    }
    annotations(j, certificate, &path.field("userAnnotations"));
}

fn annotations(j: &mut Judge, certificate: &PodCertificateProjection, path: &Path<'_>) {
    let mut bytes = 0;
    for (key, value) in certificate.user_annotations.iter().flatten() {
        bytes += key.len() + value.len();
        well_formed(j, &ANNOTATION, key, annotation_key(key), path);
        if !key.contains('/') {
            j.report(
                &ANNOTATION,
                path,
                format_args!("`{key}` has no domain in front: write `example.com/{key}`"),
            );
        }
    }
    if bytes > ANNOTATIONS_LIMIT {
        j.report(
            &ANNOTATIONS_TOO_LONG,
            path,
            format_args!("the annotations have {bytes} bytes: at most {ANNOTATIONS_LIMIT} are allowed"),
        );
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;
    use crate::validate::{
        api::metadata::tests::{padded, text},
        trials::Case,
    };

    macro_rules! certificate {
        ($fields:literal) => {
            concat!(r#""projected":{"sources":[{"podCertificate":{"#, $fields, "}}]}")
        };
    }

    cases! {
        "" certificate!(r#""signerName":"a.b/c","keyType":"ED25519","credentialBundlePath":"b","maxExpirationSeconds":7862400,"userAnnotations":{"A.b/c":"anything"}"#);
        "volume-pod-certificate-key-type-unknown" certificate!(r#""signerName":"a.b/c","keyType":"RSA1024","keyPath":"k""#)
            => NotSupported ".projected.sources[0].podCertificate.keyType";
        "volume-pod-certificate-expiration-out-of-range" certificate!(r#""signerName":"a.b/c","keyType":"ED25519","keyPath":"k","maxExpirationSeconds":3599"#)
            => Invalid ".projected.sources[0].podCertificate.maxExpirationSeconds";
        "volume-pod-certificate-expiration-out-of-range" certificate!(r#""signerName":"x.kubernetes.io/c","keyType":"ED25519","keyPath":"k","maxExpirationSeconds":86401"#)
            => Invalid ".projected.sources[0].podCertificate.maxExpirationSeconds";
        "volume-pod-certificate-unwritten" certificate!(r#""signerName":"a.b/c","keyType":"ED25519","keyPath":"""#)
            => Required ".projected.sources[0].podCertificate";
        "volume-pod-certificate-path-malformed" certificate!(r#""signerName":"a.b/c","keyType":"ED25519","certificateChainPath":"/k""#)
            => Invalid ".projected.sources[0].podCertificate.certificateChainPath";
        "volume-projected-path-twice" certificate!(r#""signerName":"a.b/c","keyType":"ED25519","certificateChainPath":"k","keyPath":"k""#)
            => Invalid ".projected";
        "volume-pod-certificate-annotation-malformed" certificate!(r#""signerName":"a.b/c","keyType":"ED25519","keyPath":"k","userAnnotations":{"plain":""}"#)
            => Invalid ".projected.sources[0].podCertificate.userAnnotations";
        "volume-pod-certificate-annotation-malformed" certificate!(r#""signerName":"a.b/c","keyType":"ED25519","keyPath":"k","userAnnotations":{"a/b/c":""}"#)
            => Invalid ".projected.sources[0].podCertificate.userAnnotations";
    }

    const HEAD: &str = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","projected":{"sources":[{"podCertificate":{"signerName":"a.b/c","keyType":"ED25519","keyPath":"k","userAnnotations":{"a/b":""#;
    const TAIL: &str = r#""}}}]}}]}}"#;
    /// Key and value have as many bytes as are allowed, and one more.
    static FULL: [u8; HEAD.len() + TAIL.len() + (256 << 10) - 3] = padded(HEAD, TAIL);
    static OVERFULL: [u8; FULL.len() + 1] = padded(HEAD, TAIL);

    pub(crate) const SIZE_CASES: &[Case] = &[
        ("", text(&FULL), &[]),
        (
            "volume-pod-certificate-annotations-too-long",
            text(&OVERFULL),
            &[("FieldValueTooLong", "spec.volumes[0].projected.sources[0].podCertificate.userAnnotations")],
        ),
    ];
}

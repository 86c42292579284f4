//! What is said of a Secret of type `kubernetes.io/tls`.

use std::collections::BTreeMap;

use k8s_openapi::ByteString;

use crate::validate::{Judge, Path, rule::rules};

rules! {
    /// The server also sees whether key and certificate belong together, which takes cryptography and is not told here.
    UNREADABLE: warning, "secret-key-pair-unreadable", "a Secret of type kubernetes.io/tls holds a certificate and its key as PEM";
}

/// Warns of a key pair that cannot be one; `path` is that of the data.
///
/// Source: `warningsForSecret` of `pkg/registry/core/secret`, which asks Go's `tls.X509KeyPair`. It names the first thing
/// that is wrong, the certificate before the key.
pub(crate) fn key_pair(j: &mut Judge, data: &BTreeMap<String, ByteString>, path: &Path<'_>) {
    let holds = |key: &str, kind: fn(&str) -> bool| {
        let text = data.get(key).map(|bytes| String::from_utf8_lossy(&bytes.0));
        text.is_some_and(|text| blocks(&text).any(kind))
    };
    let is_key = |label: &str| label == "PRIVATE KEY" || label.ends_with(" PRIVATE KEY");
    let (key, what) = if !holds("tls.crt", |label| label == "CERTIFICATE") {
        ("tls.crt", "certificate")
    } else if !holds("tls.key", is_key) {
        ("tls.key", "private key")
    } else {
        return;
    };
    j.report(&UNREADABLE, &path.key(key), format_args!("`{key}` holds no {what} in PEM"))
        .help("take the file as it is: `kubectl create secret tls` reads it so");
}

/// Lists the labels of the blocks of a PEM text whose content is base64.
fn blocks(text: &str) -> impl Iterator<Item = &str> {
    const BEGIN: &str = "-----BEGIN ";
    text.match_indices(BEGIN).filter_map(move |(at, _)| {
        let begins_line = at == 0 || text[..at].ends_with('\n');
        let (label, rest) = text[at + BEGIN.len()..].split_once("-----")?;
        let (body, end) = rest.split_once("-----END ")?;
        let sound = begins_line && end.strip_prefix(label)?.starts_with("-----") && is_base64(body);
        sound.then_some(label)
    })
}

/// Tells whether a block's content is base64, headers in front of it left out.
fn is_base64(body: &str) -> bool {
    let lines = body.lines().filter(|line| !line.contains(": "));
    let content: String = lines.flat_map(str::chars).filter(|char| !char.is_whitespace()).collect();
    let digits = content.trim_end_matches('=');
    !digits.is_empty()
        && content.len().is_multiple_of(4)
        && content.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

//! Where the encryption of a `Route` ends, and by which certificate.

use crate::{
    object::RouteTls,
    validate::{Judge, Path, rule::rules},
};

rules! {
    TERMINATION: NotSupported, "route-termination-unknown", "encryption ends as edge, reencrypt or passthrough";
    PASSTHROUGH: Invalid, "route-certificate-of-passthrough", "a router that does not decrypt has no certificate";
    EDGE: Invalid, "route-destination-certificate-of-edge", "a router trusts no pod to which it does not encrypt";
    BOTH: Invalid, "route-certificate-twice", "a certificate stands in the Route or in a Secret";
    INSECURE: Invalid, "route-insecure-policy-unfit", "requests that are not encrypted are refused (None), led on (Allow) or redirected (Redirect), and not led on to a pod that decrypts itself";
}

/// Gives the termination after its defaults: nothing is `edge`, and capitals of old are still read.
pub(super) fn termination(tls: &RouteTls) -> &str {
    match tls.termination.as_deref().unwrap_or_default() {
        "" if is_empty(tls.destination_ca_certificate.as_deref()) => "edge",
        "Edge" => "edge",
        "Reencrypt" => "reencrypt",
        "Passthrough" => "passthrough",
        other => other,
    }
}

fn is_empty(text: Option<&str>) -> bool {
    text.unwrap_or_default().is_empty()
}

/// Judges `tls` of a Route.
pub(super) fn check(j: &mut Judge, tls: &RouteTls, path: &Path<'_>) {
    let kind = termination(tls);
    let secret = tls.external_certificate.as_ref().map(|secret| secret.name.as_str());
    let secret = secret.filter(|name| !name.is_empty() && reads_secrets(j));
    match kind {
        "edge" | "reencrypt" => {
            if kind == "edge" && !is_empty(tls.destination_ca_certificate.as_deref()) {
                let message = "behind the router nothing is encrypted, so there is nothing to trust";
                j.report(&EDGE, &path.field("destinationCACertificate"), message)
                    .help("leave it out, or write `termination: reencrypt`");
            }
            if let Some(name) = secret {
                if is_empty(tls.certificate.as_deref()) {
                    j.assume(format!("Secret {name} of type kubernetes.io/tls, which the router may read"));
                } else {
                    let message = "`certificate` stands here as well: leave one of them out";
                    j.report(&BOTH, &path.field("externalCertificate"), message);
                }
            }
        }
        "passthrough" => {
            for (given, field) in [
                (!is_empty(tls.certificate.as_deref()), "certificate"),
                (!is_empty(tls.key.as_deref()), "key"),
                (secret.is_some(), "externalCertificate"),
                (!is_empty(tls.ca_certificate.as_deref()), "caCertificate"),
                (!is_empty(tls.destination_ca_certificate.as_deref()), "destinationCACertificate"),
            ] {
                if given {
                    let message = format_args!("the pod decrypts itself, so `{field}` means nothing");
                    j.report(&PASSTHROUGH, &path.field(field), message);
                }
            }
        }
        other => {
            let message = format_args!("`{other}` is no termination: use edge, reencrypt or passthrough");
            j.report(&TERMINATION, &path.field("termination"), message);
        }
    }
    let policy = tls.insecure_edge_termination_policy.as_deref().unwrap_or_default();
    let fits = match kind {
        "edge" | "reencrypt" => matches!(policy, "" | "None" | "Allow" | "Redirect"),
        "passthrough" => matches!(policy, "" | "None" | "Redirect"),
        _ => true,
    };
    if !fits {
        let allowed = if kind == "passthrough" { "None or Redirect" } else { "None, Allow or Redirect" };
        let message = format_args!("`{policy}` does not go with `{kind}`: use {allowed}");
        j.report(&INSECURE, &path.field("insecureEdgeTerminationPolicy"), message);
    }
}

/// Tells whether routers take certificates from Secrets: since OpenShift 4.19.
fn reads_secrets(j: &Judge) -> bool {
    j.version.openshift_minor().is_some_and(|minor| minor >= 19)
}

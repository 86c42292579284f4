//! Claims of devices: those of the pod, and the references of its containers.

use std::collections::BTreeSet;

use k8s_openapi::{
    api::core::v1::{PodResourceClaim, ResourceClaim, ResourceRequirements},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{
    CLAIM_NAME_MALFORMED, CLAIM_NAME_MISSING, CLAIM_NAME_REPEATED, CLAIM_ON_MIRROR, CLAIM_REF_NAME_MISSING,
    CLAIM_REF_REPEATED, CLAIM_REF_REQUEST_MALFORMED, CLAIM_REF_UNKNOWN, CLAIM_SOURCE_MALFORMED,
    CLAIM_SOURCE_MISSING, CLAIM_SOURCES_SEVERAL,
};
use crate::{
    grammar::{dns_label, dns_subdomain},
    validate::{
        Form, Judge, Path,
        api::{annotations::MIRROR, metadata},
    },
};

/// Judges `spec.resourceClaims`.
pub(super) fn check(j: &mut Judge, claims: &[PodResourceClaim], meta: &ObjectMeta, path: &Path<'_>) {
    let mirror = j.form == Form::Pod && meta.annotations.as_ref().is_some_and(|all| all.contains_key(MIRROR));
    for (index, claim) in claims.iter().enumerate() {
        if mirror {
            // The server says so once for each claim, and says it of nothing in particular.
            let message = format_args!("the mirror of a static pod cannot have the claim {:?}", claim.name);
            j.report(&CLAIM_ON_MIRROR, &Path::root("").key(""), message);
        } else {
            one(j, claim, &claims[..index], &path.index(index));
        }
    }
}

fn one(j: &mut Judge, claim: &PodResourceClaim, earlier: &[PodResourceClaim], path: &Path<'_>) {
    let (name, at) = (claim.name.as_str(), path.field("name"));
    if name.is_empty() {
        j.report(&CLAIM_NAME_MISSING, &at, "the claim has no name");
    } else if earlier.iter().any(|earlier| earlier.name == name) {
        j.report(&CLAIM_NAME_REPEATED, &at, format_args!("another claim of the pod is named {name:?}"));
    } else {
        metadata::report_all(j, &CLAIM_NAME_MALFORMED, &at, "claim name", name, dns_label(name));
    }
    let sources = [
        (&claim.resource_claim_name, "resourceClaimName"),
        (&claim.resource_claim_template_name, "resourceClaimTemplateName"),
    ];
    match sources.map(|(source, _)| source.is_some()) {
        [true, true] => {
            let message = "the claim comes from both a claim and a template; keep one of them";
            j.report(&CLAIM_SOURCES_SEVERAL, path, message);
        }
        [false, false] => {
            j.report(&CLAIM_SOURCE_MISSING, path, "the claim does not say where it comes from")
                .help("set `resourceClaimName` or `resourceClaimTemplateName`");
        }
        _ => {}
    }
    for (source, field) in sources {
        if let Some(source) = source {
            metadata::report_all(
                j,
                &CLAIM_SOURCE_MALFORMED,
                &path.field(field),
                "name",
                source,
                dns_subdomain(source),
            );
        }
    }
}

/// Judges the references of one container.
pub(super) fn references(
    j: &mut Judge,
    resources: &ResourceRequirements,
    claims: &[PodResourceClaim],
    path: &Path<'_>,
) {
    let mut seen = BTreeSet::new();
    for (index, reference) in resources.claims.iter().flatten().enumerate() {
        let path = path.index(index);
        let name = reference.name.as_str();
        if name.is_empty() {
            j.report(&CLAIM_REF_NAME_MISSING, &path, "the claim is not named");
            continue;
        }
        repeated(j, reference, &mut seen, &path);
        if !claims.iter().any(|claim| claim.name == name) {
            let message = format_args!("{name:?} is not among the pod's resourceClaims");
            j.report(&CLAIM_REF_UNKNOWN, &path, message)
                .help("add it to `spec.resourceClaims`, or mend the name");
        }
    }
}

/// Reports a reference that an earlier one covers, or that covers earlier ones: then once for each of them.
///
/// The server remembers references as `name` and `name/request`, and so takes a name with a slash for another's request.
fn repeated(j: &mut Judge, reference: &ResourceClaim, seen: &mut BTreeSet<String>, path: &Path<'_>) {
    let name = reference.name.as_str();
    let request = reference.request.as_deref().unwrap_or_default();
    // A reference whose claim was already taken whole is not remembered; it would change nothing.
    let times = if seen.contains(name) {
        1
    } else if request.is_empty() {
        let of_claim = |key: &&String| key.split_once('/').is_some_and(|(claim, _)| claim == name);
        let times = seen.iter().filter(of_claim).count();
        seen.insert(name.to_owned());
        times
    } else {
        let at = path.field("request");
        metadata::report_all(j, &CLAIM_REF_REQUEST_MALFORMED, &at, "request", request, dns_label(request));
        usize::from(!seen.insert(format!("{name}/{request}")))
    };
    for _ in 0..times {
        j.report(&CLAIM_REF_REPEATED, path, format_args!("the claim {name:?} is referred to before"));
    }
}

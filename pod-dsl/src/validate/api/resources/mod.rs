//! Resources: what containers and the pod ask for and may use, claims of devices, overhead, resizing.

mod claims;
mod name;
mod pod_level;
mod requirements;
mod resize;

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::PodSpec,
    apimachinery::pkg::{api::resource::Quantity as Text, apis::meta::v1::ObjectMeta},
};

use super::each;
use crate::{
    grammar::{Quantity, parse_wire_quantity},
    validate::{Judge, Path, rule::rules},
};

rules! {
    NAME_MALFORMED: Invalid, "resource-name-malformed", "a resource is named by a qualified name";
    NAME_UNKNOWN: Invalid, "resource-name-unknown", "a resource without a domain is one that Kubernetes knows";
    NAME_NOT_FOR_CONTAINER: Invalid, "resource-not-for-container", "a container's own resources are cpu, memory, ephemeral-storage and hugepages";
    NAME_NOT_EXTENDED: Invalid, "resource-not-extended", "an extended resource does not begin with 'requests.' and leaves room for it";
    NAME_NOT_FOR_POD: NotSupported, "resource-not-for-pod", "a pod's own resources are cpu, memory and hugepages";
    NEGATIVE: Invalid, "resource-negative", "an amount is not negative";
    FRACTION: Invalid, "resource-fraction", "extended resources and counted objects come in whole numbers";
    PAGES_INDIVISIBLE: Invalid, "resource-hugepages-indivisible", "huge pages are asked for in multiples of their size";
    PAGES_ALONE: Forbidden, "resource-hugepages-alone", "huge pages stand beside cpu or memory";
    REQUEST_ABOVE_LIMIT: Invalid, "resource-request-above-limit", "a request is at most its limit";
    REQUEST_NOT_LIMIT: Invalid, "resource-request-not-limit", "the request of an extended resource or of huge pages is its limit";
    LIMIT_MISSING: Required, "resource-limit-missing", "a request of an extended resource or of huge pages has a limit";
    CLAIM_REF_NAME_MISSING: Required, "resource-claim-reference-nameless", "a container's claim has a name";
    CLAIM_REF_REPEATED: Duplicate, "resource-claim-reference-repeated", "a container refers to a claim, or to each of its requests, once";
    CLAIM_REF_REQUEST_MALFORMED: Invalid, "resource-claim-request-malformed", "a claim's request is named by a DNS label";
    CLAIM_REF_UNKNOWN: NotFound, "resource-claim-unknown", "a container's claim is one of the pod's resourceClaims";
    CLAIM_NAME_MISSING: Required, "resource-claim-name-missing", "a claim has a name";
    CLAIM_NAME_MALFORMED: Invalid, "resource-claim-name-malformed", "a claim's name is a DNS label";
    CLAIM_NAME_REPEATED: Duplicate, "resource-claim-name-repeated", "the claims of a pod have different names";
    CLAIM_SOURCES_SEVERAL: Invalid, "resource-claim-sources-several", "a claim comes from a claim or from a template";
    CLAIM_SOURCE_MISSING: Invalid, "resource-claim-source-missing", "a claim says where it comes from";
    CLAIM_SOURCE_MALFORMED: Invalid, "resource-claim-source-malformed", "a claim and its template are named by a DNS subdomain";
    CLAIM_ON_MIRROR: Forbidden, "resource-claim-on-mirror-pod", "a static pod's mirror has no claims";
    POD_ON_WINDOWS: Forbidden, "resource-pod-level-on-windows", "a pod for Windows has no resources of its own";
    POD_CLAIMS: Forbidden, "resource-pod-level-claims", "only containers refer to claims";
    POD_REQUEST_TOO_LOW: Invalid, "resource-pod-request-too-low", "a pod's request covers those of its containers";
    POD_PAGES_TOO_LOW: Invalid, "resource-pod-hugepages-too-low", "a pod's limit of huge pages covers those of its containers";
    POD_LIMIT_EXCEEDED: Invalid, "resource-pod-limit-exceeded", "a container's limit is at most the pod's";
    RESIZE_REPEATED: Duplicate, "resize-policy-repeated", "a resource has one resize policy";
    RESIZE_RESOURCE_MISSING: Required, "resize-resource-missing", "a resize policy names its resource";
    RESIZE_RESOURCE_UNKNOWN: NotSupported, "resize-resource-unknown", "a resize policy is for cpu or memory";
    RESIZE_RESTART_MISSING: Required, "resize-restart-missing", "a resize policy says whether to restart";
    RESIZE_RESTART_UNKNOWN: NotSupported, "resize-restart-unknown", "a resize policy's restartPolicy is NotRequired or RestartContainer";
    RESIZE_NEVER: Invalid, "resize-restart-in-unrestarted-pod", "a pod that never restarts is resized without";
    RESIZE_INIT: Invalid, "resize-restart-of-init-container", "an init container that ends is resized without a restart";
}

pub(super) use self::{
    name::{any as any_name, is_counted, is_quota_name, is_shared, of_container as container_name},
    requirements::limits,
};

/// Judges the resources of a pod; `meta` is the pod's own, and a template's is ignored as on the server.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, meta: &ObjectMeta, path: &Path<'_>) {
    let claims = spec.resource_claims.as_deref().unwrap_or_default();
    claims::check(j, claims, meta, &path.field("resourceClaims"));
    each::container(spec, path, |container, kind, path| {
        if let Some(resources) = &container.resources {
            let path = path.field("resources");
            requirements::check(j, resources, requirements::Of::Container, &path);
            claims::references(j, resources, claims, &path.field("claims"));
        }
        resize::check(j, container, kind, spec, &path.field("resizePolicy"));
    });
    pod_level::check(j, spec, claims, path);
    if let Some(overhead) = &spec.overhead {
        requirements::limits(j, overhead, &path.field("overhead"));
    }
}

type Amounts = BTreeMap<String, Text>;

/// Reads an amount as the server keeps it, in thousandths; one that cannot be read is refused while decoding.
fn amount(text: &Text) -> Option<Quantity> {
    parse_wire_quantity(&text.0).ok().map(Quantity::rounded_up_to_milli)
}

fn amount_of(amounts: Option<&Amounts>, resource: &str) -> Option<Quantity> {
    amounts?.get(resource).and_then(amount)
}

#[cfg(test)]
pub(crate) mod tests;

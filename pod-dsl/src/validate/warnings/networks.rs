//! What is said of the kinds that lead traffic, but for Services.

use k8s_openapi::api::{
    core::v1::Endpoints,
    discovery::v1::EndpointSlice,
    networking::v1::{Ingress, NetworkPolicy, NetworkPolicyPeer},
};

use super::addresses::{address, block};
use crate::validate::{Judge, Path, rule::rules};

rules! {
    CLASS_DEPRECATED: warning, "ingress-class-annotation-deprecated", "an Ingress names its class in ingressClassName";
    ENDPOINTS_DEPRECATED: warning, "endpoints-deprecated", "addresses behind a Service stand in EndpointSlices";
}

const CLASS: &str = "kubernetes.io/ingress.class";

/// Warns of an `Ingress`.
///
/// Source: `WarningsOnCreate` of `pkg/registry/networking/ingress/strategy.go`.
pub(crate) fn ingress(j: &mut Judge, ingress: &Ingress) {
    let annotated = ingress.metadata.annotations.as_ref().is_some_and(|all| all.contains_key(CLASS));
    let named = ingress.spec.as_ref().is_some_and(|spec| spec.ingress_class_name.is_some());
    if annotated && !named {
        let path = Path::root("metadata.annotations");
        j.report(&CLASS_DEPRECATED, &path.key(CLASS), "this annotation is on its way out")
            .help("write `spec.ingressClassName`");
    }
}

/// Warns of a `NetworkPolicy`.
///
/// Source: `networkPolicyWarnings` of `pkg/registry/networking/networkpolicy/strategy.go`.
pub(crate) fn network_policy(j: &mut Judge, policy: &NetworkPolicy) {
    let Some(spec) = &policy.spec else { return };
    let list = Path::root("spec.ingress");
    for (index, rule) in spec.ingress.iter().flatten().enumerate() {
        peers(j, rule.from.as_deref().unwrap_or_default(), &list.index(index).field("from"));
    }
    let list = Path::root("spec.egress");
    for (index, rule) in spec.egress.iter().flatten().enumerate() {
        peers(j, rule.to.as_deref().unwrap_or_default(), &list.index(index).field("to"));
    }
}

fn peers(j: &mut Judge, peers: &[NetworkPolicyPeer], list: &Path<'_>) {
    for (index, peer) in peers.iter().enumerate() {
        let Some(given) = &peer.ip_block else { continue };
        let path = list.index(index);
        let path = path.field("ipBlock");
        block(j, &given.cidr, &path.field("cidr"));
        let list = path.field("except");
        for (index, except) in given.except.iter().flatten().enumerate() {
            block(j, except, &list.index(index));
        }
    }
}

/// Warns of `Endpoints`, which went out of use with 1.33.
pub(crate) fn endpoints(j: &mut Judge, endpoints: &Endpoints) {
    if j.version.minor() >= 33 {
        j.report(&ENDPOINTS_DEPRECATED, &Path::root(""), "Endpoints are on their way out")
            .help("write an EndpointSlice with the label `kubernetes.io/service-name`");
    }
    let list = Path::root("subsets");
    for (index, subset) in endpoints.subsets.iter().flatten().enumerate() {
        let path = list.index(index);
        for (addresses, field) in
            [(&subset.addresses, "addresses"), (&subset.not_ready_addresses, "notReadyAddresses")]
        {
            let list = path.field(field);
            for (index, one) in addresses.iter().flatten().enumerate() {
                address(j, &one.ip, &list.index(index).field("ip"));
            }
        }
    }
}

/// Warns of an `EndpointSlice`.
pub(crate) fn endpoint_slice(j: &mut Judge, slice: &EndpointSlice) {
    if slice.address_type == "FQDN" {
        return;
    }
    let list = Path::root("endpoints");
    for (index, endpoint) in slice.endpoints.iter().flatten().enumerate() {
        let path = list.index(index);
        let list = path.field("addresses");
        for (index, one) in endpoint.addresses.iter().enumerate() {
            address(j, one, &list.index(index));
        }
    }
}

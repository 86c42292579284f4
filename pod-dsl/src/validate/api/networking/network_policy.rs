//! `NetworkPolicy`: which pods may talk with whom.

use k8s_openapi::{
    api::networking::v1::{IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort},
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::super::{
    metadata::{self, NameRule, report_all},
    selector::label_selector,
};
use crate::{
    grammar::{Cidr, cidr, legacy_cidr, port_name, port_number},
    validate::{Judge, Path, gates::Gate, rule::rules, warnings},
};

rules! {
    PROTOCOL: NotSupported, "network-policy-protocol-unknown", "a protocol is TCP, UDP or SCTP";
    PORT: Invalid, "network-policy-port-malformed", "a port is 1 to 65535 or the name of a port";
    END_PORT: Invalid, "network-policy-end-port-malformed", "a range of ports ends with a port";
    END_PORT_LOW: Invalid, "network-policy-end-port-low", "a range of ports does not end before it begins";
    END_PORT_OF_NAME: Invalid, "network-policy-end-port-of-name", "a range of ports begins with a number";
    END_PORT_ALONE: Invalid, "network-policy-end-port-alone", "a range of ports has a beginning";
    PEER_MISSING: Required, "network-policy-peer-empty", "a peer is a selector or an ipBlock; `{}` selects nobody";
    PEER_MIXED: Forbidden, "network-policy-peer-mixed", "an ipBlock stands alone";
    BLOCK_MISSING: Required, "network-policy-block-missing", "an ipBlock has a cidr";
    BLOCK: Invalid, "network-policy-block-malformed", "an ipBlock is made of CIDR blocks";
    EXCEPT: Invalid, "network-policy-except-outside", "what is excepted lies within the block";
    TYPES_TOO_MANY: Invalid, "network-policy-types-too-many", "a policy is of two types at most";
    TYPE: NotSupported, "network-policy-type-unknown", "a policy is of type Ingress or Egress";
}

/// Judges a `NetworkPolicy`.
///
/// Source: `ValidateNetworkPolicy` of `pkg/apis/networking/validation`.
pub(crate) fn network_policy(j: &mut Judge, object: &NetworkPolicy) {
    warnings::network_policy(j, object);
    let metadata = Path::root("metadata");
    metadata::check(j, "NetworkPolicy", &object.metadata, NameRule::Subdomain, &metadata);
    let Some(spec) = &object.spec else { return };
    let path = Path::root("spec");
    if let Some(selector) = &spec.pod_selector {
        label_selector(j, selector, &path.field("podSelector"));
    }
    let list = path.field("ingress");
    for (index, rule) in spec.ingress.iter().flatten().enumerate() {
        let path = list.index(index);
        ports(j, rule.ports.as_deref().unwrap_or_default(), &path.field("ports"));
        peers(j, rule.from.as_deref().unwrap_or_default(), &path.field("from"));
    }
    let list = path.field("egress");
    for (index, rule) in spec.egress.iter().flatten().enumerate() {
        let path = list.index(index);
        ports(j, rule.ports.as_deref().unwrap_or_default(), &path.field("ports"));
        peers(j, rule.to.as_deref().unwrap_or_default(), &path.field("to"));
    }
    types(j, spec.policy_types.as_deref().unwrap_or_default(), &path.field("policyTypes"));
}

fn types(j: &mut Judge, types: &[String], path: &Path<'_>) {
    if types.len() > 2 {
        j.report(&TYPES_TOO_MANY, path, format_args!("there are {} types; 2 are allowed", types.len()));
        return;
    }
    for (index, kind) in types.iter().enumerate() {
        if !matches!(kind.as_str(), "Ingress" | "Egress") {
            let message = format_args!("`{kind}` is no type of policy: use Ingress or Egress");
            j.report(&TYPE, &path.index(index), message);
        }
    }
}

fn ports(j: &mut Judge, ports: &[NetworkPolicyPort], list: &Path<'_>) {
    for (index, given) in ports.iter().enumerate() {
        let path = list.index(index);
        if let Some(protocol) = given.protocol.as_deref()
            && !matches!(protocol, "TCP" | "UDP" | "SCTP")
        {
            let message = format_args!("`{protocol}` is no protocol: use TCP, UDP or SCTP");
            j.report(&PROTOCOL, &path.field("protocol"), message);
        }
        port(j, given, &path);
    }
}

fn port(j: &mut Judge, given: &NetworkPolicyPort, path: &Path<'_>) {
    let (at, at_end) = (path.field("port"), path.field("endPort"));
    match (&given.port, given.end_port) {
        (None, None) => {}
        (None, Some(end)) => {
            let message = format_args!("the ports end with {end} and begin nowhere");
            j.report(&END_PORT_ALONE, &at_end, message).help("write `port` as well");
        }
        (Some(IntOrString::Int(first)), end) => {
            let number = |number: i32| port_number(number.into());
            report_all(j, &PORT, &at, "the port", &first.to_string(), number(*first));
            let Some(end) = end else { return };
            if end < *first {
                j.report(
                    &END_PORT_LOW,
                    &at_end,
                    format_args!("the ports begin with {first} and end with {end}"),
                );
            }
            report_all(j, &END_PORT, &at_end, "the port", &end.to_string(), number(end));
        }
        (Some(IntOrString::String(name)), end) => {
            if end.is_some() {
                j.report(&END_PORT_OF_NAME, &at_end, format_args!("nothing follows the port named `{name}`"));
            }
            report_all(j, &PORT, &at, "the port", name, port_name(name));
        }
    }
}

fn peers(j: &mut Judge, peers: &[NetworkPolicyPeer], list: &Path<'_>) {
    for (index, peer) in peers.iter().enumerate() {
        let path = list.index(index);
        let NetworkPolicyPeer { ip_block, namespace_selector, pod_selector } = peer;
        if let Some(selector) = pod_selector {
            label_selector(j, selector, &path.field("podSelector"));
        }
        if let Some(selector) = namespace_selector {
            label_selector(j, selector, &path.field("namespaceSelector"));
        }
        if let Some(given) = ip_block {
            block(j, given, &path.field("ipBlock"));
        }
        let selects = pod_selector.is_some() || namespace_selector.is_some();
        if !selects && ip_block.is_none() {
            j.report(&PEER_MISSING, &path, "the peer is empty")
                .help("`namespaceSelector: {}` means every pod; leave the whole list out to mean everybody");
        } else if selects && ip_block.is_some() {
            j.report(&PEER_MIXED, &path, "an `ipBlock` stands beside a selector")
                .help("make two peers of it");
        }
    }
}

fn block(j: &mut Judge, block: &IPBlock, path: &Path<'_>) {
    let at = path.field("cidr");
    if block.cidr.is_empty() {
        j.report(&BLOCK_MISSING, &at, "the block of addresses is missing");
        return;
    }
    let Some(whole) = read(j, &block.cidr, &at) else { return };
    let list = path.field("except");
    for (index, text) in block.except.iter().flatten().enumerate() {
        let at = list.index(index);
        let Some(part) = read(j, text, &at) else { continue };
        if !lies_within(part, whole) {
            let message = format_args!("`{text}` is no part of `{}`", block.cidr);
            j.report(&EXCEPT, &at, message);
        }
    }
}

/// Reads a block as strictly as the release does; one that only older releases take is reported and still read.
fn read(j: &mut Judge, text: &str, path: &Path<'_>) -> Option<Cidr> {
    let verdict = if j.gates.on(Gate::StrictIPCIDRValidation) { cidr(text) } else { legacy_cidr(text) };
    report_all(j, &BLOCK, path, "the block", text, verdict.map(drop));
    legacy_cidr(text).ok()
}

/// Tells whether a block is a part of another, and not all of it.
fn lies_within(part: Cidr, whole: Cidr) -> bool {
    let masked = Cidr { address: part.network(), prefix_length: whole.prefix_length }.network();
    part.address.is_ipv4() == whole.address.is_ipv4()
        && masked == whole.network()
        && part.prefix_length > whole.prefix_length
}

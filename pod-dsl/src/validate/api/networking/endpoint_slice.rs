//! `EndpointSlice`: the addresses behind a Service, in parts.

use std::collections::BTreeSet;

use k8s_openapi::api::discovery::v1::{Endpoint, EndpointHints, EndpointPort, EndpointSlice};

use super::{
    super::{
        metadata::{self, NameRule, report_all},
        service::address,
    },
    endpoints::{application, reachable, transport},
};
use crate::{
    grammar::{dns_label, dns_subdomain, label_value, legacy_ip_address},
    validate::{Judge, Path, rule::rules, warnings},
};

rules! {
    TYPE_MISSING: Required, "endpoint-slice-type-missing", "an EndpointSlice says of which type its addresses are";
    TYPE: NotSupported, "endpoint-slice-type-unknown", "addresses are of type IPv4, IPv6 or FQDN";
    ENDPOINTS_TOO_MANY: TooMany, "endpoint-slice-endpoints-too-many", "an EndpointSlice has at most 1000 endpoints";
    ADDRESS_MISSING: Required, "endpoint-slice-address-missing", "an endpoint has an address";
    ADDRESSES_TOO_MANY: TooMany, "endpoint-slice-addresses-too-many", "an endpoint has at most 100 addresses";
    ADDRESS: Invalid, "endpoint-slice-address-malformed", "an address is of the type of its slice";
    NODE: Invalid, "endpoint-slice-node-malformed", "the node of an endpoint is named by a DNS name";
    HOSTNAME: Invalid, "endpoint-slice-hostname-malformed", "the hostname of an endpoint is a DNS label";
    HINTS_TOO_MANY: TooMany, "endpoint-slice-hints-too-many", "an endpoint has at most 8 hints of a sort";
    HINT_TWICE: Duplicate, "endpoint-slice-hint-twice", "each hint of an endpoint stands once";
    HINT: Invalid, "endpoint-slice-hint-malformed", "a hint names a zone or a node";
    PORTS_TOO_MANY: TooMany, "endpoint-slice-ports-too-many", "an EndpointSlice has at most 20000 ports";
    PORT_NAME: Invalid, "endpoint-slice-port-name-malformed", "the name of a port is a DNS label";
    PORT_TWICE: Duplicate, "endpoint-slice-port-twice", "each port has a name of its own";
}

const MOST_ENDPOINTS: usize = 1000;
const MOST_ADDRESSES: usize = 100;
const MOST_HINTS: usize = 8;
const MOST_PORTS: usize = 20_000;

/// Judges an `EndpointSlice`.
///
/// Source: `ValidateEndpointSliceCreate` of `pkg/apis/discovery/validation`.
pub(crate) fn endpoint_slice(j: &mut Judge, object: &EndpointSlice) {
    warnings::endpoint_slice(j, object);
    let metadata = Path::root("metadata");
    metadata::check(j, "EndpointSlice", &object.metadata, NameRule::Subdomain, &metadata);
    let kind = object.address_type.as_str();
    let at = Path::root("addressType");
    match kind {
        "IPv4" | "IPv6" | "FQDN" => {}
        "" => {
            j.report(&TYPE_MISSING, &at, "nothing says of which type the addresses are");
        }
        other => {
            let message = format_args!("`{other}` is no type of address: use IPv4, IPv6 or FQDN");
            j.report(&TYPE, &at, message);
        }
    }
    let endpoints = object.endpoints.as_deref().unwrap_or_default();
    let list = Path::root("endpoints");
    if !too_many(j, &ENDPOINTS_TOO_MANY, endpoints.len(), MOST_ENDPOINTS, &list) {
        for (index, one) in endpoints.iter().enumerate() {
            endpoint(j, one, kind, &list.index(index));
        }
    }
    ports(j, object.ports.as_deref().unwrap_or_default(), &Path::root("ports"));
}

fn too_many(
    j: &mut Judge,
    rule: &'static crate::validate::Rule,
    count: usize,
    most: usize,
    path: &Path<'_>,
) -> bool {
    if count > most {
        j.report(rule, path, format_args!("there are {count}; {most} are allowed"));
    }
    count > most
}

fn endpoint(j: &mut Judge, endpoint: &Endpoint, kind: &str, path: &Path<'_>) {
    let list = path.field("addresses");
    if endpoint.addresses.is_empty() {
        j.report(&ADDRESS_MISSING, &list, "the endpoint has no address");
    }
    too_many(j, &ADDRESSES_TOO_MANY, endpoint.addresses.len(), MOST_ADDRESSES, &list);
    for (index, text) in endpoint.addresses.iter().enumerate() {
        address_of_type(j, text, kind, &list.index(index));
    }
    // The old topology is emptied before anybody looks.
    if let Some(node) = &endpoint.node_name {
        report_all(j, &NODE, &path.field("nodeName"), "the node", node, dns_subdomain(node));
    }
    if let Some(hostname) = &endpoint.hostname {
        report_all(j, &HOSTNAME, &path.field("hostname"), "the hostname", hostname, dns_label(hostname));
    }
    if let Some(given) = &endpoint.hints {
        hints(j, given, &path.field("hints"));
    }
}

fn address_of_type(j: &mut Judge, text: &str, kind: &str, path: &Path<'_>) {
    match kind {
        "IPv4" | "IPv6" => {
            let verdict = address(j, text);
            let sound = verdict.is_ok();
            report_all(j, &ADDRESS, path, "the address", text, verdict);
            if sound
                && legacy_ip_address(text).is_ok_and(|ip| ip.to_canonical().is_ipv4() != (kind == "IPv4"))
            {
                j.report(&ADDRESS, path, format_args!("`{text}` is no {kind} address"));
            }
            reachable(j, text, path);
        }
        "FQDN" => {
            // The server takes a dot at the end, and wants one in between.
            let name = text.strip_suffix('.').unwrap_or(text);
            if text.is_empty() {
                j.report(&ADDRESS_MISSING, path, "the name is empty");
            } else if let Err(fault) = dns_subdomain(name) {
                j.report(&ADDRESS, path, format_args!("the name `{text}`: {fault}"));
            } else if !name.contains('.') {
                j.report(&ADDRESS, path, format_args!("`{text}` is no whole name: it has no domain"));
            } else if let Some(Err(fault)) = name.split('.').map(dns_label).find(Result::is_err) {
                j.report(&ADDRESS, path, format_args!("a part of `{text}`: {fault}"));
            }
        }
        _ => {}
    }
}

fn hints(j: &mut Judge, hints: &EndpointHints, path: &Path<'_>) {
    let zones: Vec<&str> = hints.for_zones.iter().flatten().map(|zone| zone.name.as_str()).collect();
    let nodes: Vec<&str> = hints.for_nodes.iter().flatten().map(|node| node.name.as_str()).collect();
    for (names, field) in [(zones, "forZones"), (nodes, "forNodes")] {
        let list = path.field(field);
        if too_many(j, &HINTS_TOO_MANY, names.len(), MOST_HINTS, &list) {
            continue;
        }
        for (index, name) in names.iter().enumerate() {
            let path = list.index(index);
            let path = path.field("name");
            if names[..index].contains(name) {
                j.report(&HINT_TWICE, &path, format_args!("`{name}` stands twice"));
            }
            let verdict = if field == "forZones" { label_value(name) } else { dns_subdomain(name) };
            report_all(j, &HINT, &path, "the hint", name, verdict);
        }
    }
}

fn ports(j: &mut Judge, ports: &[EndpointPort], list: &Path<'_>) {
    if too_many(j, &PORTS_TOO_MANY, ports.len(), MOST_PORTS, list) {
        return;
    }
    let mut names = BTreeSet::new();
    for (index, port) in ports.iter().enumerate() {
        let path = list.index(index);
        let at = path.field("name");
        let name = port.name.as_deref().unwrap_or_default();
        if !name.is_empty() {
            report_all(j, &PORT_NAME, &at, "the port", name, dns_label(name));
        }
        if !names.insert(name) {
            j.report(&PORT_TWICE, &at, format_args!("`{name}` stands twice"));
        }
        transport(j, port.protocol.as_deref(), &path);
        application(j, port.app_protocol.as_deref(), &path);
    }
}

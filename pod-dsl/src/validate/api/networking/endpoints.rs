//! `Endpoints`: the addresses behind a Service that has no selector.

use k8s_openapi::api::core::v1::{EndpointAddress, EndpointPort, Endpoints};

use super::super::{
    metadata::{self, NameRule, report_all},
    service::{address, special},
};
use crate::{
    grammar::{dns_label, dns_subdomain, legacy_ip_address, port_number, qualified_name},
    validate::{Judge, Path, rule::rules, warnings},
};

rules! {
    EMPTY: Required, "endpoints-subset-empty", "a subset has addresses";
    ADDRESS: Invalid, "endpoints-address-malformed", "an endpoint has an IP address";
    ADDRESS_SPECIAL: Invalid, "endpoints-address-special", "an endpoint is one that other machines can reach";
    HOSTNAME: Invalid, "endpoints-hostname-malformed", "the hostname of an endpoint is a DNS label";
    NODE: Invalid, "endpoints-node-malformed", "the node of an endpoint is named by a DNS name";
    PORT_NAME_MISSING: Required, "endpoints-port-name-missing", "each of several ports has a name";
    PORT_NAME: Invalid, "endpoints-port-name-malformed", "the name of a port is a DNS label";
    PORT: Invalid, "endpoints-port-malformed", "a port is 1 to 65535";
    PROTOCOL: NotSupported, "endpoints-protocol-unknown", "a protocol is TCP, UDP or SCTP";
    APP_PROTOCOL: Invalid, "endpoints-app-protocol-malformed", "an application protocol is a qualified name";
}

/// Judges `Endpoints`.
///
/// Source: `ValidateEndpointsCreate` of `pkg/apis/core/validation`.
pub(crate) fn endpoints(j: &mut Judge, object: &Endpoints) {
    warnings::endpoints(j, object);
    let metadata = Path::root("metadata");
    metadata::check(j, "Endpoints", &object.metadata, NameRule::Subdomain, &metadata);
    let list = Path::root("subsets");
    for (index, subset) in object.subsets.iter().flatten().enumerate() {
        let path = list.index(index);
        let addresses = subset.addresses.as_deref().unwrap_or_default();
        let not_ready = subset.not_ready_addresses.as_deref().unwrap_or_default();
        if addresses.is_empty() && not_ready.is_empty() {
            j.report(&EMPTY, &path, "the subset has neither `addresses` nor `notReadyAddresses`");
        }
        for (addresses, field) in [(addresses, "addresses"), (not_ready, "notReadyAddresses")] {
            let list = path.field(field);
            for (index, address) in addresses.iter().enumerate() {
                one(j, address, &list.index(index));
            }
        }
        let ports = subset.ports.as_deref().unwrap_or_default();
        let list = path.field("ports");
        for (index, given) in ports.iter().enumerate() {
            port(j, given, ports.len() > 1, &list.index(index));
        }
    }
}

fn one(j: &mut Judge, endpoint: &EndpointAddress, path: &Path<'_>) {
    let at = path.field("ip");
    let verdict = address(j, &endpoint.ip);
    report_all(j, &ADDRESS, &at, "the address", &endpoint.ip, verdict);
    // The search for special addresses says once more what is none at all.
    report_all(j, &ADDRESS, &at, "the address", &endpoint.ip, legacy_ip_address(&endpoint.ip).map(drop));
    if let Some(hostname) = endpoint.hostname.as_deref().filter(|hostname| !hostname.is_empty()) {
        report_all(j, &HOSTNAME, &path.field("hostname"), "the hostname", hostname, dns_label(hostname));
    }
    if let Some(node) = &endpoint.node_name {
        report_all(j, &NODE, &path.field("nodeName"), "the node", node, dns_subdomain(node));
    }
    reachable(j, &endpoint.ip, &at);
}

/// Refuses an address that nobody outside of a machine or of its wire reaches.
pub(super) fn reachable(j: &mut Judge, text: &str, path: &Path<'_>) {
    if let Some(fault) = legacy_ip_address(text).ok().and_then(special) {
        j.report(&ADDRESS_SPECIAL, path, format_args!("{text} is {fault}: nobody else can reach it"));
    }
}

fn port(j: &mut Judge, port: &EndpointPort, named: bool, path: &Path<'_>) {
    let at = path.field("name");
    match port.name.as_deref().unwrap_or_default() {
        "" if named => {
            j.report(&PORT_NAME_MISSING, &at, "each of several ports needs a name");
        }
        "" => {}
        name => report_all(j, &PORT_NAME, &at, "the port", name, dns_label(name)),
    }
    if port_number(port.port.into()).is_err() {
        let message = format_args!("{} is no port: allowed are 1 to 65535", port.port);
        j.report(&PORT, &path.field("port"), message);
    }
    // An empty one is filled in.
    transport(j, port.protocol.as_deref().filter(|name| !name.is_empty()), path);
    application(j, port.app_protocol.as_deref(), path);
}

/// Judges the protocol of a port, of whichever kind.
pub(super) fn transport(j: &mut Judge, protocol: Option<&str>, path: &Path<'_>) {
    if let Some(protocol) = protocol.filter(|name| !matches!(*name, "TCP" | "UDP" | "SCTP")) {
        let message = format_args!("`{protocol}` is no protocol: use TCP, UDP or SCTP");
        j.report(&PROTOCOL, &path.field("protocol"), message);
    }
}

/// Judges the application protocol of a port, of whichever kind.
pub(super) fn application(j: &mut Judge, protocol: Option<&str>, path: &Path<'_>) {
    if let Some(name) = protocol {
        let path = path.field("appProtocol");
        report_all(j, &APP_PROTOCOL, &path, "the application protocol", name, qualified_name(name));
    }
}

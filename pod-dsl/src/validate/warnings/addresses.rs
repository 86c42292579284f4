//! Addresses that are not written as addresses are.

use k8s_openapi::api::core::v1::PodSpec;

use crate::{
    grammar,
    validate::{Judge, Path, rule::rules},
};

rules! {
    UNUSUAL: warning, "address-not-canonical", "an address is written in its shortest usual form";
}

pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let servers = spec.dns_config.as_ref().and_then(|config| config.nameservers.as_ref());
    for (index, server) in servers.into_iter().flatten().enumerate() {
        address(j, server, &path.field("dnsConfig.nameservers").index(index));
    }
    let list = path.field("hostAliases");
    for (index, alias) in spec.host_aliases.iter().flatten().enumerate() {
        address(j, &alias.ip, &list.index(index).field("ip"));
    }
}

/// Warns of one address, where the server would write it otherwise.
pub(super) fn address(j: &mut Judge, address: &str, path: &Path<'_>) {
    if let Some(usual) = grammar::preferred_ip(address) {
        tell(j, address, &usual, path);
    }
}

/// Warns of one block of addresses.
pub(super) fn block(j: &mut Judge, block: &str, path: &Path<'_>) {
    if let Some(usual) = grammar::preferred_cidr(block) {
        tell(j, block, &usual, path);
    }
}

fn tell(j: &mut Judge, written: &str, usual: &str, path: &Path<'_>) {
    j.report(&UNUSUAL, path, format_args!("`{written}` is usually written `{usual}`"))
        .help(format!("write `{usual}`"));
}

//! How the names inside a pod are resolved: DNS policy, DNS configuration, host aliases.

use k8s_openapi::api::core::v1::{HostAlias, PodDNSConfig, PodSpec};

use super::metadata::report_all;
use crate::{
    grammar::{self, Fault},
    validate::{Judge, Path, gates::Gate, rule::rules},
};

rules! {
    POLICY_UNKNOWN: NotSupported, "dns-policy-unknown", "dnsPolicy is ClusterFirst, ClusterFirstWithHostNet, Default or None";
    CONFIG_MISSING: Required, "dns-config-missing", "dnsPolicy None comes with a dnsConfig";
    NAMESERVER_MISSING: Required, "dns-nameserver-missing", "dnsPolicy None comes with a nameserver";
    NAMESERVERS_TOO_MANY: Invalid, "dns-nameservers-too-many", "there are at most three nameservers";
    NAMESERVER_MALFORMED: Invalid, "dns-nameserver-malformed", "a nameserver is an IP address";
    SEARCHES_TOO_MANY: Invalid, "dns-searches-too-many", "there are at most 32 search domains";
    SEARCHES_TOO_LONG: Invalid, "dns-searches-too-long", "the search domains have at most 2048 bytes together";
    SEARCH_MALFORMED: Invalid, "dns-search-malformed", "a search domain is a DNS name";
    OPTION_NAME_MISSING: Required, "dns-option-name-missing", "a resolver option has a name";
    ALIAS_IP_MALFORMED: Invalid, "host-alias-ip-malformed", "the ip of a host alias is an IP address";
    ALIAS_HOSTNAME_MALFORMED: Invalid, "host-alias-hostname-malformed", "the hostnames of a host alias are DNS names";
}

/// Checks how a pod resolves names; `path` is that of the pod spec.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let policy = spec.dns_policy.as_deref().unwrap_or("ClusterFirst");
    if !matches!(policy, "ClusterFirst" | "ClusterFirstWithHostNet" | "Default" | "None") {
        let message = format_args!(
            "`{policy}` is no DNS policy; `ClusterFirst`, `ClusterFirstWithHostNet`, `Default` and `None` are"
        );
        j.report(&POLICY_UNKNOWN, &path.field("dnsPolicy"), message);
    }
    config(j, spec.dns_config.as_ref(), policy, &path.field("dnsConfig"));
    for (index, alias) in spec.host_aliases.iter().flatten().enumerate() {
        host_alias(j, alias, &path.field("hostAliases").index(index));
    }
}

fn config(j: &mut Judge, config: Option<&PodDNSConfig>, policy: &str, path: &Path<'_>) {
    let Some(config) = config else {
        if policy == "None" {
            j.report(&CONFIG_MISSING, path, "`dnsPolicy: None` leaves the pod without any DNS configuration")
                .help("give it a `dnsConfig` with a nameserver");
        }
        return;
    };
    let nameservers = config.nameservers.as_deref().unwrap_or_default();
    let at = path.field("nameservers");
    if policy == "None" && nameservers.is_empty() {
        // The server looks no further.
        j.report(&NAMESERVER_MISSING, &at, "`dnsPolicy: None` needs at least one nameserver");
        return;
    }
    if nameservers.len() > 3 {
        j.report(
            &NAMESERVERS_TOO_MANY,
            &at,
            format_args!("there are {} nameservers; 3 are allowed", nameservers.len()),
        );
    }
    for (index, nameserver) in nameservers.iter().enumerate() {
        let verdict = address(j, nameserver);
        report_all(j, &NAMESERVER_MALFORMED, &at.index(index), "the nameserver", nameserver, verdict);
    }
    searches(j, config.searches.as_deref().unwrap_or_default(), &path.field("searches"));
    for (index, option) in config.options.iter().flatten().enumerate() {
        if option.name.as_deref().unwrap_or_default().is_empty() {
            j.report(
                &OPTION_NAME_MISSING,
                &path.field("options").index(index),
                "a resolver option has no name",
            );
        }
    }
}

fn searches(j: &mut Judge, searches: &[String], path: &Path<'_>) {
    if searches.len() > 32 {
        j.report(
            &SEARCHES_TOO_MANY,
            path,
            format_args!("there are {} search domains; 32 are allowed", searches.len()),
        );
    }
    // In resolv.conf they stand in one line, with a blank between each two.
    let line = searches.iter().map(|search| search.len() + 1).sum::<usize>().saturating_sub(1);
    if line > 2048 {
        let message = format_args!("the search domains have {line} bytes in one line; 2048 are allowed");
        j.report(&SEARCHES_TOO_LONG, path, message);
    }
    let relaxed = j.gates.on(Gate::RelaxedDNSSearchValidation);
    for (index, search) in searches.iter().enumerate() {
        let verdict = if relaxed {
            grammar::search_domain(search)
        } else {
            grammar::dns_subdomain(search.strip_suffix('.').unwrap_or(search))
        };
        report_all(j, &SEARCH_MALFORMED, &path.index(index), "the search domain", search, verdict);
    }
}

fn host_alias(j: &mut Judge, alias: &HostAlias, path: &Path<'_>) {
    let verdict = address(j, &alias.ip);
    report_all(j, &ALIAS_IP_MALFORMED, &path.field("ip"), "the ip", &alias.ip, verdict);
    for (index, hostname) in alias.hostnames.iter().flatten().enumerate() {
        let at = path.field("hostnames");
        let verdict = grammar::dns_subdomain(hostname);
        report_all(j, &ALIAS_HOSTNAME_MALFORMED, &at.index(index), "the hostname", hostname, verdict);
    }
}

/// Reads an IP address as strictly as the release does.
fn address(j: &Judge, text: &str) -> Result<(), Fault> {
    if j.gates.on(Gate::StrictIPCIDRValidation) {
        grammar::ip_address(text).map(drop)
    } else {
        grammar::legacy_ip_address(text).map(drop)
    }
}

#[cfg(test)]
pub(crate) mod tests;

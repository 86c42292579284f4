//! Cluster IPs and IP families of a Service, as the server sorts them out before it validates.

use std::{collections::BTreeMap, fmt, net::IpAddr};

use k8s_openapi::api::core::v1::ServiceSpec;

use super::{NONE, address, cluster_ips, is_headless, type_of};
use crate::{
    grammar::legacy_ip_address,
    target::{IpFamilies, KnownNetwork},
    validate::{Finding, Judge, Path, Rule, api::metadata::report_all, rule::rules},
};

rules! {
    FIRST_DIFFERS: Invalid, "service-cluster-ip-differs", "clusterIP is the first of clusterIPs";
    WITHOUT_FIRST: Invalid, "service-cluster-ip-missing", "clusterIPs come with clusterIP";
    ADDRESS: Invalid, "service-cluster-ip-malformed", "a cluster IP is an IP address, or None alone";
    NONE_BESIDE: Invalid, "service-cluster-ip-none-beside", "None is the only cluster IP";
    TOO_MANY: Invalid, "service-cluster-ips-too-many", "a Service has at most two cluster IPs";
    SAME_FAMILY: Invalid, "service-cluster-ips-of-one-family", "two cluster IPs are of two families";
    OF_OTHER_FAMILY: Invalid, "service-cluster-ip-of-other-family", "a cluster IP is of the family at its place in ipFamilies";
    FAMILY: NotSupported, "service-ip-family-unknown", "an IP family is IPv4 or IPv6";
    FAMILY_TWICE: Duplicate, "service-ip-family-twice", "each IP family stands once";
    POLICY: NotSupported, "service-ip-family-policy-unknown", "IP family policy is SingleStack, PreferDualStack or RequireDualStack";
    POLICY_SINGLE: Invalid, "service-single-stack-with-two", "a Service with two addresses or families is not SingleStack";
    /// A cluster has one stack of addresses or two; where nothing is stated, one of IPv4 alone is assumed.
    POLICY_DUAL: Invalid, "service-dual-stack-on-single", "RequireDualStack needs a cluster of two stacks";
    FAMILY_ABSENT: Invalid, "service-ip-family-not-in-cluster", "an IP family is one that the cluster has";
    OUTSIDE: Invalid, "service-cluster-ip-outside-network", "a cluster IP is one of the network that the cluster has for Services";
    ADDRESS_ABSENT: Invalid, "service-cluster-ip-not-in-cluster", "a cluster IP is of a family that the cluster has";
}

/// Completes clusterIPs and judges what the server judges before all else; tells whether it goes on.
///
/// Source: `normalizeClusterIPs` and `initIPFamilyFields` of `pkg/registry/core/service/storage`, and
/// `ValidateServiceClusterIPsRelatedFields` of `pkg/apis/core/validation`.
pub(super) fn allocate(j: &mut Judge, spec: &mut ServiceSpec, path: &Path<'_>) -> bool {
    let first = spec.cluster_ip.clone().unwrap_or_default();
    if !first.is_empty() && cluster_ips(spec).is_empty() {
        spec.cluster_ips = Some(vec![first.clone()]);
    }
    if type_of(spec) == "ExternalName" {
        return true;
    }
    let free = first == NONE && spec.selector.as_ref().is_none_or(BTreeMap::is_empty);
    let default = if free { "RequireDualStack" } else { "SingleStack" };
    let policy = spec.ip_family_policy.get_or_insert_with(|| default.to_owned()).clone();
    let before = j.count();
    stand_alone(j, spec, &first, path);
    if j.count() > before {
        return false;
    }
    families(j, spec, &policy, path);
    if j.count() == before && !free {
        in_cluster(j, spec, &policy, path);
    }
    if j.count() == before && !is_headless(spec) {
        in_network(j, spec, &path.field("clusterIPs"));
    }
    j.count() == before
}

fn families_of(spec: &ServiceSpec) -> &[String] {
    spec.ip_families.as_deref().unwrap_or_default()
}

fn family(ip: IpAddr) -> &'static str {
    if ip.to_canonical().is_ipv4() { "IPv4" } else { "IPv6" }
}

/// Judges the fields for themselves and against each other.
fn stand_alone(j: &mut Judge, spec: &ServiceSpec, first: &str, path: &Path<'_>) {
    let list = path.field("clusterIPs");
    match (first, cluster_ips(spec)) {
        ("", [other, ..]) => {
            let message = format_args!("`{other}` stands here, but `clusterIP` is not given");
            j.report(&WITHOUT_FIRST, &list, message).help("leave `clusterIPs` out");
        }
        (first, [other, ..]) if first != other => {
            let message = format_args!("it begins with `{other}`, but `clusterIP` is `{first}`");
            j.report(&FIRST_DIFFERS, &list, message).help("leave `clusterIPs` out");
        }
        _ => {}
    }
    let families = families_of(spec);
    let at = path.field("ipFamilies");
    for (index, family) in families.iter().enumerate() {
        if !matches!(family.as_str(), "IPv4" | "IPv6") {
            let message = format_args!("`{family}` is no IP family: use IPv4 or IPv6");
            j.report(&FAMILY, &at.index(index), message);
        }
        if families[..index].contains(family) {
            j.report(&FAMILY_TWICE, &at.index(index), format_args!("`{family}` stands twice"));
        }
    }
    let policy = spec.ip_family_policy.as_deref().unwrap_or_default();
    if !matches!(policy, "SingleStack" | "PreferDualStack" | "RequireDualStack") {
        let message = format_args!(
            "`{policy}` is no IP family policy: use SingleStack, PreferDualStack or RequireDualStack"
        );
        j.report(&POLICY, &path.field("ipFamilyPolicy"), message);
    }
    addresses(j, spec, &list);
}

fn addresses(j: &mut Judge, spec: &ServiceSpec, path: &Path<'_>) {
    let given = cluster_ips(spec);
    let mut sound = true;
    for (index, ip) in given.iter().enumerate() {
        if index == 0 && ip == NONE {
            if given.len() > 1 {
                j.report(&NONE_BESIDE, path, "`None` cannot stand beside an address");
                sound = false;
            }
            continue;
        }
        let verdict = address(j, ip);
        sound &= verdict.is_ok();
        report_all(j, &ADDRESS, &path.index(index), "the cluster IP", ip, verdict);
    }
    if given.len() > 2 {
        j.report(&TOO_MANY, path, format_args!("there are {} cluster IPs; 2 are allowed", given.len()));
    }
    if !sound || is_headless(spec) {
        return;
    }
    let kinds = || given.iter().filter_map(|ip| legacy_ip_address(ip).ok()).map(family);
    if given.len() > 1 && !(kinds().any(|kind| kind == "IPv4") && kinds().any(|kind| kind == "IPv6")) {
        j.report(&SAME_FAMILY, path, format_args!("{} are of one family", given.join(", ")));
    }
    for (index, (kind, wanted)) in kinds().zip(families_of(spec)).enumerate() {
        if matches!(wanted.as_str(), "IPv4" | "IPv6") && kind != wanted {
            let message = format_args!("{} is of {kind}, but `ipFamilies` has {wanted} here", given[index]);
            j.report(&OF_OTHER_FAMILY, &path.index(index), message);
        }
    }
}

/// Judges the policy against what is given, and takes the families of addresses that have none.
fn families(j: &mut Judge, spec: &mut ServiceSpec, policy: &str, path: &Path<'_>) {
    let at = path.field("ipFamilyPolicy");
    if policy == "SingleStack" {
        for (two, what) in
            [(cluster_ips(spec).len() == 2, "cluster IPs"), (families_of(spec).len() == 2, "IP families")]
        {
            if two {
                j.report(&POLICY_SINGLE, &at, format_args!("SingleStack does not go with two {what}"))
                    .help("write `ipFamilyPolicy: PreferDualStack`");
            }
        }
    }
    if is_headless(spec) {
        return;
    }
    let cluster = j.ip_families.unwrap_or_default();
    let mut taken = Vec::new();
    for (index, ip) in cluster_ips(spec).iter().enumerate().skip(families_of(spec).len()) {
        let family = legacy_ip_address(ip).map_or("IPv4", family);
        if cluster.have(family) {
            taken.push(family.to_owned());
        } else {
            let message = format_args!("{ip} is of {family}, which the cluster does not have");
            absent(j, &ADDRESS_ABSENT, &path.field("clusterIPs").index(index), message);
        }
    }
    spec.ip_families.get_or_insert_default().append(&mut taken);
}

/// Judges policy and families against those of the cluster.
fn in_cluster(j: &mut Judge, spec: &ServiceSpec, policy: &str, path: &Path<'_>) {
    let cluster = j.ip_families.unwrap_or_default();
    if policy == "RequireDualStack" && cluster != IpFamilies::Dual {
        absent(j, &POLICY_DUAL, &path.field("ipFamilyPolicy"), "the cluster has one stack of addresses only")
            .help("for clusters of any stack write `ipFamilyPolicy: PreferDualStack`");
    }
    for (index, family) in families_of(spec).iter().enumerate() {
        if !cluster.have(family) {
            let message = format_args!("the cluster does not have {family}");
            absent(j, &FAMILY_ABSENT, &path.field("ipFamilies").index(index), message);
        }
    }
}

/// Judges the addresses that are asked for against the network of Services; the server stops at the first that it cannot
/// give.
///
/// Source: `allocIPs` of `pkg/registry/core/service/storage`, and `pkg/registry/core/service/ipallocator`.
fn in_network(j: &mut Judge, spec: &ServiceSpec, path: &Path<'_>) {
    let network = j.service_network.clone();
    let stated = matches!(network, KnownNetwork::Stated(_));
    for text in cluster_ips(spec) {
        let Ok(ip) = legacy_ip_address(text) else { continue };
        let has = network.has(ip.to_canonical());
        if !stated {
            j.assume(match has {
                None => format!("{text} is an address of the network of Services"),
                Some(_) => format!("the network of Services is {network}"),
            });
        }
        if has != Some(false) {
            j.assume(format!("no other Service has the address {text}"));
            continue;
        }
        let message =
            format_args!("{text} is none of the addresses for Services, which are those of {network}");
        let finding = j.report(&OUTSIDE, path, message).help("leave `clusterIP` out, and one is given");
        if !stated {
            finding
                .note("it is assumed that the network of Services is a default of OpenShift or of MicroShift")
                .help("where it is another, say so: `--service-network 10.0.0.0/16`, or `Target::service_network`");
        }
        return;
    }
}

/// Reports what the cluster does not have, and says so where that is only assumed.
fn absent<'j>(
    j: &'j mut Judge,
    rule: &'static Rule,
    path: &Path<'_>,
    message: impl fmt::Display,
) -> &'j mut Finding {
    let stated = j.ip_families.is_some();
    if !stated {
        j.assume("Services have IPv4 addresses only");
    }
    let finding = j.report(rule, path, message);
    if !stated {
        finding
            .note("it is assumed that the cluster gives IPv4 addresses only to its Services, as most do")
            .help("where it does not, say so: `--ip-families dual` or `ipv6`, or `Target::ip_families`");
    }
    finding
}

/// Says why nobody outside of a machine or of its wire reaches an address.
pub(in crate::validate::api) fn special(ip: IpAddr) -> Option<&'static str> {
    let ip = ip.to_canonical();
    let (local, multicast) = match ip {
        IpAddr::V4(ip) => (ip.is_link_local(), matches!(ip.octets(), [224, 0, 0, _])),
        IpAddr::V6(ip) => (ip.is_unicast_link_local(), ip.is_multicast() && ip.segments()[0] & 0xf == 2),
    };
    [
        (ip.is_unspecified(), "the unspecified address"),
        (ip.is_loopback(), "a loopback address"),
        (local, "a link-local address"),
        (multicast, "a link-local multicast address"),
    ]
    .into_iter()
    .find_map(|(is, what)| is.then_some(what))
}

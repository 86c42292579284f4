//! What is said of a Service.

use k8s_openapi::api::core::v1::Service;

use super::addresses::{address, block};
use crate::validate::{Judge, Path, rule::rules};

rules! {
    HINTS_DEPRECATED: warning, "service-topology-hints-deprecated", "a Service asks for topology by trafficDistribution";
    BALANCER_IP_UNUSED: warning, "service-load-balancer-ip-unused", "a headless Service has no loadBalancerIP";
    HEADLESS_EXTERNAL_IPS: warning, "service-external-ips-of-headless", "a headless Service has no externalIPs";
    AFFINITY_UNUSED: warning, "service-session-affinity-unused", "a headless Service has no sessionAffinity";
    ALIAS_EXTERNAL_IPS: warning, "service-external-ips-of-alias", "a Service of type ExternalName has no externalIPs";
    EXTERNAL_NAME_UNUSED: warning, "service-external-name-unused", "only a Service of type ExternalName has an externalName";
    DISTRIBUTION_DEPRECATED: warning, "service-traffic-distribution-deprecated", "trafficDistribution is PreferSameZone or PreferSameNode";
}

const HINTS: &str = "service.kubernetes.io/topology-aware-hints";

/// Warns of a Service, after defaulting.
///
/// Source: `pkg/api/service/warnings.go`.
pub(crate) fn service(j: &mut Judge, service: &Service) {
    let root = Path::root("");
    let metadata = Path::root("metadata.annotations");
    if service.metadata.annotations.as_ref().is_some_and(|annotations| annotations.contains_key(HINTS)) {
        j.report(&HINTS_DEPRECATED, &metadata.key(HINTS), "this annotation is on its way out")
            .help("use `service.kubernetes.io/topology-mode`, or `trafficDistribution`");
    }
    let Some(spec) = &service.spec else { return };
    let path = root.field("spec");
    let ips = spec.cluster_ips.as_deref().unwrap_or_default();
    let headless = spec.cluster_ip.as_deref() == Some("None") || ips == ["None"];
    let alias = spec.type_.as_deref() == Some("ExternalName");
    let external = spec.external_ips.as_deref().unwrap_or_default();
    let balancer = spec.load_balancer_ip.as_deref().filter(|ip| !ip.is_empty());
    if headless {
        if balancer.is_some() {
            let message = "a headless Service has no load balancer, so `loadBalancerIP` means nothing";
            j.report(&BALANCER_IP_UNUSED, &path.field("loadBalancerIP"), message);
        }
        if !external.is_empty() {
            let message = "a headless Service has no addresses, so `externalIPs` mean nothing";
            j.report(&HEADLESS_EXTERNAL_IPS, &path.field("externalIPs"), message);
        }
        if spec.session_affinity.as_deref().unwrap_or("None") != "None" {
            let message = "a headless Service forwards nothing, so `sessionAffinity` means nothing";
            j.report(&AFFINITY_UNUSED, &path.field("sessionAffinity"), message);
        }
    } else {
        let list = path.field("clusterIPs");
        let single = spec.cluster_ip.as_deref().filter(|ip| ips.is_empty() && !ip.is_empty());
        for (index, ip) in ips.iter().map(String::as_str).chain(single).enumerate() {
            address(j, ip, &list.index(index));
        }
    }
    let list = path.field("externalIPs");
    for (index, ip) in external.iter().enumerate() {
        address(j, ip, &list.index(index));
    }
    if let Some(ip) = balancer {
        address(j, ip, &path.field("loadBalancerIP"));
    }
    let list = path.field("loadBalancerSourceRanges");
    for (index, range) in spec.load_balancer_source_ranges.iter().flatten().enumerate() {
        block(j, range, &list.index(index));
    }
    if alias && !external.is_empty() {
        let message = "a Service of type `ExternalName` has no addresses, so `externalIPs` mean nothing";
        j.report(&ALIAS_EXTERNAL_IPS, &path.field("externalIPs"), message);
    }
    if !alias && spec.external_name.as_deref().is_some_and(|name| !name.is_empty()) {
        let message = "`externalName` means nothing to a Service that is not of type `ExternalName`";
        j.report(&EXTERNAL_NAME_UNUSED, &path.field("externalName"), message);
    }
    if spec.traffic_distribution.as_deref() == Some("PreferClose") && j.version.minor() >= 35 {
        let message = "`PreferClose` is on its way out";
        j.report(&DISTRIBUTION_DEPRECATED, &path.field("trafficDistribution"), message)
            .help("`PreferSameZone` means the same");
    }
}

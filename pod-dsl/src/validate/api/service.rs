//! `Service`: its type and what goes with it. What the server allocates comes first, and alone where it fails.

mod addresses;
mod ports;

use k8s_openapi::api::core::v1::{Service, ServiceSpec};

pub(super) use self::addresses::special;
use super::metadata::{self, NameRule, report_all};
use crate::{
    grammar::{self, Fault},
    validate::{Judge, Path, Rule, defaults, dropped, gates::Gate, rule::rules, warnings},
};

rules! {
    TYPE: NotSupported, "service-type-unknown", "a Service is of type ClusterIP, NodePort, LoadBalancer or ExternalName";
    HEADLESS: Invalid, "service-headless-of-wrong-type", "a Service that is reached from outside has cluster IPs";
    EXTERNAL_WITH_ADDRESS: Forbidden, "service-external-name-with-address", "an ExternalName Service has no cluster IPs and no IP families";
    EXTERNAL_NAME_MISSING: Required, "service-external-name-missing", "an ExternalName Service has an external name";
    EXTERNAL_NAME: Invalid, "service-external-name-malformed", "an external name is a DNS name";
    EXTERNAL_IP: Invalid, "service-external-ip-malformed", "an external IP is an IP address";
    EXTERNAL_IP_SPECIAL: Invalid, "service-external-ip-special", "an external IP is one that other machines can reach";
    AFFINITY: NotSupported, "service-session-affinity-unknown", "session affinity is ClientIP or None";
    AFFINITY_TIMEOUT: Invalid, "service-session-affinity-timeout", "session affinity lasts 1 to 86400 seconds";
    RANGE: Invalid, "service-source-range-malformed", "a source range is a CIDR block";
    RANGE_UNUSED: Forbidden, "service-source-range-unused", "source ranges are for a LoadBalancer";
    NODE_PORTS_UNUSED: Forbidden, "service-allocate-node-ports-unused", "allocateLoadBalancerNodePorts is for a LoadBalancer";
    CLASS: Invalid, "service-load-balancer-class-malformed", "the class of a load balancer is a qualified name";
    CLASS_UNUSED: Forbidden, "service-load-balancer-class-unused", "a load balancer class is for a LoadBalancer";
    EXTERNAL_POLICY: NotSupported, "service-external-traffic-policy-unknown", "external traffic policy is Cluster or Local";
    EXTERNAL_POLICY_UNUSED: Invalid, "service-external-traffic-policy-unused", "external traffic policy is for a Service that is reached from outside";
    HEALTH_PORT: Invalid, "service-health-check-port-malformed", "a health check node port is 1 to 65535";
    HEALTH_PORT_UNUSED: Invalid, "service-health-check-port-unused", "a health check node port is for a LoadBalancer with external traffic policy Local";
    INTERNAL_POLICY: NotSupported, "service-internal-traffic-policy-unknown", "internal traffic policy is Cluster or Local";
    DISTRIBUTION: NotSupported, "service-traffic-distribution-unknown", "traffic distribution is PreferSameZone, PreferSameNode or PreferClose";
    TOPOLOGY_DIFFERS: Invalid, "service-topology-annotations-differ", "the old and the new annotation for topology say the same";
}

/// Lists the rules of all parts.
pub(crate) static ALL_RULES: &[&[&Rule]] = &[RULES, addresses::RULES, ports::RULES];

const SOURCE_RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
const TOPOLOGY_HINTS: &str = "service.kubernetes.io/topology-aware-hints";
const TOPOLOGY_MODE: &str = "service.kubernetes.io/topology-mode";

/// Names the cluster IP of a Service that has none.
const NONE: &str = "None";

/// Judges a `Service`.
///
/// Source: `ValidateService` of `pkg/apis/core/validation`, and before it `allocateCreate` of
/// `pkg/registry/core/service/storage`.
pub(crate) fn service(j: &mut Judge, object: &Service) {
    warnings::service(j, object);
    let mut object = object.clone();
    defaults::service(&mut object);
    let spec = object.spec.get_or_insert_default();
    let path = Path::root("spec");
    if !(addresses::allocate(j, spec, &path) && ports::allocate(j, spec, &path)) {
        return;
    }
    dropped::service_spec(j, spec, &path);
    let (spec, metadata) = (&*spec, Path::root("metadata"));
    metadata::check(j, "Service", &object.metadata, NameRule::Service, &metadata);
    let annotation = |key: &str| object.metadata.annotations.as_ref()?.get(key).map(String::as_str);
    let annotations = metadata.field("annotations");
    if let (Some(hints), Some(mode)) = (annotation(TOPOLOGY_HINTS), annotation(TOPOLOGY_MODE))
        && hints != mode
    {
        j.report(
            &TOPOLOGY_DIFFERS,
            &annotations.key(TOPOLOGY_MODE),
            format_args!("`{mode}` here, but `{hints}` in `{TOPOLOGY_HINTS}`"),
        )
        .help("leave the older annotation out");
    }
    kind(j, spec, &path);
    ports::check(j, spec, &path);
    metadata::labels(j, spec.selector.as_ref(), &path.field("selector"));
    affinity(j, spec, &path);
    external_ips(j, spec, &path.field("externalIPs"));
    source_ranges(j, spec, annotation(SOURCE_RANGES), &path, &annotations);
    load_balancer(j, spec, &path);
    traffic(j, spec, &path);
}

fn type_of(spec: &ServiceSpec) -> &str {
    spec.type_.as_deref().unwrap_or("ClusterIP")
}

fn cluster_ips(spec: &ServiceSpec) -> &[String] {
    spec.cluster_ips.as_deref().unwrap_or_default()
}

fn is_headless(spec: &ServiceSpec) -> bool {
    matches!(cluster_ips(spec), [only] if only == NONE)
}

/// Tells whether load balancers ask the nodes for their health.
fn has_health_check(spec: &ServiceSpec) -> bool {
    type_of(spec) == "LoadBalancer" && spec.external_traffic_policy.as_deref() == Some("Local")
}

/// Reads an IP address as strictly as the release does.
pub(super) fn address(j: &Judge, text: &str) -> Result<(), Fault> {
    if j.gates.on(Gate::StrictIPCIDRValidation) {
        grammar::ip_address(text).map(drop)
    } else {
        grammar::legacy_ip_address(text).map(drop)
    }
}

fn kind(j: &mut Judge, spec: &ServiceSpec, path: &Path<'_>) {
    match type_of(spec) {
        "ClusterIP" => {}
        kind @ ("NodePort" | "LoadBalancer") => {
            if is_headless(spec) {
                j.report(
                    &HEADLESS,
                    &path.field("clusterIPs").index(0),
                    format_args!("a {kind} Service needs a cluster IP, so it cannot be `None`"),
                );
            }
        }
        "ExternalName" => external_name(j, spec, path),
        other => {
            j.report(
                &TYPE,
                &path.field("type"),
                format_args!(
                    "`{other}` is no type of Service: use ClusterIP, NodePort, LoadBalancer or ExternalName"
                ),
            );
        }
    }
}

fn external_name(j: &mut Judge, spec: &ServiceSpec, path: &Path<'_>) {
    for (given, field) in [
        (!cluster_ips(spec).is_empty(), "clusterIPs"),
        (spec.ip_families.as_ref().is_some_and(|families| !families.is_empty()), "ipFamilies"),
        (spec.ip_family_policy.is_some(), "ipFamilyPolicy"),
    ] {
        if given {
            let message = format_args!("an ExternalName Service is a name only: leave `{field}` out");
            j.report(&EXTERNAL_WITH_ADDRESS, &path.field(field), message);
        }
    }
    let name = spec.external_name.as_deref().unwrap_or_default();
    // A dot at the end says that the name is whole.
    let name = name.strip_suffix('.').unwrap_or(name);
    let path = path.field("externalName");
    if name.is_empty() {
        j.report(&EXTERNAL_NAME_MISSING, &path, "the Service stands for no name");
    } else {
        report_all(j, &EXTERNAL_NAME, &path, "the external name", name, grammar::dns_subdomain(name));
    }
}

fn affinity(j: &mut Judge, spec: &ServiceSpec, path: &Path<'_>) {
    match spec.session_affinity.as_deref().unwrap_or(NONE) {
        NONE => {}
        "ClientIP" => {
            let config = spec.session_affinity_config.as_ref().and_then(|config| config.client_ip.as_ref());
            let seconds = config.and_then(|config| config.timeout_seconds).unwrap_or(1);
            if !(1..=86_400).contains(&seconds) {
                j.report(
                    &AFFINITY_TIMEOUT,
                    &path.field("sessionAffinityConfig.clientIP.timeoutSeconds"),
                    format_args!("{seconds} seconds: allowed are 1 to 86400"),
                );
            }
        }
        other => {
            let message = format_args!("`{other}` is no session affinity: use ClientIP or None");
            j.report(&AFFINITY, &path.field("sessionAffinity"), message);
        }
    }
}

fn external_ips(j: &mut Judge, spec: &ServiceSpec, path: &Path<'_>) {
    for (index, text) in spec.external_ips.iter().flatten().enumerate() {
        let path = path.index(index);
        let verdict = address(j, text);
        report_all(j, &EXTERNAL_IP, &path, "the external IP", text, verdict);
        let Ok(ip) = verdict.and_then(|()| grammar::legacy_ip_address(text)) else { continue };
        if let Some(fault) = addresses::special(ip) {
            j.report(
                &EXTERNAL_IP_SPECIAL,
                &path,
                format_args!("{text} is {fault}: nobody else can reach it"),
            );
        }
    }
}

fn source_ranges(
    j: &mut Judge,
    spec: &ServiceSpec,
    annotation: Option<&str>,
    path: &Path<'_>,
    annotations: &Path<'_>,
) {
    let ranges = spec.load_balancer_source_ranges.as_deref().unwrap_or_default();
    // The server begins this field with a capital letter.
    let list = path.field("LoadBalancerSourceRanges");
    let path = if ranges.is_empty() { annotations.key(SOURCE_RANGES) } else { list };
    if ranges.is_empty() && annotation.is_none() {
        return;
    }
    if type_of(spec) != "LoadBalancer" {
        j.report(&RANGE_UNUSED, &path, format_args!("a {} Service has no source ranges", type_of(spec)));
    }
    for (index, range) in ranges.iter().enumerate() {
        source_range(j, range.trim(), &list.index(index));
    }
    if let (true, Some(text)) = (ranges.is_empty(), annotation.map(str::trim).filter(|text| !text.is_empty()))
    {
        text.split(',').for_each(|range| source_range(j, range.trim(), &path));
    }
}

fn source_range(j: &mut Judge, range: &str, path: &Path<'_>) {
    let verdict = if j.gates.on(Gate::StrictIPCIDRValidation) {
        grammar::cidr(range).map(drop)
    } else {
        grammar::legacy_cidr(range).map(drop)
    };
    report_all(j, &RANGE, path, "the source range", range, verdict);
}

fn load_balancer(j: &mut Judge, spec: &ServiceSpec, path: &Path<'_>) {
    let kind = type_of(spec);
    let class = spec.load_balancer_class.as_deref();
    if kind == "LoadBalancer" {
        if let Some(class) = class {
            let path = path.field("loadBalancerClass");
            report_all(j, &CLASS, &path, "the load balancer class", class, grammar::qualified_name(class));
        }
        return;
    }
    if class.is_some() {
        let message = format_args!("a {kind} Service has no load balancer");
        j.report(&CLASS_UNUSED, &path.field("loadBalancerClass"), message);
    }
    if spec.allocate_load_balancer_node_ports.is_some() {
        let message = format_args!("a {kind} Service has no load balancer");
        j.report(&NODE_PORTS_UNUSED, &path.field("allocateLoadBalancerNodePorts"), message);
    }
}

fn traffic(j: &mut Judge, spec: &ServiceSpec, path: &Path<'_>) {
    let kind = type_of(spec);
    let outside = matches!(kind, "LoadBalancer" | "NodePort")
        || kind == "ClusterIP" && spec.external_ips.as_ref().is_some_and(|ips| !ips.is_empty());
    let at = path.field("externalTrafficPolicy");
    match spec.external_traffic_policy.as_deref().unwrap_or_default() {
        "" => {}
        policy if !outside => {
            let message =
                format_args!("nobody reaches this Service from outside, so `{policy}` means nothing");
            j.report(&EXTERNAL_POLICY_UNUSED, &at, message);
        }
        "Cluster" | "Local" => {}
        other => {
            let message = format_args!("`{other}` is no external traffic policy: use Cluster or Local");
            j.report(&EXTERNAL_POLICY, &at, message);
        }
    }
    let port = spec.health_check_node_port.unwrap_or_default();
    let at = path.field("healthCheckNodePort");
    if port != 0 && !has_health_check(spec) {
        j.report(&HEALTH_PORT_UNUSED, &at, "only a LoadBalancer with `externalTrafficPolicy: Local` has it");
    } else if port != 0 && grammar::port_number(port.into()).is_err() {
        j.report(&HEALTH_PORT, &at, format_args!("{port} is no port: allowed are 1 to 65535"));
    }
    let policy = spec.internal_traffic_policy.as_deref();
    if let Some(policy) = policy.filter(|policy| !matches!(*policy, "Cluster" | "Local")) {
        let message = format_args!("`{policy}` is no internal traffic policy: use Cluster or Local");
        j.report(&INTERNAL_POLICY, &path.field("internalTrafficPolicy"), message);
    }
    let known = |name: &str| match name {
        "PreferClose" => true,
        "PreferSameZone" | "PreferSameNode" => j.gates.on(Gate::PreferSameTrafficDistribution),
        _ => false,
    };
    if let Some(name) = spec.traffic_distribution.as_deref().filter(|name| !known(name)) {
        let release = j.version;
        let message = format_args!("Kubernetes {release} knows no traffic distribution `{name}`");
        j.report(&DISTRIBUTION, &path.field("trafficDistribution"), message);
    }
}

#[cfg(test)]
pub(crate) mod tests;

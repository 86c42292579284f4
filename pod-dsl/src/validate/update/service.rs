//! Service: its addresses stay.

use k8s_openapi::api::core::v1::ServiceSpec;

use super::{Update, change, first};
use crate::{object::Object, validate::rule::rules};

rules! {
    CLUSTER_IP: Invalid, "service-cluster-ip-changed", "a Service keeps its cluster IPs, and one without stays without";
    FAMILY: Invalid, "service-ip-family-changed", "a Service keeps its first IP family";
    RELEASED: Invalid, "service-family-released", "a Service that gives its second family back has the policy SingleStack";
    HEALTH: Forbidden, "service-health-port-changed", "a Service keeps the port for its health checks";
    CLASS: Invalid, "load-balancer-class-changed", "a Service keeps the class of its load balancer";
    HEADLESS: info, "service-stays-headless", "a Service that has no cluster IP gets none by no longer saying so";
}

/// What stands for no cluster IP.
const NONE: &str = "None";

/// Judges the update of a Service.
///
/// Source: `ValidateServiceUpdate`, after the strategy has put in the addresses that are there already.
pub(super) fn check(u: &mut Update<'_>, given: &Object) {
    let Object::Service(old) = u.old else { return };
    let Object::Service(mut new) = u.new.clone() else { return };
    let given = match given {
        Object::Service(given) => given.spec.clone().unwrap_or_default(),
        _ => ServiceSpec::default(),
    };
    let old = old.spec.clone().unwrap_or_default();
    let new = new.spec.get_or_insert_default();
    let external = |spec: &ServiceSpec| spec.type_.as_deref() == Some("ExternalName");
    if !external(&old) && !external(new) {
        addresses(u, &old, new, &given);
    }
    health(u, &old, new);
    let balances = |spec: &ServiceSpec| spec.type_.as_deref() == Some("LoadBalancer");
    let changes = u.changes(&["spec", "loadBalancerClass"]);
    if balances(&old) && balances(new) && !changes.is_empty() {
        let message = format!("{}, and a load balancer keeps its class", change(&changes));
        u.refuse(&CLASS, "spec.loadBalancerClass", message).at(first(&changes));
    }
}

/// Gives the first address of a Service: its two fields say the same, and where one of them is changed it counts.
fn first_ip<'s>(spec: &'s ServiceSpec, other: &ServiceSpec) -> &'s str {
    let single = spec.cluster_ip.as_deref().unwrap_or_default();
    let listed = spec.cluster_ips.iter().flatten().next().map(String::as_str).unwrap_or_default();
    let changed = spec.cluster_ip != other.cluster_ip;
    // Where only the single one is taken away, the server takes the list for taken away, too.
    let counts = changed && (!single.is_empty() || spec.cluster_ips == other.cluster_ips);
    if listed.is_empty() || counts { single } else { listed }
}

fn addresses(u: &mut Update<'_>, old: &ServiceSpec, new: &ServiceSpec, given: &ServiceSpec) {
    let (was, is) = (first_ip(old, new), first_ip(new, old));
    // Where nobody knows what a person had said, what is given is silent, too.
    let silent = given.cluster_ip.is_none() && given.cluster_ips.is_none();
    let is = if silent && is == NONE { "" } else { is };
    if (was, is) == (NONE, NONE) {
        // They may even change their families.
        return;
    }
    let refused = match (was, is) {
        (NONE, "") if is_plain(new) => {
            // What is silent keeps what is there.
            let message =
                "the Service has no cluster IP and gets none: what is silent about it keeps what is there";
            u.tell(&HEADLESS, "spec.clusterIP", message)
                .help("delete the Service and create it again, so that it gets a cluster IP");
            return;
        }
        (NONE, "") => {
            Some("the Service has no cluster IP and gets none, which its new type needs".to_owned())
        }
        ("", NONE) => {
            Some("the Service has a cluster IP and keeps it: it does not become one without".to_owned())
        }
        (_, "") => None,
        ("", is) => {
            // Which address the cluster gave it, a file does not tell.
            let fact = format!("{} has the cluster IP {is}", u.subject());
            u.assume(fact);
            None
        }
        (was, is) if was != is => {
            Some(format!("the Service has the cluster IP `{was}` and does not get `{is}`"))
        }
        _ => None,
    };
    if let Some(message) = refused {
        u.refuse(&CLUSTER_IP, "spec.clusterIPs[0]", message).at("spec.clusterIP");
    }
    second_ip(u, old, new);
    if was != NONE && is != NONE {
        families(u, old, new);
    }
}

/// Refuses another second address; one that comes or goes is told by its family.
fn second_ip(u: &mut Update<'_>, old: &ServiceSpec, new: &ServiceSpec) {
    let second = |spec: &ServiceSpec| spec.cluster_ips.as_ref().and_then(|ips| ips.get(1).cloned());
    if let (Some(was), Some(is)) = (second(old), second(new))
        && was != is
    {
        let message = format!("the Service has the second cluster IP `{was}` and does not get `{is}`");
        u.refuse(&CLUSTER_IP, "spec.clusterIPs[1]", message);
    }
}

/// Tells whether a Service is of a type that may be without a cluster IP.
fn is_plain(spec: &ServiceSpec) -> bool {
    spec.type_.as_deref().is_none_or(|kind| kind == "ClusterIP")
}

fn families(u: &mut Update<'_>, old: &ServiceSpec, new: &ServiceSpec) {
    let list = |spec: &ServiceSpec| spec.ip_families.clone().unwrap_or_default();
    let (was, is) = (list(old), list(new));
    let single = new.ip_family_policy.as_deref() == Some("SingleStack");
    if let (Some(was), Some(is)) = (was.first(), is.first())
        && was != is
    {
        let message =
            format!("the Service has the family `{was}` first and keeps it; `{is}` can only come second");
        u.refuse(&FAMILY, "spec.ipFamilies[0]", message);
    } else if was.len() == 2 && is.len() == 2 && was[1] != is[1] {
        u.refuse(&FAMILY, "spec.ipFamilies[0]", "the Service keeps the families that it has");
    }
    let addresses = |spec: &ServiceSpec| spec.cluster_ips.as_ref().map_or(0, Vec::len);
    let releases = (was.len() > 1 && is.len() == 1) || (addresses(old) > 1 && addresses(new) == 1);
    if releases && !single {
        let message = "the second family is given back, which takes the policy `SingleStack`";
        u.tell(&RELEASED, "spec.ipFamilyPolicy", message).help("write `ipFamilyPolicy: SingleStack`");
    }
}

/// Judges the port that a load balancer asks where the traffic stays on its node.
fn health(u: &mut Update<'_>, old: &ServiceSpec, new: &ServiceSpec) {
    let asked = |spec: &ServiceSpec| {
        spec.type_.as_deref() == Some("LoadBalancer")
            && spec.external_traffic_policy.as_deref() == Some("Local")
    };
    let port = |spec: &ServiceSpec| spec.health_check_node_port.filter(|port| *port != 0);
    if !asked(old) || !asked(new) {
        return;
    }
    match (port(old), port(new)) {
        (Some(was), Some(is)) if was != is => {
            let message = format!("the port is {was} and does not become {is}");
            u.refuse(&HEALTH, "spec.healthCheckNodePort", message);
        }
        (None, Some(is)) => {
            let fact = format!("{} has its health checks on port {is}", u.subject());
            u.assume(fact);
        }
        _ => {}
    }
}

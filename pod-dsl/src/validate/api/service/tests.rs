use crate::{
    KubeVersion, Object, Target,
    target::IpFamilies,
    validate::{
        self, Form, Judge,
        api::whole,
        trials::{Case, Trial},
    },
};

const INVALID: &str = "FieldValueInvalid";
const REQUIRED: &str = "FieldValueRequired";
const FORBIDDEN: &str = "FieldValueForbidden";
const DUPLICATE: &str = "FieldValueDuplicate";
const UNSUPPORTED: &str = "FieldValueNotSupported";

/// A Service of one port, with more in its spec.
macro_rules! spec {
    ($more:literal) => {
        concat!(r#"{"kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":80}]"#, $more, "}}")
    };
}
/// A Service of these ports.
macro_rules! ports {
    ($type:literal, $ports:literal) => {
        concat!(
            r#"{"kind":"Service","metadata":{"name":"a"},"spec":{"type":""#,
            $type,
            r#"","ports":["#,
            $ports,
            "]}}"
        )
    };
}
/// A Service of type `ExternalName`.
macro_rules! name {
    ($more:literal) => {
        concat!(r#"{"kind":"Service","metadata":{"name":"a"},"spec":{"type":"ExternalName""#, $more, "}}")
    };
}
/// A Service of one port with annotations.
macro_rules! annotated {
    ($annotations:literal) => {
        concat!(
            r#"{"kind":"Service","metadata":{"name":"a","annotations":{"#,
            $annotations,
            r#"}},"spec":{"ports":[{"port":80}]}}"#
        )
    };
}

#[rustfmt::skip]
const KIND: &[Case] = &[
    ("", spec!(""), &[]),
    ("", spec!(r#","clusterIP":"None","selector":{"a":"b"}"#), &[]),
    ("service-type-unknown", spec!(r#","type":"External""#), &[(UNSUPPORTED, "spec.type")]),
    ("service-headless-of-wrong-type", spec!(r#","type":"NodePort","clusterIP":"None""#), &[(INVALID, "spec.clusterIPs[0]")]),
    ("", name!(r#","externalName":"db.example.com.""#), &[]),
    ("service-external-name-with-address", name!(r#","externalName":"a","clusterIP":"10.0.0.1","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack""#),
        &[(FORBIDDEN, "spec.clusterIPs"), (FORBIDDEN, "spec.ipFamilies"), (FORBIDDEN, "spec.ipFamilyPolicy")]),
    ("service-external-name-missing", name!(r#","externalName":".""#), &[(REQUIRED, "spec.externalName")]),
    ("service-external-name-malformed", name!(r#","externalName":"a_b""#), &[(INVALID, "spec.externalName")]),
    ("", spec!(r#","externalIPs":["198.51.100.7"],"externalTrafficPolicy":"Local""#), &[]),
    ("service-external-ip-malformed", spec!(r#","externalIPs":["010.1.1.1"]"#), &[(INVALID, "spec.externalIPs[0]")]),
    ("service-external-ip-special", spec!(r#","externalIPs":["127.0.0.1","169.254.1.1","224.0.0.5","::"]"#),
        &[(INVALID, "spec.externalIPs[0]"), (INVALID, "spec.externalIPs[1]"), (INVALID, "spec.externalIPs[2]"), (INVALID, "spec.externalIPs[3]")]),
    ("service-external-ip-special", spec!(r#","externalIPs":["fe80::1","ff02::1"]"#), &[(INVALID, "spec.externalIPs[0]"), (INVALID, "spec.externalIPs[1]")]),
    ("service-session-affinity-unknown", spec!(r#","sessionAffinity":"Cookie""#), &[(UNSUPPORTED, "spec.sessionAffinity")]),
    ("", spec!(r#","sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":86400}}"#), &[]),
    ("service-session-affinity-timeout", spec!(r#","sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":0}}"#),
        &[(INVALID, "spec.sessionAffinityConfig.clientIP.timeoutSeconds")]),
    ("", spec!(r#","type":"LoadBalancer","loadBalancerSourceRanges":[" 10.0.0.0/8 "]"#), &[]),
    ("service-source-range-malformed", spec!(r#","type":"LoadBalancer","loadBalancerSourceRanges":["10.0.0.0"]"#), &[(INVALID, "spec.LoadBalancerSourceRanges[0]")]),
    ("service-source-range-unused", spec!(r#","loadBalancerSourceRanges":["10.0.0.0/8"]"#), &[(FORBIDDEN, "spec.LoadBalancerSourceRanges")]),
    ("service-source-range-malformed", annotated!(r#""service.beta.kubernetes.io/load-balancer-source-ranges":"10.0.0.0/8, x""#),
        &[(FORBIDDEN, "metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]"),
          (INVALID, "metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]")]),
    ("service-allocate-node-ports-unused", spec!(r#","allocateLoadBalancerNodePorts":true"#), &[(FORBIDDEN, "spec.allocateLoadBalancerNodePorts")]),
    ("", spec!(r#","type":"LoadBalancer","loadBalancerClass":"example.com/fast","allocateLoadBalancerNodePorts":false"#), &[]),
    ("service-load-balancer-class-malformed", spec!(r#","type":"LoadBalancer","loadBalancerClass":"-""#), &[(INVALID, "spec.loadBalancerClass")]),
    ("service-load-balancer-class-unused", spec!(r#","loadBalancerClass":"-""#), &[(FORBIDDEN, "spec.loadBalancerClass")]),
    ("service-external-traffic-policy-unknown", spec!(r#","type":"NodePort","externalTrafficPolicy":"Near""#), &[(UNSUPPORTED, "spec.externalTrafficPolicy")]),
    ("service-external-traffic-policy-unused", spec!(r#","externalTrafficPolicy":"Near""#), &[(INVALID, "spec.externalTrafficPolicy")]),
    ("", spec!(r#","type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":31000"#), &[]),
    ("service-health-check-port-malformed", spec!(r#","type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":-1"#), &[(INVALID, "spec.healthCheckNodePort")]),
    ("service-health-check-port-unused", spec!(r#","type":"LoadBalancer","healthCheckNodePort":31000"#), &[(INVALID, "spec.healthCheckNodePort")]),
    ("service-internal-traffic-policy-unknown", spec!(r#","internalTrafficPolicy":"""#), &[(UNSUPPORTED, "spec.internalTrafficPolicy")]),
    ("", spec!(r#","trafficDistribution":"PreferSameNode""#), &[]),
    ("service-traffic-distribution-unknown", spec!(r#","trafficDistribution":"Random""#), &[(UNSUPPORTED, "spec.trafficDistribution")]),
    ("", annotated!(r#""service.kubernetes.io/topology-aware-hints":"auto","service.kubernetes.io/topology-mode":"auto""#), &[]),
    ("service-topology-annotations-differ", annotated!(r#""service.kubernetes.io/topology-aware-hints":"auto","service.kubernetes.io/topology-mode":"Auto""#),
        &[(INVALID, "metadata.annotations[service.kubernetes.io/topology-mode]")]),
    ("label-value-malformed", spec!(r#","selector":{"a":"b c"}"#), &[(INVALID, "spec.selector")]),
];

#[rustfmt::skip]
const ADDRESSES: &[Case] = &[
    ("", spec!(r#","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv4"],"ipFamilyPolicy":"PreferDualStack""#), &[]),
    ("", spec!(r#","clusterIP":"None","ipFamilies":["IPv6","IPv4"],"ipFamilyPolicy":"RequireDualStack""#), &[]),
    // What fails while addresses are given out hides all else that is wrong.
    ("service-cluster-ip-differs", spec!(r#","type":"Other","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.2"]"#), &[(INVALID, "spec.clusterIPs")]),
    ("service-cluster-ip-missing", spec!(r#","clusterIPs":["10.0.0.2"]"#), &[(INVALID, "spec.clusterIPs")]),
    ("service-cluster-ip-malformed", spec!(r#","clusterIP":"10.0.0""#), &[(INVALID, "spec.clusterIPs[0]")]),
    ("service-cluster-ip-none-beside", spec!(r#","clusterIP":"None","clusterIPs":["None","2001:db8::1"]"#), &[(INVALID, "spec.clusterIPs")]),
    ("service-cluster-ips-too-many", spec!(r#","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","2001:db8::1","10.0.0.2"]"#), &[(INVALID, "spec.clusterIPs")]),
    ("service-cluster-ips-of-one-family", spec!(r#","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","10.0.0.2"]"#), &[(INVALID, "spec.clusterIPs")]),
    ("service-cluster-ip-of-other-family", spec!(r#","clusterIP":"10.0.0.1","ipFamilies":["IPv6"]"#), &[(INVALID, "spec.clusterIPs[0]")]),
    ("service-ip-family-unknown", spec!(r#","ipFamilies":["IPv5"]"#), &[(UNSUPPORTED, "spec.ipFamilies[0]")]),
    ("service-ip-family-twice", spec!(r#","ipFamilies":["IPv4","IPv4"]"#), &[(DUPLICATE, "spec.ipFamilies[1]")]),
    ("service-ip-family-policy-unknown", spec!(r#","ipFamilyPolicy":"DualStack""#), &[(UNSUPPORTED, "spec.ipFamilyPolicy")]),
    ("service-single-stack-with-two", spec!(r#","ipFamilies":["IPv4","IPv6"]"#), &[(INVALID, "spec.ipFamilyPolicy")]),
    ("service-dual-stack-on-single", spec!(r#","ipFamilyPolicy":"RequireDualStack""#), &[(INVALID, "spec.ipFamilyPolicy")]),
    ("service-ip-family-not-in-cluster", spec!(r#","ipFamilies":["IPv6"]"#), &[(INVALID, "spec.ipFamilies[0]")]),
    ("service-cluster-ip-not-in-cluster", spec!(r#","clusterIP":"2001:db8::1""#), &[(INVALID, "spec.clusterIPs[0]")]),
];

#[rustfmt::skip]
const PORTS: &[Case] = &[
    ("", ports!("ClusterIP", r#"{"name":"web","port":80,"targetPort":"http","appProtocol":"example.com/h2"},{"name":"dns","port":80,"protocol":"UDP"}"#), &[]),
    ("service-ports-missing", ports!("ClusterIP", ""), &[(REQUIRED, "spec.ports")]),
    ("service-port-name-missing", ports!("ClusterIP", r#"{"port":80},{"name":"a","port":81}"#), &[(REQUIRED, "spec.ports[0].name")]),
    ("service-port-name-malformed", ports!("ClusterIP", r#"{"name":"a.b","port":80}"#), &[(INVALID, "spec.ports[0].name")]),
    ("service-port-name-twice", ports!("ClusterIP", r#"{"name":"a","port":80},{"name":"a","port":81}"#), &[(DUPLICATE, "spec.ports[1].name")]),
    ("service-port-malformed", ports!("ClusterIP", r#"{"port":65536,"targetPort":80}"#), &[(INVALID, "spec.ports[0].port")]),
    ("service-port-protocol-unknown", ports!("ClusterIP", r#"{"port":80,"protocol":"tcp"}"#), &[(UNSUPPORTED, "spec.ports[0].protocol")]),
    ("service-target-port-malformed", ports!("ClusterIP", r#"{"port":80,"targetPort":-1}"#), &[(INVALID, "spec.ports[0].targetPort")]),
    ("service-target-port-malformed", ports!("ClusterIP", r#"{"port":80,"targetPort":"80"}"#), &[(INVALID, "spec.ports[0].targetPort")]),
    ("service-app-protocol-malformed", ports!("ClusterIP", r#"{"port":80,"appProtocol":"a b"}"#), &[(INVALID, "spec.ports[0].appProtocol")]),
    ("service-port-twice", ports!("ClusterIP", r#"{"name":"a","port":80},{"name":"b","port":80}"#), &[(DUPLICATE, "spec.ports[1]")]),
    ("service-node-port-unused", ports!("ClusterIP", r#"{"port":80,"nodePort":30080}"#), &[(FORBIDDEN, "spec.ports[0].nodePort")]),
    // Ports of one number share the port of the nodes that the server picks.
    ("service-node-port-twice", ports!("NodePort", r#"{"name":"a","port":80},{"name":"b","port":80}"#), &[(DUPLICATE, "spec.ports[1]"), (DUPLICATE, "spec.ports[1].nodePort")]),
    ("", ports!("NodePort", r#"{"name":"a","port":53,"nodePort":30053},{"name":"b","port":53,"protocol":"UDP","nodePort":30053}"#), &[]),
    ("service-node-port-taken", ports!("NodePort", r#"{"name":"a","port":80,"nodePort":30080},{"name":"b","port":81,"nodePort":30080}"#), &[(INVALID, "spec.ports[1].nodePort")]),
    ("", ports!("NodePort", r#"{"name":"a","port":80,"nodePort":65536},{"name":"b","port":81}"#), &[]),
    ("service-health-check-port-malformed", spec!(r#","type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":65536"#), &[(INVALID, "spec.healthCheckNodePort")]),
    ("service-health-check-port-taken", spec!(r#","type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":30080,"ports":[{"port":80,"nodePort":30080}]"#),
        &[("service-health-check-port-taken", "spec.healthCheckNodePort")]),
];

/// Where the network of Services is stated to be 10.0.0.0/24 and `fd02::/112`.
#[rustfmt::skip]
const NETWORK: &[Case] = &[
    ("", spec!(r#","clusterIP":"10.0.0.254""#), &[]),
    ("", spec!(r#","clusterIP":"None""#), &[]),
    ("", spec!(r#","clusterIP":"fd02::1","clusterIPs":["fd02::1","10.0.0.1"],"ipFamilyPolicy":"RequireDualStack""#), &[]),
    // The server stops here, at the first of them.
    ("service-cluster-ip-outside-network", spec!(r#","type":"Other","clusterIP":"10.0.1.1","clusterIPs":["10.0.1.1","fd03::1"],"ipFamilyPolicy":"PreferDualStack""#), &[(INVALID, "spec.clusterIPs")]),
    ("service-cluster-ip-outside-network", spec!(r#","clusterIP":"10.0.0.255""#), &[(INVALID, "spec.clusterIPs")]),
    ("service-cluster-ip-outside-network", spec!(r#","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","fd03::1"],"ipFamilyPolicy":"PreferDualStack""#), &[(INVALID, "spec.clusterIPs")]),
    ("service-external-name-with-address", name!(r#","externalName":"a","clusterIP":"10.0.1.1""#), &[(FORBIDDEN, "spec.clusterIPs")]),
];

fn in_network(case: &'static Case) -> Trial {
    Trial::new(case, |off| {
        let mut j = Judge::new(KubeVersion::DEFAULT, Form::Pod).without(off);
        let target = Target::kubernetes().service_network("10.0.0.0/24,fd02::/112");
        (j.ip_families, j.service_network) = (target.families(), target.network().unwrap());
        super::service(&mut j, &serde_json::from_str(case.1).unwrap());
        j.finish().0
    })
}

pub(crate) fn trials() -> Vec<Trial> {
    let cases = [KIND, ADDRESSES, PORTS].concat();
    let judge = |j: &mut Judge, object| super::service(j, &serde_json::from_value(object).unwrap());
    let mut trials = whole::bring(judge, &cases, &[]);
    trials.extend(NETWORK.iter().map(in_network));
    trials
}

#[test]
fn what_is_assumed_of_the_network_is_said() {
    let judged = |target: Target, object: &str| {
        let object = serde_json::from_str(object).unwrap();
        let report = validate::check_object(&Object::Service(Box::new(object)), &target);
        let rules: Vec<_> = report.errors().map(|finding| finding.rule).collect();
        (rules, report.assumes().join("; "))
    };
    let (outside, ours) = (spec!(r#","clusterIP":"10.0.0.1""#), spec!(r#","clusterIP":"172.30.0.7""#));
    assert_eq!(judged(Target::openshift(), spec!("")), (vec![], String::new()));
    let free = "no other Service has the address";
    assert_eq!(
        judged(Target::kubernetes(), outside),
        (vec![], format!("10.0.0.1 is an address of the network of Services; {free} 10.0.0.1"))
    );
    let defaults = "the network of Services is 172.30.0.0/16 or 10.43.0.0/16";
    assert_eq!(judged(Target::openshift(), ours), (vec![], format!("{defaults}; {free} 172.30.0.7")));
    let refused = vec!["service-cluster-ip-outside-network"];
    assert_eq!(judged(Target::openshift(), outside), (refused, defaults.to_owned()));
    let stated = Target::openshift().service_network("10.0.0.0/16");
    assert_eq!(judged(stated, outside), (vec![], format!("{free} 10.0.0.1")));
    let slip = Target::openshift().service_network("10.0.0.0");
    assert_eq!(judged(slip, spec!("")), (vec!["service-network-malformed"], String::new()));
}

#[test]
fn a_cluster_that_has_the_families_takes_them() {
    let refused = |families, object: &str| {
        let mut j = Judge::new(KubeVersion::DEFAULT, Form::Pod);
        j.ip_families = families;
        super::service(&mut j, &serde_json::from_str(object).unwrap());
        let (found, assumes) = j.finish();
        let of_families = assumes.iter().filter(|fact| fact.contains("IPv4")).count();
        (found.into_iter().map(|finding| finding.rule).collect::<Vec<_>>(), of_families)
    };
    let dual = spec!(r#","ipFamilyPolicy":"RequireDualStack","clusterIP":"2001:db8::1""#);
    let six = spec!(r#","ipFamilies":["IPv6"]"#);
    let four = spec!(r#","ipFamilies":["IPv4"]"#);
    assert_eq!(refused(Some(IpFamilies::Dual), dual), (vec![], 0));
    assert_eq!(refused(Some(IpFamilies::Dual), six), (vec![], 0));
    assert_eq!(refused(Some(IpFamilies::V6), six), (vec![], 0));
    assert_eq!(refused(Some(IpFamilies::V6), four), (vec!["service-ip-family-not-in-cluster"], 0));
    assert_eq!(refused(Some(IpFamilies::V4), six), (vec!["service-ip-family-not-in-cluster"], 0));
    assert_eq!(refused(None, six), (vec!["service-ip-family-not-in-cluster"], 1), "IPv4 is assumed");
}

use super::{FORBIDDEN, INVALID, told, updated};
use crate::{Target, validate::trials::Case};

/// Writes two objects of a kind.
macro_rules! two {
    ($head:literal, $old:literal, $new:literal) => {
        concat!(
            "{",
            $head,
            ", metadata: {name: a}, ",
            $old,
            "}\n---\n{",
            $head,
            ", metadata: {name: a}, ",
            $new,
            "}\n"
        )
    };
}
macro_rules! services {
    ($old:literal, $new:literal) => {
        concat!(
            "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}], ",
            $old,
            "}}\n---\n{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}], ",
            $new,
            "}}\n"
        )
    };
}

pub(super) const CASES: &[Case] = &[
    ("", services!("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ipFamilies: [IPv4]", "type: NodePort"), &[]),
    (
        "service-cluster-ip-changed",
        services!("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1]", "clusterIP: 10.0.0.2"),
        &[(INVALID, "spec.clusterIPs[0]")],
    ),
    (
        "service-cluster-ip-changed",
        services!("type: ClusterIP", "clusterIP: None"),
        &[(INVALID, "spec.clusterIPs[0]")],
    ),
    (
        "service-cluster-ip-changed",
        services!("clusterIP: None", "clusterIP: 10.0.0.2"),
        &[(INVALID, "spec.clusterIPs[0]")],
    ),
    (
        "service-cluster-ip-changed",
        services!("clusterIP: None", "type: NodePort"),
        &[(INVALID, "spec.clusterIPs[0]")],
    ),
    (
        "service-cluster-ip-changed",
        services!(
            "ipFamilies: [IPv4, IPv6], clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1']",
            "ipFamilies: [IPv4, IPv6], clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::2']"
        ),
        &[(INVALID, "spec.clusterIPs[1]")],
    ),
    (
        "service-stays-headless",
        services!("clusterIP: None", "type: ClusterIP"),
        &[("service-stays-headless", "spec.clusterIP")],
    ),
    // Nobody knows what was applied.
    (
        "service-stays-headless",
        concat!(
            "{apiVersion: v1, kind: Service, metadata: {name: a, uid: x}, spec: {clusterIP: None, clusterIPs: [None], ports: [{port: 80}]}}\n---\n",
            "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 81}]}}\n",
        ),
        &[("service-stays-headless", "spec.clusterIP")],
    ),
    // A cluster keeps the list beside it, which nobody has applied.
    (
        "service-stays-headless",
        concat!(
            "{apiVersion: v1, kind: Service, metadata: {name: a, uid: x, annotations: {kubectl.kubernetes.io/last-applied-configuration: ",
            "'{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"clusterIP\":\"None\",\"ports\":[{\"port\":80}]}}'}}, ",
            "spec: {clusterIP: None, clusterIPs: [None], ports: [{port: 80}]}}\n---\n",
            "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}]}}\n",
        ),
        &[("service-stays-headless", "spec.clusterIP")],
    ),
    ("", services!("clusterIP: None, ipFamilies: [IPv4]", "clusterIP: None, ipFamilies: [IPv6]"), &[]),
    ("", services!("clusterIP: 10.0.0.1", "type: ExternalName, externalName: example.com"), &[]),
    (
        "service-ip-family-changed",
        services!("ipFamilies: [IPv4]", "ipFamilies: [IPv6]"),
        &[(INVALID, "spec.ipFamilies[0]")],
    ),
    ("", services!("ipFamilies: [IPv4]", "ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4, IPv6]"), &[]),
    (
        "service-family-released",
        services!(
            "ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4, IPv6]",
            "ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4]"
        ),
        &[(INVALID, "spec.ipFamilyPolicy")],
    ),
    (
        "",
        services!(
            "ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4, IPv6]",
            "ipFamilyPolicy: SingleStack, ipFamilies: [IPv4]"
        ),
        &[],
    ),
    (
        "service-health-port-changed",
        services!(
            "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30001",
            "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30002"
        ),
        &[(FORBIDDEN, "spec.healthCheckNodePort")],
    ),
    (
        "load-balancer-class-changed",
        services!("type: LoadBalancer", "type: LoadBalancer, loadBalancerClass: x/y"),
        &[(INVALID, "spec.loadBalancerClass")],
    ),
    ("", services!("type: ClusterIP", "type: LoadBalancer, loadBalancerClass: x/y"), &[]),
    (
        "role-ref-changed",
        two!(
            "apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding",
            "roleRef: {kind: Role, name: a}, subjects: []",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: b}, subjects: []"
        ),
        &[(INVALID, "roleRef")],
    ),
    (
        "",
        two!(
            "apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding",
            "roleRef: {kind: ClusterRole, name: a}, subjects: []",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a}, subjects: [{kind: User, name: u}]"
        ),
        &[],
    ),
    (
        "storage-class-field-changed",
        two!(
            "apiVersion: storage.k8s.io/v1, kind: StorageClass",
            "provisioner: x, parameters: {a: b}",
            "provisioner: z, reclaimPolicy: Retain"
        ),
        &[(INVALID, "parameters"), (INVALID, "provisioner"), (INVALID, "reclaimPolicy")],
    ),
    (
        "storage-class-binding-changed",
        two!(
            "apiVersion: storage.k8s.io/v1, kind: StorageClass",
            "provisioner: x",
            "provisioner: x, allowVolumeExpansion: true, volumeBindingMode: WaitForFirstConsumer"
        ),
        &[(INVALID, "volumeBindingMode")],
    ),
    (
        "priority-class-value-changed",
        two!("apiVersion: scheduling.k8s.io/v1, kind: PriorityClass", "value: 1", "value: 2, description: d"),
        &[(FORBIDDEN, "value")],
    ),
    (
        "priority-class-preemption-changed",
        two!(
            "apiVersion: scheduling.k8s.io/v1, kind: PriorityClass",
            "value: 1",
            "value: 1, preemptionPolicy: Never"
        ),
        &[(INVALID, "preemptionPolicy")],
    ),
    (
        "runtime-class-handler-changed",
        two!("apiVersion: node.k8s.io/v1, kind: RuntimeClass", "handler: a", "handler: b"),
        &[(INVALID, "handler")],
    ),
    (
        "ingress-class-controller-changed",
        two!(
            "apiVersion: networking.k8s.io/v1, kind: IngressClass",
            "spec: {controller: a.b/c}",
            "spec: {controller: a.b/d}"
        ),
        &[(INVALID, "spec.controller")],
    ),
    (
        "address-type-changed",
        two!(
            "apiVersion: discovery.k8s.io/v1, kind: EndpointSlice",
            "addressType: IPv4, endpoints: []",
            "addressType: IPv6, endpoints: []"
        ),
        &[(INVALID, "addressType")],
    ),
    (
        "quota-scopes-changed",
        two!(
            "apiVersion: v1, kind: ResourceQuota",
            "spec: {hard: {pods: 1}}",
            "spec: {hard: {pods: 2}, scopes: [BestEffort]}"
        ),
        &[(INVALID, "spec.scopes")],
    ),
    // What has nothing that stays says nothing.
    (
        "",
        two!(
            "apiVersion: networking.k8s.io/v1, kind: NetworkPolicy",
            "spec: {podSelector: {matchLabels: {a: b}}}",
            "spec: {podSelector: {}, policyTypes: [Ingress]}"
        ),
        &[],
    ),
    (
        "",
        two!(
            "apiVersion: policy/v1, kind: PodDisruptionBudget",
            "spec: {minAvailable: 1, selector: {matchLabels: {a: b}}}",
            "spec: {maxUnavailable: 1, selector: {matchLabels: {c: d}}}"
        ),
        &[],
    ),
    // The ports of a slice are replaced, whether a file says so or a cluster.
    (
        "",
        two!(
            "apiVersion: discovery.k8s.io/v1, kind: EndpointSlice",
            "addressType: IPv4, endpoints: [], ports: [{name: http}]",
            "addressType: IPv4, endpoints: [], ports: [{name: http, port: 80}]"
        ),
        &[],
    ),
    (
        "",
        concat!(
            "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a, uid: x}, addressType: IPv4, endpoints: [], ports: [{name: http, port: 80}]}\n---\n",
            "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a}, addressType: IPv4, endpoints: [], ports: [{name: http, port: 81}]}\n",
        ),
        &[],
    ),
];

pub(super) const ON_OPENSHIFT: &[Case] = &[
    (
        "",
        two!(
            "apiVersion: security.openshift.io/v1, kind: SecurityContextConstraints",
            "runAsUser: {type: RunAsAny}, seLinuxContext: {type: RunAsAny}, volumes: [none]",
            "runAsUser: {type: RunAsAny}, seLinuxContext: {type: RunAsAny}, volumes: [secret]"
        ),
        &[],
    ),
    (
        "route-host-changed",
        two!(
            "apiVersion: route.openshift.io/v1, kind: Route",
            "spec: {host: a.example.com, to: {kind: Service, name: a}}",
            "spec: {host: b.example.com, to: {kind: Service, name: a}}"
        ),
        &[("route-host-changed", "spec.host")],
    ),
    (
        "route-wildcard-policy-changed",
        two!(
            "apiVersion: route.openshift.io/v1, kind: Route",
            "spec: {host: a.example.com, to: {kind: Service, name: a}}",
            "spec: {host: a.example.com, to: {kind: Service, name: a}, wildcardPolicy: Subdomain}"
        ),
        &[(INVALID, "spec.wildcardPolicy")],
    ),
    (
        "",
        two!(
            "apiVersion: route.openshift.io/v1, kind: Route",
            "spec: {to: {kind: Service, name: a}, wildcardPolicy: ''}",
            "spec: {to: {kind: Service, name: a}, wildcardPolicy: None}"
        ),
        &[],
    ),
    // The router gave it a host.
    (
        "",
        concat!(
            "{apiVersion: route.openshift.io/v1, kind: Route, metadata: {name: a, uid: x}, spec: {host: a.example.com, to: {kind: Service, name: a}}}\n---\n",
            "{apiVersion: route.openshift.io/v1, kind: Route, metadata: {name: a}, spec: {to: {kind: Service, name: a}}}\n",
        ),
        &[],
    ),
];

#[test]
fn an_address_that_no_file_tells_is_assumed() {
    let pinned = services!("type: ClusterIP", "clusterIP: 10.0.0.2");
    assert_eq!(told(pinned), []);
    let assumes = updated(&Target::kubernetes(), pinned).1;
    assert!(assumes.contains(&"Service a has the cluster IP 10.0.0.2".to_owned()), "{assumes:?}");
}

/// What a server of 1.35 says: the fields of a `StorageClass` are forbidden to change, not invalid.
pub(super) const IN_1_35: &[Case] = &[(
    "storage-class-changed",
    two!(
        "apiVersion: storage.k8s.io/v1, kind: StorageClass",
        "provisioner: x, parameters: {a: b}",
        "provisioner: z, reclaimPolicy: Retain"
    ),
    &[(FORBIDDEN, "parameters"), (FORBIDDEN, "provisioner"), (FORBIDDEN, "reclaimPolicy")],
)];

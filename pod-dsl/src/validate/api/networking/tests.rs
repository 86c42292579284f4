use crate::{
    KubeVersion,
    validate::{
        api::case::{DUPLICATE, FORBIDDEN, INVALID, NOT_SUPPORTED, REQUIRED},
        trials::{Case, Trial},
    },
};

const TOO_LONG: &str = "FieldValueTooLong";
const TOO_MANY: &str = "FieldValueTooMany";

/// An Ingress with this spec.
macro_rules! ingress {
    ($spec:literal) => {
        ingress!("", $spec)
    };
    ($meta:literal, $spec:literal) => {
        concat!(
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web",
            $meta,
            "}, spec: {",
            $spec,
            "}}"
        )
    };
}
/// An Ingress with one path; its backend is `B` where nothing is said of it.
macro_rules! path {
    ($path:literal) => {
        path!($path, "service: {name: a, port: {number: 80}}")
    };
    ($path:literal, $backend:literal) => {
        concat!(
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec: {rules: [{http: {paths: [{",
            $path,
            ", backend: {",
            $backend,
            "}}]}}]}}"
        )
    };
}
macro_rules! class {
    ($spec:expr) => {
        concat!(
            "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: a}, spec: {",
            $spec,
            "}}"
        )
    };
}
macro_rules! policy {
    ($spec:expr) => {
        concat!(
            "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {",
            $spec,
            "}}"
        )
    };
}
macro_rules! peer {
    ($peer:literal) => {
        policy!(concat!("ingress: [{from: [", $peer, "]}]"))
    };
}
macro_rules! port {
    ($port:literal) => {
        policy!(concat!("egress: [{ports: [{", $port, "}]}]"))
    };
}
/// A slice with these endpoints and ports.
macro_rules! slice {
    ($type:literal, $endpoints:expr, $ports:expr) => {
        concat!(
            "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a}, addressType: ",
            $type,
            ", endpoints: [",
            $endpoints,
            "], ports: [",
            $ports,
            "]}"
        )
    };
}

#[rustfmt::skip]
const INGRESS: &[Case] = &[
    ("", ingress!("defaultBackend: {service: {name: 1st, port: {name: http}}}, ingressClassName: nginx"), &[]),
    ("", ingress!(", annotations: {kubernetes.io/ingress.class: nginx}", "ingressClassName: nginx, rules: [{host: '*.example.com'}], tls: [{hosts: ['*.example.com', example.com], secretName: ''}]"), &[]),
    ("ingress-empty", ingress!(""), &[(INVALID, "spec")]),
    ("ingress-class-name-malformed", ingress!("ingressClassName: A, rules: [{}]"), &[(INVALID, "spec.ingressClassName")]),
    ("ingress-classes-differ", ingress!(", annotations: {kubernetes.io/ingress.class: a}", "ingressClassName: b, rules: [{}]"), &[(INVALID, "annotations.kubernetes.io/ingress.class")]),
    ("ingress-host-malformed", ingress!("rules: [{host: 'a_b'}, {host: '*'}]"), &[(INVALID, "spec.rules[0].host"), (INVALID, "spec.rules[1].host")]),
    ("ingress-host-address", ingress!("rules: [{host: 192.0.2.1}]"), &[(INVALID, "spec.rules[0].host")]),
    ("ingress-tls-host-malformed", ingress!("rules: [{}], tls: [{hosts: ['a.*']}]"), &[(INVALID, "spec.tls[0].hosts[0]")]),
    ("ingress-tls-secret-malformed", ingress!("rules: [{}], tls: [{secretName: A}]"), &[(INVALID, "spec.tls[0].secretName")]),
    ("ingress-paths-missing", ingress!("rules: [{http: {paths: []}}]"), &[(REQUIRED, "spec.rules[0].http.paths")]),
    ("", path!("pathType: ImplementationSpecific"), &[]),
    ("", path!("path: /a/..b/, pathType: Exact"), &[]),
    // Without a type the backend is not looked at.
    ("ingress-path-type-missing", path!("path: /", ""), &[(REQUIRED, "spec.rules[0].http.paths[0].pathType")]),
    ("ingress-path-type-unknown", path!("path: a, pathType: Regex"), &[(NOT_SUPPORTED, "spec.rules[0].http.paths[0].pathType")]),
    ("ingress-path-relative", path!("pathType: Prefix"), &[(INVALID, "spec.rules[0].http.paths[0].path")]),
    ("ingress-path-relative", path!("path: a, pathType: ImplementationSpecific"), &[(INVALID, "spec.rules[0].http.paths[0].path")]),
    ("ingress-path-unclean", path!("path: /a//b/., pathType: Prefix"), &[(INVALID, "spec.rules[0].http.paths[0].path"), (INVALID, "spec.rules[0].http.paths[0].path")]),
    ("ingress-backend-missing", path!("path: /, pathType: Prefix", ""), &[(INVALID, "spec.rules[0].http.paths[0].backend")]),
    ("ingress-backend-twice", path!("path: /, pathType: Prefix", "service: {name: ''}, resource: {kind: '', name: ''}"), &[(INVALID, "spec.rules[0].http.paths[0].backend")]),
    ("", path!("path: /, pathType: Prefix", "resource: {apiGroup: example.com, kind: Bucket, name: a}"), &[]),
    ("reference-group-malformed", path!("path: /, pathType: Prefix", "resource: {apiGroup: '', kind: Bucket, name: a}"), &[(INVALID, "spec.rules[0].http.paths[0].backend.resource.apiGroup")]),
    ("reference-part-missing", path!("path: /, pathType: Prefix", "resource: {kind: Bucket}"), &[(REQUIRED, "spec.rules[0].http.paths[0].backend.resource.name")]),
    ("reference-part-malformed", path!("path: /, pathType: Prefix", "resource: {kind: a/b, name: c}"), &[(INVALID, "spec.rules[0].http.paths[0].backend.resource.kind")]),
    ("ingress-service-name-missing", ingress!("defaultBackend: {service: {port: {number: 1}}}"), &[(REQUIRED, "spec.defaultBackend.service.name")]),
    ("ingress-service-name-malformed", ingress!("defaultBackend: {service: {name: a.b, port: {number: 1}}}"), &[(INVALID, "spec.defaultBackend.service.name")]),
    ("ingress-service-port-missing", ingress!("defaultBackend: {service: {name: a, port: {number: 0}}}"), &[(REQUIRED, "spec.defaultBackend")]),
    ("ingress-service-port-twice", ingress!("defaultBackend: {service: {name: a, port: {name: b, number: 1}}}"), &[(INVALID, "spec.defaultBackend")]),
    ("ingress-service-port-name-malformed", ingress!("defaultBackend: {service: {name: a, port: {name: '80'}}}"), &[(INVALID, "spec.defaultBackend.service.port.name")]),
    ("ingress-service-port-number-malformed", ingress!("defaultBackend: {service: {name: a, port: {number: -1}}}"), &[(INVALID, "spec.defaultBackend.service.port.number")]),
];

#[rustfmt::skip]
const CLASS: &[Case] = &[
    ("", class!("controller: example.com/a, parameters: {apiGroup: example.com, kind: Config, name: a}"), &[]),
    ("", class!("controller: example.com/a, parameters: {scope: Namespace, namespace: b, kind: Config, name: a}"), &[]),
    ("ingress-class-controller-missing", class!(""), &[(REQUIRED, "spec.controller")]),
    ("ingress-class-controller-malformed", class!("controller: nginx"), &[(INVALID, "spec.controller")]),
    ("ingress-class-controller-too-long", class!("controller: example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        &[(TOO_LONG, "spec.controller")]),
    ("ingress-class-scope-unknown", class!("controller: a/b, parameters: {scope: Node, kind: Config, name: a}"), &[(NOT_SUPPORTED, "spec.parameters.scope")]),
    ("ingress-class-namespace-missing", class!("controller: a/b, parameters: {scope: Namespace, kind: Config, name: a}"), &[(REQUIRED, "spec.parameters.namespace")]),
    ("ingress-class-namespace-malformed", class!("controller: a/b, parameters: {scope: Namespace, namespace: A, kind: Config, name: a}"), &[(INVALID, "spec.parameters.namespace")]),
    ("ingress-class-namespace-unused", class!("controller: a/b, parameters: {namespace: a, kind: Config, name: a}"), &[(FORBIDDEN, "spec.parameters.namespace")]),
];

#[rustfmt::skip]
const POLICY: &[Case] = &[
    ("", policy!("podSelector: {}, policyTypes: [Ingress, Egress]"), &[]),
    ("", peer!("{podSelector: {}, namespaceSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}"), &[]),
    ("", port!("protocol: UDP, port: 8000, endPort: 9000"), &[]),
    ("selector-operator-unknown", policy!("podSelector: {matchExpressions: [{key: a, operator: Is}]}"), &[(INVALID, "spec.podSelector.matchExpressions[0].operator")]),
    ("network-policy-protocol-unknown", port!("protocol: ICMP"), &[(NOT_SUPPORTED, "spec.egress[0].ports[0].protocol")]),
    ("network-policy-port-malformed", port!("port: 0"), &[(INVALID, "spec.egress[0].ports[0].port")]),
    ("network-policy-port-malformed", port!("port: a_b"), &[(INVALID, "spec.egress[0].ports[0].port")]),
    ("network-policy-end-port-low", port!("port: 80, endPort: 79"), &[(INVALID, "spec.egress[0].ports[0].endPort")]),
    ("network-policy-end-port-malformed", port!("port: 80, endPort: 65536"), &[(INVALID, "spec.egress[0].ports[0].endPort")]),
    ("network-policy-end-port-of-name", port!("port: web, endPort: 80"), &[(INVALID, "spec.egress[0].ports[0].endPort")]),
    ("network-policy-end-port-alone", port!("endPort: 80"), &[(INVALID, "spec.egress[0].ports[0].endPort")]),
    ("network-policy-peer-empty", peer!("{}"), &[(REQUIRED, "spec.ingress[0].from[0]")]),
    ("network-policy-peer-mixed", peer!("{podSelector: {}, ipBlock: {cidr: '::/0'}}"), &[(FORBIDDEN, "spec.ingress[0].from[0]")]),
    ("network-policy-block-missing", peer!("{ipBlock: {except: [a]}}"), &[(REQUIRED, "spec.ingress[0].from[0].ipBlock.cidr")]),
    ("network-policy-block-malformed", peer!("{ipBlock: {cidr: 10.0.0.0}}"), &[(INVALID, "spec.ingress[0].from[0].ipBlock.cidr")]),
    ("network-policy-except-outside", peer!("{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8, 11.0.0.0/16]}}"), &[(INVALID, "spec.ingress[0].from[0].ipBlock.except[0]"), (INVALID, "spec.ingress[0].from[0].ipBlock.except[1]")]),
    ("network-policy-types-too-many", policy!("policyTypes: [Ingress, Egress, Ingress]"), &[(INVALID, "spec.policyTypes")]),
    ("network-policy-type-unknown", policy!("policyTypes: [Both]"), &[(NOT_SUPPORTED, "spec.policyTypes[0]")]),
];

/// Endpoints, in a release that does not yet warn of them.
macro_rules! endpoints {
    ($subset:literal) => {
        concat!("{apiVersion: v1, kind: Endpoints, metadata: {name: a}, subsets: [{", $subset, "}]}")
    };
}

#[rustfmt::skip]
const ENDPOINTS: &[Case] = &[
    ("", endpoints!("addresses: [{ip: 192.0.2.1, hostname: a, nodeName: n.example}], ports: [{name: a, port: 80}, {name: b, port: 81, protocol: UDP, appProtocol: http}]"), &[]),
    ("endpoints-subset-empty", endpoints!("ports: [{port: 80}]"), &[(REQUIRED, "subsets[0]")]),
    ("endpoints-address-malformed", endpoints!("notReadyAddresses: [{ip: a}]"), &[(INVALID, "subsets[0].notReadyAddresses[0].ip")]),
    ("endpoints-address-special", endpoints!("addresses: [{ip: 127.0.0.1}]"), &[(INVALID, "subsets[0].addresses[0].ip")]),
    ("endpoints-hostname-malformed", endpoints!("addresses: [{ip: 192.0.2.1, hostname: a.b}]"), &[(INVALID, "subsets[0].addresses[0].hostname")]),
    ("endpoints-node-malformed", endpoints!("addresses: [{ip: 192.0.2.1, nodeName: A}]"), &[(INVALID, "subsets[0].addresses[0].nodeName")]),
    ("endpoints-port-name-missing", endpoints!("addresses: [{ip: 192.0.2.1}], ports: [{name: a, port: 80}, {port: 81}]"), &[(REQUIRED, "subsets[0].ports[1].name")]),
    ("endpoints-port-name-malformed", endpoints!("addresses: [{ip: 192.0.2.1}], ports: [{name: a.b, port: 80}]"), &[(INVALID, "subsets[0].ports[0].name")]),
    ("endpoints-port-malformed", endpoints!("addresses: [{ip: 192.0.2.1}], ports: [{port: 0}]"), &[(INVALID, "subsets[0].ports[0].port")]),
    ("endpoints-protocol-unknown", endpoints!("addresses: [{ip: 192.0.2.1}], ports: [{port: 1, protocol: tcp}]"), &[(NOT_SUPPORTED, "subsets[0].ports[0].protocol")]),
    ("endpoints-app-protocol-malformed", endpoints!("addresses: [{ip: 192.0.2.1}], ports: [{port: 1, appProtocol: a b}]"), &[(INVALID, "subsets[0].ports[0].appProtocol")]),
];

#[rustfmt::skip]
const SLICE: &[Case] = &[
    ("", slice!("IPv6", "{addresses: ['2001:db8::1'], hints: {forZones: [{name: a}]}}", "{name: a, port: 80}, {port: 0}"), &[]),
    ("", slice!("FQDN", "{addresses: [db.example.com.]}", ""), &[]),
    ("endpoint-slice-type-missing", slice!("''", "", ""), &[(REQUIRED, "addressType")]),
    ("endpoint-slice-type-unknown", slice!("IP", "{addresses: [x]}", ""), &[(NOT_SUPPORTED, "addressType")]),
    ("endpoint-slice-address-missing", slice!("IPv4", "{addresses: []}", ""), &[(REQUIRED, "endpoints[0].addresses")]),
    ("endpoint-slice-address-malformed", slice!("IPv4", "{addresses: ['2001:db8::1', x]}", ""), &[(INVALID, "endpoints[0].addresses[0]"), (INVALID, "endpoints[0].addresses[1]")]),
    ("endpoint-slice-address-malformed", slice!("FQDN", "{addresses: [db, a_b.c, '']}", ""), &[(INVALID, "endpoints[0].addresses[0]"), (INVALID, "endpoints[0].addresses[1]"), (REQUIRED, "endpoints[0].addresses[2]")]),
    ("endpoints-address-special", slice!("IPv4", "{addresses: [169.254.1.1]}", ""), &[(INVALID, "endpoints[0].addresses[0]")]),
    ("endpoint-slice-node-malformed", slice!("IPv4", "{addresses: [192.0.2.1], nodeName: A}", ""), &[(INVALID, "endpoints[0].nodeName")]),
    ("endpoint-slice-hostname-malformed", slice!("IPv4", "{addresses: [192.0.2.1], hostname: a.b}", ""), &[(INVALID, "endpoints[0].hostname")]),
    ("endpoint-slice-hint-twice", slice!("IPv4", "{addresses: [192.0.2.1], hints: {forZones: [{name: a}, {name: a}]}}", ""), &[(DUPLICATE, "endpoints[0].hints.forZones[1].name")]),
    ("endpoint-slice-hint-malformed", slice!("IPv4", "{addresses: [192.0.2.1], hints: {forNodes: [{name: A}]}}", ""), &[(INVALID, "endpoints[0].hints.forNodes[0].name")]),
    ("endpoint-slice-hints-too-many", slice!("IPv4", "{addresses: [192.0.2.1], hints: {forZones: [{name: a},{name: b},{name: c},{name: d},{name: e},{name: f},{name: g},{name: h},{name: i}]}}", ""), &[(TOO_MANY, "endpoints[0].hints.forZones")]),
    ("endpoint-slice-topology-too-large", slice!("IPv4", "{addresses: [192.0.2.1], deprecatedTopology: {a: '',b: '',c: '',d: '',e: '',f: '',g: '',h: '',i: '',j: '',k: '',l: '',m: '',r: '',o: '',p: '',q: ''}}", ""), &[(TOO_MANY, "endpoints[0].deprecatedTopology")]),
    ("endpoint-slice-port-name-malformed", slice!("IPv4", "", "{name: a.b}"), &[(INVALID, "ports[0].name")]),
    ("endpoint-slice-port-twice", slice!("IPv4", "", "{port: 1}, {port: 2}"), &[(DUPLICATE, "ports[1].name")]),
];

/// Cases with very long lists, each with the word that is repeated and how often.
#[rustfmt::skip]
const LONG: &[(&str, usize, Case)] = &[
    ("{addresses: [192.0.2.1]},", 1001, ("endpoint-slice-endpoints-too-many", slice!("IPv4", "MANY", ""), &[(TOO_MANY, "endpoints")])),
    ("192.0.2.1,", 101, ("endpoint-slice-addresses-too-many", slice!("IPv4", "{addresses: [MANY]}", ""), &[(TOO_MANY, "endpoints[0].addresses")])),
    ("{},", 20_001, ("endpoint-slice-ports-too-many", slice!("IPv4", "", "MANY"), &[(TOO_MANY, "ports")])),
];

/// The release before a Service, and so a backend, may begin with a digit and addresses are read strictly.
#[rustfmt::skip]
const BEFORE_1_36: &[Case] = &[
    ("ingress-service-name-malformed", ingress!("defaultBackend: {service: {name: 1st, port: {number: 1}}}"), &[(INVALID, "spec.defaultBackend.service.name")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    let newest = KubeVersion::DEFAULT.minor();
    let now = [INGRESS, CLASS, POLICY, SLICE].concat();
    let mut trials: Vec<_> = now.iter().map(|case| Trial::document(newest, case)).collect();
    trials.extend(ENDPOINTS.iter().map(|case| Trial::document(32, case)));
    trials.extend(BEFORE_1_36.iter().map(|case| Trial::document(35, case)));
    trials.extend(LONG.iter().map(|(word, times, (rule, object, expected))| {
        let object: &'static str = object.replace("MANY", &word.repeat(*times)).leak();
        Trial::document(newest, &(*rule, object, *expected))
    }));
    trials
}

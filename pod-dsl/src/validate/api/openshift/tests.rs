use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::{
    KubeVersion, Target,
    object::{Object, Route, RouteSecret, RouteSpec, RouteTarget, RouteTls},
    validate::{
        Form, Judge,
        api::case::{DUPLICATE, FORBIDDEN, INVALID, NOT_SUPPORTED, REQUIRED},
        by_kind::judge_object,
        trials::{Case, Trial},
    },
};

/// A Route to the Service `web`, with more in its spec.
macro_rules! route {
    ($spec:expr) => {
        route!(r#""name":"a""#, $spec)
    };
    ($meta:expr, $spec:expr) => {
        concat!(
            r#"{"apiVersion":"route.openshift.io/v1","kind":"Route","metadata":{"#,
            $meta,
            r#"},"spec":{"to":{"kind":"Service","name":"web"}"#,
            $spec,
            "}}"
        )
    };
}
macro_rules! tls {
    ($tls:literal) => {
        route!(concat!(r#","tls":{"#, $tls, "}"))
    };
}
macro_rules! request {
    ($headers:literal) => {
        route!(concat!(r#","httpHeaders":{"actions":{"request":["#, $headers, "]}}"))
    };
}
macro_rules! set {
    ($value:literal) => {
        route!(concat!(
            r#","httpHeaders":{"actions":{"response":[{"name":"X-A","action":{"type":"Set","set":{"value":""#,
            $value,
            r#""}}}]}}"#
        ))
    };
}

#[rustfmt::skip]
const ROUTE: &[Case] = &[
    ("", route!(r#","port":{"targetPort":8080},"path":"/app","wildcardPolicy":"None""#), &[]),
    ("", route!(r#","host":"shop.example.com","alternateBackends":[{"name":"b","weight":0}],"port":{"targetPort":"web"}"#), &[]),
    ("", r#"{"apiVersion":"route.openshift.io/v1","kind":"Route","metadata":{"name":"a"},"spec":{"to":{"name":"web"}}}"#, &[]),
    ("metadata-name-malformed", route!(r#""name":"A""#, ""), &[(INVALID, "metadata.name")]),
    ("finalizer-without-domain", route!(r#""name":"a","finalizers":["wait"]"#, ""), &[(INVALID, "metadata.finalizers[0]")]),
    ("route-host-malformed", route!(r#","host":"a_b""#), &[(INVALID, "spec.host"), (INVALID, "spec.host")]),
    ("route-host-part-malformed", route!(r#","host":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com""#), &[(INVALID, "spec.host")]),
    ("", route!(r#""name":"a","annotations":{"route.openshift.io/allow-non-dns-compliant-host":"true"}"#, r#","host":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com""#), &[]),
    ("", route!(r#""name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","namespace":"ns""#, ""), &[]),
    ("route-made-host-too-long", route!(r#""name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","namespace":"ns""#, ""), &[(INVALID, "spec.host")]),
    ("", route!(r#""name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","namespace":"ns""#, r#","subdomain":"a.b""#), &[]),
    ("route-subdomain-malformed", route!(r#","subdomain":"a..b""#), &[(INVALID, "spec.subdomain")]),
    ("route-subdomain-unused", route!(r#","subdomain":"a","host":"a.example.com""#), &[("route-subdomain-unused", "spec.subdomain")]),
    ("route-wildcard-policy-unknown", route!(r#","wildcardPolicy":"All""#), &[(NOT_SUPPORTED, "spec.wildcardPolicy")]),
    ("route-wildcard-without-host", route!(r#","wildcardPolicy":"Subdomain""#), &[(INVALID, "spec.wildcardPolicy")]),
    ("route-path-relative", route!(r#","path":"app""#), &[(INVALID, "spec.path")]),
    ("route-path-sign-forbidden", route!(r#","path":"/a b""#), &[(INVALID, "spec.path")]),
    ("route-path-sign-forbidden", route!(r#","path":"/a#b""#), &[(INVALID, "spec.path")]),
    ("", route!(r#","path":"/a[b-Z]%20+""#), &[]),
    ("route-path-of-passthrough", route!(r#","path":"/","tls":{"termination":"passthrough"}"#), &[(INVALID, "spec.path")]),
    ("route-service-missing", route!(r#","alternateBackends":[{"kind":"Service"}]"#), &[(REQUIRED, "spec.alternateBackends[0].name")]),
    ("route-target-kind-unknown", route!(r#","alternateBackends":[{"kind":"Pod","name":"b"}]"#), &[(INVALID, "spec.alternateBackends[0].kind")]),
    ("route-weight-out-of-range", route!(r#","alternateBackends":[{"name":"b","weight":257}]"#), &[(INVALID, "spec.alternateBackends[0].weight")]),
    ("route-backends-too-many", route!(r#","alternateBackends":[{"name":"b"},{"name":"c"},{"name":"d"},{"name":"e"}]"#), &[(REQUIRED, "spec.alternateBackends")]),
    ("route-port-missing", route!(r#","port":{"targetPort":""}"#), &[(REQUIRED, "spec.port.targetPort")]),
    ("route-port-missing", route!(r#","port":{}"#), &[(REQUIRED, "spec.port.targetPort")]),
];

#[rustfmt::skip]
const TLS: &[Case] = &[
    ("", tls!(r#""certificate":"c","key":"k","insecureEdgeTerminationPolicy":"Allow""#), &[]),
    ("", tls!(r#""termination":"Reencrypt","destinationCACertificate":"c""#), &[]),
    ("", tls!(r#""termination":"passthrough","insecureEdgeTerminationPolicy":"Redirect""#), &[]),
    ("", tls!(r#""termination":"edge","externalCertificate":{"name":"s"}"#), &[]),
    ("route-termination-unknown", tls!(r#""termination":"full","insecureEdgeTerminationPolicy":"x""#), &[(NOT_SUPPORTED, "spec.tls.termination")]),
    ("route-termination-unknown", tls!(r#""destinationCACertificate":"c""#), &[(NOT_SUPPORTED, "spec.tls.termination")]),
    ("route-certificate-of-passthrough", tls!(r#""termination":"passthrough","certificate":"c","key":"k","externalCertificate":{"name":"s"},"caCertificate":"a","destinationCACertificate":"d""#),
        &[(INVALID, "spec.tls.certificate"), (INVALID, "spec.tls.key"), (INVALID, "spec.tls.externalCertificate"), (INVALID, "spec.tls.caCertificate"), (INVALID, "spec.tls.destinationCACertificate")]),
    ("route-destination-certificate-of-edge", tls!(r#""termination":"edge","destinationCACertificate":"d""#), &[(INVALID, "spec.tls.destinationCACertificate")]),
    ("route-certificate-twice", tls!(r#""termination":"reencrypt","certificate":"c","externalCertificate":{"name":"s"}"#), &[(INVALID, "spec.tls.externalCertificate")]),
    ("route-insecure-policy-unfit", tls!(r#""termination":"passthrough","insecureEdgeTerminationPolicy":"Allow""#), &[(INVALID, "spec.tls.insecureEdgeTerminationPolicy")]),
    ("route-insecure-policy-unfit", tls!(r#""termination":"edge","insecureEdgeTerminationPolicy":"Disable""#), &[(INVALID, "spec.tls.insecureEdgeTerminationPolicy")]),
];

#[rustfmt::skip]
const HEADERS: &[Case] = &[
    ("", request!(r#"{"name":"X-A","action":{"type":"Delete"}},{"name":"X-B","action":{"type":"Set","set":{"value":"%[req.hdr(Host),lower,base64]%%%{+Q,-E}[ssl_c_der] ü"}}}"#), &[]),
    ("route-headers-of-passthrough", route!(r#","tls":{"termination":"passthrough"},"httpHeaders":{"actions":{"request":[{"name":"A","action":{"type":"Delete"}}]}}"#), &[(INVALID, "spec.tls.termination")]),
    ("route-header-twice", request!(r#"{"name":"A","action":{"type":"Delete"}},{"name":"A","action":{"type":"Delete"}}"#), &[(DUPLICATE, "spec.httpHeaders.actions.request[1].name")]),
    ("route-header-nameless", request!(r#"{"action":{"type":"Delete"}}"#), &[(REQUIRED, "spec.httpHeaders.actions.request[0].name")]),
    ("route-header-reserved", request!(r#"{"name":"Cookie","action":{"type":"Delete"}}"#), &[(FORBIDDEN, "spec.httpHeaders.actions.request[0].name")]),
    ("route-header-name-malformed", request!(r#"{"name":"A B","action":{"type":"Delete"}}"#), &[(INVALID, "spec.httpHeaders.actions.request[0].name")]),
    ("route-header-action-unknown", request!(r#"{"name":"A","action":{"type":"Add"}}"#), &[(INVALID, "spec.httpHeaders.actions.request[0].action.type")]),
    ("route-header-set-unfit", request!(r#"{"name":"A","action":{"type":"Set"}},{"name":"B","action":{"type":"Delete","set":{"value":"c"}}}"#), &[(REQUIRED, "spec.httpHeaders.actions.request[0].action.set"), (REQUIRED, "spec.httpHeaders.actions.request[1].action.set")]),
    ("route-header-value-missing", set!(""), &[(REQUIRED, "spec.httpHeaders.actions.response[0].action.set.value")]),
    ("", set!("%[res.hdr(X-B)]"), &[]),
    ("route-header-value-malformed", set!("%[req.hdr(X-B)]"), &[(INVALID, "spec.httpHeaders.actions.response[0].action.set.value")]),
    ("route-header-value-malformed", set!("50%"), &[(INVALID, "spec.httpHeaders.actions.response[0].action.set.value")]),
    // Only what follows a `%` is fetched; brackets elsewhere are plain text.
    ("", set!("a[b] %%[req.hdr(X-B)]"), &[]),
    ("route-header-value-malformed", set!("%{X,}[ssl_c_der]"), &[(INVALID, "spec.httpHeaders.actions.response[0].action.set.value")]),
    ("route-header-value-malformed", set!("%[ssl_c_der,upper]"), &[(INVALID, "spec.httpHeaders.actions.response[0].action.set.value")]),
];

/// A sound SCC, with more in it.
macro_rules! scc {
    ($more:literal) => {
        scc!("RunAsAny", $more)
    };
    ($user:literal, $more:literal) => {
        concat!(
            r#"{"apiVersion":"security.openshift.io/v1","kind":"SecurityContextConstraints","metadata":{"name":"a"},"seLinuxContext":{"type":"RunAsAny"},"runAsUser":{"type":""#,
            $user,
            r#""}"#,
            $more,
            "}"
        )
    };
}

#[rustfmt::skip]
const SCC: &[Case] = &[
    ("", scc!("MustRunAsRange", r#","priority":0,"fsGroup":{"type":"MustRunAs","ranges":[{"min":1,"max":1}]},"volumes":["none","hostPath"],"allowedCapabilities":["SYS_PTRACE"],"requiredDropCapabilities":["KILL"],"allowedUnsafeSysctls":["kernel.msg*","a-b.c_d"],"forbiddenSysctls":["net.*"]"#), &[]),
    ("", scc!(r#","allowedFlexVolumes":[{"driver":"d"}],"defaultAllowPrivilegeEscalation":true,"userNamespaceLevel":"RequirePodLevel""#), &[]),
    ("scc-priority-negative", scc!(r#","priority":-1"#), &[(INVALID, "priority")]),
    ("scc-user-strategy-unknown", scc!("", ""), &[(INVALID, "runAsUser.type")]),
    ("scc-uid-negative", r#"{"apiVersion":"security.openshift.io/v1","kind":"SecurityContextConstraints","metadata":{"name":"a"},"seLinuxContext":{"type":"RunAsAny"},"runAsUser":{"type":"MustRunAs","uid":-1}}"#, &[(INVALID, "runAsUser.uid")]),
    ("scc-selinux-strategy-unknown", r#"{"apiVersion":"security.openshift.io/v1","kind":"SecurityContextConstraints","metadata":{"name":"a"},"runAsUser":{"type":"RunAsAny"}}"#, &[(INVALID, "seLinuxContext.type")]),
    ("scc-group-strategy-unknown", scc!(r#","fsGroup":{"type":"MayRunAs"},"supplementalGroups":{"type":"Any"}"#), &[(NOT_SUPPORTED, "fsGroup.type"), (NOT_SUPPORTED, "supplementalGroups.type")]),
    ("scc-range-negative", scc!(r#","fsGroup":{"ranges":[{"min":-2,"max":-1}]}"#), &[(INVALID, "fsGroup.ranges[0].min"), (INVALID, "fsGroup.ranges[0].max")]),
    ("scc-range-backwards", scc!(r#","supplementalGroups":{"ranges":[{"min":2,"max":1}]}"#), &[(INVALID, "supplementalGroups.ranges[0].min")]),
    ("scc-capability-dropped-as-well", scc!(r#","requiredDropCapabilities":["KILL"],"defaultAddCapabilities":["KILL"],"allowedCapabilities":["KILL"]"#), &[(INVALID, "defaultAddCapabilities"), (INVALID, "allowedCapabilities")]),
    ("scc-drops-beside-all", scc!(r#","requiredDropCapabilities":["KILL"],"allowedCapabilities":["*"]"#), &[(INVALID, "requiredDropCapabilities")]),
    ("scc-escalation-by-default-only", scc!(r#","defaultAllowPrivilegeEscalation":true,"allowPrivilegeEscalation":false"#), &[(INVALID, "defaultAllowPrivilegeEscalation")]),
    ("scc-volumes-beside-none", scc!(r#","volumes":["none","secret"]"#), &[(INVALID, "volumes")]),
    ("scc-volumes-beside-none", scc!(r#","volumes":["none"],"allowHostDirVolumePlugin":true"#), &[(INVALID, "volumes")]),
    ("scc-flex-drivers-without-volumes", scc!(r#","volumes":["secret"],"allowedFlexVolumes":[{"driver":""}]"#), &[(INVALID, "allowedFlexVolumes")]),
    ("scc-flex-driver-missing", scc!(r#","volumes":["flexVolume"],"allowedFlexVolumes":[{"driver":""}]"#), &[(REQUIRED, "allowedFlexVolumes[0].driver")]),
    ("scc-sysctl-malformed", scc!(r#","allowedUnsafeSysctls":["","A","a..b","a*b","-a"]"#), &[(INVALID, "allowedUnsafeSysctls[0]"), (INVALID, "allowedUnsafeSysctls[1]"), (INVALID, "allowedUnsafeSysctls[2]"), (INVALID, "allowedUnsafeSysctls[3]"), (INVALID, "allowedUnsafeSysctls[4]")]),
    ("scc-sysctls-beside-all", scc!(r#","forbiddenSysctls":["*","a"]"#), &[(FORBIDDEN, "forbiddenSysctls.items")]),
    ("scc-sysctls-overlap", scc!(r#","allowedUnsafeSysctls":["a","b.*","c.d","e.f*","g"],"forbiddenSysctls":["a","b.c","c.*","e.*"]"#),
        &[(INVALID, "allowedUnsafeSysctls[0]"), (INVALID, "forbiddenSysctls[1]"), (INVALID, "allowedUnsafeSysctls[2]"), (INVALID, "allowedUnsafeSysctls[3]")]),
    ("scc-sysctls-overlap", scc!(r#","allowedUnsafeSysctls":["a.*"],"forbiddenSysctls":["a.b.*"]"#), &[(INVALID, "forbiddenSysctls[0]")]),
    ("scc-user-namespace-level-unknown", scc!(r#","userNamespaceLevel":"Host""#), &[(NOT_SUPPORTED, "userNamespaceLevel")]),
    ("finalizer-malformed", r#"{"apiVersion":"security.openshift.io/v1","kind":"SecurityContextConstraints","metadata":{"name":"a","finalizers":["b c"]},"seLinuxContext":{"type":"RunAsAny"},"runAsUser":{"type":"RunAsAny"}}"#, &[(INVALID, "metadata.finalizers")]),
];

/// Cases with something long, which stands in for `MANY`.
#[rustfmt::skip]
const LONG: &[(&str, usize, Case)] = &[
    ("x", 256, ("route-header-name-too-long", request!(r#"{"name":"MANY","action":{"type":"Delete"}}"#), &[(INVALID, "spec.httpHeaders.actions.request[0].name")])),
    ("x", 16_385, ("route-header-value-too-long", set!("MANY"), &[(INVALID, "spec.httpHeaders.actions.response[0].action.set.value")])),
    (r#"{"name":"a","action":{"type":"Delete"}},"#, 20, ("route-headers-too-many", request!(r#"MANY{"name":"b","action":{"type":"Delete"}}"#), &[(INVALID, "spec.httpHeaders.actions.request")])),
    ("a.", 127, ("route-subdomain-malformed", route!(r#","subdomain":"MANYb""#), &[(INVALID, "spec.subdomain")])),
];

/// Brings an object before the judge as OpenShift has it.
fn trial(case: &Case) -> Trial {
    let object = case.1;
    Trial::new(case, move |off| {
        let object: serde_json::Value = serde_json::from_str(object).unwrap();
        let api_version = object["apiVersion"].as_str().unwrap().to_owned();
        let kind = object["kind"].as_str().unwrap().to_owned();
        let mut object = Object::read(&api_version, &kind, object).unwrap().unwrap();
        let mut found = judge_object(&mut object, &Target::openshift(), KubeVersion::DEFAULT).found;
        found.retain(|finding| finding.rule != off);
        found
    })
}

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials: Vec<_> = [ROUTE, TLS, HEADERS, SCC].concat().iter().map(trial).collect();
    trials.extend(LONG.iter().map(|(word, times, (rule, object, expected))| {
        let object: &'static str = object.replace("MANY", &word.repeat(*times)).leak();
        trial(&(*rule, object, *expected))
    }));
    trials
}

#[test]
fn a_secret_that_the_router_reads_is_assumed() {
    for (minor, secret, assumed) in [(36, "web", true), (36, "", false), (31, "web", false)] {
        let route = RouteTls {
            external_certificate: Some(RouteSecret { name: secret.to_owned() }),
            ..Default::default()
        };
        let route = Route {
            metadata: ObjectMeta { name: Some("a".to_owned()), ..Default::default() },
            spec: RouteSpec {
                to: RouteTarget { name: "web".to_owned(), ..Default::default() },
                tls: Some(route),
                ..Default::default()
            },
            status: None,
        };
        let mut j = Judge::new(KubeVersion::new(minor).unwrap(), Form::Pod);
        super::route(&mut j, &route, None);
        let (found, assumes) = j.finish();
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(assumes.len(), usize::from(assumed), "1.{minor}: {assumes:?}");
    }
}

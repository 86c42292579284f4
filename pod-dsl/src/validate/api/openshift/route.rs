//! `Route`: which requests from outside reach which Service of OpenShift.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{
    super::metadata::{self, NameRule, report_all},
    route_headers, route_tls,
};
use crate::{
    grammar::{dns_label, dns_subdomain},
    object::{Route, RouteSpec, RouteTarget},
    validate::{Judge, Path, rule::rules, warnings},
};

rules! {
    HOST: Invalid, "route-host-malformed", "the host of a Route is a DNS name";
    HOST_PART: Invalid, "route-host-part-malformed", "each part of a host is a DNS label";
    HOST_MADE: Invalid, "route-made-host-too-long", "`<name>-<namespace>` has at most 63 bytes where a Route has no host of its own";
    SUBDOMAIN: Invalid, "route-subdomain-malformed", "a subdomain is made of DNS labels";
    WILDCARD: NotSupported, "route-wildcard-policy-unknown", "a wildcard policy is None or Subdomain";
    WILDCARD_HOSTLESS: Invalid, "route-wildcard-without-host", "a wildcard needs a host";
    PATH: Invalid, "route-path-relative", "a path begins with `/`";
    /// Since OpenShift 4.18. A path that a Route has already stays.
    PATH_SIGN: Invalid, "route-path-sign-forbidden", "a path holds no `#` and no space";
    PATH_PASSED: Invalid, "route-path-of-passthrough", "a router that does not decrypt sees no paths";
    TARGET_MISSING: Required, "route-service-missing", "a Route names its Service";
    TARGET_KIND: Invalid, "route-target-kind-unknown", "a Route leads to a Service";
    WEIGHT: Invalid, "route-weight-out-of-range", "a weight is 0 to 256";
    BACKENDS: Required, "route-backends-too-many", "a Route has at most 3 alternate backends";
    PORT: Required, "route-port-missing", "the port of a Route is a number or a name";
}

/// Says that a host need not be made of labels.
const LENIENT: &str = "route.openshift.io/allow-non-dns-compliant-host";
const MOST_BACKENDS: usize = 3;

/// Judges a `Route`; `namespace` is the one where it goes, if that is known.
///
/// Source: `pkg/route/{defaulting,hostassignment,validation}` of openshift/library-go, by which both the API server of
/// OpenShift and that of `MicroShift` judge. The latter has the schema of a custom resource in front, which says less.
pub(crate) fn route(j: &mut Judge, object: &Route, namespace: Option<&str>) {
    let path = Path::root("metadata");
    metadata::check(j, "Route", &object.metadata, NameRule::Subdomain, &path);
    let (spec, path) = (&object.spec, Path::root("spec"));
    warnings::route(j, spec, &path);
    host(j, object, namespace, &path);
    wildcard(j, spec, &path.field("wildcardPolicy"));
    let passthrough = spec.tls.as_ref().is_some_and(|tls| route_tls::termination(tls) == "passthrough");
    if let Some(headers) = &spec.http_headers {
        route_headers::check(j, &headers.actions, passthrough, &path);
    }
    if let Some(given) = spec.path.as_deref().filter(|given| !given.is_empty()) {
        let at = path.field("path");
        if !given.starts_with('/') {
            j.report(&PATH, &at, format_args!("`{given}` does not begin with `/`"));
        }
        if given.contains(['#', ' ']) && judges_signs(j) {
            j.report(&PATH_SIGN, &at, format_args!("`{given}` holds what the router cannot read"))
                .help("write a space as `%20`; what follows a `#` never leaves the browser");
        }
        if passthrough {
            let message = "with the termination `passthrough` the router sees no paths";
            j.report(&PATH_PASSED, &at, message).help("leave `path` out, or let the router decrypt: `edge`");
        }
    }
    target(j, &spec.to, &path.field("to"));
    let backends = spec.alternate_backends.as_deref().unwrap_or_default();
    let list = path.field("alternateBackends");
    if backends.len() > MOST_BACKENDS {
        let message = format_args!("there are {}; {MOST_BACKENDS} are allowed", backends.len());
        j.report(&BACKENDS, &list, message);
    }
    for (index, backend) in backends.iter().enumerate() {
        target(j, backend, &list.index(index));
    }
    let port = spec.port.as_ref().map(|port| &port.target_port);
    if port.is_some_and(|port| {
        matches!(port, IntOrString::Int(0)) || *port == IntOrString::String(String::new())
    }) {
        j.report(&PORT, &path.field("port.targetPort"), "no port is named");
    }
    if let Some(tls) = &spec.tls {
        route_tls::check(j, tls, &path.field("tls"));
    }
}

/// Tells whether the server looks at the signs of a path: 4.20 does, and 4.18 and 4.19 do in their newest patches.
///
/// Source: pull request 1958 of openshift/library-go; 576 and 603 of openshift/openshift-apiserver.
fn judges_signs(j: &Judge) -> bool {
    j.version.openshift_minor().is_some_and(|minor| minor >= 18)
}

fn host(j: &mut Judge, object: &Route, namespace: Option<&str>, path: &Path<'_>) {
    let spec = &object.spec;
    let subdomain = spec.subdomain.as_deref().unwrap_or_default();
    let at = path.field("host");
    match spec.host.as_deref().unwrap_or_default() {
        "" if subdomain.is_empty() && spec.wildcard_policy.as_deref() != Some("Subdomain") => {
            made_host(j, object, namespace, &at);
        }
        "" => {}
        host => {
            if let Err(fault) = dns_subdomain(host) {
                j.report(&HOST, &at, format_args!("the host `{host}`: {fault}"));
            }
            let annotations = object.metadata.annotations.as_ref();
            if annotations.and_then(|all| all.get(LENIENT)).is_none_or(|value| value != "true") {
                for part in host.split('.') {
                    report_all(j, &HOST_PART, &at, "a part of the host", part, dns_label(part));
                }
            }
        }
    }
    if subdomain.is_empty() {
        return;
    }
    let at = path.field("subdomain");
    if subdomain.len() > 253 {
        let message = format_args!("the subdomain has {} bytes; 253 are allowed", subdomain.len());
        j.report(&SUBDOMAIN, &at, message);
    }
    for part in subdomain.split('.') {
        if let Err(fault) = dns_label(part) {
            j.report(&SUBDOMAIN, &at, format_args!("the part `{part}`: {fault}"));
        }
    }
}

/// Judges the first part of the host that the cluster makes, which is a DNS label as well.
fn made_host(j: &mut Judge, object: &Route, namespace: Option<&str>, path: &Path<'_>) {
    let (Some(name), Some(namespace)) = (object.metadata.name.as_deref(), namespace) else { return };
    let bytes = name.len() + 1 + namespace.len();
    if bytes > 63 {
        let message =
            format_args!("the host would begin with `{name}-{namespace}`, {bytes} bytes: 63 are allowed");
        j.report(&HOST_MADE, path, message).help("give the Route a shorter name, or a `host` of its own");
    }
}

fn wildcard(j: &mut Judge, spec: &RouteSpec, path: &Path<'_>) {
    match spec.wildcard_policy.as_deref().unwrap_or_default() {
        "" | "None" => {}
        "Subdomain" => {
            if spec.host.as_deref().unwrap_or_default().is_empty() {
                j.report(&WILDCARD_HOSTLESS, path, "the policy is `Subdomain`, and there is no `host`");
            }
        }
        other => {
            let message = format_args!("`{other}` is no wildcard policy: use None or Subdomain");
            j.report(&WILDCARD, path, message);
        }
    }
}

fn target(j: &mut Judge, target: &RouteTarget, path: &Path<'_>) {
    if target.name.is_empty() {
        j.report(&TARGET_MISSING, &path.field("name"), "no Service is named");
    }
    let kind = target.kind.as_deref().unwrap_or_default();
    if !matches!(kind, "" | "Service") {
        let message = format_args!("`{kind}` cannot be led to: only a Service can");
        j.report(&TARGET_KIND, &path.field("kind"), message);
    }
    if let Some(weight) = target.weight.filter(|weight| !(0..=256).contains(weight)) {
        let message = format_args!("{weight} is no weight: allowed are 0 to 256");
        j.report(&WEIGHT, &path.field("weight"), message);
    }
}

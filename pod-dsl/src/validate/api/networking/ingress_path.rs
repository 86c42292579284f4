//! The paths of an `Ingress`, and the backends to which they lead.

use k8s_openapi::api::networking::v1::{HTTPIngressPath, IngressBackend, IngressServiceBackend};

use super::{
    super::metadata::{NameRule, report_all},
    reference,
};
use crate::{
    grammar::{port_name, port_number},
    validate::{Judge, Path, rule::rules},
};

rules! {
    PATHS_MISSING: Required, "ingress-paths-missing", "a rule for HTTP has paths";
    TYPE_MISSING: Required, "ingress-path-type-missing", "a path says how it is compared";
    TYPE: NotSupported, "ingress-path-type-unknown", "a path is compared as Exact, Prefix or ImplementationSpecific";
    RELATIVE: Invalid, "ingress-path-relative", "a path begins with `/`";
    UNCLEAN: Invalid, "ingress-path-unclean", "a path that is compared step by step has no empty, `.`, `..` or encoded steps";
    BACKEND_MISSING: Invalid, "ingress-backend-missing", "a backend is a Service or a resource";
    BACKEND_TWICE: Invalid, "ingress-backend-twice", "a backend is either a Service or a resource";
    SERVICE_MISSING: Required, "ingress-service-name-missing", "a backend names its Service";
    SERVICE: Invalid, "ingress-service-name-malformed", "a backend names its Service as a Service can be named";
    PORT_MISSING: Required, "ingress-service-port-missing", "a backend says which port of its Service is meant";
    PORT_TWICE: Invalid, "ingress-service-port-twice", "the port of a backend is a name or a number";
    PORT_NAME: Invalid, "ingress-service-port-name-malformed", "the name of a port is a short word";
    PORT_NUMBER: Invalid, "ingress-service-port-number-malformed", "a port is 1 to 65535";
}

/// What a path may not hold that is compared step by step.
const UNCLEAN_PARTS: [&str; 5] = ["//", "/./", "/../", "%2f", "%2F"];
/// How such a path may not end.
const UNCLEAN_ENDS: [&str; 2] = ["/..", "/."];

/// Judges the paths of a rule.
pub(super) fn all(j: &mut Judge, paths: &[HTTPIngressPath], list: &Path<'_>) {
    if paths.is_empty() {
        j.report(&PATHS_MISSING, list, "no path leads anywhere");
    }
    for (index, path) in paths.iter().enumerate() {
        one(j, path, &list.index(index));
    }
}

fn one(j: &mut Judge, given: &HTTPIngressPath, path: &Path<'_>) {
    let text = given.path.as_deref().unwrap_or_default();
    let at = path.field("path");
    match given.path_type.as_str() {
        "" => {
            j.report(&TYPE_MISSING, &path.field("pathType"), "nothing says how the path is compared")
                .help("write `pathType: Prefix`, or `Exact`");
            // The server looks no further.
            return;
        }
        kind @ ("Exact" | "Prefix") => {
            if !text.starts_with('/') {
                relative(j, text, &at);
            }
            for part in UNCLEAN_PARTS.iter().filter(|part| text.contains(**part)) {
                let message =
                    format_args!("`{text}` holds `{part}`, so as a path of type {kind} it fits nothing");
                j.report(&UNCLEAN, &at, message);
            }
            for end in UNCLEAN_ENDS.iter().filter(|end| text.ends_with(**end)) {
                let message =
                    format_args!("`{text}` ends with `{end}`, so as a path of type {kind} it fits nothing");
                j.report(&UNCLEAN, &at, message);
            }
        }
        "ImplementationSpecific" => {
            if !text.is_empty() && !text.starts_with('/') {
                relative(j, text, &at);
            }
        }
        other => {
            let message =
                format_args!("`{other}` is no type of path: use Exact, Prefix or ImplementationSpecific");
            j.report(&TYPE, &path.field("pathType"), message);
        }
    }
    backend(j, &given.backend, &path.field("backend"));
}

fn relative(j: &mut Judge, text: &str, path: &Path<'_>) {
    j.report(&RELATIVE, path, format_args!("`{text}` does not begin with `/`"));
}

/// Judges a backend, of a path or by default.
pub(super) fn backend(j: &mut Judge, backend: &IngressBackend, path: &Path<'_>) {
    match (&backend.resource, &backend.service) {
        (Some(_), Some(_)) => {
            j.report(&BACKEND_TWICE, path, "a `resource` and a `service` stand here: leave one of them out");
        }
        (Some(resource), None) => {
            let path = path.field("resource");
            reference::group(j, resource.api_group.as_deref(), &path);
            reference::kind_and_name(j, &resource.kind, &resource.name, &path);
        }
        (None, Some(target)) => service(j, target, path),
        (None, None) => {
            j.report(&BACKEND_MISSING, path, "the backend names neither a `service` nor a `resource`");
        }
    }
}

fn service(j: &mut Judge, service: &IngressServiceBackend, path: &Path<'_>) {
    let at = path.field("service");
    let at_name = at.field("name");
    let name = service.name.as_str();
    if name.is_empty() {
        j.report(&SERVICE_MISSING, &at_name, "the backend names no Service");
    } else {
        let verdict = NameRule::Service.check(j, name);
        report_all(j, &SERVICE, &at_name, "the name of the Service", name, verdict);
    }
    let port = service.port.as_ref();
    let name = port.and_then(|port| port.name.as_deref()).unwrap_or_default();
    let number = port.and_then(|port| port.number).unwrap_or_default();
    let at = at.field("port");
    match (name, number) {
        ("", 0) => {
            j.report(&PORT_MISSING, path, "no port of the Service is named")
                .help("write `service.port.number` or `service.port.name`");
        }
        ("", number) => {
            if port_number(number.into()).is_err() {
                let message = format_args!("{number} is no port: allowed are 1 to 65535");
                j.report(&PORT_NUMBER, &at.field("number"), message);
            }
        }
        (name, 0) => report_all(j, &PORT_NAME, &at.field("name"), "the port", name, port_name(name)),
        (name, number) => {
            let message = format_args!("the port is `{name}` and {number}: leave one of them out");
            j.report(&PORT_TWICE, path, message);
        }
    }
}

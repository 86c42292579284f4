//! `Ingress`: which requests from outside reach which Service.

use k8s_openapi::api::networking::v1::{Ingress, IngressRule, IngressTLS};

use super::{
    super::metadata::{self, NameRule, report_all},
    ingress_path,
};
use crate::{
    grammar::{Fault, dns_subdomain, legacy_ip_address, wildcard_dns_subdomain},
    validate::{Judge, Path, rule::rules, warnings},
};

rules! {
    EMPTY: Invalid, "ingress-empty", "an Ingress has rules or a defaultBackend";
    CLASS: Invalid, "ingress-class-name-malformed", "the class of an Ingress is a DNS name";
    CLASS_DIFFERS: Invalid, "ingress-classes-differ", "the old annotation names the class that ingressClassName names";
    HOST: Invalid, "ingress-host-malformed", "a host is a DNS name, with `*.` in front at most";
    HOST_ADDRESS: Invalid, "ingress-host-address", "a host is a name and no IP address";
    TLS_HOST: Invalid, "ingress-tls-host-malformed", "a host of a certificate is a DNS name, with `*.` in front at most";
    TLS_SECRET: Invalid, "ingress-tls-secret-malformed", "the Secret of a certificate is named by a DNS name";
}

/// Names the annotation that came before `ingressClassName`.
const CLASS_ANNOTATION: &str = "kubernetes.io/ingress.class";

/// Judges an `Ingress`.
///
/// Source: `ValidateIngressCreate` of `pkg/apis/networking/validation`.
pub(crate) fn ingress(j: &mut Judge, object: &Ingress) {
    warnings::ingress(j, object);
    let metadata = Path::root("metadata");
    metadata::check(j, "Ingress", &object.metadata, NameRule::Subdomain, &metadata);
    let path = Path::root("spec");
    let spec = object.spec.clone().unwrap_or_default();
    let rules = spec.rules.as_deref().unwrap_or_default();
    if rules.is_empty() && spec.default_backend.is_none() {
        j.report(&EMPTY, &path, "the Ingress leads nowhere").help("give it `rules` or a `defaultBackend`");
    }
    if let Some(backend) = &spec.default_backend {
        ingress_path::backend(j, backend, &path.field("defaultBackend"));
    }
    let list = path.field("rules");
    for (index, rule) in rules.iter().enumerate() {
        one(j, rule, &list.index(index));
    }
    let list = path.field("tls");
    for (index, certificate) in spec.tls.iter().flatten().enumerate() {
        tls(j, certificate, &list.index(index));
    }
    let annotations = object.metadata.annotations.as_ref();
    let annotated = annotations.and_then(|annotations| annotations.get(CLASS_ANNOTATION));
    let Some(class) = &spec.ingress_class_name else { return };
    let at = path.field("ingressClassName");
    report_all(j, &CLASS, &at, "the class", class, dns_subdomain(class));
    if let Some(annotated) = annotated.filter(|annotated| *annotated != class) {
        // The server takes the annotation for a field of the object itself.
        let at = Path::root("annotations");
        let message =
            format_args!("the annotation says `{annotated}`, and `ingressClassName` says `{class}`");
        j.report(&CLASS_DIFFERS, &at.field(CLASS_ANNOTATION), message).help("leave the annotation out");
    }
}

fn one(j: &mut Judge, rule: &IngressRule, path: &Path<'_>) {
    if let Some(host) = rule.host.as_deref().filter(|host| !host.is_empty()) {
        let path = path.field("host");
        if legacy_ip_address(host).is_ok() {
            j.report(&HOST_ADDRESS, &path, format_args!("`{host}` is an IP address; a name is wanted"))
                .help("leave `host` out to serve requests for any host");
        }
        report_all(j, &HOST, &path, "the host", host, name_of_host(host));
    }
    if let Some(http) = &rule.http {
        ingress_path::all(j, &http.paths, &path.field("http.paths"));
    }
}

fn tls(j: &mut Judge, tls: &IngressTLS, path: &Path<'_>) {
    let list = path.field("hosts");
    for (index, host) in tls.hosts.iter().flatten().enumerate() {
        report_all(j, &TLS_HOST, &list.index(index), "the host", host, name_of_host(host));
    }
    if let Some(secret) = tls.secret_name.as_deref().filter(|name| !name.is_empty()) {
        let path = path.field("secretName");
        report_all(j, &TLS_SECRET, &path, "the name of the Secret", secret, dns_subdomain(secret));
    }
}

fn name_of_host(host: &str) -> Result<(), Fault> {
    if host.contains('*') { wildcard_dns_subdomain(host) } else { dns_subdomain(host) }
}

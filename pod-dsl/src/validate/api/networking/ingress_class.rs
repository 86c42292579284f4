//! `IngressClass`: which controller serves the Ingresses of a class.

use k8s_openapi::api::networking::v1::{IngressClass, IngressClassParametersReference};

use super::{
    super::metadata::{self, NameRule, report_all},
    reference,
};
use crate::{
    grammar::{dns_label, domain_prefixed_path},
    validate::{Judge, Path, rule::rules},
};

rules! {
    CONTROLLER_MISSING: Required, "ingress-class-controller-missing", "an IngressClass names its controller";
    CONTROLLER_LONG: TooLong, "ingress-class-controller-too-long", "the name of a controller has at most 250 bytes";
    CONTROLLER: Invalid, "ingress-class-controller-malformed", "a controller is named by a domain and a path";
    SCOPE: NotSupported, "ingress-class-scope-unknown", "the scope of parameters is Cluster or Namespace";
    NAMESPACE_MISSING: Required, "ingress-class-namespace-missing", "parameters of the scope Namespace say in which one";
    NAMESPACE: Invalid, "ingress-class-namespace-malformed", "the namespace of parameters is a DNS label";
    NAMESPACE_UNUSED: Forbidden, "ingress-class-namespace-unused", "parameters of the scope Cluster are in no namespace";
}

const LONGEST: usize = 250;

/// Judges an `IngressClass`.
///
/// Source: `ValidateIngressClass` of `pkg/apis/networking/validation`.
pub(crate) fn ingress_class(j: &mut Judge, object: &IngressClass) {
    let metadata = Path::root("metadata");
    metadata::check(j, "IngressClass", &object.metadata, NameRule::Subdomain, &metadata);
    let spec = object.spec.clone().unwrap_or_default();
    let path = Path::root("spec");
    let at = path.field("controller");
    match spec.controller.as_deref().unwrap_or_default() {
        "" => {
            j.report(&CONTROLLER_MISSING, &at, "nobody is to serve this class");
        }
        name => {
            if name.len() > LONGEST {
                let message = format_args!("the name has {} bytes; {LONGEST} are allowed", name.len());
                j.report(&CONTROLLER_LONG, &at, message);
            }
            report_all(j, &CONTROLLER, &at, "the controller", name, domain_prefixed_path(name));
        }
    }
    if let Some(parameters) = &spec.parameters {
        reference_of(j, parameters, &path.field("parameters"));
    }
}

fn reference_of(j: &mut Judge, parameters: &IngressClassParametersReference, path: &Path<'_>) {
    reference::group(j, parameters.api_group.as_deref(), path);
    reference::kind_and_name(j, &parameters.kind, &parameters.name, path);
    let at = path.field("namespace");
    match (parameters.scope.as_deref().unwrap_or("Cluster"), parameters.namespace.as_deref()) {
        ("Cluster", None) => {}
        ("Cluster", Some(namespace)) => {
            let message = format_args!("the scope is Cluster, so `{namespace}` means nothing");
            j.report(&NAMESPACE_UNUSED, &at, message);
        }
        ("Namespace", None) => {
            j.report(&NAMESPACE_MISSING, &at, "the scope is Namespace, and none is named");
        }
        ("Namespace", Some(namespace)) => {
            report_all(j, &NAMESPACE, &at, "the namespace", namespace, dns_label(namespace));
        }
        (other, _) => {
            let message = format_args!("`{other}` is no scope: use Cluster or Namespace");
            j.report(&SCOPE, &path.field("scope"), message);
        }
    }
}

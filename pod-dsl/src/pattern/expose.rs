//! A way from outside to a Service: the Ingress, and the Route that takes its place on OpenShift.

use k8s_openapi::{
    api::networking::v1::{
        HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule, IngressServiceBackend,
        IngressSpec, IngressTLS, ServiceBackendPort,
    },
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::Expanded;
use crate::{
    intent::{Fault, LooseEnd, Origins},
    model::{Expose, Termination},
    object::{Route, RoutePort, RouteSecret, RouteSpec, RouteTarget, RouteTls},
};

/// Gives the Ingress with the Route beside it; the target takes one of the two.
pub fn expand_expose(expose: &Expose) -> Expanded {
    let mut expanded = Expanded::plain(ingress(expose).into(), Origins::new(expose.trace.clone()));
    if matches!(expose.termination, Termination::Reencrypt | Termination::Passthrough) {
        expanded.intent.loose.push(LooseEnd {
            fault: Fault::RouteNeeded,
            path: "spec.tls".to_owned(),
            message: format!(
                "`{}` leaves encryption to the pod behind it, which an Ingress cannot say",
                expose.service
            ),
            help: "end encryption at the router (`.edge()`), or write for OpenShift, which has Routes"
                .to_owned(),
            at: expose.trace.find("tls"),
        });
    }
    expanded.route = Some(Box::new(route(expose)));
    expanded
}

fn ingress(expose: &Expose) -> Ingress {
    let number = expose.port.name.is_none().then_some(expose.port.number);
    let service = IngressServiceBackend {
        name: expose.service.clone(),
        port: Some(ServiceBackendPort { name: expose.port.name.clone(), number }),
    };
    let path = HTTPIngressPath {
        path: Some(expose.path.clone().unwrap_or_else(|| "/".to_owned())),
        path_type: "Prefix".to_owned(),
        backend: IngressBackend { service: Some(service), resource: None },
    };
    let rule =
        IngressRule { host: expose.host.clone(), http: Some(HTTPIngressRuleValue { paths: vec![path] }) };
    let tls = (expose.termination != Termination::Plain).then(|| {
        let hosts = expose.host.clone().map(|host| vec![host]);
        vec![IngressTLS { hosts, secret_name: expose.secret.clone() }]
    });
    let spec = IngressSpec {
        ingress_class_name: expose.class.clone(),
        rules: Some(vec![rule]),
        tls,
        ..IngressSpec::default()
    };
    Ingress { metadata: expose.metadata.clone(), spec: Some(spec), ..Ingress::default() }
}

fn route(expose: &Expose) -> Route {
    let termination = match expose.termination {
        Termination::Plain => None,
        Termination::Edge => Some("edge"),
        Termination::Reencrypt => Some("reencrypt"),
        Termination::Passthrough => Some("passthrough"),
    };
    let tls = termination.map(|termination| RouteTls {
        termination: Some(termination.to_owned()),
        // Who asks in plain text is sent to the same address, encrypted.
        insecure_edge_termination_policy: Some("Redirect".to_owned()),
        external_certificate: expose.secret.clone().map(|name| RouteSecret { name }),
        ..RouteTls::default()
    });
    let spec = RouteSpec {
        host: expose.host.clone(),
        path: expose.path.clone(),
        to: RouteTarget { kind: Some("Service".to_owned()), name: expose.service.clone(), weight: None },
        // A Route knows the ports of a Service by name; without one there is one port only.
        port: expose.port.name.clone().map(|name| RoutePort { target_port: IntOrString::String(name) }),
        tls,
        ..RouteSpec::default()
    };
    Route { metadata: expose.metadata.clone(), spec, status: None }
}

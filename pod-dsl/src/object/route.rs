//! Routes, by which OpenShift leads requests from outside to a Service.
//!
//! Source: `route/v1/types.go` of openshift/api.

use k8s_openapi::apimachinery::pkg::{
    apis::meta::v1::{ObjectMeta, Time},
    util::intstr::IntOrString,
};

use super::wire::{Said, wire};

wire! {
    /// Leads requests for a host name to a Service. Only OpenShift has it; Kubernetes has Ingress.
    ///
    /// ```
    /// use pod_dsl::object::{Route, RouteSpec, RouteTarget};
    ///
    /// let route = Route {
    ///     spec: RouteSpec {
    ///         to: RouteTarget { name: "web".to_owned(), ..Default::default() },
    ///         ..Default::default()
    ///     },
    ///     ..Default::default()
    /// };
    /// let written = serde_json::to_value(&route)?;
    /// assert_eq!(written["apiVersion"], "route.openshift.io/v1");
    /// assert_eq!(written["spec"], serde_json::json!({"to": {"name": "web"}}));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    Route of "route.openshift.io/v1", "Route" {
        /// Its name and what else is known of every object.
        metadata: ObjectMeta = "metadata",
        /// Says what is wanted.
        spec: RouteSpec = "spec",
        /// Says what is; the server fills it in.
        status: Option<RouteStatus> = "status",
    }

    /// Says which requests are led where.
    RouteSpec {
        /// The host name; where there is none, the cluster makes `<name>-<namespace>.<its domain>`.
        host: Option<String> = "host",
        /// The part of the host name in front of the cluster's domain, where `host` is not given.
        subdomain: Option<String> = "subdomain",
        /// Narrows the route to paths that begin with this one.
        path: Option<String> = "path",
        /// The Service that is led to.
        to: RouteTarget = "to",
        /// Up to three more Services that share the requests by their weights.
        alternate_backends: Option<Vec<RouteTarget>> = "alternateBackends",
        /// The port of the pods; where none is said, every port of the Service counts.
        port: Option<RoutePort> = "port",
        /// Says where encryption ends; without it requests are not encrypted.
        tls: Option<RouteTls> = "tls",
        /// Is `None`, or `Subdomain` for every host of the same domain.
        wildcard_policy: Option<String> = "wildcardPolicy",
        /// Headers that are set or removed on the way.
        http_headers: Option<RouteHttpHeaders> = "httpHeaders",
    }

    /// Names a Service that is led to.
    RouteTarget {
        /// Is `Service`, which an empty one becomes.
        kind: Option<String> = "kind",
        /// The name of the Service.
        name: String = "name",
        /// Its share of the requests, 0 to 256; 100 where none is said.
        weight: Option<i32> = "weight",
    }

    /// Names a port of the pods behind a Service.
    RoutePort {
        /// Its number, or the name that the Service gives it.
        target_port: IntOrString = "targetPort",
    }

    /// Says where encryption ends and by which certificate.
    RouteTls {
        /// Is `edge` (at the router, plain behind it), `reencrypt` (at the router, encrypted anew behind it) or
        /// `passthrough` (at the pod).
        termination: Option<String> = "termination",
        /// The certificate, as PEM.
        certificate: Option<String> = "certificate",
        /// Its key, as PEM.
        key: Option<String> = "key",
        /// The chain of the certificate, as PEM.
        ca_certificate: Option<String> = "caCertificate",
        /// By which certificates the router trusts the pod, as PEM.
        destination_ca_certificate: Option<String> = "destinationCACertificate",
        /// Is `None`, `Allow` or `Redirect`: what becomes of requests that are not encrypted.
        insecure_edge_termination_policy: Option<String> = "insecureEdgeTerminationPolicy",
        /// Names a Secret of type `kubernetes.io/tls` with certificate and key.
        external_certificate: Option<RouteSecret> = "externalCertificate",
    }

    /// Names a Secret of the same namespace.
    RouteSecret {
        /// Its name.
        name: String = "name",
    }

    /// Lists headers that are set or removed on the way.
    RouteHttpHeaders {
        /// The headers, by direction.
        actions: RouteHeaderActions = "actions",
    }

    /// Lists headers by direction, up to 20 for each.
    RouteHeaderActions {
        /// Headers of answers.
        response: Option<Vec<RouteHeader>> = "response",
        /// Headers of requests.
        request: Option<Vec<RouteHeader>> = "request",
    }

    /// Says what becomes of a header.
    RouteHeader {
        /// Its name.
        name: String = "name",
        /// What becomes of it.
        action: RouteHeaderAction = "action",
    }

    /// Sets or removes a header.
    RouteHeaderAction {
        /// Is `Set` or `Delete`.
        type_: String = "type",
        /// The value for `Set`.
        set: Option<RouteHeaderValue> = "set",
    }

    /// Holds the value of a header.
    RouteHeaderValue {
        /// A text, in which `%[…]` stands for what HAProxy fetches.
        value: String = "value",
    }

    /// Says which routers serve a route.
    RouteStatus {
        /// One entry for each router.
        ingress: Option<Vec<RouteIngress>> = "ingress",
    }

    /// Says how a router serves a route.
    RouteIngress {
        /// The host name under which it does.
        host: Option<String> = "host",
        /// The router.
        router_name: Option<String> = "routerName",
        /// Whether it does, and why not.
        conditions: Option<Vec<RouteCondition>> = "conditions",
        /// The policy that it took.
        wildcard_policy: Option<String> = "wildcardPolicy",
        /// The host name of the router itself.
        router_canonical_hostname: Option<String> = "routerCanonicalHostname",
    }

    /// Says one thing about a route and a router.
    RouteCondition {
        /// What it is about: `Admitted`.
        type_: String = "type",
        /// Is `True`, `False` or `Unknown`.
        status: String = "status",
        /// Why, in a word.
        reason: Option<String> = "reason",
        /// Why, in a sentence.
        message: Option<String> = "message",
        /// Since when.
        last_transition_time: Option<Time> = "lastTransitionTime",
    }
}

/// These are written whatever they hold: the API asks for them.
macro_rules! always_said {
    ($($type:ty),*) => { $(impl Said for $type { fn is_said(&self) -> bool { true } })* };
}
always_said!(RouteSpec, RouteTarget, RouteHeaderActions, RouteHeaderAction, IntOrString);

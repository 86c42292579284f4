//! Verbs of a Service.

use k8s_openapi::{api::core::v1 as k8s, apimachinery::pkg::util::intstr::IntOrString};

use super::Selected;
use crate::{
    intent::Protocol,
    model::{Port, Service},
};

impl Service {
    /// Makes a Service of a workload or a pod, under its name: it leads to the pods that the workload knows as its own.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let http = Port::tcp(8080).named("http");
    /// let web = Pod::new("web")
    ///     .container(Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29").port(&http))
    ///     .deployment();
    /// let service = Service::of(&web).port(80, &http);
    /// let yaml = Bundle::new().add(web).add(service).to_yaml(&Target::kubernetes())?;
    /// assert!(yaml.contains("port: 80\n      targetPort: http\n"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn of(pods: &impl Selected) -> Self {
        let mut service = Self::named(pods.its_name());
        service.wire.metadata.namespace = pods.its_namespace();
        service.spec().selector = Some(pods.its_labels());
        service
    }

    /// Makes a Service that stands for a host outside the cluster.
    #[track_caller]
    pub fn external(name: impl Into<String>, host: impl Into<String>) -> Self {
        let mut service = Self::named(name);
        service.spec().type_ = Some("ExternalName".to_owned());
        service.spec().external_name = Some(host.into());
        service
    }

    /// Gives the Service another name than the workload's.
    #[track_caller]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.wire.metadata.name = Some(name.into());
        self.said("name")
    }

    /// Listens on a port and leads to a listener of the pods, by its name where it has one, else by its number.
    #[track_caller]
    pub fn port(mut self, port: u16, to: &Port) -> Self {
        let target = match &to.name {
            Some(name) => IntOrString::String(name.clone()),
            None => IntOrString::Int(i32::from(to.number)),
        };
        let port = k8s::ServicePort {
            name: to.name.clone(),
            port: i32::from(port),
            target_port: Some(target),
            protocol: (to.protocol != Protocol::Tcp).then(|| to.protocol.as_str().to_owned()),
            ..k8s::ServicePort::default()
        };
        self.spec().ports.get_or_insert_default().push(port);
        self.said("ports")
    }

    /// Has no address of its own: the name leads to the addresses of the pods. A `StatefulSet` needs one.
    #[track_caller]
    pub fn headless(mut self) -> Self {
        self.spec().cluster_ip = Some("None".to_owned());
        self.said("clusterIP")
    }

    /// Is reached on every node as well, on a port of the cluster's choice; `raw` sets the number.
    #[track_caller]
    pub fn node_port(mut self) -> Self {
        self.spec().type_ = Some("NodePort".to_owned());
        self.said("type")
    }

    /// Is reached through a load balancer that the cloud makes.
    #[track_caller]
    pub fn load_balancer(mut self) -> Self {
        self.spec().type_ = Some("LoadBalancer".to_owned());
        self.said("type")
    }

    /// Leads all requests of one client to the same pod.
    #[track_caller]
    pub fn session_affinity(mut self) -> Self {
        self.spec().session_affinity = Some("ClientIP".to_owned());
        self.said("sessionAffinity")
    }

    /// Leads to pods that are not ready, too, as those that look for each other before they are ready need it.
    #[track_caller]
    pub fn publish_not_ready_addresses(mut self) -> Self {
        self.spec().publish_not_ready_addresses = Some(true);
        self.said("publishNotReadyAddresses")
    }

    /// Leads requests from outside to pods of the same node only, which keeps the client's address.
    #[track_caller]
    pub fn external_traffic_local(mut self) -> Self {
        self.spec().external_traffic_policy = Some("Local".to_owned());
        self.said("externalTrafficPolicy")
    }

    /// Lets OpenShift make a certificate for the Service's name and keep it in a Secret of this name, as `tls.crt` and
    /// `tls.key`. Kubernetes knows nothing of it.
    #[track_caller]
    pub fn serving_cert(self, secret: impl Into<String>) -> Self {
        self.annotation("service.beta.openshift.io/serving-cert-secret-name", secret)
    }

    fn spec(&mut self) -> &mut k8s::ServiceSpec {
        self.wire.spec.get_or_insert_default()
    }
}

//! Verbs of a network policy.

use k8s_openapi::{
    api::networking::v1::{
        NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort,
        NetworkPolicySpec,
    },
    apimachinery::pkg::{apis::meta::v1::LabelSelector, util::intstr::IntOrString},
};

use super::{Selected, selector};
use crate::model::{NetworkPolicy, Port};

/// Names the other end of a connection.
#[derive(Clone, Debug)]
pub struct Peer(NetworkPolicyPeer);

impl Peer {
    /// Means the pods of a workload, or a pod, of the same namespace.
    pub fn pods(of: &impl Selected) -> Self {
        Self(NetworkPolicyPeer { pod_selector: Some(selector(of)), ..NetworkPolicyPeer::default() })
    }

    /// Means every pod of the same namespace.
    pub fn namespace() -> Self {
        Self(NetworkPolicyPeer {
            pod_selector: Some(LabelSelector::default()),
            ..NetworkPolicyPeer::default()
        })
    }

    /// Means every pod of the namespaces with a label, as `kubernetes.io/metadata.name` with the namespace's name.
    pub fn namespaces_with(key: impl Into<String>, value: impl Into<String>) -> Self {
        let labels = [(key.into(), value.into())].into();
        let selector = LabelSelector { match_labels: Some(labels), match_expressions: None };
        Self(NetworkPolicyPeer { namespace_selector: Some(selector), ..NetworkPolicyPeer::default() })
    }

    /// Means the addresses of a network, as `10.0.0.0/8`.
    pub fn cidr(cidr: impl Into<String>) -> Self {
        use k8s_openapi::api::networking::v1::IPBlock;
        let block = IPBlock { cidr: cidr.into(), except: None };
        Self(NetworkPolicyPeer { ip_block: Some(block), ..NetworkPolicyPeer::default() })
    }
}

impl NetworkPolicy {
    /// Lets nobody talk to the pods of a workload but whom [`from`](Self::from) names.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let http = Port::tcp(8080);
    /// let web = Container::new("web", "ghcr.io/example/shop:1.4").port(&http);
    /// let shop = Pod::new("shop").container(web).deployment();
    /// let policy = NetworkPolicy::of(&shop).from(Peer::namespace(), [&http]);
    /// assert!(policy.to_yaml(&Target::kubernetes())?.contains("port: 8080"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn of(pods: &impl Selected) -> Self {
        let mut policy = Self::named(pods.its_name());
        policy.wire.metadata.namespace = pods.its_namespace();
        let spec = policy.spec();
        spec.pod_selector = selector(pods).into();
        spec.policy_types = Some(vec!["Ingress".to_owned()]);
        policy
    }

    /// Lets a peer talk to these ports of the pods; to every port where none is named.
    #[track_caller]
    pub fn from<'a>(mut self, peer: Peer, ports: impl IntoIterator<Item = &'a Port>) -> Self {
        let rule = NetworkPolicyIngressRule { from: Some(vec![peer.0]), ports: ports_of(ports) };
        self.spec().ingress.get_or_insert_default().push(rule);
        self.said("ingress")
    }

    /// Lets the pods talk to a peer on these ports, on every port where none is named, and to nobody who is not named so.
    #[track_caller]
    pub fn to<'a>(mut self, peer: Peer, ports: impl IntoIterator<Item = &'a Port>) -> Self {
        let rule = NetworkPolicyEgressRule { to: Some(vec![peer.0]), ports: ports_of(ports) };
        let spec = self.spec();
        spec.egress.get_or_insert_default().push(rule);
        let types = spec.policy_types.get_or_insert_default();
        if types.iter().all(|known| known != "Egress") {
            types.push("Egress".to_owned());
        }
        self.said("egress")
    }

    fn spec(&mut self) -> &mut NetworkPolicySpec {
        self.wire.spec.get_or_insert_default()
    }
}

fn ports_of<'a>(ports: impl IntoIterator<Item = &'a Port>) -> Option<Vec<NetworkPolicyPort>> {
    let ports: Vec<_> = ports
        .into_iter()
        .map(|port| NetworkPolicyPort {
            port: Some(match &port.name {
                Some(name) => IntOrString::String(name.clone()),
                None => IntOrString::Int(i32::from(port.number)),
            }),
            protocol: Some(port.protocol.as_str().to_owned()),
            end_port: None,
        })
        .collect();
    (!ports.is_empty()).then_some(ports)
}

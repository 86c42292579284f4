//! Objects that stand around a pod, each in the wire type of its kind.

use std::{fmt, panic::Location};

use k8s_openapi::{
    Metadata,
    api::{
        autoscaling::v2::HorizontalPodAutoscaler,
        core::v1 as k8s,
        networking::v1::{Ingress as IngressWire, NetworkPolicy as NetworkPolicyWire},
        policy::v1::PodDisruptionBudget as BudgetWire,
        rbac::v1::{Role as RoleWire, RoleBinding as RoleBindingWire},
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use crate::intent::{LooseEnd, Trace};

/// Is an object of a kind that stands around a pod: what it will be on the wire, and the lines of Rust that said it.
///
/// The kinds have names of their own: [`ConfigMap`], [`Secret`], [`Service`] and the rest. Every kind has the verbs for
/// metadata, and `raw` for each field of the API.
#[derive(Clone)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Described<T> {
    pub(crate) wire: T,
    pub(crate) trace: Trace,
    /// What was said and could not be carried out.
    pub(crate) loose: Vec<LooseEnd>,
}

/// Shows kind and name and nothing else: a Secret's values are not for a log.
impl<T: Metadata<Ty = ObjectMeta>> fmt::Debug for Described<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.wire.metadata().name.as_deref().unwrap_or_default();
        write!(f, "{}({name}, …)", T::KIND)
    }
}

impl<T: Metadata<Ty = ObjectMeta> + Default> Described<T> {
    /// Begins an object of a name.
    #[track_caller]
    pub(crate) fn named(name: impl Into<String>) -> Self {
        let mut wire = T::default();
        wire.metadata_mut().name = Some(name.into());
        Self { wire, trace: Trace::new(Location::caller()), loose: Vec::new() }
    }
}

/// Is a `ConfigMap` object.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let config = ConfigMap::new("shop").file("shop.toml", "port = 8080\n").data("LOG_LEVEL", "info");
/// let shop = Container::new("shop", "ghcr.io/example/shop:1.4").env("LOG_LEVEL", config.key("LOG_LEVEL"));
/// let bundle = Bundle::new().add(config).add(Pod::new("shop").container(shop));
/// assert!(bundle.to_yaml(&Target::kubernetes())?.starts_with("apiVersion: v1\nkind: ConfigMap\n"));
/// # Ok::<(), Report>(())
/// ```
pub type ConfigMap = Described<k8s::ConfigMap>;

/// Is a Secret object.
pub type Secret = Described<k8s::Secret>;

/// Is a Service object: a name and an address for the pods that it selects.
pub type Service = Described<k8s::Service>;

/// Is a claim for storage.
pub type PersistentVolumeClaim = Described<k8s::PersistentVolumeClaim>;

/// Is an account that pods act as.
pub type ServiceAccount = Described<k8s::ServiceAccount>;

/// Is a namespace; a project, on OpenShift.
pub type Namespace = Described<k8s::Namespace>;

/// Is a set of permissions in one namespace.
pub type Role = Described<RoleWire>;

/// Gives a [`Role`] to accounts.
pub type RoleBinding = Described<RoleBindingWire>;

/// Is an object that leads requests from outside the cluster to Services, by host and path.
pub type Ingress = Described<IngressWire>;

/// Is an object that says who may talk to the pods that it selects, and to whom they may talk.
pub type NetworkPolicy = Described<NetworkPolicyWire>;

/// Is an object that changes a workload's number of pods with the load.
pub type Autoscaler = Described<HorizontalPodAutoscaler>;

/// Is an object that keeps planned work on nodes from stopping too many pods at once.
pub type DisruptionBudget = Described<BudgetWire>;

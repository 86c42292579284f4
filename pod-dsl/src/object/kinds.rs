//! The kinds that are known here, each in the type of the API.

use k8s_openapi::{
    api::{
        apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet},
        autoscaling::{
            v1::HorizontalPodAutoscaler as HorizontalPodAutoscalerV1, v2::HorizontalPodAutoscaler,
        },
        batch::v1::{CronJob, Job},
        coordination::v1::Lease,
        core::v1::{
            ConfigMap, Endpoints, LimitRange, Namespace, PersistentVolume, PersistentVolumeClaim, Pod,
            PodTemplate, ReplicationController, ResourceQuota, Secret, Service, ServiceAccount,
        },
        discovery::v1::EndpointSlice,
        networking::v1::{Ingress, IngressClass, NetworkPolicy},
        node::v1::RuntimeClass,
        policy::v1::PodDisruptionBudget,
        rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding},
        scheduling::v1::PriorityClass,
        storage::v1::StorageClass,
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Data, Route, SecurityContextConstraints};

/// Spells a kind: as its type is called, but for types of the same kind in two versions.
macro_rules! spelled {
    ($kind:ident) => {
        stringify!($kind)
    };
    ($kind:ident $spelled:literal) => {
        $spelled
    };
}

/// Is a type of the API whose objects are known here.
pub trait Typed {
    /// The kind, as it is spelled in an object.
    const KIND: &'static str;

    /// Gives the object in its type, where it is of it.
    fn within(object: &mut Object) -> Option<&mut Self>;
}

macro_rules! kinds {
    ($($api_version:literal: $($kind:ident $(as $spelled:literal)?),*;)*) => {
        /// Is one finished object, as `kubectl apply` takes it: in the type of its kind, where the kind is known here.
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Object {
            $($(
                #[doc = concat!("A `", spelled!($kind $($spelled)?), "` of `", $api_version, "`.")]
                $kind(Box<$kind>),
            )*)*
            /// Any other object, its fields in the order in which they were given.
            Other(Data),
        }

        impl Object {
            /// Reads the type of a kind; `None` where the kind is not known here under this `apiVersion`.
            pub(crate) fn read<'de, D: Deserializer<'de>>(
                api_version: &str,
                kind: &str,
                from: D,
            ) -> Option<Result<Self, D::Error>> {
                Some(match (api_version, kind) {
                    $($(($api_version, spelled!($kind $($spelled)?)) => {
                        $kind::deserialize(from).map(|object| Self::$kind(Box::new(object)))
                    })*)*
                    _ => return None,
                })
            }

            /// Gives the kind: `Pod`.
            pub fn kind(&self) -> &str {
                match self {
                    $($(Self::$kind(_) => spelled!($kind $($spelled)?),)*)*
                    Self::Other(data) => data.get(&["kind"]).and_then(Data::as_str).unwrap_or_default(),
                }
            }

            /// Gives the `apiVersion` of an object in a type of the API.
            fn api_version(&self) -> &str {
                match self {
                    $($(Self::$kind(_) => $api_version,)*)*
                    Self::Other(_) => "",
                }
            }

            /// Gives the metadata of an object in a type of the API.
            pub(crate) fn metadata(&self) -> Option<&ObjectMeta> {
                match self {
                    $($(Self::$kind(object) => Some(&object.metadata),)*)*
                    Self::Other(_) => None,
                }
            }

            /// Gives it to be changed.
            pub(crate) fn metadata_mut(&mut self) -> Option<&mut ObjectMeta> {
                match self {
                    $($(Self::$kind(object) => Some(&mut object.metadata),)*)*
                    Self::Other(_) => None,
                }
            }
        }

        impl Serialize for Object {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $($(Self::$kind(object) => object.serialize(serializer),)*)*
                    Self::Other(data) => data.serialize(serializer),
                }
            }
        }

        $($(
            impl Typed for $kind {
                const KIND: &'static str = spelled!($kind $($spelled)?);

                fn within(object: &mut Object) -> Option<&mut Self> {
                    if let Object::$kind(object) = object { Some(object) } else { None }
                }
            }
        )*)*

        $($(
            impl From<$kind> for Object {
                fn from(object: $kind) -> Self {
                    Self::$kind(Box::new(object))
                }
            }
        )*)*
    };
}

kinds! {
    "v1": Pod, PodTemplate, ReplicationController, Service, Endpoints, ConfigMap, Secret, PersistentVolumeClaim,
        PersistentVolume, ServiceAccount, Namespace, LimitRange, ResourceQuota;
    "apps/v1": Deployment, ReplicaSet, StatefulSet, DaemonSet;
    "batch/v1": Job, CronJob;
    "autoscaling/v1": HorizontalPodAutoscalerV1 as "HorizontalPodAutoscaler";
    "autoscaling/v2": HorizontalPodAutoscaler;
    "coordination.k8s.io/v1": Lease;
    "discovery.k8s.io/v1": EndpointSlice;
    "networking.k8s.io/v1": Ingress, IngressClass, NetworkPolicy;
    "node.k8s.io/v1": RuntimeClass;
    "policy/v1": PodDisruptionBudget;
    "rbac.authorization.k8s.io/v1": Role, RoleBinding, ClusterRole, ClusterRoleBinding;
    "route.openshift.io/v1": Route;
    "scheduling.k8s.io/v1": PriorityClass;
    "security.openshift.io/v1": SecurityContextConstraints;
    "storage.k8s.io/v1": StorageClass;
}

impl Object {
    /// Gives the name, which is empty where the server is to make one.
    pub fn name(&self) -> &str {
        self.text(|metadata| metadata.name.as_deref(), "name")
    }

    /// Gives the namespace; empty where the object goes into the one that `kubectl` or `oc` works in.
    pub fn namespace(&self) -> &str {
        self.text(|metadata| metadata.namespace.as_deref(), "namespace")
    }

    /// Gives the API group: `apps`, empty for the core group.
    pub(crate) fn group(&self) -> &str {
        let version = match self {
            Self::Other(data) => data.get(&["apiVersion"]).and_then(Data::as_str).unwrap_or_default(),
            typed => typed.api_version(),
        };
        version.split_once('/').map_or("", |(group, _)| group)
    }

    fn text(&self, of: impl Fn(&ObjectMeta) -> Option<&str>, field: &str) -> &str {
        let text = match self {
            Self::Other(data) => data.get(&["metadata", field]).and_then(Data::as_str),
            typed => typed.metadata().and_then(of),
        };
        text.unwrap_or_default()
    }
}

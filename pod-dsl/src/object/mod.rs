//! Wire objects: what leaves for the cluster.

mod apply;
mod data;
mod digest;
mod kinds;
mod route;
mod scc;
mod template;
mod tree;
mod wire;

use std::fmt;

use serde::Serialize;

pub use data::Data;
pub(crate) use digest::digest;
pub use kinds::{Object, Typed};
pub use route::{
    Route, RouteCondition, RouteHeader, RouteHeaderAction, RouteHeaderActions, RouteHeaderValue,
    RouteHttpHeaders, RouteIngress, RoutePort, RouteSecret, RouteSpec, RouteStatus, RouteTarget, RouteTls,
};
pub use scc::{AllowedFlexVolume, IdRange, SecurityContextConstraints, Strategy};
pub(crate) use template::{Filled, PodWithin};
pub use tree::{Missing, Unmerged};
pub(crate) use tree::{join, key_of, pairs};

/// Shows the object as data, but of a Secret its name only: its values are not for a log.
impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind() == "Secret" {
            return write!(f, "Secret({}, …)", self.name());
        }
        let data = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        write!(f, "{}({data})", self.kind())
    }
}

impl Object {
    /// Takes any value that serialises as a Kubernetes object.
    ///
    /// # Errors
    /// Says what is missing where the value is no object with `apiVersion`, `kind` and a name (or `generateName`), or
    /// what `serde` said where the value cannot be serialised.
    pub fn from_serialize(value: &impl Serialize) -> Result<Self, ObjectError> {
        // By way of text, which keeps the order of the fields as the type has it.
        let text = serde_json::to_string(value).map_err(|error| ObjectError(error.to_string()))?;
        let data: Data = serde_json::from_str(&text).map_err(|error| ObjectError(error.to_string()))?;
        let text_at =
            |path: &[&str]| data.get(path).and_then(Data::as_str).is_some_and(|text| !text.is_empty());
        let missing = if !text_at(&["apiVersion"]) {
            "`apiVersion`"
        } else if !text_at(&["kind"]) {
            "`kind`"
        } else if !text_at(&["metadata", "name"]) && !text_at(&["metadata", "generateName"]) {
            "`metadata.name`"
        } else {
            return Ok(Self::Other(data));
        };
        Err(ObjectError(format!(
            "a Kubernetes object has `apiVersion`, `kind` and `metadata.name`; this one lacks {missing}"
        )))
    }

    /// Tells whether it holds values of a Secret.
    pub(crate) fn holds_secrets(&self) -> bool {
        let secret = match self {
            Self::Secret(secret) => secret,
            Self::Other(data) if data.get(&["kind"]).and_then(Data::as_str) == Some("Secret") => {
                let full =
                    |field| matches!(data.get(&[field]), Some(Data::Map(entries)) if !entries.is_empty());
                return full("data") || full("stringData");
            }
            _ => return false,
        };
        let said =
            secret.string_data.as_ref().is_some_and(|data| data.values().any(|value| !value.is_empty()));
        said || secret.data.as_ref().is_some_and(|data| data.values().any(|value| !value.0.is_empty()))
    }

    /// Ranks the object in an order of creation that needs no second apply: what others refer to comes first.
    pub fn rank(&self) -> u8 {
        match self.kind() {
            "Namespace" | "Project" => 0,
            "CustomResourceDefinition"
            | "PriorityClass"
            | "StorageClass"
            | "RuntimeClass"
            | "IngressClass" => 1,
            "ResourceQuota" | "LimitRange" | "NetworkPolicy" => 2,
            "ServiceAccount" | "SecurityContextConstraints" => 3,
            "ClusterRole" | "Role" => 4,
            "ClusterRoleBinding" | "RoleBinding" => 5,
            "Secret" | "ConfigMap" => 6,
            "PersistentVolume" => 7,
            "PersistentVolumeClaim" => 8,
            "Service" | "Endpoints" | "EndpointSlice" => 9,
            "HorizontalPodAutoscaler" | "PodDisruptionBudget" => 11,
            "Ingress" | "Route" | "HTTPRoute" | "Gateway" => 12,
            "Pod"
            | "Deployment"
            | "StatefulSet"
            | "DaemonSet"
            | "ReplicaSet"
            | "ReplicationController"
            | "Job"
            | "CronJob" => 10,
            // What is not known is most often a custom resource about the objects before it.
            _ => 13,
        }
    }
}

/// Says why a value is no Kubernetes object.
#[derive(Clone, PartialEq, Eq)]
pub struct ObjectError(String);

impl fmt::Display for ObjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ObjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ObjectError {}

//! Wire objects: what leaves for the cluster.

mod data;

use std::fmt;

use k8s_openapi::api::core::v1 as k8s;
use serde::{Serialize, Serializer};

pub use data::Data;

/// Is one finished object, as `kubectl apply` takes it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Object {
    /// A pod.
    Pod(Box<k8s::Pod>),
    /// A `ConfigMap`.
    ConfigMap(Box<k8s::ConfigMap>),
    /// A Secret.
    Secret(Box<k8s::Secret>),
    /// Any other object, its fields in the order in which they were given.
    Other(Data),
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

    /// Gives the kind: `Pod`.
    pub fn kind(&self) -> &str {
        match self {
            Self::Pod(_) => "Pod",
            Self::ConfigMap(_) => "ConfigMap",
            Self::Secret(_) => "Secret",
            Self::Other(data) => data.get(&["kind"]).and_then(Data::as_str).unwrap_or_default(),
        }
    }

    /// Gives the name, which is empty where the server is to make one.
    pub fn name(&self) -> &str {
        let name = match self {
            Self::Pod(pod) => pod.metadata.name.as_deref(),
            Self::ConfigMap(config) => config.metadata.name.as_deref(),
            Self::Secret(secret) => secret.metadata.name.as_deref(),
            Self::Other(data) => data.get(&["metadata", "name"]).and_then(Data::as_str),
        };
        name.unwrap_or_default()
    }

    /// Ranks the object in an order of creation that needs no second apply: what others refer to comes first.
    pub fn rank(&self) -> u8 {
        match self.kind() {
            "Namespace" | "Project" => 0,
            "CustomResourceDefinition" | "PriorityClass" | "StorageClass" | "RuntimeClass" => 1,
            "ResourceQuota" | "LimitRange" | "NetworkPolicy" => 2,
            "ServiceAccount" | "SecurityContextConstraints" => 3,
            "ClusterRole" | "Role" => 4,
            "ClusterRoleBinding" | "RoleBinding" => 5,
            "Secret" | "ConfigMap" => 6,
            "PersistentVolume" => 7,
            "PersistentVolumeClaim" => 8,
            "Service" => 9,
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

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Pod(pod) => pod.serialize(serializer),
            Self::ConfigMap(config) => config.serialize(serializer),
            Self::Secret(secret) => secret.serialize(serializer),
            Self::Other(data) => data.serialize(serializer),
        }
    }
}

impl From<k8s::Pod> for Object {
    fn from(pod: k8s::Pod) -> Self {
        Self::Pod(Box::new(pod))
    }
}

impl From<k8s::ConfigMap> for Object {
    fn from(config: k8s::ConfigMap) -> Self {
        Self::ConfigMap(Box::new(config))
    }
}

impl From<k8s::Secret> for Object {
    fn from(secret: k8s::Secret) -> Self {
        Self::Secret(Box::new(secret))
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

//! Verbs of resources.

use k8s_openapi::{api::core::v1::ResourceClaim, apimachinery::pkg::api::resource::Quantity};

use crate::model::Resources;

impl Resources {
    /// Begins with nothing asked for.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for CPU: `100m` is a tenth of one.
    pub fn request_cpu(self, quantity: impl Into<String>) -> Self {
        self.request("cpu", quantity)
    }

    /// Asks for memory, in bytes: `64Mi`.
    pub fn request_memory(self, quantity: impl Into<String>) -> Self {
        self.request("memory", quantity)
    }

    /// Bounds CPU; what goes beyond waits.
    pub fn limit_cpu(self, quantity: impl Into<String>) -> Self {
        self.limit("cpu", quantity)
    }

    /// Bounds memory, in bytes; a container that goes beyond is killed.
    pub fn limit_memory(self, quantity: impl Into<String>) -> Self {
        self.limit("memory", quantity)
    }

    /// Asks for any resource by name.
    pub fn request(mut self, resource: impl Into<String>, quantity: impl Into<String>) -> Self {
        self.wire.requests.get_or_insert_default().insert(resource.into(), Quantity(quantity.into()));
        self
    }

    /// Bounds any resource by name. Extended resources, as `nvidia.com/gpu`, are asked for by their limit.
    pub fn limit(mut self, resource: impl Into<String>, quantity: impl Into<String>) -> Self {
        self.wire.limits.get_or_insert_default().insert(resource.into(), Quantity(quantity.into()));
        self
    }

    /// Uses a resource claim of the pod, by its name there.
    pub fn claim(mut self, name: impl Into<String>) -> Self {
        let claim = ResourceClaim { name: name.into(), request: None };
        self.wire.claims.get_or_insert_default().push(claim);
        self
    }
}

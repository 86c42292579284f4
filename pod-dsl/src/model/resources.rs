//! What a container asks for and what it may use at most.

use k8s_openapi::api::core::v1::ResourceRequirements;

/// Holds requests, limits and claims. Quantities are Kubernetes quantities: `100m` (a tenth of a CPU), `64Mi` (bytes).
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let resources = Resources::new().request_cpu("100m").request_memory("64Mi").limit_memory("128Mi");
/// # let _ = Container::new("a", "b").resources(resources);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Resources {
    pub(crate) wire: ResourceRequirements,
}

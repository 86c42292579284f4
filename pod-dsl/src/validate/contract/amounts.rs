//! Requests and limits of containers, as they were written.

use std::collections::BTreeMap;

use k8s_openapi::{api::core::v1::Container, apimachinery::pkg::api::resource::Quantity};

type Amounts = Option<BTreeMap<String, Quantity>>;

fn of<'c>(
    container: &'c Container,
    which: fn(&k8s_openapi::api::core::v1::ResourceRequirements) -> &Amounts,
    resource: &str,
) -> Option<&'c Quantity> {
    which(container.resources.as_ref()?).as_ref()?.get(resource)
}

/// Gives the request of a resource; where only a limit is set the server makes it the request.
pub(super) fn request<'c>(container: &'c Container, resource: &str) -> Option<&'c Quantity> {
    of(container, |resources| &resources.requests, resource).or_else(|| limit(container, resource))
}

/// Gives the limit of a resource.
pub(super) fn limit<'c>(container: &'c Container, resource: &str) -> Option<&'c Quantity> {
    of(container, |resources| &resources.limits, resource)
}

/// Tells whether a resource is limited.
pub(super) fn limits(container: &Container, resource: &str) -> bool {
    limit(container, resource).is_some()
}

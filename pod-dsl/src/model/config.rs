//! Configuration beside the pod: `ConfigMap` and Secret.

use k8s_openapi::api::core::v1 as k8s;

use crate::intent::Trace;

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
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct ConfigMap {
    pub(crate) wire: k8s::ConfigMap,
    pub(crate) trace: Trace,
}

/// Is a Secret object.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Secret {
    pub(crate) wire: k8s::Secret,
    pub(crate) trace: Trace,
}

/// Names a `ConfigMap`: by the object, or by its name where somebody else made it.
#[derive(Clone, Debug)]
pub struct ConfigMapName(pub(crate) String);

/// Names a Secret: by the object, or by its name where somebody else made it.
#[derive(Clone, Debug)]
pub struct SecretName(pub(crate) String);

//! How a volume stands in a container's file system.

use k8s_openapi::api::core::v1::VolumeMount;

/// Describes one mount: where, and with which options. A plain path is enough where there are none.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let config = Volume::config_map("config", "shop");
/// let shop = Container::new("shop", "ghcr.io/example/shop:1.4")
///     .mount(&config, Mount::at("/etc/shop/shop.toml").sub_path("shop.toml").read_only());
/// # let _ = Pod::new("shop").container(shop);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Mount {
    /// The wire form; its `name` is filled in from the volume.
    pub(crate) wire: VolumeMount,
}

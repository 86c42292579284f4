//! The configuration a proxy gets: a `ConfigMap` written from the link, and the mount that brings it to the image.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::Expanded;
use crate::{
    intent::{Origins, Trace},
    model::{ConfigMap, ContainerAs, ContainerRole, Mount, Mounted, Volume},
};

/// Mounts its configuration into a proxy, and adds the `ConfigMap` to `objects`; `metadata` is that of the pod.
pub(super) fn mount(
    metadata: &ObjectMeta,
    container: &mut ContainerAs<ContainerRole>,
    objects: &mut Vec<Expanded>,
) {
    let ContainerRole::Ambassador(role) = &container.role else { return };
    let Some(config) = &role.config else { return };
    let file = config.file(&role.link);
    let name = &container.wire.name;
    let map_name =
        file.config_map.unwrap_or_else(|| format!("{}-{name}", metadata.name.as_deref().unwrap_or_default()));
    let mut map = ConfigMap::new(&map_name).data(file.name, file.text);
    map.wire.metadata.namespace.clone_from(&metadata.namespace);
    objects.push(Expanded::plain(map.wire.into(), Origins::new(Trace::new(container.trace.made()))));

    let volume = Volume::config_map(file.volume.unwrap_or_else(|| format!("{name}-config")), map_name);
    let mut wire = Mount::at(file.folder).wire;
    wire.name.clone_from(&volume.wire.name);
    let at = container.trace.made();
    container.mounts.push(Mounted { volume: Volume { at, ..volume }, wire, at });
}

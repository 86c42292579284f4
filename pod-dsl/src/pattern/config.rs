//! The configuration a proxy gets: a `ConfigMap` written from the link, and the mount that brings it to the image.

use std::borrow::Cow;

use super::Expanded;
use crate::{
    intent::{Origins, Trace},
    model::{ConfigMap, ContainerAs, ContainerRole, Mount, Mounted, Pod, Volume},
};

/// Gives the container with its configuration mounted, and adds the `ConfigMap` to `objects`.
pub(super) fn mounted<'a>(
    pod: &Pod,
    container: &'a ContainerAs<ContainerRole>,
    objects: &mut Vec<Expanded>,
) -> Cow<'a, ContainerAs<ContainerRole>> {
    let ContainerRole::Ambassador(role) = &container.role else { return Cow::Borrowed(container) };
    let Some(config) = &role.config else { return Cow::Borrowed(container) };
    let file = config.file(&role.link);
    let name = &container.wire.name;
    let map_name = file
        .config_map
        .unwrap_or_else(|| format!("{}-{name}", pod.metadata.name.as_deref().unwrap_or_default()));
    let mut map = ConfigMap::new(&map_name).data(file.name, file.text);
    map.wire.metadata.namespace.clone_from(&pod.metadata.namespace);
    objects.push(Expanded::plain(map.wire.into(), Origins::new(Trace::new(container.trace.made()))));

    let volume = Volume::config_map(file.volume.unwrap_or_else(|| format!("{name}-config")), map_name);
    let mut wire = Mount::at(file.folder).wire;
    wire.name.clone_from(&volume.wire.name);
    let mut container = container.clone();
    let at = container.trace.made();
    container.mounts.push(Mounted { volume: Volume { at, ..volume }, wire, at });
    Cow::Owned(container)
}

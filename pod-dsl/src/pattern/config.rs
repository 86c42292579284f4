//! The configuration a container gets: a `ConfigMap` for each folder, and the mount that brings it to the image.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::Expanded;
use crate::{
    intent::{Origins, Trace},
    model::{ConfigMap, ContainerAs, ContainerRole, Mount, Mounted, ProxyFile, Volume},
};

/// Mounts its configuration into a container, and adds the config maps to `objects`; `metadata` is that of the pod.
pub(super) fn mount(
    metadata: &ObjectMeta,
    container: &mut ContainerAs<ContainerRole>,
    objects: &mut Vec<Expanded>,
) {
    let mut written: Vec<(ProxyFile, &'static str)> = Vec::new();
    if let ContainerRole::Ambassador(role) = &container.role
        && let Some(config) = &role.config
    {
        written.push((config.file(&role.link), "its configuration is written from the link"));
    }
    let said = container.kit.iter_mut().flat_map(|kit| kit.files.drain(..));
    written.extend(said.map(|file| (file, "its configuration is written beside it")));
    let (at, mut folders) = (container.trace.made(), 0);
    while let Some((first, why)) = written.first().cloned() {
        folders += 1;
        // The second folder and those after it are told apart by a number.
        let number = if folders == 1 { String::new() } else { format!("-{folders}") };
        let name = &container.wire.name;
        let pod = metadata.name.as_deref().unwrap_or_default();
        let map_name = first.config_map.unwrap_or_else(|| format!("{pod}-{name}{number}"));
        let mut map = ConfigMap::new(&map_name);
        map.wire.metadata.namespace.clone_from(&metadata.namespace);
        // What was said by hand comes last and so takes the place of what a preset wrote.
        for (file, _) in written.extract_if(.., |(file, _)| file.folder == first.folder) {
            map = map.data(file.name, file.text);
        }
        objects.push(Expanded::plain(map.wire.into(), Origins::new(Trace::new(at))));

        let volume =
            Volume::config_map(first.volume.unwrap_or_else(|| format!("{name}-config{number}")), map_name);
        let mut wire = Mount::at(first.folder).wire;
        wire.name.clone_from(&volume.wire.name);
        container.kit.get_or_insert_default().given.push((wire.name.clone(), why));
        container.mounts.push(Mounted { volume: Volume { at, ..volume }, wire, at });
    }
}

//! Mounts: those that were said, and those that follow from shared files.

use k8s_openapi::api::core::v1 as k8s;

use crate::{
    intent::{Fault, LooseEnd},
    model::{ContainerAs, FileAccess, Volume},
};

/// Gives the mounts of a container and marks their lines in its trace.
pub(super) fn of<R>(
    container: &mut ContainerAs<R>,
    (list, index): (&str, usize),
    loose: &mut Vec<LooseEnd>,
) -> Vec<k8s::VolumeMount> {
    let mut mounts: Vec<k8s::VolumeMount> = Vec::new();
    for mounted in container.mounts.iter().filter(|mounted| !mounted.wire.name.is_empty()) {
        container.trace.mark_item("volumeMounts", mounts.len(), mounted.at);
        mounts.push(mounted.wire.clone());
    }
    for usage in &container.files {
        let Some(folder) = folder(&usage.path, &usage.file.path) else {
            loose.push(LooseEnd {
                fault: Fault::SharedFileMisplaced,
                path: format!("spec.{list}[{index}]"),
                message: format!(
                    "`{}` stands at `{}` in `{}`, which does not end with its path on volume `{}`: `{}`",
                    usage.file.path,
                    usage.path,
                    container.wire.name,
                    usage.file.volume.wire.name,
                    usage.file.path
                ),
                help: format!("give an absolute path that ends with `/{}`", usage.file.path),
                at: usage.at,
            });
            continue;
        };
        let name = &usage.file.volume.wire.name;
        let read_only = (usage.access == FileAccess::Reads).then_some(true);
        // Two files of one folder share a mount, and who writes one of them may write.
        if let Some(mount) = mounts.iter_mut().find(|mount| mount.name == *name && mount.mount_path == folder)
        {
            if read_only.is_none() {
                mount.read_only = None;
            }
            continue;
        }
        container.trace.mark_item("volumeMounts", mounts.len(), usage.at);
        mounts.push(k8s::VolumeMount {
            name: name.clone(),
            mount_path: folder.to_owned(),
            read_only,
            ..k8s::VolumeMount::default()
        });
    }
    mounts
}

/// Finds where the volume's root stands, given where one of its files does.
fn folder<'a>(path: &'a str, file: &str) -> Option<&'a str> {
    let folder = path.strip_suffix(file)?.strip_suffix('/')?;
    match folder {
        "" => Some("/"),
        folder if folder.starts_with('/') => Some(folder),
        _ => None,
    }
}

/// Lists the volumes a container uses, in the order in which it names them.
pub(super) fn volumes<R>(container: &ContainerAs<R>) -> impl Iterator<Item = &Volume> {
    container
        .mounts
        .iter()
        .map(|mounted| &mounted.volume)
        .chain(container.files.iter().map(|usage| &usage.file.volume))
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn a_file_s_place_tells_the_volume_s() {
        assert_eq!(folder("/var/log/app/access.log", "access.log"), Some("/var/log/app"));
        assert_eq!(folder("/logs/a/b.log", "a/b.log"), Some("/logs"));
        assert_eq!(folder("/access.log", "access.log"), Some("/"));
        assert_eq!(folder("/var/log/my-access.log", "access.log"), None);
        assert_eq!(folder("logs/access.log", "access.log"), None);
        assert_eq!(folder("/logs/error.log", "access.log"), None);
    }
}

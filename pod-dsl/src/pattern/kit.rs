//! What a container gets for its image's sake: folders of its own to write to, and a user that is a number.

use k8s_openapi::api::core::v1::PodSecurityContext;

use crate::{
    intent::{Fault, LooseEnd, Promise},
    model::{ContainerAs, ContainerRole, Mount, Mounted, Profile, Volume},
};

/// Mounts the folders that a container writes to.
pub(super) fn scratch(container: &mut ContainerAs<ContainerRole>) {
    let Some(kit) = &mut container.kit else { return };
    let at = container.trace.made();
    for (path, size) in kit.scratch.drain(..) {
        let place = path.trim_matches('/').replace(['/', '.', '_'], "-").to_lowercase();
        let volume = Volume::empty_dir(format!("{}-{place}", container.wire.name)).size_limit(size);
        let mut wire = Mount::at(path).wire;
        wire.name.clone_from(&volume.wire.name);
        kit.given.push((wire.name.clone(), "a folder of its own to write to"));
        container.mounts.push(Mounted { volume: Volume { at, ..volume }, wire, at });
    }
}

/// Writes the user that a container's image runs as, where nothing else names one and the platforms may differ; forgets it
/// where it is not written.
pub(super) fn user(
    container: &mut ContainerAs<ContainerRole>,
    whole: Option<&PodSecurityContext>,
    profile: Profile,
    (list, index): (&'static str, usize),
) -> Option<LooseEnd> {
    let id = container.kit.as_ref()?.image_user?;
    let own = container.wire.security_context.as_ref().and_then(|context| context.run_as_user);
    let said = own.or(whole.and_then(|context| context.run_as_user)).is_some();
    if !said && profile.0 != Some(Promise::Portable) {
        container.wire.security_context.get_or_insert_default().run_as_user = Some(id);
        return None;
    }
    container.kit.as_mut()?.image_user = None;
    (!said).then(|| LooseEnd {
        fault: Fault::ImageUserUnseen,
        path: format!("spec.{list}[{index}]"),
        message: format!(
            "the image of `{}` does not say by number as whom it runs, and under `runAsNonRoot` Kubernetes starts no such \
             container",
            container.wire.name
        ),
        help: format!(
            "use an image whose USER is a number; or let the platforms differ with `Profile::restricted()`, which writes \
             `runAsUser: {id}` for Kubernetes and leaves it out for OpenShift"
        ),
        at: container.trace.made(),
    })
}

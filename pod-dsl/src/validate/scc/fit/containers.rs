//! The containers of a pod, of all three lists, as far as an SCC looks at them.

use k8s_openapi::api::core::v1::{ContainerPort, PodSpec, SecurityContext};

/// Is what an SCC sees of a container.
pub(super) struct One<'a> {
    pub(super) name: &'a str,
    /// Where it stands: `spec.initContainers[1]`.
    pub(super) path: String,
    pub(super) context: &'a mut Option<SecurityContext>,
    pub(super) ports: &'a [ContainerPort],
}

/// Lists the containers in the order in which they start; those for debugging come last.
pub(super) fn containers(spec: &mut PodSpec) -> impl Iterator<Item = One<'_>> {
    // The three types share these fields, and no trait says so.
    macro_rules! of {
        ($list:expr, $name:literal) => {
            $list.enumerate().map(|(index, container)| One {
                name: &container.name,
                path: format!("spec.{}[{index}]", $name),
                context: &mut container.security_context,
                ports: container.ports.as_deref().unwrap_or_default(),
            })
        };
    }
    let init = of!(spec.init_containers.iter_mut().flatten(), "initContainers");
    let apps = of!(spec.containers.iter_mut(), "containers");
    let ephemeral = of!(spec.ephemeral_containers.iter_mut().flatten(), "ephemeralContainers");
    init.chain(apps).chain(ephemeral)
}

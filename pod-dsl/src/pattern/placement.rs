//! Which helper becomes a native sidecar, and why; and the order in which what runs before the application stands.

use crate::{
    intent::NeedPhase,
    model::{ContainerAs, ContainerRole, Id, Placement, Pod},
};

/// Tells where a container stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In `containers`.
    Plain,
    /// In `initContainers`, ending before the next begins.
    Init,
    /// In `initContainers` with `restartPolicy: Always`, for a reason.
    Native { because: String, needed_at_start: bool },
}

/// Decides for every container of a pod.
pub(super) fn decide(pod: &Pod) -> Vec<Place> {
    pod.containers.iter().map(|container| of(pod, container)).collect()
}

fn of(pod: &Pod, container: &ContainerAs<ContainerRole>) -> Place {
    let placement = match &container.role {
        ContainerRole::App => return Place::Plain,
        ContainerRole::Init => return Place::Init,
        ContainerRole::Sidecar(role) => role.placement,
        ContainerRole::Ambassador(role) => role.placement,
        ContainerRole::Adapter(role) => role.placement,
    };
    let who = |phase| {
        pod.containers
            .iter()
            .find(|other| other.needs.iter().any(|(p, whom)| *p == phase && whom.id == container.id))
            .map(|other| &other.wire.name)
    };
    let starter = who(NeedPhase::Start);
    let runs_to_completion = pod.spec.restart_policy.as_deref().is_some_and(|policy| policy != "Always");
    let because = match (placement, starter, who(NeedPhase::UntilStop)) {
        (Placement::Plain, ..) => return Place::Plain,
        (_, Some(starter), _) => format!("`{starter}` starts after it"),
        (_, None, Some(drainer)) => format!("`{drainer}` needs it until it has stopped"),
        _ if runs_to_completion => {
            "the pod runs to completion, and a plain helper would keep it from ending".to_owned()
        }
        (Placement::Native, ..) => "it was asked for".to_owned(),
        (Placement::ByContract, ..) => return Place::Plain,
    };
    Place::Native { because, needed_at_start: starter.is_some() }
}

/// Orders the containers as they are written: first what stands in `initContainers`, as it was added, but a helper before
/// whoever starts after it, then the others. A circle of needs keeps the order in which it was added.
pub(super) fn order(pod: &Pod, places: &[Place]) -> Vec<usize> {
    let mut order = Vec::with_capacity(places.len());
    let mut seen = vec![false; places.len()];
    for index in 0..places.len() {
        visit(pod, places, index, &mut seen, &mut order);
    }
    order.extend((0..places.len()).filter(|&member| places[member] == Place::Plain));
    order
}

/// Gives for each container the list and the index at which it stands, where they are written in this order.
pub(super) fn stands(places: &[Place], order: &[usize]) -> Vec<(&'static str, usize)> {
    let (mut init, mut plain) = (0, 0);
    let mut stands = vec![("containers", 0); places.len()];
    for &member in order {
        let (list, next) = match places[member] {
            Place::Plain => ("containers", &mut plain),
            Place::Init | Place::Native { .. } => ("initContainers", &mut init),
        };
        stands[member] = (list, *next);
        *next += 1;
    }
    stands
}

fn visit(pod: &Pod, places: &[Place], index: usize, seen: &mut [bool], order: &mut Vec<usize>) {
    if seen[index] || places[index] == Place::Plain {
        return;
    }
    seen[index] = true;
    for (_, whom) in &pod.containers[index].needs {
        if let Some(provider) = position(pod, whom.id) {
            visit(pod, places, provider, seen, order);
        }
    }
    order.push(index);
}

pub(super) fn position(pod: &Pod, id: Id) -> Option<usize> {
    pod.containers.iter().position(|container| container.id == id)
}

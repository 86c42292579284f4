//! What the containers of a pod come to together, at the moment when that is most.

use k8s_openapi::api::core::v1::{Container, PodSpec};

use super::{Amounts, ContainerKind, containers};

/// Sums up the containers of a pod.
///
/// Regular containers and native sidecars run together. While an init container runs, the native sidecars before it run
/// already. The pod needs whichever is most, resource by resource.
///
/// Source: `AggregateContainerRequests` and `AggregateContainerLimits` of `k8s.io/component-helpers/resource`, and KEP-753.
pub(crate) struct Sum {
    /// What regular containers and native sidecars come to.
    pub(crate) running: Amounts,
    /// What is needed while each of `initContainers` starts, with its index.
    peaks: Vec<(usize, Amounts)>,
}

impl Sum {
    /// Sums up what `part` gives for each container.
    pub(crate) fn of(spec: &PodSpec, part: impl Fn(&Container) -> Amounts) -> Self {
        let (mut running, mut sidecars, mut peaks) = (Amounts::default(), Amounts::default(), Vec::new());
        for (index, (kind, container)) in containers(spec).enumerate() {
            let own = part(container);
            match kind {
                ContainerKind::Regular => running.add(&own),
                ContainerKind::NativeSidecar => {
                    running.add(&own);
                    sidecars.add(&own);
                    peaks.push((index, sidecars.clone()));
                }
                ContainerKind::Init => {
                    let mut at_once = own;
                    at_once.add(&sidecars);
                    peaks.push((index, at_once));
                }
            }
        }
        Self { running, peaks }
    }

    /// Gives what is needed at most while the pod starts.
    pub(crate) fn starting(&self) -> Amounts {
        let mut most = Amounts::default();
        self.peaks.iter().for_each(|(_, amounts)| most.raise(amounts));
        most
    }

    /// Gives what is needed at most at any time.
    pub(crate) fn at_once(&self) -> Amounts {
        let mut most = self.running.clone();
        most.raise(&self.starting());
        most
    }

    /// Gives the index of the first of `initContainers` that needs most of a resource, where it needs more than what runs
    /// later.
    pub(super) fn peak(&self, name: &str) -> Option<usize> {
        let mut peak = None;
        let mut most = self.running.get(name);
        for (index, amounts) in &self.peaks {
            let amount = amounts.get(name);
            // No amount at all is less than an amount of zero.
            if amount > most {
                (peak, most) = (Some(*index), amount);
            }
        }
        peak
    }
}

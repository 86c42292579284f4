//! What a pod asks of a node, by the scheduler's own formula, and which quality of service that gives it.
//!
//! Source: `k8s.io/component-helpers/resource` (`PodRequests`, `PodLimits`) and `pkg/apis/core/v1/helper/qos`. What a
//! cluster adds on its own (a `LimitRange`, the overhead of a `RuntimeClass`, device claims) is not in the spec and not
//! counted, unless it stands there.

mod amounts;
mod qos;
mod sum;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceRequirements};

pub use amounts::Amounts;
pub use qos::QosClass;
pub(crate) use sum::Sum;

use super::kind::{ContainerKind, containers};

/// Tells what a pod asks for and what it may take, as a whole and by container.
///
/// # Examples
///
/// ```
/// use pod_dsl::{explain::{PodResources, QosClass, resources::Decider}, k8s};
///
/// let spec: k8s::PodSpec = serde_json::from_value(serde_json::json!({
///     "initContainers": [{"name": "migrate", "resources": {"requests": {"cpu": "2"}}}],
///     "containers": [{"name": "web", "resources": {"requests": {"cpu": "250m", "memory": "1Gi"}}}],
/// }))?;
/// let resources = PodResources::of(&spec);
/// assert_eq!(resources.requests.total.get("cpu").unwrap().to_string(), "2");
/// assert_eq!(resources.requests.decided_by["cpu"], Decider::Init("migrate".to_owned()));
/// assert_eq!(resources.requests.decided_by["memory"], Decider::Running);
/// assert_eq!(resources.qos, QosClass::Burstable);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PodResources {
    /// The containers: `initContainers` in their order, then `containers` in theirs.
    pub containers: Vec<ContainerResources>,
    /// What the scheduler looks for on a node.
    pub requests: Effective,
    /// What the pod may take. A container without a limit adds nothing here and may nevertheless take all that is there:
    /// [`unlimited`](Self::unlimited) lists those.
    pub limits: Effective,
    /// What `spec.resources` says, for the pod as a whole.
    pub pod_level: Given,
    /// What the pod takes beside its containers: `spec.overhead`.
    pub overhead: Amounts,
    /// Its quality of service: whom the kubelet evicts first.
    pub qos: QosClass,
}

/// Holds requests and limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Given {
    /// What is asked for.
    pub requests: Amounts,
    /// What may be taken.
    pub limits: Amounts,
}

/// Tells what one container asks for and what it may take.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContainerResources {
    /// Its name.
    pub name: String,
    /// The part it plays.
    pub kind: ContainerKind,
    /// What it asks for and may take; where only a limit is given, the request is the same.
    pub given: Given,
    /// The quality of service that it would have alone. A pod whose containers differ is Burstable.
    pub qos: QosClass,
}

/// Tells how the amounts of a pod come about: the requests, or the limits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effective {
    /// What counts in the end, the overhead included.
    pub total: Amounts,
    /// What regular containers and native sidecars come to together.
    pub running: Amounts,
    /// What is needed at most while the pod starts: an init container and the native sidecars before it.
    pub starting: Amounts,
    /// What made each amount what it is.
    pub decided_by: BTreeMap<String, Decider>,
}

/// Names what an amount of a pod follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decider {
    /// The regular containers and native sidecars together.
    Running,
    /// The init container of this name, with the native sidecars before it: it needs more than everything that runs later.
    Init(String),
    /// `spec.resources`, which overrides the sum of the containers.
    Pod,
    /// `spec.overhead` alone.
    Overhead,
}

impl PodResources {
    /// Works out the resources of a pod. An amount that cannot be read counts as nothing.
    ///
    /// A pod whose `spec.resources` leaves something open has it filled in by the server, one release otherwise than
    /// another: give what [`stored`](crate::validate::stored) makes of it.
    pub fn of(spec: &PodSpec) -> Self {
        let pod_level = spec.resources.as_ref().map(given).unwrap_or_default();
        let overhead = Amounts::of(spec.overhead.as_ref());
        let requests = effective(spec, |given| given.requests, &pod_level.requests, |_| overhead.clone());
        // Where nothing is limited, the overhead does not make a limit.
        let limits = effective(
            spec,
            |given| given.limits,
            &pod_level.limits,
            |limits| {
                let limited = |name: &str| limits.get(name).is_some_and(|limit| !limit.is_zero());
                overhead
                    .iter()
                    .filter(|(name, _)| limited(name))
                    .map(|(name, amount)| (name.to_owned(), amount))
                    .collect()
            },
        );
        let containers: Vec<_> = containers(spec)
            .map(|(kind, container)| {
                let given = of_container(container);
                ContainerResources { name: container.name.clone(), kind, qos: qos::of(&given), given }
            })
            .collect();
        let qos = qos::of_pod(&pod_level, &containers);
        Self { containers, requests, limits, pod_level, overhead, qos }
    }

    /// Lists the containers that run with the pod and may take all of a resource that there is, because neither they nor the
    /// pod have a limit of it.
    pub fn unlimited<'a>(&'a self, resource: &'a str) -> impl Iterator<Item = &'a ContainerResources> {
        let capped = self.pod_level.limits.get(resource).is_some();
        self.containers.iter().filter(move |container| {
            !capped && container.kind.stays() && container.given.limits.get(resource).is_none()
        })
    }

    /// Lists the names of all resources that are asked for or limited anywhere: cpu, memory, then the others by name.
    pub fn names(&self) -> Vec<&str> {
        let of_containers = self.containers.iter().flat_map(|one| [&one.given.requests, &one.given.limits]);
        let whole = [&self.requests.total, &self.limits.total];
        let mut names: Vec<_> =
            of_containers.chain(whole).flat_map(Amounts::iter).map(|(name, _)| name).collect();
        let rank = |name: &str| ["cpu", "memory"].iter().position(|first| *first == name).unwrap_or(2);
        names.sort_unstable_by_key(|name| (rank(name), *name));
        names.dedup();
        names
    }
}

/// Tells whether `spec.resources` can say something about a resource.
pub(crate) fn is_pod_level(name: &str) -> bool {
    matches!(name, "cpu" | "memory") || name.starts_with("hugepages-")
}

/// Reads what a container asks for; a request that is missing is the limit, as the server fills it in.
fn of_container(container: &Container) -> Given {
    let mut given = container.resources.as_ref().map(given).unwrap_or_default();
    let missing = given.limits.iter().filter(|(name, _)| given.requests.get(name).is_none());
    let missing: Vec<_> = missing.map(|(name, limit)| (name.to_owned(), limit)).collect();
    for (name, limit) in missing {
        given.requests.set(&name, limit);
    }
    given
}

fn given(resources: &ResourceRequirements) -> Given {
    Given {
        requests: Amounts::of(resources.requests.as_ref()),
        limits: Amounts::of(resources.limits.as_ref()),
    }
}

/// Works out one half: the containers together, overridden by the pod, and what comes on top.
fn effective(
    spec: &PodSpec,
    part: impl Fn(Given) -> Amounts,
    pod_level: &Amounts,
    on_top: impl FnOnce(&Amounts) -> Amounts,
) -> Effective {
    let sum = Sum::of(spec, |container| part(of_container(container)));
    let (mut total, starting) = (sum.at_once(), sum.starting());
    let mut decided_by = BTreeMap::new();
    for (name, _) in total.iter() {
        let init = sum.peak(name).map(|index| {
            let init = spec.init_containers.iter().flatten().nth(index);
            Decider::Init(init.map(|container| container.name.clone()).unwrap_or_default())
        });
        decided_by.insert(name.to_owned(), init.unwrap_or(Decider::Running));
    }
    for (name, amount) in pod_level.iter().filter(|(name, _)| is_pod_level(name)) {
        total.set(name, amount);
        decided_by.insert(name.to_owned(), Decider::Pod);
    }
    let on_top = on_top(&total);
    for (name, _) in on_top.iter().filter(|(name, _)| total.get(name).is_none()) {
        decided_by.insert(name.to_owned(), Decider::Overhead);
    }
    total.add(&on_top);
    Effective { total, running: sum.running, starting, decided_by }
}

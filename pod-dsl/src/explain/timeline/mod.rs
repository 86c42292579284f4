//! From start to stop: what happens to the containers of a pod, in which order, and what waits for what.
//!
//! A [`Timeline`] is a list of [`Step`]s for the start and one for the stop, each with the steps it waits for. What
//! takes how long is told as far as the spec says it: probes and hooks. Scheduling, pulling images and the work of the
//! programs themselves are not in the spec and not counted.
//!
//! Source: the kubelet (`pkg/kubelet/kuberuntime`, `pkg/kubelet/prober`) and KEP-753. Native sidecars are on in every
//! release from 1.29 on.

mod hook;
mod probe;
mod query;
mod span;
mod start;
mod stop;
#[cfg(test)]
mod tests;
mod text;

use k8s_openapi::api::core::v1::{Container, PodSpec};

pub use probe::ProbeTiming;
pub use query::Gate;
pub use span::Span;

use super::kind::{ContainerKind, containers};

/// Tells how a pod lives: how it starts, whether it ends by itself, and how it stops.
///
/// # Examples
///
/// ```
/// use pod_dsl::{explain::Timeline, k8s};
///
/// let spec: k8s::PodSpec = serde_json::from_value(serde_json::json!({
///     "initContainers": [{
///         "name": "proxy", "image": "proxy:1", "restartPolicy": "Always",
///         "startupProbe": {"tcpSocket": {"port": 8443}, "periodSeconds": 2, "failureThreshold": 15},
///     }],
///     "containers": [{"name": "web", "image": "web:1"}],
/// }))?;
/// let timeline = Timeline::of(&spec);
/// assert_eq!(timeline.begins("web").unwrap().at_most, Some(30));
/// assert!(timeline.to_string().contains("native sidecar `proxy` passes its startup probe"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeline {
    /// The containers: `initContainers` in their order, then `containers` in theirs.
    pub containers: Vec<Life>,
    /// What happens until the pod is ready, in an order in which it can happen.
    pub start: Vec<Step>,
    /// What happens from the moment the pod is deleted, in an order in which it can happen.
    pub stop: Vec<Step>,
    /// Whether the pod ends by itself.
    pub completion: Completion,
    /// The seconds from the deletion until everything that is left is killed: `terminationGracePeriodSeconds`, of which the
    /// kubelet gives at least 1.
    pub grace_period: u64,
    /// The seconds after which the pod is failed whatever it does: `activeDeadlineSeconds`.
    pub active_deadline: Option<u64>,
}

/// Tells what one container does as long as it lives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Life {
    /// Its name.
    pub name: String,
    /// The part it plays.
    pub kind: ContainerKind,
    /// What happens when it ends.
    pub restarts: Restarts,
    /// Whether `restartPolicyRules` decide by its exit code before [`restarts`](Self::restarts) does.
    pub restart_rules: bool,
    /// When its startup probe asks.
    pub startup: Option<ProbeTiming>,
    /// When its readiness probe asks.
    pub readiness: Option<ProbeTiming>,
    /// When its liveness probe asks.
    pub liveness: Option<ProbeTiming>,
    /// The signal that asks it to end; where the spec says none, an image may still ask for another than `SIGTERM`.
    pub stop_signal: String,
}

/// Tells what happens to a container that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Restarts {
    /// It is started again.
    Always,
    /// It is started again where it failed.
    OnFailure,
    /// It has ended for good.
    Never,
}

/// Tells whether a pod ends by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completion {
    /// It runs until it is deleted, because these containers are started again whenever they end.
    Never {
        /// The names of the containers.
        restarted: Vec<String>,
    },
    /// It ends when its regular containers have ended for good. Native sidecars do not keep it: they are stopped then, their
    /// preStop hooks first, and how they end does not count.
    WhenEnded,
}

/// Is one thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The container it happens to, by its index in [`Timeline::containers`]; `None` for the pod as a whole.
    pub container: Option<usize>,
    /// What happens.
    pub event: Event,
    /// What it waits for.
    pub after: Vec<Wait>,
    /// How long it takes once nothing is left to wait for, in seconds.
    pub takes: Span,
}

/// Is a step that another one waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Its index among the steps of the same list.
    pub step: usize,
    /// Whether the other one happens only if this one did. Where it is false, this one is tried first and may fail:
    /// regular containers begin in the order of their list, but nobody waits for one that does not come up.
    pub certain: bool,
}

/// Names what happens in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The process of the container runs.
    Starts,
    /// Its postStart hook has ended.
    PostStart,
    /// Its startup probe has succeeded. Until then its other probes are not asked.
    StartupProbe,
    /// It has ended with success, as an init container must.
    Completes,
    /// Its readiness probe has succeeded. Nothing in the pod waits for that but the pod's own readiness.
    Ready,
    /// The pod is ready: Services send it requests.
    PodReady,
    /// Somebody deletes the pod: Services stop sending, the grace period begins.
    Deleted,
    /// Its preStop hook has ended.
    PreStop,
    /// It gets the signal to end.
    Signal,
    /// It has ended.
    Ends,
    /// The grace period is over: what is left is killed.
    Killed,
}

impl Event {
    /// Spells the event as JSON does: `startup-probe`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starts => "starts",
            Self::PostStart => "post-start",
            Self::StartupProbe => "startup-probe",
            Self::Completes => "completes",
            Self::Ready => "ready",
            Self::PodReady => "pod-ready",
            Self::Deleted => "deleted",
            Self::PreStop => "pre-stop",
            Self::Signal => "signal",
            Self::Ends => "ends",
            Self::Killed => "killed",
        }
    }
}

impl Restarts {
    /// Spells it as the API does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::OnFailure => "OnFailure",
            Self::Never => "Never",
        }
    }

    fn read(policy: &str) -> Self {
        match policy {
            "Never" => Self::Never,
            "OnFailure" => Self::OnFailure,
            _ => Self::Always,
        }
    }
}

impl Timeline {
    /// Works out the timeline of a pod. Whatever the spec lacks counts as what the server fills in.
    pub fn of(spec: &PodSpec) -> Self {
        let containers: Vec<_> =
            containers(spec).map(|(kind, container)| life(spec, kind, container)).collect();
        let grace_period = spec.termination_grace_period_seconds.map_or(30, |seconds| clamp(seconds).max(1));
        Self {
            start: start::steps(spec, &containers),
            stop: stop::steps(spec, &containers, grace_period),
            completion: completion(&containers),
            containers,
            grace_period,
            active_deadline: spec.active_deadline_seconds.map(clamp),
        }
    }
}

fn life(spec: &PodSpec, kind: ContainerKind, container: &Container) -> Life {
    let of_pod = Restarts::read(spec.restart_policy.as_deref().unwrap_or_default());
    let own = container.restart_policy.as_deref().filter(|policy| !policy.is_empty()).map(Restarts::read);
    let restarts = match (kind, own.unwrap_or(of_pod)) {
        // Once an init container has done its work, nobody wants it done again.
        (ContainerKind::Init, Restarts::Always) => Restarts::OnFailure,
        (_, restarts) => restarts,
    };
    let lifecycle = container.lifecycle.as_ref();
    let stop_signal = lifecycle.and_then(|lifecycle| lifecycle.stop_signal.clone());
    Life {
        name: container.name.clone(),
        kind,
        restarts,
        restart_rules: container.restart_policy_rules.as_ref().is_some_and(|rules| !rules.is_empty()),
        startup: container.startup_probe.as_ref().map(ProbeTiming::of),
        readiness: container.readiness_probe.as_ref().map(ProbeTiming::of),
        liveness: container.liveness_probe.as_ref().map(ProbeTiming::of),
        stop_signal: stop_signal.unwrap_or_else(|| "SIGTERM".to_owned()),
    }
}

fn completion(containers: &[Life]) -> Completion {
    let restarted = |life: &&Life| life.kind == ContainerKind::Regular && life.restarts == Restarts::Always;
    let restarted: Vec<_> = containers.iter().filter(restarted).map(|life| life.name.clone()).collect();
    if restarted.is_empty() { Completion::WhenEnded } else { Completion::Never { restarted } }
}

/// Reads a number of seconds, of which the server refuses negative ones.
fn clamp(seconds: impl TryInto<u64>) -> u64 {
    seconds.try_into().unwrap_or(0)
}

/// Collects steps, and makes it easy to say what each waits for.
#[derive(Default)]
struct Steps {
    all: Vec<Step>,
}

impl Steps {
    fn push(&mut self, container: Option<usize>, event: Event, after: Vec<Wait>, takes: Span) -> usize {
        self.all.push(Step { container, event, after, takes });
        self.all.len() - 1
    }
}

/// Waits for steps to have happened.
fn once(steps: impl IntoIterator<Item = usize>) -> Vec<Wait> {
    steps.into_iter().map(|step| Wait { step, certain: true }).collect()
}

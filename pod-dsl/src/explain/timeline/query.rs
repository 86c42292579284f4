//! What rules ask of a timeline.

use super::{Completion, ContainerKind, Event, Span, Step, Timeline};

/// Tells what holds a container back until another one has come some way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// What must have happened to the earlier one.
    pub event: Event,
    /// Whether the later one never starts without it. A regular container is only tried before the next: where it, or its
    /// postStart hook, fails, the next one starts nevertheless.
    pub certain: bool,
}

impl Timeline {
    /// Tells what of `earlier` the start of `later` waits for, the last thing if there are several; nothing where both
    /// may start in any order, or where either is not there.
    ///
    /// ```
    /// # use pod_dsl::{explain::{Timeline, timeline::Event}, k8s};
    /// # let spec: k8s::PodSpec = serde_json::from_value(serde_json::json!({
    /// #     "initContainers": [{"name": "proxy", "restartPolicy": "Always"}],
    /// #     "containers": [{"name": "web"}, {"name": "logs"}],
    /// # }))?;
    /// // `proxy` is a native sidecar without a startup probe: only its process is sure to run.
    /// let gate = Timeline::of(&spec).gate("proxy", "web").unwrap();
    /// assert_eq!((gate.event, gate.certain), (Event::Starts, true));
    /// // `web` stands before `logs` in `containers`: it is tried first, and no more.
    /// assert!(!Timeline::of(&spec).gate("web", "logs").unwrap().certain);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn gate(&self, earlier: &str, later: &str) -> Option<Gate> {
        let (earlier, later) = (self.index(earlier)?, self.index(later)?);
        let start = find(&self.start, later, Event::Starts)?;
        [true, false].into_iter().find_map(|certain| {
            let before = ancestors(&self.start, start, certain);
            let last = before.into_iter().rfind(|step| self.start[*step].container == Some(earlier))?;
            Some(Gate { event: self.start[last].event, certain })
        })
    }

    /// Tells whether `later` never starts before `earlier` has started (an init container: has ended with success).
    pub fn starts_before(&self, earlier: &str, later: &str) -> bool {
        self.gate(earlier, later).is_some_and(|gate| gate.certain)
    }

    /// Tells whether `other` has ended before `keeper` is asked to end, as long as the grace period lasts: what keeps a
    /// proxy there while an application drains.
    pub fn outlives(&self, keeper: &str, other: &str) -> bool {
        let (Some(keeper), Some(other)) = (self.index(keeper), self.index(other)) else { return false };
        if self.containers[other].kind == ContainerKind::Init {
            return self.containers[keeper].kind.stays();
        }
        let Some(signal) = find(&self.stop, keeper, Event::Signal) else { return false };
        let ends = find(&self.stop, other, Event::Ends);
        ends.is_some_and(|ends| ancestors(&self.stop, signal, true).contains(&ends))
    }

    /// Tells whether the pod is one that ends by itself, and ends only after this container has.
    pub fn ends_with(&self, container: &str) -> bool {
        let life = self.index(container).map(|index| &self.containers[index]);
        self.completion == Completion::WhenEnded
            && life.is_some_and(|life| life.kind == ContainerKind::Regular)
    }

    /// Tells how long after the start of the pod a container starts at the earliest and, where nothing has to be restarted,
    /// at the latest, in seconds.
    pub fn begins(&self, container: &str) -> Option<Span> {
        let start = find(&self.start, self.index(container)?, Event::Starts)?;
        Some(until(&self.start)[start])
    }

    /// Tells how long after its start the pod is ready, in seconds.
    pub fn ready(&self) -> Span {
        until(&self.start).last().copied().unwrap_or_default()
    }

    /// Tells how long a container's preStop hook takes, at most the grace period, in seconds; nothing where it has none.
    pub fn pre_stop(&self, container: &str) -> Option<Span> {
        let step = find(&self.stop, self.index(container)?, Event::PreStop)?;
        Some(self.stop[step].takes)
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.containers.iter().position(|life| life.name == name)
    }
}

fn find(steps: &[Step], container: usize, event: Event) -> Option<usize> {
    steps.iter().position(|step| step.container == Some(container) && step.event == event)
}

/// Lists the steps that a step waits for, directly or not, in their order. A step waits for earlier ones only.
fn ancestors(steps: &[Step], step: usize, certain: bool) -> Vec<usize> {
    let mut before = vec![false; step];
    let mut open = vec![step];
    while let Some(next) = open.pop() {
        for wait in steps[next].after.iter().filter(|wait| wait.certain || !certain) {
            if !std::mem::replace(&mut before[wait.step], true) {
                open.push(wait.step);
            }
        }
    }
    (0..step).filter(|index| before[*index]).collect()
}

/// Tells for each step how long it is from the beginning until it has happened.
fn until(steps: &[Step]) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::with_capacity(steps.len());
    for step in steps {
        let waited = step.after.iter().map(|wait| all[wait.step]).fold(Span::NOTHING, Span::beside);
        all.push(waited.then(step.takes));
    }
    all
}

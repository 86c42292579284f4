//! How a pod starts.

use k8s_openapi::api::core::v1::PodSpec;

use super::{ContainerKind, Event, Life, Span, Step, Steps, Wait, containers, hook, once};

/// Lists what happens until the pod is ready.
///
/// Init containers and native sidecars come one after another, in one order: the next begins when an init container has
/// ended with success, or when a native sidecar has *started*, which is not the same as ready: its process runs, its
/// postStart hook has ended, and its startup probe has succeeded, as far as it has them. Then the regular containers are
/// started in the order of their list, and nobody waits for one to come up; only a postStart hook holds the next back, and
/// it does so even if it fails in the end.
pub(super) fn steps(spec: &PodSpec, lives: &[Life]) -> Vec<Step> {
    let mut steps = Steps::default();
    // The last step of what has to be over before regular containers begin, and of the regular container before.
    let (mut initialised, mut tried) = (None, None);
    let mut counts_for_ready = Vec::new();
    for (index, (kind, container)) in containers(spec).enumerate() {
        let mut after = once(initialised);
        after.extend(tried.map(|step| Wait { step, certain: false }));
        let mut last = steps.push(Some(index), Event::Starts, after, Span::NOTHING);
        if kind == ContainerKind::Init {
            initialised = Some(steps.push(Some(index), Event::Completes, once([last]), Span::OPEN));
            continue;
        }
        if let Some(hook) = container.lifecycle.as_ref().and_then(|lifecycle| lifecycle.post_start.as_ref()) {
            last = steps.push(Some(index), Event::PostStart, once([last]), hook::span(hook));
        }
        if kind == ContainerKind::Regular {
            tried = Some(last);
        }
        let life = lives.get(index);
        if let Some(probe) = life.and_then(|life| life.startup) {
            let takes = Span { at_least: probe.initial_delay, at_most: Some(probe.budget()) };
            last = steps.push(Some(index), Event::StartupProbe, once([last]), takes);
        }
        if kind == ContainerKind::NativeSidecar {
            initialised = Some(last);
        }
        if let Some(probe) = life.and_then(|life| life.readiness) {
            last = steps.push(Some(index), Event::Ready, once([last]), probe.success());
        }
        counts_for_ready.push(last);
    }
    let gated = spec.readiness_gates.as_ref().is_some_and(|gates| !gates.is_empty());
    let takes = if gated { Span::OPEN } else { Span::NOTHING };
    steps.push(None, Event::PodReady, once(counts_for_ready), takes);
    steps.all
}

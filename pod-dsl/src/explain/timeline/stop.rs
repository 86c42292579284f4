//! How a pod stops.

use k8s_openapi::api::core::v1::PodSpec;

use super::{ContainerKind, Event, Life, Span, Step, Steps, containers, hook, once};

/// Lists what happens from the deletion of a running pod on.
///
/// The preStop hooks of all containers begin at once, those of native sidecars too. Each regular container gets its
/// signal when its own hook has ended; a native sidecar when, beside that, all regular containers and all native sidecars
/// behind it have ended. All of it shares one grace period.
///
/// Source: `killContainer` and `terminationOrdering` of `pkg/kubelet/kuberuntime`.
pub(super) fn steps(spec: &PodSpec, lives: &[Life], grace_period: u64) -> Vec<Step> {
    let mut steps = Steps::default();
    let deleted = steps.push(None, Event::Deleted, Vec::new(), Span::NOTHING);
    let mut hooks = vec![deleted; lives.len()];
    for (index, (kind, container)) in containers(spec).enumerate() {
        let hook = container.lifecycle.as_ref().and_then(|lifecycle| lifecycle.pre_stop.as_ref());
        // An init container has long ended, and can have no hook.
        if let Some(hook) = hook.filter(|_| kind.stays()) {
            let takes = hook::span(hook).within(grace_period);
            hooks[index] = steps.push(Some(index), Event::PreStop, once([deleted]), takes);
        }
    }
    let of = |wanted| lives.iter().enumerate().filter(move |(_, life)| life.kind == wanted);
    let signals: Vec<_> = of(ContainerKind::Regular)
        .map(|(index, _)| {
            (index, steps.push(Some(index), Event::Signal, once([hooks[index]]), Span::NOTHING))
        })
        .collect();
    let mut ended: Vec<_> = signals
        .into_iter()
        .map(|(index, signal)| steps.push(Some(index), Event::Ends, once([signal]), Span::OPEN))
        .collect();
    for (index, _) in of(ContainerKind::NativeSidecar).rev() {
        let own = Some(hooks[index]).filter(|hook| *hook != deleted || ended.is_empty());
        let after = once(own.into_iter().chain(ended));
        let signal = steps.push(Some(index), Event::Signal, after, Span::NOTHING);
        // Who waits for this one need not name those that this one waited for.
        ended = vec![steps.push(Some(index), Event::Ends, once([signal]), Span::OPEN)];
    }
    steps.push(None, Event::Killed, once([deleted]), Span::exactly(grace_period));
    steps.all
}

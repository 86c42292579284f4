use crate::validate::{
    api::case::{Elsewhere, FORBIDDEN, NOT_SUPPORTED, bring, container, pod},
    gates::Gate,
    trials::{Case, Trial},
};

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", container!(r#","lifecycle":{"stopSignal":"nonsense"}"#), &[]),
];

const SIGNALS: Option<Gate> = Some(Gate::ContainerStopSignals);

#[rustfmt::skip]
pub(crate) const ELSEWHERE: &[Elsewhere] = &[
    (36, SIGNALS, ("", pod!(r#""os":{"name":"linux"},"#, r#","lifecycle":{"stopSignal":"SIGRTMIN+1"}"#), &[])),
    (36, SIGNALS, ("", pod!(r#""os":{"name":"plan9"},"#, r#","lifecycle":{"stopSignal":"nonsense"}"#), &[])),
    (36, SIGNALS, ("stop-signal-without-os", container!(r#","lifecycle":{"stopSignal":"SIGTERM"}"#), &[(FORBIDDEN, "spec.containers[0].lifecycle.stopSignal")])),
    (36, SIGNALS, ("stop-signal-unknown", pod!(r#""os":{"name":"linux"},"#, r#","lifecycle":{"stopSignal":"TERM"}"#), &[(NOT_SUPPORTED, "spec.containers[0].lifecycle.stopSignal")])),
    (36, SIGNALS, ("stop-signal-unknown", pod!(r#""os":{"name":"windows"},"#, r#","lifecycle":{"stopSignal":"SIGHUP"}"#), &[(NOT_SUPPORTED, "spec.containers[0].lifecycle.stopSignal")])),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(|j, spec, _, path| super::check(j, spec, path), CASES, ELSEWHERE)
}

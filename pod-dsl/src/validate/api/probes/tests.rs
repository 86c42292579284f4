use crate::validate::{
    api::case::{INVALID, bring, container},
    trials::{Case, Trial},
};

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", container!(r#","livenessProbe":{"tcpSocket":{"port":1},"successThreshold":0,"terminationGracePeriodSeconds":1},"readinessProbe":{"grpc":{"port":1},"successThreshold":3}"#), &[]),
    ("probe-number-negative", container!(r#","startupProbe":{"tcpSocket":{"port":1},"initialDelaySeconds":-1,"timeoutSeconds":-1,"periodSeconds":-1,"failureThreshold":-1}"#), &[(INVALID, "spec.containers[0].startupProbe.initialDelaySeconds"), (INVALID, "spec.containers[0].startupProbe.timeoutSeconds"), (INVALID, "spec.containers[0].startupProbe.periodSeconds"), (INVALID, "spec.containers[0].startupProbe.failureThreshold")]),
    ("probe-successes-several", container!(r#","startupProbe":{"tcpSocket":{"port":1},"successThreshold":2}"#), &[(INVALID, "spec.containers[0].startupProbe.successThreshold")]),
    ("probe-successes-several", container!(r#","livenessProbe":{"tcpSocket":{"port":1},"successThreshold":-1}"#), &[(INVALID, "spec.containers[0].livenessProbe.successThreshold"), (INVALID, "spec.containers[0].livenessProbe.successThreshold")]),
    ("probe-grace-not-positive", container!(r#","livenessProbe":{"tcpSocket":{"port":1},"terminationGracePeriodSeconds":0}"#), &[(INVALID, "spec.containers[0].livenessProbe.terminationGracePeriodSeconds")]),
    ("probe-readiness-grace", container!(r#","readinessProbe":{"tcpSocket":{"port":1},"terminationGracePeriodSeconds":9}"#), &[(INVALID, "spec.containers[0].readinessProbe.terminationGracePeriodSeconds")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(|j, spec, _, path| super::check(j, spec, path), CASES, &[])
}

use crate::validate::{
    api::{
        case::{Elsewhere, FORBIDDEN, INVALID, NOT_SUPPORTED, REQUIRED, bring, container, deployment, pod},
        lifecycle, probes,
    },
    trials::{Case, Trial},
};

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", container!(r#","livenessProbe":{"httpGet":{"port":"web","scheme":"HTTPS","httpHeaders":[{"name":"X-A","value":""}]}},"lifecycle":{"postStart":{"exec":{"command":["true"]}},"preStop":{"sleep":{"seconds":0}}}"#), &[]),
    ("", pod!(r#""initContainers":[{"name":"s","image":"i","restartPolicy":"Always","lifecycle":{"preStop":{"sleep":{"seconds":30}}}}],"#, ""), &[]),
    ("handler-missing", container!(r#","readinessProbe":{}"#), &[(REQUIRED, "spec.containers[0].readinessProbe")]),
    ("handler-missing", pod!(r#""initContainers":[{"name":"s","image":"i","restartPolicy":"Always","lifecycle":{"preStop":{}}}],"#, ""), &[(REQUIRED, "spec.initContainers[0].lifecycle.preStop")]),
    ("handlers-several", container!(r#","startupProbe":{"exec":{"command":["true"]},"httpGet":{"port":0},"tcpSocket":{"port":0},"grpc":{"port":0}}"#), &[(FORBIDDEN, "spec.containers[0].startupProbe.httpGet"), (FORBIDDEN, "spec.containers[0].startupProbe.tcpSocket"), (FORBIDDEN, "spec.containers[0].startupProbe.grpc")]),
    ("handlers-several", container!(r#","lifecycle":{"postStart":{"tcpSocket":{"port":1},"sleep":{"seconds":99}}}"#), &[(FORBIDDEN, "spec.containers[0].lifecycle.postStart.sleep")]),
    ("handler-command-empty", container!(r#","lifecycle":{"preStop":{"exec":{"command":[]}}}"#), &[(REQUIRED, "spec.containers[0].lifecycle.preStop.exec.command")]),
    ("handler-port-out-of-range", container!(r#","livenessProbe":{"tcpSocket":{"port":0}},"readinessProbe":{"grpc":{"port":65536}}"#), &[(INVALID, "spec.containers[0].livenessProbe.tcpSocket.port"), (INVALID, "spec.containers[0].readinessProbe.grpc.port")]),
    ("handler-port-name-malformed", container!(r#","livenessProbe":{"httpGet":{"port":"80"}}"#), &[(INVALID, "spec.containers[0].livenessProbe.httpGet.port")]),
    ("handler-scheme-unknown", container!(r#","livenessProbe":{"httpGet":{"port":80,"scheme":"http"}}"#), &[(NOT_SUPPORTED, "spec.containers[0].livenessProbe.httpGet.scheme")]),
    ("handler-header-malformed", container!(r#","livenessProbe":{"httpGet":{"port":80,"httpHeaders":[{"name":"A","value":""},{"name":"X_A","value":""}]}}"#), &[(INVALID, "spec.containers[0].livenessProbe.httpGet.httpHeaders")]),
    ("handler-sleep-out-of-range", container!(r#","lifecycle":{"preStop":{"sleep":{"seconds":31}}}"#), &[(INVALID, "spec.containers[0].lifecycle.preStop.sleep")]),
    ("handler-sleep-out-of-range", deployment!(r#""terminationGracePeriodSeconds":-1,"#, r#","lifecycle":{"preStop":{"sleep":{"seconds":0}}}"#), &[(INVALID, "spec.template.spec.containers[0].lifecycle.preStop.sleep")]),
    ("", pod!(r#""terminationGracePeriodSeconds":-1,"#, r#","lifecycle":{"preStop":{"sleep":{"seconds":1}}}"#), &[]),
];

#[rustfmt::skip]
pub(crate) const ELSEWHERE: &[Elsewhere] = &[
    (32, None, ("handler-sleep-out-of-range", container!(r#","lifecycle":{"preStop":{"sleep":{"seconds":0}}}"#), &[(INVALID, "spec.containers[0].lifecycle.preStop.sleep")])),
    (29, None, ("", container!(r#","lifecycle":{"preStop":{"sleep":{"seconds":99}}}"#), &[])),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(
        |j, spec, _, path| {
            probes::check(j, spec, path);
            lifecycle::check(j, spec, path);
        },
        CASES,
        ELSEWHERE,
    )
}

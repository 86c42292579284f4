use crate::validate::{
    Form, Path,
    api::metadata::tests::bring,
    trials::{Case, Trial},
};

macro_rules! pod {
    ($spec:literal) => {
        concat!(r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"#, $spec, "}}")
    };
}
macro_rules! deployment {
    ($spec:literal) => {
        concat!(
            r#"{"kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{},"template":{"spec":{"containers":[],"#,
            $spec,
            "}}}}"
        )
    };
}

const INVALID: &str = "FieldValueInvalid";
const NOT_SUPPORTED: &str = "FieldValueNotSupported";
const FORBIDDEN: &str = "FieldValueForbidden";
const REQUIRED: &str = "FieldValueRequired";

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", pod!(r#""restartPolicy":"OnFailure","activeDeadlineSeconds":2147483647,"hostname":"a","subdomain":"b","serviceAccountName":"a.b","nodeSelector":{"a/b":"c"}"#), &[]),
    ("", pod!(r#""priority":0,"preemptionPolicy":"PreemptLowerPriority","hostnameOverride":"a.example","os":{"name":"linux"},"runtimeClassName":"gvisor""#), &[]),
    ("", pod!(r#""priorityClassName":"system-node-critical","priority":2000001000"#), &[]),
    ("", pod!(r#""priorityClassName":"batch","priority":7"#), &[]),
    ("", pod!(r#""hostUsers":false,"schedulingGates":[{"name":"a.b/c"},{"name":"d"}],"readinessGates":[{"conditionType":"a.b/c"}]"#), &[]),
    ("", deployment!(r#""priority":5,"nodeName":"n","schedulingGates":[{"name":"a"}]"#), &[]),
    ("pod-restart-policy-unknown", pod!(r#""restartPolicy":"Maybe""#), &[(NOT_SUPPORTED, "spec.restartPolicy")]),
    ("pod-preemption-policy-empty", deployment!(r#""preemptionPolicy":"""#), &[(REQUIRED, "spec.template.spec.preemptionPolicy")]),
    ("pod-preemption-policy-unknown", deployment!(r#""preemptionPolicy":"Always""#), &[(NOT_SUPPORTED, "spec.template.spec.preemptionPolicy")]),
    ("pod-active-deadline-out-of-range", pod!(r#""activeDeadlineSeconds":0"#), &[(INVALID, "spec.activeDeadlineSeconds")]),
    ("pod-hostname-malformed", pod!(r#""hostname":"a.b""#), &[(INVALID, "spec.hostname")]),
    ("pod-subdomain-malformed", pod!(r#""subdomain":"A""#), &[(INVALID, "spec.subdomain")]),
    ("pod-hostname-override-malformed", pod!(r#""hostnameOverride":"A""#), &[(INVALID, "spec.hostnameOverride")]),
    ("pod-hostname-override-too-long", pod!(r#""hostnameOverride":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa""#), &[("FieldValueTooLong", "spec.hostnameOverride")]),
    ("pod-hostname-override-with-fqdn", pod!(r#""hostnameOverride":"a","setHostnameAsFQDN":true"#), &[(FORBIDDEN, "spec.hostnameOverride")]),
    ("pod-hostname-override-on-host-network", pod!(r#""hostnameOverride":"a","hostNetwork":true"#), &[(FORBIDDEN, "spec.hostnameOverride")]),
    ("pod-service-account-malformed", pod!(r#""serviceAccountName":"a_b""#), &[(INVALID, "spec.serviceAccountName")]),
    ("pod-service-account-malformed", pod!(r#""serviceAccount":"a_b""#), &[(INVALID, "spec.serviceAccountName")]),
    ("pod-node-name-malformed", pod!(r#""nodeName":"a_b""#), &[(INVALID, "spec.nodeName")]),
    ("pod-node-name-with-scheduling-gates", pod!(r#""nodeName":"n","schedulingGates":[{"name":"a"}]"#), &[(FORBIDDEN, "spec.nodeName")]),
    ("pod-priority-class-malformed", pod!(r#""priorityClassName":"a_b""#), &[(INVALID, "spec.priorityClassName")]),
    ("pod-runtime-class-malformed", pod!(r#""runtimeClassName":"""#), &[(INVALID, "spec.runtimeClassName")]),
    ("pod-readiness-gate-malformed", pod!(r#""readinessGates":[{"conditionType":"a b"}]"#), &[(INVALID, "spec.readinessGates[0].conditionType")]),
    ("pod-scheduling-gate-malformed", pod!(r#""schedulingGates":[{"name":"a b"}]"#), &[(INVALID, "spec.schedulingGates[0]")]),
    ("pod-scheduling-gate-twice", pod!(r#""schedulingGates":[{"name":"a"},{"name":"a"}]"#), &[("FieldValueDuplicate", "spec.schedulingGates[1]")]),
    ("pod-os-name-missing", pod!(r#""os":{"name":""}"#), &[(REQUIRED, "spec.os.name")]),
    ("pod-os-unknown", pod!(r#""os":{"name":"plan9"}"#), &[(NOT_SUPPORTED, "spec.os")]),
    ("user-namespace-with-host-network", pod!(r#""hostUsers":false,"hostNetwork":true"#), &[(FORBIDDEN, "spec.hostNetwork")]),
    ("user-namespace-with-host-pid", pod!(r#""hostUsers":false,"hostPID":true"#), &[(FORBIDDEN, "spec.HostPID")]),
    ("user-namespace-with-host-ipc", pod!(r#""hostUsers":false,"hostIPC":true"#), &[(FORBIDDEN, "spec.HostIPC")]),
    ("user-namespace-with-volume-devices", pod!(r#""hostUsers":false,"initContainers":[{"name":"i","volumeDevices":[{"name":"v","devicePath":"/d"}]}]"#), &[(FORBIDDEN, "spec.initContainers[0].volumeDevices")]),
    ("pod-priority-given", pod!(r#""priority":5"#), &[("pod-priority-given", "spec.priority")]),
    ("pod-preemption-policy-given", pod!(r#""preemptionPolicy":"Never""#), &[("pod-preemption-policy-given", "spec.preemptionPolicy")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(CASES, |j, seen| {
        let spec = Path::root("spec");
        let template = spec.field("template");
        let path = if j.form == Form::Pod { spec } else { template.field("spec") };
        super::check(j, &seen.spec, &path);
    })
}

use crate::validate::{
    api::case::{
        DUPLICATE, Elsewhere, FORBIDDEN, INVALID, NOT_FOUND, NOT_SUPPORTED, REQUIRED, bring, container,
        deployment,
    },
    trials::{Case, Trial},
};

const TOO_MANY: &str = "FieldValueTooMany";

/// Writes a Pod with one init container beside a regular one.
macro_rules! init {
    ($fields:literal) => {
        pod_with!("initContainers", concat!(r#"{"name":"n","image":"i""#, $fields, "}"))
    };
}

/// Writes a Pod with one ephemeral container beside a regular one.
macro_rules! ephemeral {
    ($fields:literal) => {
        pod_with!("ephemeralContainers", concat!(r#"{"name":"n","image":"i""#, $fields, "}"))
    };
}

macro_rules! pod_with {
    ($list:literal, $containers:expr) => {
        concat!(
            r#"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i"}],""#,
            $list,
            r#"":["#,
            $containers,
            "]}}"
        )
    };
}

macro_rules! rule {
    () => {
        r#"{"action":"Restart","exitCodes":{"operator":"In","values":[1]}}"#
    };
}
macro_rules! seven_rules {
    () => {
        concat!(rule!(), ",", rule!(), ",", rule!(), ",", rule!(), ",", rule!(), ",", rule!(), ",", rule!())
    };
}
macro_rules! sixteen {
    ($text:literal) => {
        concat!(
            $text, $text, $text, $text, $text, $text, $text, $text, $text, $text, $text, $text, $text, $text,
            $text, $text
        )
    };
}

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", container!(r#","terminationMessagePolicy":"FallbackToLogsOnError","imagePullPolicy":"Never","restartPolicy":"OnFailure","restartPolicyRules":[{"action":"RestartAllContainers","exitCodes":{"operator":"NotIn"}}]"#), &[]),
    ("", init!(r#","restartPolicy":"Always","livenessProbe":{},"readinessProbe":{},"startupProbe":{},"lifecycle":{}"#), &[]),
    ("", init!(r#","restartPolicy":"Never","lifecycle":{"stopSignal":"dropped"}"#), &[]),
    ("", deployment!("", r#","image":" ","terminationMessagePolicy":"""#), &[]),
    ("containers-missing", r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[]}}"#, &[(REQUIRED, "spec.containers")]),
    ("container-name-missing", container!(r#","name":"""#), &[(REQUIRED, "spec.containers[0].name")]),
    ("container-name-malformed", container!(r#","name":"a.b""#), &[(INVALID, "spec.containers[0].name")]),
    ("container-name-repeated", r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i"},{"name":"c","image":"i"}]}}"#, &[(DUPLICATE, "spec.containers[1].name")]),
    ("container-name-repeated", pod_with!("initContainers", r#"{"name":"n","image":"i"},{"name":"n","image":"i"},{"name":"c","image":"i"}"#), &[(DUPLICATE, "spec.initContainers[1].name"), (DUPLICATE, "spec.initContainers[2].name")]),
    ("container-name-missing", pod_with!("initContainers", r#"{"image":"i"},{"image":"i"}"#), &[(REQUIRED, "spec.initContainers[0].name"), (REQUIRED, "spec.initContainers[1].name")]),
    ("container-name-repeated", r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"image":"i"},{"image":"i"}]}}"#, &[(REQUIRED, "spec.containers[0].name"), (REQUIRED, "spec.containers[1].name"), (DUPLICATE, "spec.containers[1].name")]),
    ("container-name-repeated", ephemeral!(r#","name":"c""#), &[(FORBIDDEN, "spec.ephemeralContainers"), (DUPLICATE, "spec.ephemeralContainers[0].name")]),
    ("container-image-missing", container!(r#","image":"""#), &[(REQUIRED, "spec.containers[0].image")]),
    ("container-image-padded", container!(r#","image":"i ""#), &[(INVALID, "spec.containers[0].image")]),
    ("container-image-padded", init!(r#","image":"\u00a0i""#), &[(INVALID, "spec.initContainers[0].image")]),
    ("container-image-padded", deployment!(r#""ephemeralContainers":[{"name":"n","image":" i"}],"#, r#","image":" i""#), &[(FORBIDDEN, "spec.template.spec.ephemeralContainers"), (INVALID, "spec.template.spec.ephemeralContainers[0].image")]),
    ("container-message-policy-unknown", container!(r#","terminationMessagePolicy":"Log""#), &[(NOT_SUPPORTED, "spec.containers[0].terminationMessagePolicy")]),
    ("container-pull-policy-unknown", container!(r#","imagePullPolicy":"always""#), &[(NOT_SUPPORTED, "spec.containers[0].imagePullPolicy")]),
    ("container-init-field", init!(r#","livenessProbe":{},"readinessProbe":{},"startupProbe":{},"lifecycle":{}"#), &[(FORBIDDEN, "spec.initContainers[0].livenessProbe"), (FORBIDDEN, "spec.initContainers[0].readinessProbe"), (FORBIDDEN, "spec.initContainers[0].startupProbe"), (FORBIDDEN, "spec.initContainers[0].lifecycle")]),
    ("container-restart-policy-missing", container!(r#","restartPolicyRules":[{"action":"?"}]"#), &[(REQUIRED, "spec.containers[0].restartPolicy"), (NOT_SUPPORTED, "spec.containers[0].restartPolicyRules[0].action"), (REQUIRED, "spec.containers[0].restartPolicyRules[0].exitCodes")]),
    ("container-restart-policy-missing", init!(r#","restartPolicyRules":[{"action":"?"}]"#), &[(REQUIRED, "spec.initContainers[0].restartPolicy")]),
    ("container-restart-policy-unknown", container!(r#","restartPolicy":"""#), &[(NOT_SUPPORTED, "spec.containers[0].restartPolicy")]),
    ("container-restart-rules-too-many", container!(concat!(r#","restartPolicy":"Never","restartPolicyRules":["#, seven_rules!(), ",", seven_rules!(), ",", seven_rules!(), "]")), &[(TOO_MANY, "spec.containers[0].restartPolicyRules")]),
    ("container-restart-action-unknown", init!(r#","restartPolicy":"Always","restartPolicyRules":[{"action":"Stop","exitCodes":{"operator":"In"}}]"#), &[(NOT_SUPPORTED, "spec.initContainers[0].restartPolicyRules[0].action")]),
    ("container-restart-exit-codes-missing", container!(r#","restartPolicy":"Never","restartPolicyRules":[{"action":"Restart"}]"#), &[(REQUIRED, "spec.containers[0].restartPolicyRules[0].exitCodes")]),
    ("container-restart-operator-unknown", container!(r#","restartPolicy":"Never","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"in"}}]"#), &[(NOT_SUPPORTED, "spec.containers[0].restartPolicyRules[0].exitCodes.operator")]),
    ("container-restart-exit-codes-too-many", container!(concat!(r#","restartPolicy":"Never","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In","values":["#, sixteen!("1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"), "1]}}]")), &[(TOO_MANY, "spec.containers[0].restartPolicyRules[0].exitCodes.values")]),
    ("ephemeral-containers-on-create", ephemeral!(r#","resources":{},"targetContainerName":"c""#), &[(FORBIDDEN, "spec.ephemeralContainers")]),
    ("ephemeral-container-field", ephemeral!(r#","ports":[],"resources":{"limits":{"cpu":"1"}},"resizePolicy":[],"restartPolicy":"Sometimes","restartPolicyRules":[],"livenessProbe":{},"readinessProbe":{},"startupProbe":{},"lifecycle":{}"#), &[
        (FORBIDDEN, "spec.ephemeralContainers"), (FORBIDDEN, "spec.ephemeralContainers[0].ports"), (FORBIDDEN, "spec.ephemeralContainers[0].resources"), (FORBIDDEN, "spec.ephemeralContainers[0].resizePolicy"),
        (FORBIDDEN, "spec.ephemeralContainers[0].restartPolicy"), (FORBIDDEN, "spec.ephemeralContainers[0].restartPolicyRules"), (FORBIDDEN, "spec.ephemeralContainers[0].livenessProbe"),
        (FORBIDDEN, "spec.ephemeralContainers[0].readinessProbe"), (FORBIDDEN, "spec.ephemeralContainers[0].startupProbe"), (FORBIDDEN, "spec.ephemeralContainers[0].lifecycle"),
    ]),
    ("ephemeral-container-target-unknown", ephemeral!(r#","targetContainerName":"n""#), &[(FORBIDDEN, "spec.ephemeralContainers"), (NOT_FOUND, "spec.ephemeralContainers[0].targetContainerName")]),
];

#[rustfmt::skip]
pub(crate) const ELSEWHERE: &[Elsewhere] = &[
    (33, None, ("container-restart-policy-forbidden", container!(r#","restartPolicy":"Always""#), &[(FORBIDDEN, "spec.containers[0].restartPolicy")])),
    (33, None, ("container-restart-policy-unknown", init!(r#","restartPolicy":"Never""#), &[(NOT_SUPPORTED, "spec.initContainers[0].restartPolicy")])),
    (34, None, ("", container!(r#","restartPolicy":"Always","restartPolicyRules":[{"action":"dropped"}]"#), &[])),
    (35, None, ("container-sidecar-restart-rules", init!(r#","restartPolicy":"Always","restartPolicyRules":[{"action":"?"}]"#), &[(FORBIDDEN, "spec.initContainers[0].restartPolicyRules")])),
    (35, None, ("container-restart-action-unknown", container!(r#","restartPolicy":"Never","restartPolicyRules":[{"action":"RestartAllContainers","exitCodes":{"operator":"In"}}]"#), &[(NOT_SUPPORTED, "spec.containers[0].restartPolicyRules[0].action")])),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(|j, spec, _, path| super::check(j, spec, path), CASES, ELSEWHERE)
}

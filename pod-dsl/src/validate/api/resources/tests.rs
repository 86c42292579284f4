use crate::validate::{
    api::case::{
        DUPLICATE, Elsewhere, FORBIDDEN, INVALID, NOT_FOUND, NOT_SUPPORTED, REQUIRED, bring, container,
        deployment, pod,
    },
    trials::{Case, Trial},
};

/// Writes a Pod whose container has resources.
macro_rules! resources {
    ($resources:literal) => {
        container!(concat!(r#","resources":{"#, $resources, "}"))
    };
}

/// Writes a Pod with the claim `d` whose container refers to claims.
macro_rules! claims {
    ($claims:literal) => {
        pod!(
            r#""resourceClaims":[{"name":"d","resourceClaimName":"d"}],"#,
            concat!(r#","resources":{"claims":["#, $claims, "]}")
        )
    };
}

/// Writes a Pod with claims of its own.
macro_rules! pod_claims {
    ($claims:literal) => {
        pod!(concat!(r#""resourceClaims":["#, $claims, "],"), "")
    };
}

macro_rules! resize {
    ($policies:literal) => {
        container!(concat!(r#","resizePolicy":["#, $policies, "]"))
    };
}

const CLAIM: &str = "spec.resourceClaims[0]";
const CLAIMS: [&str; 3] = [
    "spec.containers[0].resources.claims[0]",
    "spec.containers[0].resources.claims[1]",
    "spec.containers[0].resources.claims[2]",
];
const RESIZE: &str = "spec.containers[0].resizePolicy";

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", resources!(r#""limits":{"cpu":"1.5","memory":"1Gi","ephemeral-storage":"1","hugepages-2Mi":"4Mi","nvidia.com/gpu":"2","kubernetes.io/odd":"1"},"requests":{"cpu":"100u"}"#), &[]),
    ("", claims!(r#"{"name":"d","request":"a"},{"name":"d","request":"b"}"#), &[]),
    ("", resize!(r#"{"resourceName":"cpu","restartPolicy":"NotRequired"},{"resourceName":"memory","restartPolicy":"RestartContainer"}"#), &[]),
    ("", pod!(r#""restartPolicy":"Never","overhead":{"cpu":"1"},"#, r#","resizePolicy":[{"resourceName":"cpu","restartPolicy":"NotRequired"}]"#), &[]),
    ("", pod!(r#""initContainers":[{"name":"n","image":"i","restartPolicy":"Always","resizePolicy":[{"resourceName":"cpu","restartPolicy":"RestartContainer"}]}],"#, ""), &[]),
    ("", pod!(r#""resources":{"requests":{"cpu":"3"},"limits":{"cpu":"3"}},"initContainers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"3"}}},{"name":"b","image":"i","restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}}],"#, r#","resources":{"requests":{"cpu":"2"},"limits":{"cpu":"3"}}"#), &[]),
    ("", deployment!(r#""resourceClaims":[{"name":"d","resourceClaimTemplateName":"t"}],"#, r#","resources":{"claims":[{"name":"d"}]}"#), &[]),
    ("resource-name-malformed", deployment!("", r#","resources":{"limits":{"a b":"1"}}"#), &[(INVALID, "spec.template.spec.containers[0].resources.limits[a b]"), (INVALID, "spec.template.spec.containers[0].resources.limits[a b]")]),
    ("resource-name-unknown", deployment!("", r#","resources":{"limits":{"gpu":"1"}}"#), &[(INVALID, "spec.template.spec.containers[0].resources.limits[gpu]"), (INVALID, "spec.template.spec.containers[0].resources.limits[gpu]")]),
    ("resource-not-for-container", deployment!("", r#","resources":{"limits":{"storage":"1"}}"#), &[(INVALID, "spec.template.spec.containers[0].resources.limits[storage]")]),
    ("resource-not-extended", deployment!("", r#","resources":{"limits":{"requests.a.b/c":"1"}}"#), &[(INVALID, "spec.template.spec.containers[0].resources.limits[requests.a.b/c]")]),
    ("resource-not-for-pod", deployment!(r#""resources":{"limits":{"ephemeral-storage":"1"}},"#, ""), &[(NOT_SUPPORTED, "spec.template.spec.resources.limits[ephemeral-storage]")]),
    ("resource-negative", deployment!("", r#","resources":{"limits":{"cpu":"-1"}}"#), &[(INVALID, "spec.template.spec.containers[0].resources.limits[cpu]")]),
    ("resource-negative", pod!(r#""overhead":{"cpu":"-1"},"#, ""), &[(INVALID, "spec.overhead.limits[cpu]")]),
    ("resource-fraction", deployment!("", r#","resources":{"limits":{"a.b/c":"1500m"}}"#), &[(INVALID, "spec.template.spec.containers[0].resources.limits[a.b/c]")]),
    ("resource-hugepages-indivisible", deployment!("", r#","resources":{"limits":{"cpu":"1","hugepages-2Mi":"3Mi"}}"#), &[(INVALID, "spec.template.spec.containers[0].resources.limits[hugepages-2Mi]")]),
    ("resource-hugepages-indivisible", deployment!("", r#","resources":{"limits":{"cpu":"1","hugepages-x":"1"}}"#), &[(INVALID, "spec.template.spec.containers[0].resources.limits[hugepages-x]")]),
    ("resource-hugepages-alone", resources!(r#""limits":{"hugepages-2Mi":"2Mi"}"#), &[(FORBIDDEN, "spec.containers[0].resources")]),
    ("resource-request-above-limit", resources!(r#""limits":{"cpu":"1"},"requests":{"cpu":"1001m"}"#), &[(INVALID, "spec.containers[0].resources.requests")]),
    ("resource-request-not-limit", resources!(r#""limits":{"a.b/c":"2"},"requests":{"a.b/c":"1"}"#), &[(INVALID, "spec.containers[0].resources.requests")]),
    ("resource-limit-missing", resources!(r#""requests":{"a.b/c":"1"}"#), &[(REQUIRED, "spec.containers[0].resources.limits")]),
    ("resource-claim-reference-nameless", claims!(r#"{"name":""}"#), &[(REQUIRED, CLAIMS[0])]),
    ("resource-claim-reference-repeated", claims!(r#"{"name":"d"},{"name":"d"},{"name":"d","request":"Not looked at"}"#), &[(DUPLICATE, CLAIMS[1]), (DUPLICATE, CLAIMS[2])]),
    ("resource-claim-reference-repeated", claims!(r#"{"name":"d","request":"a"},{"name":"d","request":"a"}"#), &[(DUPLICATE, CLAIMS[1])]),
    ("resource-claim-reference-repeated", claims!(r#"{"name":"d","request":"a"},{"name":"d","request":"b"},{"name":"d"}"#), &[(DUPLICATE, CLAIMS[2]), (DUPLICATE, CLAIMS[2])]),
    // The server writes a request behind its claim and a slash, which a name may hold, too.
    ("resource-claim-reference-repeated", claims!(r#"{"name":"d","request":"a"},{"name":"d/a"}"#), &[(DUPLICATE, CLAIMS[1]), (NOT_FOUND, CLAIMS[1])]),
    ("resource-claim-request-malformed", claims!(r#"{"name":"d","request":"A"}"#), &[(INVALID, "spec.containers[0].resources.claims[0].request")]),
    ("resource-claim-unknown", claims!(r#"{"name":"e"}"#), &[(NOT_FOUND, CLAIMS[0])]),
    ("resource-claim-name-missing", pod_claims!(r#"{"resourceClaimName":"d"}"#), &[(REQUIRED, "spec.resourceClaims[0].name")]),
    ("resource-claim-name-malformed", pod_claims!(r#"{"name":"D","resourceClaimName":"d"}"#), &[(INVALID, "spec.resourceClaims[0].name")]),
    ("resource-claim-name-repeated", pod_claims!(r#"{"name":"d","resourceClaimName":"d"},{"name":"d","resourceClaimName":"d"}"#), &[(DUPLICATE, "spec.resourceClaims[1].name")]),
    ("resource-claim-sources-several", pod_claims!(r#"{"name":"d","resourceClaimName":"d","resourceClaimTemplateName":"d"}"#), &[(INVALID, CLAIM)]),
    ("resource-claim-source-missing", pod_claims!(r#"{"name":"d"}"#), &[(INVALID, CLAIM)]),
    ("resource-claim-source-malformed", pod_claims!(r#"{"name":"d","resourceClaimTemplateName":""}"#), &[(INVALID, "spec.resourceClaims[0].resourceClaimTemplateName")]),
    ("resource-claim-on-mirror-pod", r#"{"kind":"Pod","metadata":{"name":"a","annotations":{"kubernetes.io/config.mirror":"x"}},"spec":{"nodeName":"n","containers":[{"name":"c","image":"i"}],"resourceClaims":[{"name":"D"}]}}"#, &[(FORBIDDEN, "[]")]),
    ("resource-pod-level-on-windows", pod!(r#""os":{"name":"windows"},"resources":{"limits":{"nonsense":"1"}},"#, ""), &[(FORBIDDEN, "spec.resources")]),
    ("resource-pod-level-claims", pod!(r#""resources":{"claims":[]},"#, ""), &[(FORBIDDEN, "spec.resources.claims")]),
    ("resource-pod-request-too-low", pod!(r#""resources":{"requests":{"cpu":"2999m"}},"initContainers":[{"name":"s","image":"i","restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}},{"name":"a","image":"i","resources":{"requests":{"cpu":"2"}}}],"#, r#","resources":{"requests":{"cpu":"1"}}"#), &[(INVALID, "spec.resources.requests[cpu]")]),
    ("resource-pod-request-too-low", pod!(r#""resources":{"requests":{"cpu":"2"}},"initContainers":[{"name":"s","image":"i","restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}}],"#, r#","resources":{"requests":{"cpu":"1001m"}}"#), &[(INVALID, "spec.resources.requests[cpu]")]),
    ("resource-pod-hugepages-too-low", deployment!(r#""resources":{"limits":{"cpu":"1","hugepages-2Mi":"2Mi"}},"initContainers":[{"name":"a","image":"i","resources":{"limits":{"cpu":"1","hugepages-2Mi":"4Mi"}}}],"#, ""), &[(INVALID, "spec.template.spec.resources.limits[hugepages-2Mi]")]),
    ("resource-pod-limit-exceeded", deployment!(r#""resources":{"limits":{"cpu":"1"}},"#, r#","resources":{"limits":{"cpu":"2"}}"#), &[(INVALID, "spec.template.spec.resources.containers[0][cpu].limits")]),
    ("resize-policy-repeated", resize!(r#"{"resourceName":"cpu","restartPolicy":"NotRequired"},{"resourceName":"cpu","restartPolicy":"NotRequired"}"#), &[(DUPLICATE, "spec.containers[0].resizePolicy[1]")]),
    ("resize-resource-missing", resize!(r#"{"restartPolicy":"NotRequired"}"#), &[(REQUIRED, RESIZE)]),
    ("resize-resource-unknown", resize!(r#"{"resourceName":"disk","restartPolicy":"NotRequired"}"#), &[(NOT_SUPPORTED, RESIZE)]),
    ("resize-restart-missing", resize!(r#"{"resourceName":"cpu"}"#), &[(REQUIRED, RESIZE)]),
    ("resize-restart-unknown", resize!(r#"{"resourceName":"cpu","restartPolicy":"Never"}"#), &[(NOT_SUPPORTED, RESIZE)]),
    ("resize-restart-in-unrestarted-pod", pod!(r#""restartPolicy":"Never","#, r#","resizePolicy":[{"resourceName":"cpu","restartPolicy":"RestartContainer"}]"#), &[(INVALID, RESIZE)]),
    ("resize-restart-of-init-container", pod!(r#""initContainers":[{"name":"n","image":"i","resizePolicy":[{"resourceName":"cpu","restartPolicy":"RestartContainer"}]}],"#, ""), &[(INVALID, "spec.initContainers[0].resizePolicy[0].restartPolicy")]),
];

#[rustfmt::skip]
pub(crate) const ELSEWHERE: &[Elsewhere] = &[
    (32, None, ("", pod!(r#""resourceClaims":[{"name":"D"}],"resources":{"limits":{"nonsense":"1"}},"#, r#","resizePolicy":[{"resourceName":"disk"}],"resources":{"claims":[{"name":"e"}]}"#), &[])),
    (35, None, ("", pod!(r#""initContainers":[{"name":"n","image":"i","resizePolicy":[{"resourceName":"cpu","restartPolicy":"RestartContainer"}]}],"#, ""), &[])),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(super::check, CASES, ELSEWHERE)
}

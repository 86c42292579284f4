use crate::validate::{
    Path,
    api::metadata::tests::bring,
    trials::{Case, Trial},
};

macro_rules! pod {
    ($constraints:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a","labels":{"hash":"1"}},"spec":{"containers":[],"topologySpreadConstraints":["#,
            $constraints,
            "]}}"
        )
    };
}

const INVALID: &str = "FieldValueInvalid";
const UNSUPPORTED: &str = "FieldValueNotSupported";

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", pod!(r#"{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","minDomains":2,"nodeAffinityPolicy":"Honor","nodeTaintsPolicy":"Ignore","labelSelector":{},"matchLabelKeys":["hash"]},{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway"}"#), &[]),
    ("spread-max-skew-not-positive", pod!(r#"{"maxSkew":0,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"}"#), &[(INVALID, "spec.topologySpreadConstraints[0].maxSkew")]),
    ("spread-topology-key-missing", pod!(r#"{"maxSkew":1,"topologyKey":"","whenUnsatisfiable":"DoNotSchedule"}"#), &[("FieldValueRequired", "spec.topologySpreadConstraints[0].topologyKey")]),
    ("spread-when-unsatisfiable-unknown", pod!(r#"{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"doNotSchedule"}"#), &[(UNSUPPORTED, "spec.topologySpreadConstraints[0].whenUnsatisfiable")]),
    ("spread-constraint-repeated", pod!(r#"{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"},{"maxSkew":2,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"}"#), &[("FieldValueDuplicate", "spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}")]),
    ("spread-min-domains-not-positive", pod!(r#"{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","minDomains":0}"#), &[(INVALID, "spec.topologySpreadConstraints[0].minDomains")]),
    ("spread-min-domains-not-enforced", pod!(r#"{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway","minDomains":1}"#), &[(INVALID, "spec.topologySpreadConstraints[0].minDomains")]),
    ("spread-node-affinity-policy-unknown", pod!(r#"{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","nodeAffinityPolicy":""}"#), &[(UNSUPPORTED, "spec.topologySpreadConstraints[0].nodeAffinityPolicy")]),
    ("spread-node-taints-policy-unknown", pod!(r#"{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","nodeTaintsPolicy":"honor"}"#), &[(UNSUPPORTED, "spec.topologySpreadConstraints[0].nodeTaintsPolicy")]),
    // The rules of the parts are those of the parts; where they are reported is told here.
    ("selector-operator-unknown", pod!(r#"{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchExpressions":[{"key":"a","operator":""}]}}"#), &[(INVALID, "spec.topologySpreadConstraints[0].labelSelector.matchExpressions[0].operator")]),
    ("label-keys-in-selector", pod!(r#"{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"hash":"1"}},"matchLabelKeys":["hash"]}"#), &[(INVALID, "spec.topologySpreadConstraints[0][0]")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(CASES, |j, seen| super::check(j, &seen.spec, &seen.meta, &Path::root("spec")))
}

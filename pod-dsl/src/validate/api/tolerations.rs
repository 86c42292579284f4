//! Tolerations: which taints of a node a pod puts up with.

use k8s_openapi::api::core::v1::{PodSpec, Toleration};

use super::metadata::report_all;
use crate::{
    grammar,
    validate::{Judge, Path, gates::Gate, rule::rules},
};

rules! {
    KEY_MALFORMED: Invalid, "toleration-key-malformed", "the key of a toleration is a label key";
    KEY_MISSING: Invalid, "toleration-key-missing", "a toleration without a key has the operator Exists";
    SECONDS_WITHOUT_NO_EXECUTE: Invalid, "toleration-seconds-without-no-execute", "tolerationSeconds comes with the effect NoExecute";
    VALUE_MALFORMED: Invalid, "toleration-value-malformed", "the value of a toleration is a label value";
    VALUE_UNUSED: Invalid, "toleration-value-unused", "a toleration with the operator Exists has no value";
    OPERATOR_UNKNOWN: NotSupported, "toleration-operator-unknown", "the operator of a toleration is Equal or Exists";
    BOUND_NOT_A_NUMBER: Invalid, "toleration-bound-not-a-number", "a toleration with the operator Gt or Lt has an integer as its value";
    EFFECT_UNKNOWN: NotSupported, "toleration-effect-unknown", "the effect of a toleration is NoSchedule, PreferNoSchedule or NoExecute";
}

/// Checks the tolerations of a pod; `path` is that of the pod spec.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    list(j, spec.tolerations.as_deref().unwrap_or_default(), &path.field("tolerations"));
}

/// Checks a list of tolerations, wherever it stands: the annotation that came before the field holds one, too.
pub(super) fn list(j: &mut Judge, tolerations: &[Toleration], path: &Path<'_>) {
    for (index, toleration) in tolerations.iter().enumerate() {
        one(j, toleration, &path.index(index));
    }
}

fn one(j: &mut Judge, toleration: &Toleration, path: &Path<'_>) {
    let key = toleration.key.as_deref().unwrap_or_default();
    let operator = toleration.operator.as_deref().unwrap_or_default();
    let value = toleration.value.as_deref().unwrap_or_default();
    let effect = toleration.effect.as_deref().unwrap_or_default();
    let at = path.field("operator");
    if !key.is_empty() {
        report_all(j, &KEY_MALFORMED, &path.field("key"), "the key", key, grammar::qualified_name(key));
    } else if operator != "Exists" {
        j.report(&KEY_MISSING, &at, "a toleration without a key matches every taint, so it needs `Exists`")
            .help("add a `key`, or `operator: Exists`");
    }
    if toleration.toleration_seconds.is_some() && effect != "NoExecute" {
        j.report(
            &SECONDS_WITHOUT_NO_EXECUTE,
            &path.field("effect"),
            "`tolerationSeconds` is the time until the pod is evicted, so it needs the effect `NoExecute`",
        );
    }
    match operator {
        // The server reports a wrong value at the operator.
        "" | "Equal" => {
            report_all(j, &VALUE_MALFORMED, &at, "the value", value, joined(grammar::label_value(value)));
        }
        "Exists" if !value.is_empty() => {
            let message = format_args!("`Exists` looks at the key only, so the value `{value}` is of no use");
            j.report(&VALUE_UNUSED, &at, message).help("leave `value` out, or use `operator: Equal`");
        }
        "Exists" => {}
        "Gt" | "Lt" if j.gates.on(Gate::TaintTolerationComparisonOperators) => {
            // The server asks twice, for the form and for the number.
            let at = path.field("value");
            if !is_canonical(value) {
                let message = format_args!("`{value}` is no integer as it is written canonically, like `-5`");
                j.report(&BOUND_NOT_A_NUMBER, &at, message);
            }
            if value.parse::<i64>().is_err() {
                let message =
                    format_args!("`{operator}` compares integers of 64 bits, and `{value}` is none");
                j.report(&BOUND_NOT_A_NUMBER, &at, message);
            }
        }
        _ => {
            let message = format_args!("`{operator}` is no operator; `Equal` and `Exists` are");
            j.report(&OPERATOR_UNKNOWN, &at, message);
        }
    }
    if !matches!(effect, "" | "NoSchedule" | "PreferNoSchedule" | "NoExecute") {
        let message = format_args!(
            "`{effect}` is no effect of a taint; `NoSchedule`, `PreferNoSchedule` and `NoExecute` are"
        );
        j.report(&EFFECT_UNKNOWN, &path.field("effect"), message)
            .help("leave `effect` out to match all of them");
    }
}

/// Makes one cause of all that is wrong with a value, as the server does here and nowhere else.
fn joined(verdict: Result<(), grammar::Fault>) -> Result<(), grammar::Fault> {
    verdict.map_err(|fault| grammar::Fault::new(fault.message()))
}

/// Tells whether a text is an integer, of any size, as it is written canonically: without a plus or zeros in front.
fn is_canonical(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    text == "0"
        || (!digits.is_empty()
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
pub(crate) mod tests;

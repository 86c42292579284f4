//! Label selectors of claims and trust bundles.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::checks::well_formed;
use crate::{
    grammar::{label_value, qualified_name},
    validate::{Judge, Path, rule::rules},
};

rules! {
    KEY: Invalid, "volume-selector-key-malformed", "the key of a selector is a qualified name";
    VALUE: Invalid, "volume-selector-value-malformed", "the value of a selector is a label value";
    VALUES_MISSING: Required, "volume-selector-values-missing", "In and NotIn have values";
    VALUES_UNUSED: Forbidden, "volume-selector-values-unused", "Exists and DoesNotExist have no values";
    OPERATOR: Invalid, "volume-selector-operator-unknown", "the operator of a selector is In, NotIn, Exists or DoesNotExist";
}

pub(in crate::validate::api) fn check(j: &mut Judge, selector: &LabelSelector, path: &Path<'_>) {
    let labels = path.field("matchLabels");
    for (key, value) in selector.match_labels.iter().flatten() {
        well_formed(j, &KEY, key, qualified_name(key), &labels);
        well_formed(j, &VALUE, value, label_value(value), &labels);
    }
    let list = path.field("matchExpressions");
    for (index, expression) in selector.match_expressions.iter().flatten().enumerate() {
        let path = list.index(index);
        let operator = expression.operator.as_str();
        let values = expression.values.as_deref().unwrap_or_default();
        let at = path.field("values");
        match operator {
            "In" | "NotIn" if values.is_empty() => {
                j.report(&VALUES_MISSING, &at, format_args!("`{operator}` has no values to look among"));
            }
            "Exists" | "DoesNotExist" if !values.is_empty() => {
                j.report(
                    &VALUES_UNUSED,
                    &at,
                    format_args!("`{operator}` asks for the key alone: leave `values` out"),
                );
            }
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            _ => {
                j.report(
                    &OPERATOR,
                    &path.field("operator"),
                    format_args!("`{operator}` is no operator: use In, NotIn, Exists or DoesNotExist"),
                );
            }
        }
        well_formed(j, &KEY, &expression.key, qualified_name(&expression.key), &path.field("key"));
        for (index, value) in values.iter().enumerate() {
            well_formed(j, &VALUE, value, label_value(value), &at.index(index));
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::{cases, hold};

    macro_rules! selecting {
        ($selector:literal) => {
            concat!(
                r#""ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}},"selector":"#,
                $selector,
                "}}}"
            )
        };
    }

    cases! {
        "" selecting!(r#"{"matchLabels":{"a.b/c":""},"matchExpressions":[{"key":"a","operator":"In","values":["x"]},{"key":"b","operator":"Exists","values":[]}]}"#);
        "volume-selector-key-malformed" selecting!(r#"{"matchLabels":{"-":""}}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.selector.matchLabels";
        "volume-selector-key-malformed" selecting!(r#"{"matchExpressions":[{"key":"","operator":"Exists"}]}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0].key",
               Invalid ".ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0].key";
        "volume-selector-value-malformed" selecting!(r#"{"matchLabels":{"a":"b c"}}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.selector.matchLabels";
        "volume-selector-value-malformed" selecting!(r#"{"matchExpressions":[{"key":"a","operator":"NotIn","values":["x","-"]}]}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0].values[1]";
        "volume-selector-values-missing" selecting!(r#"{"matchExpressions":[{"key":"a","operator":"In"}]}"#)
            => Required ".ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0].values";
        "volume-selector-values-unused" selecting!(r#"{"matchExpressions":[{"key":"a","operator":"DoesNotExist","values":["x"]}]}"#)
            => Forbidden ".ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0].values";
        "volume-selector-operator-unknown" selecting!(r#"{"matchExpressions":[{"key":"a","operator":"Gt","values":["1"]}]}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0].operator";
    }

    #[test]
    fn every_rule_has_its_case() {
        hold(CASES, super::RULES);
    }
}

//! Selectors of labels and of nodes, wherever they stand.

use k8s_openapi::{
    api::core::v1::{NodeSelectorRequirement, NodeSelectorTerm},
    apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement},
};

use super::metadata::{labels, report_all};
use crate::{
    grammar,
    validate::{Judge, Path, rule::rules},
};

rules! {
    VALUES_MISSING: Required, "selector-values-missing", "In and NotIn list values";
    VALUES_UNUSED: Forbidden, "selector-values-unused", "Exists and DoesNotExist have no values";
    OPERATOR_UNKNOWN: Invalid, "selector-operator-unknown", "the operator of a label selector is In, NotIn, Exists or DoesNotExist";
    KEY_MALFORMED: Invalid, "selector-key-malformed", "the key of an expression is a label key";
    VALUE_MALFORMED: Invalid, "selector-value-malformed", "the values of an expression are label values";
    NODE_VALUES_MISSING: Required, "node-selector-values-missing", "In and NotIn list values";
    NODE_VALUES_UNUSED: Forbidden, "node-selector-values-unused", "Exists and DoesNotExist have no values";
    NODE_BOUND_NOT_SINGLE: Required, "node-selector-bound-not-single", "Gt and Lt have exactly one value";
    NODE_OPERATOR_UNKNOWN: Invalid, "node-selector-operator-unknown", "the operator of a node selector is In, NotIn, Exists, DoesNotExist, Gt or Lt";
    NODE_KEY_MALFORMED: Invalid, "node-selector-key-malformed", "the key of an expression is a label key";
    NODE_VALUE_MALFORMED: Invalid, "node-selector-value-malformed", "the values that a node must have are label values";
    FIELD_NOT_SINGLE: Required, "node-selector-field-not-single", "a field of a node is compared with exactly one value";
    FIELD_OPERATOR_UNKNOWN: Invalid, "node-selector-field-operator-unknown", "the operator for a field of a node is In or NotIn";
    FIELD_UNKNOWN: Invalid, "node-selector-field-unknown", "the field of a node that can be selected is metadata.name";
    FIELD_VALUE_MALFORMED: Invalid, "node-selector-field-value-malformed", "the name of a node is a DNS name";
}

/// Checks a label selector.
///
/// Source: `ValidateLabelSelector` of `apimachinery/pkg/apis/meta/v1/validation`.
pub(super) fn label_selector(j: &mut Judge, selector: &LabelSelector, path: &Path<'_>) {
    labels(j, selector.match_labels.as_ref(), &path.field("matchLabels"));
    let list = path.field("matchExpressions");
    for (index, expression) in selector.match_expressions.iter().flatten().enumerate() {
        label_expression(j, expression, &list.index(index));
    }
}

fn label_expression(j: &mut Judge, expression: &LabelSelectorRequirement, path: &Path<'_>) {
    let operator = expression.operator.as_str();
    let values = expression.values.as_deref().unwrap_or_default();
    let at = path.field("values");
    match operator {
        "In" | "NotIn" if values.is_empty() => {
            j.report(&VALUES_MISSING, &at, format_args!("`{operator}` has no values to compare with"));
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            let message = format_args!("`{operator}` looks at the key only, so `values` may not be given");
            j.report(&VALUES_UNUSED, &at, message);
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
        _ => {
            let message =
                format_args!("`{operator}` is no operator; `In`, `NotIn`, `Exists` and `DoesNotExist` are");
            j.report(&OPERATOR_UNKNOWN, &path.field("operator"), message);
        }
    }
    let key = expression.key.as_str();
    report_all(j, &KEY_MALFORMED, &path.field("key"), "the key", key, grammar::qualified_name(key));
    for (index, value) in values.iter().enumerate() {
        let at = at.index(index);
        report_all(j, &VALUE_MALFORMED, &at, "the value", value, grammar::label_value(value));
    }
}

/// Checks the requirement that the server makes of a label of the pod: as an expression with one value.
pub(super) fn made_expression(j: &mut Judge, key: &str, value: &str, path: &Path<'_>) {
    report_all(j, &KEY_MALFORMED, &path.field("key"), "the key", key, grammar::qualified_name(key));
    let verdict = grammar::label_value(value);
    report_all(j, &VALUE_MALFORMED, &path.field("values").index(0), "the value", value, verdict);
}

/// Tells whether a term of a node selector must hold or is only wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term {
    /// Without it the pod goes to no node, so its values must be ones that a label can have.
    Required,
    /// A value that no label can have does no harm here.
    Preferred,
}

/// Checks one term of a node selector.
pub(super) fn node_term(j: &mut Judge, term: &NodeSelectorTerm, kind: Term, path: &Path<'_>) {
    let list = path.field("matchExpressions");
    for (index, expression) in term.match_expressions.iter().flatten().enumerate() {
        node_expression(j, expression, kind, &list.index(index));
    }
    let list = path.field("matchFields");
    for (index, expression) in term.match_fields.iter().flatten().enumerate() {
        node_field(j, expression, &list.index(index));
    }
}

fn node_expression(j: &mut Judge, expression: &NodeSelectorRequirement, kind: Term, path: &Path<'_>) {
    let operator = expression.operator.as_str();
    let values = expression.values.as_deref().unwrap_or_default();
    let at = path.field("values");
    match operator {
        "In" | "NotIn" if values.is_empty() => {
            j.report(&NODE_VALUES_MISSING, &at, format_args!("`{operator}` has no values to compare with"));
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            let message = format_args!("`{operator}` looks at the key only, so `values` may not be given");
            j.report(&NODE_VALUES_UNUSED, &at, message);
        }
        "Gt" | "Lt" if values.len() != 1 => {
            let message = format_args!("`{operator}` has {} values; it takes exactly one", values.len());
            j.report(&NODE_BOUND_NOT_SINGLE, &at, message);
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt" => {}
        _ => {
            let message = format_args!(
                "`{operator}` is no operator; `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` and `Lt` are"
            );
            j.report(&NODE_OPERATOR_UNKNOWN, &path.field("operator"), message);
        }
    }
    let key = expression.key.as_str();
    report_all(j, &NODE_KEY_MALFORMED, &path.field("key"), "the key", key, grammar::qualified_name(key));
    if kind == Term::Required && judges_required_values(j) {
        for (index, value) in values.iter().enumerate() {
            let verdict = grammar::label_value(value);
            report_all(j, &NODE_VALUE_MALFORMED, &at.index(index), "the value", value, verdict);
        }
    }
}

/// Before 1.33 the server took any text for a value of a required term, and the pod waited for ever.
///
/// Source: `AllowInvalidLabelValueInRequiredNodeAffinity` of `pkg/apis/core/validation`.
fn judges_required_values(j: &Judge) -> bool {
    j.version.minor() >= 33
}

fn node_field(j: &mut Judge, expression: &NodeSelectorRequirement, path: &Path<'_>) {
    let operator = expression.operator.as_str();
    let values = expression.values.as_deref().unwrap_or_default();
    let at = path.field("values");
    match operator {
        "In" | "NotIn" if values.len() != 1 => {
            let message = format_args!("`{operator}` has {} values; a field takes exactly one", values.len());
            j.report(&FIELD_NOT_SINGLE, &at, message);
        }
        "In" | "NotIn" => {}
        _ => {
            let message = format_args!("`{operator}` is no operator for a field; `In` and `NotIn` are");
            j.report(&FIELD_OPERATOR_UNKNOWN, &path.field("operator"), message);
        }
    }
    if expression.key != "metadata.name" {
        let message = format_args!("`{}` cannot be selected; `metadata.name` can", expression.key);
        j.report(&FIELD_UNKNOWN, &path.field("key"), message)
            .help("labels of nodes are selected by `matchExpressions`");
        return;
    }
    for (index, value) in values.iter().enumerate() {
        let at = at.index(index);
        report_all(
            j,
            &FIELD_VALUE_MALFORMED,
            &at,
            "the name of a node",
            value,
            grammar::dns_subdomain(value),
        );
    }
}

#[cfg(test)]
pub(crate) mod tests;

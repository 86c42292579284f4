//! The kinds that make pods: what they have in common, and the template of their pods.

pub(super) mod amount;
mod cron_job;
mod daemon_set;
mod deployment;
mod job;
#[cfg(test)]
mod job_cases;
mod job_policies;
mod pod_template;
mod replica_set;
mod replication_controller;
mod stateful_set;
mod zones;

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::PodTemplateSpec,
    apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta},
};

pub(crate) use self::{
    cron_job::cron_job, daemon_set::daemon_set, deployment::deployment, job::job, pod_template::pod_template,
    replica_set::replica_set, replication_controller::replication_controller, stateful_set::stateful_set,
};
use super::{annotations, metadata, pod_spec, selector::label_selector};
use crate::validate::{Form, Judge, Path, Rule, dropped, rule::rules, warnings};

rules! {
    NEGATIVE: Invalid, "workload-number-negative", "counts and times of a workload are not negative";
    SELECTOR_MISSING: Required, "workload-selector-missing", "a workload selects its pods";
    SELECTOR_EMPTY: Invalid, "workload-selector-empty", "a workload does not select every pod";
    SELECTOR_BROKEN: Invalid, "workload-selector-malformed", "the selector of a workload can be read";
    LABELS_DIFFER: Invalid, "workload-labels-not-selected", "a workload selects the pods of its template";
    RESTART: NotSupported, "workload-restart-policy", "pods that are to run forever have restartPolicy Always";
    DEADLINE: Forbidden, "workload-active-deadline", "pods that are to run forever have no activeDeadlineSeconds";
}

/// Lists the rules of all parts.
pub(crate) static ALL_RULES: &[&[&Rule]] = &[
    RULES,
    amount::RULES,
    deployment::RULES,
    daemon_set::RULES,
    stateful_set::RULES,
    replication_controller::RULES,
    job::RULES,
    job_policies::RULES,
    cron_job::RULES,
];

type Labels = BTreeMap<String, String>;

/// Judges the template of a workload's pods, after its defaults.
fn template(j: &mut Judge, template: &mut PodTemplateSpec, path: &Path<'_>) {
    let form = std::mem::replace(&mut j.form, Form::Template);
    let spec_path = path.field("spec");
    let spec = template.spec.get_or_insert_default();
    dropped::pod_spec(j, spec, &spec_path);
    template_metadata(j, template, path);
    let spec = template.spec.get_or_insert_default();
    let annotations = template.metadata.as_ref().and_then(|meta| meta.annotations.as_ref());
    annotations::agree(j, annotations, spec, &spec_path);
    // A template says nothing of the names and labels that count for a pod.
    pod_spec(j, spec, &ObjectMeta::default(), &spec_path);
    let meta = template.metadata.get_or_insert_default();
    warnings::check(j, spec, meta, &spec_path, &path.field("metadata"));
    j.form = form;
}

/// Judges labels and annotations of a template.
fn template_metadata(j: &mut Judge, template: &PodTemplateSpec, path: &Path<'_>) {
    let form = std::mem::replace(&mut j.form, Form::Template);
    let meta = template.metadata.as_ref();
    metadata::check_template(j, meta, path);
    if let Some(spec) = &template.spec {
        let annotations = meta.and_then(|meta| meta.annotations.as_ref());
        annotations::check(j, annotations, &path.field("annotations"), spec);
    }
    j.form = form;
}

/// Refuses what ends a pod that is to run forever; `path` is that of the template.
fn endless(j: &mut Judge, template: &PodTemplateSpec, path: &Path<'_>) {
    let path = path.field("spec");
    let Some(spec) = &template.spec else { return };
    let policy = spec.restart_policy.as_deref().unwrap_or("Always");
    if policy != "Always" {
        let message =
            format_args!("`{policy}` ends pods that this kind keeps running: only Always is allowed");
        j.report(&RESTART, &path.field("restartPolicy"), message).help("for work that ends, use a Job");
    }
    if spec.active_deadline_seconds.is_some() {
        j.report(&DEADLINE, &path.field("activeDeadlineSeconds"), "this kind keeps its pods running")
            .help("for work that ends, use a Job");
    }
}

fn not_negative(j: &mut Judge, number: Option<impl Into<i64>>, path: &Path<'_>, field: &str) {
    if let Some(number) = number.map(Into::into).filter(|number| *number < 0) {
        j.report(&NEGATIVE, &path.field(field), format_args!("{number} is negative: 0 is the least"));
    }
}

fn labels_of(template: &PodTemplateSpec) -> Option<&Labels> {
    template.metadata.as_ref()?.labels.as_ref()
}

/// Tells how a selector stands. An absent one selects nothing; one that was written has labels, be they none: the
/// reader sees to that, because the types of the API cannot tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Selects {
    /// It is absent.
    Nothing,
    /// It has no requirements.
    Everything,
    /// It has requirements.
    Some,
}

fn selects(selector: &LabelSelector) -> Selects {
    let LabelSelector { match_labels, match_expressions } = selector;
    let empty = match_labels.as_ref().is_none_or(BTreeMap::is_empty)
        && match_expressions.as_ref().is_none_or(Vec::is_empty);
    match (empty, match_labels.is_none() && match_expressions.is_none()) {
        (_, true) => Selects::Nothing,
        (true, _) => Selects::Everything,
        (false, _) => Selects::Some,
    }
}

/// Judges the selector of a workload; tells whether the server can read it, and so goes on to the template.
fn selector(j: &mut Judge, selector: &LabelSelector, path: &Path<'_>) -> bool {
    let at = path.field("selector");
    match selects(selector) {
        Selects::Nothing => {
            j.report(&SELECTOR_MISSING, &at, "no pods are selected")
                .help("write `selector.matchLabels` with labels of the template");
        }
        Selects::Everything => {
            j.report(&SELECTOR_EMPTY, &at, "the selector is empty: it would select every pod");
        }
        Selects::Some => {}
    }
    let readable = readable(j, selector, &at);
    if !readable {
        j.report(&SELECTOR_BROKEN, &at, "the selector cannot be read");
    }
    readable
}

fn readable(j: &mut Judge, selector: &LabelSelector, path: &Path<'_>) -> bool {
    let before = j.count();
    label_selector(j, selector, path);
    j.count() == before
}

/// Reports labels of a template that the selector does not select; `path` is that of the template.
fn selected(j: &mut Judge, selector: &LabelSelector, template: &PodTemplateSpec, path: &Path<'_>) {
    let labels = labels_of(template);
    if selects(selector) == Selects::Nothing || !matches(selector, labels) {
        j.report(&LABELS_DIFFER, &path.field("metadata.labels"), "the selector does not select these labels")
            .help("give the template the labels of `selector.matchLabels`");
    }
}

/// Tells whether labels fulfil a selector that can be read.
fn matches(selector: &LabelSelector, labels: Option<&Labels>) -> bool {
    let label = |key: &str| labels.and_then(|labels| labels.get(key));
    let equal = selector.match_labels.iter().flatten().all(|(key, value)| label(key) == Some(value));
    equal
        && selector.match_expressions.iter().flatten().all(|expression| {
            let values = expression.values.as_deref().unwrap_or_default();
            let value = label(&expression.key);
            let among = value.is_some_and(|value| values.contains(value));
            match expression.operator.as_str() {
                "In" => among,
                "NotIn" => !among,
                "Exists" => value.is_some(),
                _ => value.is_none(),
            }
        })
}

#[cfg(test)]
pub(crate) mod tests;

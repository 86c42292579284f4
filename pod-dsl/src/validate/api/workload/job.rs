//! Job: pods that end.

use std::collections::BTreeMap;

use k8s_openapi::api::batch::v1::{Job, JobSpec};

use super::{
    super::metadata::{self, NameRule, report_all},
    job_policies, labels_of, matches, not_negative, readable, template,
};
use crate::{
    grammar,
    object::Filled,
    validate::{Judge, Path, defaults, dropped, rule::rules, warnings},
};

rules! {
    MODE: NotSupported, "job-completion-mode-unknown", "completionMode is NonIndexed or Indexed";
    COMPLETIONS_MISSING: Required, "job-completions-missing", "an indexed Job says how many completions it has";
    PARALLELISM: Invalid, "job-parallelism-too-high", "an indexed Job runs at most 100000 pods at once, 10000 with very many indexes";
    NOT_INDEXED: Invalid, "job-field-of-indexed", "limits per index and success rules belong to an indexed Job";
    FAILED: Invalid, "job-max-failed-indexes-too-high", "maxFailedIndexes is at most completions and 100000, 10000 with very many indexes";
    FAILED_MISSING: Required, "job-max-failed-indexes-missing", "a Job with more than 100000 indexes bounds how many may fail";
    PER_INDEX_MISSING: Required, "job-backoff-limit-per-index-missing", "maxFailedIndexes comes with backoffLimitPerIndex";
    MANAGER_EMPTY: Required, "job-manager-empty", "managedBy is not empty";
    MANAGER: Invalid, "job-manager-malformed", "managedBy is a domain, one `/` and a path";
    MANAGER_LONG: TooLong, "job-manager-too-long", "managedBy has at most 63 bytes";
    REPLACEMENT: NotSupported, "job-replacement-policy-unknown", "podReplacementPolicy is TerminatingOrFailed or Failed, with a failure policy Failed";
    RESTART_MISSING: Required, "job-restart-policy-missing", "the pods of a Job have restartPolicy OnFailure or Never";
    RESTART_UNKNOWN: NotSupported, "job-restart-policy-unknown", "the pods of a Job have restartPolicy OnFailure or Never";
    RESTART_NOT_NEVER: Invalid, "job-restart-policy-not-never", "with a failure policy restartPolicy is Never";
    HOSTNAME: Invalid, "job-name-too-long-for-index", "the name of an indexed Job with its highest index is a DNS label";
    LABEL: Invalid, "job-label-differs", "labels that the server makes are not given otherwise";
    SELECTOR_MISSING: Required, "job-selector-missing", "a Job with manualSelector has a selector";
    SELECTOR: Invalid, "job-selector-not-made", "a Job without manualSelector leaves the selector to the server";
    LABELS: Invalid, "job-labels-not-selected", "a Job selects the pods of its template";
}

/// Stands for the uid that the server gives; nobody can know it before.
const UID: &str = "00000000-0000-4000-8000-000000000000";
const LIMIT: i32 = 100_000;
const LIMIT_OF_MANY: i32 = 10_000;
const LONGEST_MANAGER: usize = 63;

/// Judges a Job.
///
/// Source: `ValidateJob` of `pkg/apis/batch/validation`, after `generateSelector` of its strategy.
pub(crate) fn job(j: &mut Judge, object: &Job) {
    let mut object = object.clone();
    defaults::job(&mut object, j.gates);
    let meta = Path::root("metadata");
    metadata::check(j, "Job", &object.metadata, NameRule::Subdomain, &meta);
    warnings::name(j, &object.metadata, &meta);
    let name = metadata::made_name(&object.metadata);
    let path = Path::root("spec");
    let spec: &mut JobSpec = object.spec.filled();
    dropped::job_spec(j, spec, &path);
    let made = (spec.manual_selector != Some(true)).then(|| make_selector(spec, &name));
    job_spec(j, spec, &path);
    selection(j, spec, made.as_ref(), &path);
    if spec.completion_mode.as_deref() == Some("Indexed")
        && let Some(completions) = spec.completions.filter(|completions| *completions > 0)
    {
        let last = format!("{name}-{}", completions - 1);
        if let Err(fault) = grammar::dns_label(&last) {
            j.report(
                &HOSTNAME,
                &meta.field("name"),
                format_args!("`{last}`, the hostname of the last pod: {fault}"),
            )
            .help("shorten the name");
        }
    }
}

/// Gives a Job the labels and the selector that the server gives it, where they are not given; tells which labels.
fn make_selector(spec: &mut JobSpec, name: &str) -> BTreeMap<String, String> {
    let made: BTreeMap<_, _> = [
        ("job-name", name),
        ("batch.kubernetes.io/job-name", name),
        ("controller-uid", UID),
        ("batch.kubernetes.io/controller-uid", UID),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into();
    let labels = spec.template.metadata.get_or_insert_default().labels.get_or_insert_default();
    for (key, value) in &made {
        labels.entry(key.clone()).or_insert_with(|| value.clone());
    }
    let selected = spec.selector.get_or_insert_default().match_labels.get_or_insert_default();
    selected.entry("batch.kubernetes.io/controller-uid".to_owned()).or_insert_with(|| UID.to_owned());
    made
}

/// Judges the selector against the labels of the template and those that the server makes.
fn selection(j: &mut Judge, spec: &JobSpec, made: Option<&BTreeMap<String, String>>, path: &Path<'_>) {
    let at = path.field("selector");
    let Some(selector) = &spec.selector else {
        j.report(&SELECTOR_MISSING, &at, "with `manualSelector` the Job says itself which pods are its own");
        return;
    };
    let labels = labels_of(&spec.template);
    if let (Some(made), Some(labels)) = (made, labels) {
        let path = path.field("template.metadata.labels");
        for (key, value) in made.iter().filter(|(key, value)| labels.get(*key) != Some(value)) {
            let message = format_args!("the server makes `{value}` of the label `{key}`");
            j.report(&LABEL, &path.key(key), message).help("leave the label out");
        }
    }
    if !readable(j, selector, &at) {
        return;
    }
    if !matches(selector, labels) {
        let path = path.field("template.metadata.labels");
        j.report(&LABELS, &path, "the selector does not select the labels of the template");
    }
    if made.is_some_and(|made| !matches(selector, Some(made))) {
        j.report(&SELECTOR, &at, "the selector does not fit the labels that the server makes")
            .help("leave `selector` out");
    }
}

/// Judges the spec of a Job, or of the Jobs that a `CronJob` makes.
pub(super) fn job_spec(j: &mut Judge, spec: &mut JobSpec, path: &Path<'_>) {
    warnings::job(j, spec, path);
    not_negative(j, spec.parallelism, path, "parallelism");
    not_negative(j, spec.completions, path, "completions");
    not_negative(j, spec.active_deadline_seconds, path, "activeDeadlineSeconds");
    not_negative(j, spec.backoff_limit, path, "backoffLimit");
    not_negative(j, spec.ttl_seconds_after_finished, path, "ttlSecondsAfterFinished");
    not_negative(j, spec.backoff_limit_per_index, path, "backoffLimitPerIndex");
    not_negative(j, spec.max_failed_indexes, path, "maxFailedIndexes");
    if spec.max_failed_indexes.is_some() && spec.backoff_limit_per_index.is_none() {
        j.report(&PER_INDEX_MISSING, &path.field("backoffLimitPerIndex"), "`maxFailedIndexes` needs it");
    }
    if let Some(manager) = &spec.managed_by {
        let at = path.field("managedBy");
        if manager.is_empty() {
            j.report(&MANAGER_EMPTY, &at, "nobody is named").help("leave `managedBy` out");
        } else {
            let verdict = grammar::domain_prefixed_path(manager);
            report_all(j, &MANAGER, &at, "the manager", manager, verdict);
        }
        if manager.len() > LONGEST_MANAGER {
            j.report(
                &MANAGER_LONG,
                &at,
                format_args!("{} bytes are more than {LONGEST_MANAGER}", manager.len()),
            );
        }
    }
    indexes(j, spec, path);
    job_policies::check(j, spec, path);
    replacement(j, spec, path);
    template(j, &mut spec.template, &path.field("template"));
    restart_policy(j, spec, path);
}

fn indexes(j: &mut Judge, spec: &JobSpec, path: &Path<'_>) {
    let failed = spec.max_failed_indexes;
    match spec.completion_mode.as_deref().unwrap_or("NonIndexed") {
        "Indexed" => {
            let parallelism = spec.parallelism.unwrap_or_default();
            let at = path.field("parallelism");
            let completions = spec.completions;
            if completions.is_none() {
                j.report(&COMPLETIONS_MISSING, &path.field("completions"), "an indexed Job needs it");
            }
            if parallelism > LIMIT {
                j.report(&PARALLELISM, &at, format_args!("{parallelism} is more than {LIMIT}"));
            }
            let at_failed = path.field("maxFailedIndexes");
            if let (Some(failed), Some(completions)) = (failed, completions)
                && failed > completions
            {
                j.report(
                    &FAILED,
                    &at_failed,
                    format_args!("{failed} is more than the {completions} completions"),
                );
            }
            if let Some(failed) = failed.filter(|failed| *failed > LIMIT) {
                j.report(&FAILED, &at_failed, format_args!("{failed} is more than {LIMIT}"));
            }
            if completions.is_some_and(|completions| completions > LIMIT)
                && spec.backoff_limit_per_index.is_some()
            {
                if failed.is_none() {
                    j.report(
                        &FAILED_MISSING,
                        &at_failed,
                        format_args!("more than {LIMIT} completions need it"),
                    );
                }
                if parallelism > LIMIT_OF_MANY {
                    j.report(&PARALLELISM, &at, format_args!("{parallelism} is more than {LIMIT_OF_MANY}"));
                }
                if let Some(failed) = failed.filter(|failed| *failed > LIMIT_OF_MANY) {
                    j.report(&FAILED, &at_failed, format_args!("{failed} is more than {LIMIT_OF_MANY}"));
                }
            }
        }
        mode => {
            let only = "only a Job with `completionMode: Indexed` has it";
            if spec.success_policy.is_some() {
                j.report(&NOT_INDEXED, &path.field("successPolicy"), only);
            }
            if mode != "NonIndexed" {
                let message = format_args!("`{mode}` is no completion mode: use NonIndexed or Indexed");
                j.report(&MODE, &path.field("completionMode"), message);
                return;
            }
            if spec.backoff_limit_per_index.is_some() {
                j.report(&NOT_INDEXED, &path.field("backoffLimitPerIndex"), only);
            }
            if failed.is_some() {
                j.report(&NOT_INDEXED, &path.field("maxFailedIndexes"), only);
            }
        }
    }
}

fn replacement(j: &mut Judge, spec: &JobSpec, path: &Path<'_>) {
    let Some(policy) = spec.pod_replacement_policy.as_deref() else { return };
    let with_failure_policy = spec.pod_failure_policy.is_some();
    if policy != "Failed" && (with_failure_policy || policy != "TerminatingOrFailed") {
        let allowed = if with_failure_policy { "Failed" } else { "TerminatingOrFailed or Failed" };
        let message = format_args!("`{policy}` is not allowed here: use {allowed}");
        j.report(&REPLACEMENT, &path.field("podReplacementPolicy"), message);
    }
}

fn restart_policy(j: &mut Judge, spec: &JobSpec, path: &Path<'_>) {
    let pod = spec.template.spec.as_ref();
    let at = path.field("template.spec.restartPolicy");
    match pod.and_then(|pod| pod.restart_policy.as_deref()).unwrap_or("Always") {
        "OnFailure" if spec.pod_failure_policy.is_some() => {
            j.report(&RESTART_NOT_NEVER, &at, "with `podFailurePolicy` only Never is allowed");
        }
        "OnFailure" | "Never" => {}
        "Always" => {
            j.report(&RESTART_MISSING, &at, "pods that are always started again never end")
                .help("set `restartPolicy` to OnFailure or Never");
        }
        other => {
            let message = format_args!("`{other}` is none for a Job: use OnFailure or Never");
            j.report(&RESTART_UNKNOWN, &at, message);
        }
    }
}

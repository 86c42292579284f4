//! What a Job makes of pods that fail, and when it counts as done.

use k8s_openapi::api::batch::v1::{
    JobSpec, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule, SuccessPolicyRule,
};

use crate::{
    grammar,
    validate::{Judge, Path, api::metadata::report_all, rule::rules},
};

rules! {
    RULES_MANY: TooMany, "job-rules-too-many", "a policy of a Job has at most 20 rules";
    ACTION_MISSING: Required, "job-failure-action-missing", "a failure rule has an action";
    ACTION_UNKNOWN: NotSupported, "job-failure-action-unknown", "the action of a failure rule is FailJob, FailIndex, Ignore or Count";
    ACTION_NEEDS_INDEX: Invalid, "job-failure-action-needs-limit-per-index", "FailIndex comes with backoffLimitPerIndex";
    REQUIREMENTS: Invalid, "job-failure-rule-requirements", "a failure rule looks at exit codes or at conditions, at one of them";
    OPERATOR_MISSING: Required, "job-exit-code-operator-missing", "exit codes come with an operator";
    OPERATOR_UNKNOWN: NotSupported, "job-exit-code-operator-unknown", "the operator of exit codes is In or NotIn";
    CONTAINER_UNKNOWN: Invalid, "job-exit-code-container-unknown", "exit codes are those of a container of the pod";
    VALUES_MISSING: Invalid, "job-exit-codes-missing", "a failure rule names at least one exit code";
    VALUES_MANY: TooMany, "job-exit-codes-too-many", "a failure rule names at most 255 exit codes";
    VALUE_ZERO: Invalid, "job-exit-code-zero", "0 is no exit code of a failure";
    VALUE_TWICE: Duplicate, "job-exit-code-twice", "exit codes differ";
    VALUES_UNORDERED: Invalid, "job-exit-codes-unordered", "exit codes are given in order";
    CONDITION_TYPE: Invalid, "job-condition-type-malformed", "the type of a condition is a qualified name";
    CONDITION_STATUS: NotSupported, "job-condition-status-unknown", "the status of a condition is True, False or Unknown";
    CONDITIONS_MANY: TooMany, "job-conditions-too-many", "a failure rule looks at at most 20 conditions";
    SUCCESS_EMPTY: Required, "job-success-rules-missing", "a success policy has a rule";
    SUCCESS_RULE_EMPTY: Required, "job-success-rule-empty", "a success rule names indexes or a count";
    SUCCESS_INDEXES: Invalid, "job-success-indexes-malformed", "succeeded indexes are numbers and ranges in order, below completions";
    SUCCESS_INDEXES_LONG: TooLong, "job-success-indexes-too-long", "succeeded indexes have at most 64 KiB";
    SUCCESS_COUNT: Invalid, "job-success-count-out-of-range", "a succeeded count is not negative and at most what it counts";
}

const MOST_RULES: usize = 20;
const MOST_CODES: usize = 255;
const MOST_INDEX_BYTES: usize = 64 * 1024;

/// Judges the failure policy and the success policy; `path` is that of the Job spec.
pub(super) fn check(j: &mut Judge, spec: &JobSpec, path: &Path<'_>) {
    if let Some(policy) = &spec.pod_failure_policy {
        let path = path.field("podFailurePolicy.rules");
        at_most_rules(j, policy.rules.len(), &path);
        for (index, rule) in policy.rules.iter().enumerate() {
            failure_rule(j, rule, spec, &path.index(index));
        }
    }
    if let Some(policy) = &spec.success_policy
        && spec.completion_mode.as_deref() == Some("Indexed")
    {
        let path = path.field("successPolicy.rules");
        if policy.rules.is_empty() {
            j.report(&SUCCESS_EMPTY, &path, "the policy has no rule");
        }
        at_most_rules(j, policy.rules.len(), &path);
        for (index, rule) in policy.rules.iter().enumerate() {
            success_rule(j, rule, spec.completions.unwrap_or_default(), &path.index(index));
        }
    }
}

fn at_most_rules(j: &mut Judge, count: usize, path: &Path<'_>) {
    if count > MOST_RULES {
        j.report(&RULES_MANY, path, format_args!("{count} rules are too many: at most {MOST_RULES}"));
    }
}

fn failure_rule(j: &mut Judge, rule: &PodFailurePolicyRule, spec: &JobSpec, path: &Path<'_>) {
    let at = path.field("action");
    match rule.action.as_str() {
        "FailIndex" if spec.backoff_limit_per_index.is_none() => {
            j.report(&ACTION_NEEDS_INDEX, &at, "FailIndex needs `backoffLimitPerIndex`");
        }
        "FailJob" | "FailIndex" | "Ignore" | "Count" => {}
        "" => {
            j.report(&ACTION_MISSING, &at, "say what is to be done: FailJob, FailIndex, Ignore or Count");
        }
        other => {
            let message = format_args!("`{other}` is no action: use FailJob, FailIndex, Ignore or Count");
            j.report(&ACTION_UNKNOWN, &at, message);
        }
    }
    if let Some(codes) = &rule.on_exit_codes {
        exit_codes(j, codes, spec, &path.field("onExitCodes"));
    }
    let conditions = rule.on_pod_conditions.as_deref().unwrap_or_default();
    let list = path.field("onPodConditions");
    if conditions.len() > MOST_RULES {
        j.report(
            &CONDITIONS_MANY,
            &list,
            format_args!("{} conditions are too many: at most {MOST_RULES}", conditions.len()),
        );
    }
    for (index, condition) in conditions.iter().enumerate() {
        let path = list.index(index);
        let kind = &condition.type_;
        report_all(
            j,
            &CONDITION_TYPE,
            &path.field("type"),
            "the condition",
            kind,
            grammar::qualified_name(kind),
        );
        let status = condition.status.as_deref().unwrap_or("True");
        if !matches!(status, "True" | "False" | "Unknown") {
            let message = format_args!("`{status}` is no status: use True, False or Unknown");
            j.report(&CONDITION_STATUS, &path.field("status"), message);
        }
    }
    if rule.on_exit_codes.is_some() != conditions.is_empty() {
        j.report(
            &REQUIREMENTS,
            path,
            "the rule looks at `onExitCodes` or at `onPodConditions`: give one of them",
        );
    }
}

fn exit_codes(
    j: &mut Judge,
    codes: &PodFailurePolicyOnExitCodesRequirement,
    spec: &JobSpec,
    path: &Path<'_>,
) {
    let at = path.field("operator");
    match codes.operator.as_str() {
        "In" | "NotIn" => {}
        "" => {
            j.report(&OPERATOR_MISSING, &at, "say In or NotIn");
        }
        other => {
            j.report(&OPERATOR_UNKNOWN, &at, format_args!("`{other}` is no operator: use In or NotIn"));
        }
    }
    if let Some(name) = &codes.container_name {
        let pod = spec.template.spec.as_ref();
        let init = pod.and_then(|pod| pod.init_containers.as_ref());
        let mut names = pod.into_iter().flat_map(|pod| &pod.containers).chain(init.into_iter().flatten());
        if names.all(|container| container.name != *name) {
            j.report(
                &CONTAINER_UNKNOWN,
                &path.field("containerName"),
                format_args!("the pod has no container `{name}`"),
            );
        }
    }
    let list = path.field("values");
    match codes.values.len() {
        0 => {
            j.report(&VALUES_MISSING, &list, "no exit code is named");
        }
        count if count > MOST_CODES => {
            j.report(
                &VALUES_MANY,
                &list,
                format_args!("{count} exit codes are too many: at most {MOST_CODES}"),
            );
        }
        _ => {}
    }
    for (index, value) in codes.values.iter().enumerate() {
        if *value == 0 && codes.operator == "In" {
            j.report(&VALUE_ZERO, &list.index(index), "0 means success");
        }
        if codes.values[..index].contains(value) {
            j.report(&VALUE_TWICE, &list.index(index), format_args!("{value} is named already"));
        }
    }
    if !codes.values.is_sorted() {
        j.report(&VALUES_UNORDERED, &list, "the exit codes are not in rising order");
    }
}

fn success_rule(j: &mut Judge, rule: &SuccessPolicyRule, completions: i32, path: &Path<'_>) {
    if rule.succeeded_count.is_none() && rule.succeeded_indexes.is_none() {
        j.report(&SUCCESS_RULE_EMPTY, path, "the rule has neither `succeededIndexes` nor `succeededCount`");
    }
    // Where the indexes cannot be read, none is counted.
    let mut counted = 0;
    if let Some(indexes) = &rule.succeeded_indexes {
        let path = path.field("succeededIndexes");
        if indexes.len() > MOST_INDEX_BYTES {
            j.report(&SUCCESS_INDEXES_LONG, &path, format_args!("{} bytes are too many", indexes.len()));
        }
        if let Some(count) = count_indexes(indexes, completions) {
            counted = count;
        } else {
            let message = format_args!(
                "`{indexes:.100}` are no indexes below {completions} in rising order: write `0,2-4`"
            );
            j.report(&SUCCESS_INDEXES, &path, message);
        }
    }
    if let Some(count) = rule.succeeded_count {
        let path = path.field("succeededCount");
        if count < 0 {
            j.report(&SUCCESS_COUNT, &path, format_args!("{count} is negative: 0 is the least"));
        }
        if count > completions {
            let message = format_args!("{count} is more than the {completions} completions");
            j.report(&SUCCESS_COUNT, &path, message);
        }
        if rule.succeeded_indexes.is_some() && count > counted {
            j.report(&SUCCESS_COUNT, &path, format_args!("{count} is more than the {counted} indexes"));
        }
    }
}

/// Counts the indexes of a text like `0,2-4`, where it is one.
fn count_indexes(text: &str, completions: i32) -> Option<i32> {
    if text.is_empty() {
        return Some(0);
    }
    let (mut last, mut count) = (-1, 0);
    for range in text.split(',') {
        let (first, end) = range.split_once('-').map_or((range, None), |(first, end)| (first, Some(end)));
        for (step, number) in [Some(first), end].into_iter().flatten().enumerate() {
            let number: i32 = number.parse().ok().filter(|number| *number > last && *number < completions)?;
            count += if step == 0 { 1 } else { number - last };
            last = number;
        }
    }
    Some(count)
}

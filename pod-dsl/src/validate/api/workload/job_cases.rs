//! Cases of Job and `CronJob`, one fault each.

use crate::validate::trials::Case;

const INVALID: &str = "FieldValueInvalid";
const REQUIRED: &str = "FieldValueRequired";
const UNSUPPORTED: &str = "FieldValueNotSupported";
const TOO_LONG: &str = "FieldValueTooLong";
const TOO_MANY: &str = "FieldValueTooMany";
const DUPLICATE: &str = "FieldValueDuplicate";

/// A Job whose pods never start again, with more in its spec and another policy, name or labels where they are given.
macro_rules! job {
    ($more:expr) => {
        job!($more, "Never")
    };
    ($more:expr, $policy:literal) => {
        job!($more, $policy, "a", "{}")
    };
    ($more:expr, $policy:literal, $name:literal, $labels:literal) => {
        concat!(
            r#"{"kind":"Job","metadata":{"name":""#,
            $name,
            r#""},"spec":{"#,
            $more,
            r#""template":{"metadata":{"labels":"#,
            $labels,
            r#"},"spec":{"restartPolicy":""#,
            $policy,
            r#"","containers":[{"name":"c","image":"i"}]}}}}"#
        )
    };
}

/// A Job with a failure policy of one rule.
macro_rules! failing {
    ($rule:literal) => {
        job!(concat!(r#""podFailurePolicy":{"rules":[{"#, $rule, "}]},"))
    };
}

/// An indexed Job of five with a success policy of one rule.
macro_rules! succeeding {
    ($rule:literal) => {
        job!(concat!(
            r#""completionMode":"Indexed","completions":5,"successPolicy":{"rules":[{"#,
            $rule,
            "}]},"
        ))
    };
}

macro_rules! cron {
    ($more:expr) => {
        cron!($more, "a", "")
    };
    ($more:expr, $name:literal, $job:literal) => {
        concat!(
            r#"{"kind":"CronJob","metadata":{"name":""#,
            $name,
            r#""},"spec":{"#,
            $more,
            r#""jobTemplate":{"spec":{"#,
            $job,
            r#""template":{"spec":{"restartPolicy":"OnFailure","containers":[{"name":"c","image":"i"}]}}}}}}"#
        )
    };
}

const FAILURE: &str = "spec.podFailurePolicy.rules[0]";

#[rustfmt::skip]
pub(super) const JOB: &[Case] = &[
    ("", job!(r#""parallelism":3,"completions":0,"ttlSecondsAfterFinished":0,"managedBy":"example.com/a","#, "OnFailure"), &[]),
    ("", job!(r#""completionMode":"Indexed","completions":5,"backoffLimitPerIndex":1,"maxFailedIndexes":5,"#), &[]),
    ("", job!(r#""manualSelector":true,"selector":{"matchLabels":{"a":"b"}},"#, "Never", "a", r#"{"a":"b"}"#), &[]),
    ("job-completion-mode-unknown", job!(r#""completionMode":"Sorted","#), &[(UNSUPPORTED, "spec.completionMode")]),
    ("job-completions-missing", job!(r#""completionMode":"Indexed","parallelism":1,"#), &[(REQUIRED, "spec.completions")]),
    // What needs no completions is looked at without them.
    ("job-completions-missing", job!(r#""completionMode":"Indexed","parallelism":100001,"backoffLimitPerIndex":1,"maxFailedIndexes":100001,"#),
        &[(REQUIRED, "spec.completions"), (INVALID, "spec.parallelism"), (INVALID, "spec.maxFailedIndexes")]),
    // The name is made before all else, and the label with it.
    ("", r#"{"kind":"Job","metadata":{"generateName":"a-"},"spec":{"completionMode":"Indexed","completions":5,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}"#, &[]),
    ("job-name-too-long-for-index", r#"{"kind":"Job","metadata":{"generateName":"a.b-"},"spec":{"completionMode":"Indexed","completions":5,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}"#, &[(INVALID, "metadata.name")]),
    ("job-parallelism-too-high", job!(r#""completionMode":"Indexed","completions":5,"parallelism":100001,"#), &[(INVALID, "spec.parallelism")]),
    ("job-field-of-indexed", job!(r#""backoffLimitPerIndex":1,"maxFailedIndexes":1,"successPolicy":{"rules":[]},"#), &[(INVALID, "spec.backoffLimitPerIndex"), (INVALID, "spec.maxFailedIndexes"), (INVALID, "spec.successPolicy")]),
    ("job-max-failed-indexes-too-high", job!(r#""completionMode":"Indexed","completions":5,"backoffLimitPerIndex":1,"maxFailedIndexes":6,"#), &[(INVALID, "spec.maxFailedIndexes")]),
    ("job-max-failed-indexes-missing", job!(r#""completionMode":"Indexed","completions":100001,"backoffLimitPerIndex":1,"#), &[(REQUIRED, "spec.maxFailedIndexes")]),
    ("job-backoff-limit-per-index-missing", job!(r#""completionMode":"Indexed","completions":5,"maxFailedIndexes":1,"#), &[(REQUIRED, "spec.backoffLimitPerIndex")]),
    ("job-manager-empty", job!(r#""managedBy":"","#), &[(REQUIRED, "spec.managedBy")]),
    ("job-manager-malformed", job!(r#""managedBy":"me","#), &[(INVALID, "spec.managedBy")]),
    ("job-manager-too-long", job!(r#""managedBy":"example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","#), &[(TOO_LONG, "spec.managedBy")]),
    ("job-replacement-policy-unknown", job!(r#""podReplacementPolicy":"Sometimes","#), &[(UNSUPPORTED, "spec.podReplacementPolicy")]),
    ("job-restart-policy-missing", job!("", "Always"), &[(REQUIRED, "spec.template.spec.restartPolicy")]),
    ("job-restart-policy-unknown", job!("", "Sometimes"), &[(UNSUPPORTED, "spec.template.spec.restartPolicy"), (UNSUPPORTED, "spec.template.spec.restartPolicy")]),
    ("job-restart-policy-not-never", job!(r#""podFailurePolicy":{"rules":[]},"#, "OnFailure"), &[(INVALID, "spec.template.spec.restartPolicy")]),
    ("job-name-too-long-for-index", job!(r#""completionMode":"Indexed","completions":5,"#, "Never", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "{}"), &[(INVALID, "metadata.name")]),
    ("job-label-differs", job!("", "Never", "a", r#"{"job-name":"b"}"#), &[(INVALID, "spec.template.metadata.labels[job-name]")]),
    ("job-selector-missing", job!(r#""manualSelector":true,"#), &[(REQUIRED, "spec.selector")]),
    ("job-selector-not-made", job!(r#""selector":{"matchLabels":{"a":"b"}},"#, "Never", "a", r#"{"a":"b"}"#), &[(INVALID, "spec.selector")]),
    ("job-labels-not-selected", job!(r#""manualSelector":true,"selector":{"matchLabels":{"a":"b"}},"#), &[(INVALID, "spec.template.metadata.labels")]),
];

#[rustfmt::skip]
pub(super) const POLICIES: &[Case] = &[
    ("", failing!(r#""action":"Count","onExitCodes":{"operator":"NotIn","containerName":"c","values":[0,255]}"#), &[]),
    ("", succeeding!(r#""succeededIndexes":"0,2-4","succeededCount":4"#), &[]),
    ("job-rules-too-many", job!(r#""podFailurePolicy":{"rules":[{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]},{"action":"Ignore","onPodConditions":[{"type":"A"}]}]},"#), &[(TOO_MANY, "spec.podFailurePolicy.rules")]),
    ("job-failure-action-missing", failing!(r#""action":"","onPodConditions":[{"type":"A"}]"#), &[(REQUIRED, "spec.podFailurePolicy.rules[0].action")]),
    ("job-failure-action-unknown", failing!(r#""action":"Stop","onPodConditions":[{"type":"A"}]"#), &[(UNSUPPORTED, "spec.podFailurePolicy.rules[0].action")]),
    ("job-failure-action-needs-limit-per-index", failing!(r#""action":"FailIndex","onPodConditions":[{"type":"A"}]"#), &[(INVALID, "spec.podFailurePolicy.rules[0].action")]),
    ("job-failure-rule-requirements", failing!(r#""action":"Ignore""#), &[(INVALID, FAILURE)]),
    ("job-exit-code-operator-missing", failing!(r#""action":"Ignore","onExitCodes":{"operator":"","values":[1]}"#), &[(REQUIRED, "spec.podFailurePolicy.rules[0].onExitCodes.operator")]),
    ("job-exit-code-operator-unknown", failing!(r#""action":"Ignore","onExitCodes":{"operator":"Is","values":[1]}"#), &[(UNSUPPORTED, "spec.podFailurePolicy.rules[0].onExitCodes.operator")]),
    ("job-exit-code-container-unknown", failing!(r#""action":"Ignore","onExitCodes":{"operator":"In","containerName":"z","values":[1]}"#), &[(INVALID, "spec.podFailurePolicy.rules[0].onExitCodes.containerName")]),
    ("job-exit-codes-missing", failing!(r#""action":"Ignore","onExitCodes":{"operator":"In","values":[]}"#), &[(INVALID, "spec.podFailurePolicy.rules[0].onExitCodes.values")]),
    ("job-exit-codes-too-many", failing!(r#""action":"Ignore","onExitCodes":{"operator":"In","values":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63,64,65,66,67,68,69,70,71,72,73,74,75,76,77,78,79,80,81,82,83,84,85,86,87,88,89,90,91,92,93,94,95,96,97,98,99,100,101,102,103,104,105,106,107,108,109,110,111,112,113,114,115,116,117,118,119,120,121,122,123,124,125,126,127,128,129,130,131,132,133,134,135,136,137,138,139,140,141,142,143,144,145,146,147,148,149,150,151,152,153,154,155,156,157,158,159,160,161,162,163,164,165,166,167,168,169,170,171,172,173,174,175,176,177,178,179,180,181,182,183,184,185,186,187,188,189,190,191,192,193,194,195,196,197,198,199,200,201,202,203,204,205,206,207,208,209,210,211,212,213,214,215,216,217,218,219,220,221,222,223,224,225,226,227,228,229,230,231,232,233,234,235,236,237,238,239,240,241,242,243,244,245,246,247,248,249,250,251,252,253,254,255,256]}"#), &[(TOO_MANY, "spec.podFailurePolicy.rules[0].onExitCodes.values")]),
    ("job-exit-code-zero", failing!(r#""action":"Ignore","onExitCodes":{"operator":"In","values":[0]}"#), &[(INVALID, "spec.podFailurePolicy.rules[0].onExitCodes.values[0]")]),
    ("job-exit-code-twice", failing!(r#""action":"Ignore","onExitCodes":{"operator":"In","values":[1,1]}"#), &[(DUPLICATE, "spec.podFailurePolicy.rules[0].onExitCodes.values[1]")]),
    ("job-exit-codes-unordered", failing!(r#""action":"Ignore","onExitCodes":{"operator":"In","values":[2,1]}"#), &[(INVALID, "spec.podFailurePolicy.rules[0].onExitCodes.values")]),
    ("job-condition-type-malformed", failing!(r#""action":"Ignore","onPodConditions":[{"type":"a b"}]"#), &[(INVALID, "spec.podFailurePolicy.rules[0].onPodConditions[0].type")]),
    ("job-condition-status-unknown", failing!(r#""action":"Ignore","onPodConditions":[{"type":"A","status":"Maybe"}]"#), &[(UNSUPPORTED, "spec.podFailurePolicy.rules[0].onPodConditions[0].status")]),
    ("job-conditions-too-many", failing!(r#""action":"Ignore","onPodConditions":[{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"}]"#), &[(TOO_MANY, "spec.podFailurePolicy.rules[0].onPodConditions")]),
    ("job-success-rules-missing", job!(r#""completionMode":"Indexed","completions":5,"successPolicy":{"rules":[]},"#), &[(REQUIRED, "spec.successPolicy.rules")]),
    ("job-success-rule-empty", succeeding!(""), &[(REQUIRED, "spec.successPolicy.rules[0]")]),
    ("job-success-indexes-malformed", succeeding!(r#""succeededIndexes":"3,1""#), &[(INVALID, "spec.successPolicy.rules[0].succeededIndexes")]),
    ("job-success-indexes-malformed", succeeding!(r#""succeededIndexes":"5""#), &[(INVALID, "spec.successPolicy.rules[0].succeededIndexes")]),
    ("", succeeding!(r#""succeededCount":0"#), &[]),
    ("job-success-count-out-of-range", succeeding!(r#""succeededCount":-1"#), &[(INVALID, "spec.successPolicy.rules[0].succeededCount")]),
    // Indexes that cannot be read count for none.
    ("job-success-count-out-of-range", succeeding!(r#""succeededIndexes":"x","succeededCount":6"#),
        &[(INVALID, "spec.successPolicy.rules[0].succeededIndexes"), (INVALID, "spec.successPolicy.rules[0].succeededCount"), (INVALID, "spec.successPolicy.rules[0].succeededCount")]),
    ("job-success-count-out-of-range", succeeding!(r#""succeededCount":6"#), &[(INVALID, "spec.successPolicy.rules[0].succeededCount")]),
    ("job-success-count-out-of-range", succeeding!(r#""succeededIndexes":"0-1","succeededCount":3"#), &[(INVALID, "spec.successPolicy.rules[0].succeededCount")]),
];

#[rustfmt::skip]
pub(super) const CRON_JOB: &[Case] = &[
    ("", cron!(r#""schedule":"0 3 * * 1-5","timeZone":"Europe/Rome","#), &[]),
    ("cron-job-name-too-long", cron!(r#""schedule":"@daily","#, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""), &[(INVALID, "metadata.name")]),
    ("cron-job-name-too-long", r#"{"kind":"CronJob","metadata":{"generateName":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},"spec":{"schedule":"@daily","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"OnFailure","containers":[{"name":"c","image":"i"}]}}}}}}"#, &[(INVALID, "metadata.name")]),
    ("", cron!(r#""schedule":" 0 3  * * * ","#), &[]),
    ("cron-job-schedule-malformed", cron!(r#""schedule":"@daily ","#), &[(INVALID, "spec.schedule")]),
    ("cron-job-zone-in-schedule", cron!(r#""schedule":"CRON_TZ=Local  @daily ","#), &[(INVALID, "spec.schedule")]),
    ("cron-job-time-zone-unknown", cron!(r#""schedule":"@daily","timeZone":"Local","#), &[(INVALID, "spec.timeZone")]),
    ("cron-job-time-zone-unknown", cron!(r#""schedule":"@daily","timeZone":"LOCAL","#), &[(INVALID, "spec.timeZone"), (INVALID, "spec.timeZone")]),
    ("cron-job-schedule-missing", cron!(r#""schedule":"","#), &[(REQUIRED, "spec.schedule")]),
    ("cron-job-schedule-malformed", cron!(r#""schedule":"61 * * * *","#), &[(INVALID, "spec.schedule")]),
    ("cron-job-zone-in-schedule", cron!(r#""schedule":"TZ=Europe/Rome 0 3 * * *","#), &[(INVALID, "spec.schedule")]),
    ("cron-job-time-zone-unknown", cron!(r#""schedule":"@daily","timeZone":"Europe/Atlantis","#), &[(INVALID, "spec.timeZone")]),
    ("cron-job-concurrency-policy-unknown", cron!(r#""schedule":"@daily","concurrencyPolicy":"Queue","#), &[(UNSUPPORTED, "spec.concurrencyPolicy")]),
    ("cron-job-selector-given", cron!(r#""schedule":"@daily","#, "a", r#""selector":{"matchLabels":{"a":"b"}},"#), &[(INVALID, "spec.jobTemplate.spec.selector")]),
    ("cron-job-manual-selector", cron!(r#""schedule":"@daily","#, "a", r#""manualSelector":true,"#), &[(UNSUPPORTED, "spec.jobTemplate.spec.manualSelector")]),
];

/// Writes a Job whose indexes are in order, and more text than the server reads.
pub(super) fn too_long() -> Case {
    let indexes: Vec<_> = (0..20_000).map(|index| index.to_string()).collect();
    let object = serde_json::json!({"kind": "Job", "metadata": {"name": "a"}, "spec": {
        "completionMode": "Indexed", "completions": 20_000, "parallelism": 5,
        "successPolicy": {"rules": [{"succeededIndexes": indexes.join(",")}]},
        "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]}},
    }});
    let causes = &[(TOO_LONG, "spec.successPolicy.rules[0].succeededIndexes")];
    ("job-success-indexes-too-long", object.to_string().leak(), causes)
}

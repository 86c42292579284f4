//! `CronJob`: Jobs at times.

use k8s_openapi::api::batch::v1::{CronJob, JobSpec};

use super::{
    super::metadata::{self, NameRule},
    job::job_spec,
    not_negative, zones,
};
use crate::{
    grammar,
    object::Filled,
    validate::{Judge, Path, defaults, dropped, rule::rules, warnings},
};

rules! {
    NAME_LONG: Invalid, "cron-job-name-too-long", "the name of a CronJob has at most 52 bytes, to which the time is added";
    SCHEDULE_MISSING: Required, "cron-job-schedule-missing", "a CronJob has a schedule";
    SCHEDULE: Invalid, "cron-job-schedule-malformed", "a schedule has five fields, as `0 3 * * *`, or is a name such as `@daily`";
    SCHEDULE_ZONE: Invalid, "cron-job-zone-in-schedule", "the time zone of a CronJob stands in timeZone";
    ZONE: Invalid, "cron-job-time-zone-unknown", "a time zone is one of the IANA database";
    CONCURRENCY: NotSupported, "cron-job-concurrency-policy-unknown", "concurrencyPolicy is Allow, Forbid or Replace";
    SELECTOR: Invalid, "cron-job-selector-given", "the selector of the Jobs is made by the server";
    MANUAL_SELECTOR: NotSupported, "cron-job-manual-selector", "the Jobs of a CronJob have no manualSelector";
}

const LONGEST_NAME: usize = 52;

/// Judges a `CronJob`.
///
/// Source: `ValidateCronJobCreate` of `pkg/apis/batch/validation`.
pub(crate) fn cron_job(j: &mut Judge, object: &CronJob) {
    let mut object = object.clone();
    defaults::cron_job(&mut object, j.gates);
    let meta = Path::root("metadata");
    metadata::check(j, "CronJob", &object.metadata, NameRule::Subdomain, &meta);
    warnings::name(j, &object.metadata, &meta);
    let name = metadata::made_name(&object.metadata);
    if name.len() > LONGEST_NAME {
        let message = format_args!("the name has {} bytes, more than {LONGEST_NAME}", name.len());
        j.report(&NAME_LONG, &meta.field("name"), message);
    }
    let path = Path::root("spec");
    let spec = object.spec.filled();
    schedule(j, &spec.schedule, &path.field("schedule"));
    time_zone(j, spec.time_zone.as_deref(), &path.field("timeZone"));
    not_negative(j, spec.starting_deadline_seconds, &path, "startingDeadlineSeconds");
    not_negative(j, spec.successful_jobs_history_limit, &path, "successfulJobsHistoryLimit");
    not_negative(j, spec.failed_jobs_history_limit, &path, "failedJobsHistoryLimit");
    let policy = spec.concurrency_policy.as_deref().unwrap_or("Allow");
    if !matches!(policy, "Allow" | "Forbid" | "Replace") {
        let message = format_args!("`{policy}` is no concurrency policy: use Allow, Forbid or Replace");
        j.report(&CONCURRENCY, &path.field("concurrencyPolicy"), message);
    }
    let path = path.field("jobTemplate.spec");
    let job: &mut JobSpec = spec.job_template.spec.filled();
    dropped::job_spec(j, job, &path);
    job_spec(j, job, &path);
    if job.selector.is_some() {
        let at = path.field("selector");
        j.report(&SELECTOR, &at, "the server makes the selector of each Job").help("leave it out");
    }
    if job.manual_selector == Some(true) {
        j.report(&MANUAL_SELECTOR, &path.field("manualSelector"), "true is not allowed here: leave it out");
    }
}

fn schedule(j: &mut Judge, schedule: &str, path: &Path<'_>) {
    if schedule.is_empty() {
        j.report(&SCHEDULE_MISSING, path, "say when: `0 3 * * *` is three o'clock each night");
        return;
    }
    let zone = schedule.strip_prefix("TZ=").or_else(|| schedule.strip_prefix("CRON_TZ="));
    // Only what stands behind a zone is trimmed, so that `@daily` with a blank beside it is no word that is known.
    let (zone, times) =
        zone.and_then(|rest| rest.split_once(' ')).map_or((None, schedule), |(z, t)| (Some(z), t.trim()));
    // Here, unlike in `timeZone`, the zone of the server itself may be meant.
    let is_zone = |zone: &str| matches!(zone, "" | "Local") || zones::exists(zone);
    if let Err(fault) = grammar::cron_schedule(times) {
        j.report(&SCHEDULE, path, format_args!("`{schedule}`: {fault}"));
    } else if zone.is_some_and(|zone| !is_zone(zone)) {
        j.report(&SCHEDULE, path, format_args!("`{schedule}` names a time zone that does not exist"));
    }
    if schedule.contains("TZ") {
        j.report(&SCHEDULE_ZONE, path, "the schedule names a time zone").help("set `timeZone` instead");
    }
}

fn time_zone(j: &mut Judge, zone: Option<&str>, path: &Path<'_>) {
    let Some(zone) = zone else { return };
    if zone.eq_ignore_ascii_case("Local") {
        let message = "the zone of the server is not meant here: write a name of the IANA database";
        j.report(&ZONE, path, message);
    }
    if zone != "Local" && !zones::exists(zone) {
        let message =
            format_args!("`{zone}` is no time zone: write its name in the IANA database, as `Europe/Rome`");
        j.report(&ZONE, path, message);
    }
}

//! Verbs of a `CronJob`. What its Jobs are, the Job says: `pod.job().backoff_limit(2).on_schedule("0 3 * * *")`.

use crate::model::CronJob;

/// Tells what happens when a Job is due while the one before still runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concurrency {
    /// Both run; what the API does where nothing is said.
    Allow,
    /// The new one is left out.
    Forbid,
    /// The new one takes the place of the old.
    Replace,
}

impl CronJob {
    /// Reads the schedule in a time zone, as `Europe/Berlin`; in that of the control plane where nothing is said.
    #[track_caller]
    pub fn time_zone(mut self, zone: impl Into<String>) -> Self {
        self.spec.time_zone = Some(zone.into());
        self.said("timeZone")
    }

    /// Says what happens when a Job is due while the one before still runs.
    #[track_caller]
    pub fn concurrency(mut self, concurrency: Concurrency) -> Self {
        let policy = match concurrency {
            Concurrency::Allow => "Allow",
            Concurrency::Forbid => "Forbid",
            Concurrency::Replace => "Replace",
        };
        self.spec.concurrency_policy = Some(policy.to_owned());
        self.said("concurrencyPolicy")
    }

    /// Sets by how many seconds a Job may start late before it is left out.
    #[track_caller]
    pub fn starting_deadline_seconds(mut self, seconds: i64) -> Self {
        self.spec.starting_deadline_seconds = Some(seconds);
        self.said("startingDeadlineSeconds")
    }

    /// Sets how many Jobs are kept that ended well, and how many that failed; three and one where nothing is said.
    #[track_caller]
    pub fn history(mut self, successful: i32, failed: i32) -> Self {
        self.spec.successful_jobs_history_limit = Some(successful);
        self.spec.failed_jobs_history_limit = Some(failed);
        self.said("successfulJobsHistoryLimit").said("failedJobsHistoryLimit")
    }

    /// Makes no Jobs until somebody resumes it.
    #[track_caller]
    pub fn suspend(mut self) -> Self {
        self.spec.suspend = Some(true);
        self.said("suspend")
    }
}

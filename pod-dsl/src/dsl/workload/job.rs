//! Verbs of a Job.

use std::panic::Location;

use k8s_openapi::{api::batch::v1 as batch, apimachinery::pkg::apis::meta::v1::ObjectMeta};

use crate::model::{ContainerHandle, CronJob, Job};

/// Tells when a container of a Job is started again. `Always`, which other pods have, a Job cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobRestart {
    /// Never: the Job makes a new pod instead, and the failed one keeps its logs.
    Never,
    /// Where it failed, in the same pod.
    OnFailure,
}

impl JobRestart {
    /// Spells the policy as the API does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "Never",
            Self::OnFailure => "OnFailure",
        }
    }
}

impl Job {
    /// Makes a `CronJob` of this Job: five fields as in a crontab, `0 3 * * *`, or `@daily`.
    #[track_caller]
    pub fn on_schedule(self, schedule: impl Into<String>) -> CronJob {
        let job = self.spec.clone();
        let template = batch::JobTemplateSpec { spec: Some(job), ..Default::default() };
        let (schedule, raw) = (schedule.into(), self.raw.clone());
        let spec = batch::CronJobSpec { schedule, job_template: template, ..Default::default() };
        let mut cron = self.with_spec(spec);
        cron.trace.mark("schedule", Location::caller());
        // What was to be changed in the Job is changed in the template it has become.
        for change in raw {
            cron = cron.raw(move |object: &mut batch::CronJob| in_template(object, &*change.0));
        }
        cron
    }

    /// Sets when a container is started again that has failed.
    #[track_caller]
    pub fn restart(mut self, restart: JobRestart) -> Self {
        self.pod.spec.restart_policy = Some(restart.as_str().to_owned());
        self.said("restartPolicy")
    }

    /// Sets how many pods have to end well; one, where nothing is said.
    #[track_caller]
    pub fn completions(mut self, pods: i32) -> Self {
        self.spec.completions = Some(pods);
        self.said("completions")
    }

    /// Sets how many pods run at once; one, where nothing is said.
    #[track_caller]
    pub fn parallelism(mut self, pods: i32) -> Self {
        self.spec.parallelism = Some(pods);
        self.said("parallelism")
    }

    /// Gives each pod a number from 0 to one less than `completions`, in the variable `JOB_COMPLETION_INDEX`.
    #[track_caller]
    pub fn indexed(mut self, completions: i32) -> Self {
        self.spec.completion_mode = Some("Indexed".to_owned());
        self.spec.completions = Some(completions);
        self.said("completionMode")
    }

    /// Sets how many failures the Job stands; six, where nothing is said.
    #[track_caller]
    pub fn backoff_limit(mut self, failures: i32) -> Self {
        self.spec.backoff_limit = Some(failures);
        self.said("backoffLimit")
    }

    /// Sets how many failures each number of an indexed Job stands.
    #[track_caller]
    pub fn backoff_limit_per_index(mut self, failures: i32) -> Self {
        self.spec.backoff_limit_per_index = Some(failures);
        self.said("backoffLimitPerIndex")
    }

    /// Sets for how many seconds the Job may run in all.
    #[track_caller]
    pub fn active_deadline_seconds(mut self, seconds: i64) -> Self {
        self.spec.active_deadline_seconds = Some(seconds);
        self.said("activeDeadlineSeconds")
    }

    /// Deletes the Job so many seconds after it has ended.
    #[track_caller]
    pub fn ttl_seconds_after_finished(mut self, seconds: i32) -> Self {
        self.spec.ttl_seconds_after_finished = Some(seconds);
        self.said("ttlSecondsAfterFinished")
    }

    /// Makes no pods until somebody resumes the Job.
    #[track_caller]
    pub fn suspend(mut self) -> Self {
        self.spec.suspend = Some(true);
        self.said("suspend")
    }

    /// Fails the whole Job at once when a container ends with one of these exit codes, instead of trying again.
    #[track_caller]
    pub fn fail_on_exit_codes(
        self,
        container: &ContainerHandle,
        codes: impl IntoIterator<Item = i32>,
    ) -> Self {
        self.on_exit_codes("FailJob", container, codes)
    }

    /// Does not count it as a failure when a container ends with one of these exit codes.
    #[track_caller]
    pub fn ignore_exit_codes(
        self,
        container: &ContainerHandle,
        codes: impl IntoIterator<Item = i32>,
    ) -> Self {
        self.on_exit_codes("Ignore", container, codes)
    }

    #[track_caller]
    fn on_exit_codes(
        mut self,
        action: &str,
        container: &ContainerHandle,
        codes: impl IntoIterator<Item = i32>,
    ) -> Self {
        // The server wants them in order, each once.
        let codes: std::collections::BTreeSet<_> = codes.into_iter().collect();
        let requirement = batch::PodFailurePolicyOnExitCodesRequirement {
            container_name: Some(container.name.clone()),
            operator: "In".to_owned(),
            values: codes.into_iter().collect(),
        };
        self.policy().rules.push(batch::PodFailurePolicyRule {
            action: action.to_owned(),
            on_exit_codes: Some(requirement),
            on_pod_conditions: None,
        });
        self.said("podFailurePolicy")
    }

    /// Does not count it as a failure when a pod is evicted: by a drain, by preemption, by a taint.
    #[track_caller]
    pub fn ignore_disruptions(mut self) -> Self {
        let condition = batch::PodFailurePolicyOnPodConditionsPattern {
            type_: "DisruptionTarget".to_owned(),
            ..Default::default()
        };
        self.policy().rules.push(batch::PodFailurePolicyRule {
            action: "Ignore".to_owned(),
            on_exit_codes: None,
            on_pod_conditions: Some(vec![condition]),
        });
        self.said("podFailurePolicy")
    }

    fn policy(&mut self) -> &mut batch::PodFailurePolicy {
        self.spec.pod_failure_policy.get_or_insert_with(|| batch::PodFailurePolicy { rules: Vec::new() })
    }
}

/// Makes a change of a Job in the template of a `CronJob`.
fn in_template(object: &mut batch::CronJob, change: &dyn Fn(&mut batch::Job)) {
    use crate::object::Filled as _;
    let spec: &mut batch::CronJobSpec = object.spec.filled();
    let template = &mut spec.job_template;
    let mut job = batch::Job {
        metadata: template.metadata.take().unwrap_or_default(),
        spec: template.spec.take(),
        ..Default::default()
    };
    change(&mut job);
    template.spec = job.spec;
    template.metadata = (job.metadata != ObjectMeta::default()).then_some(job.metadata);
}

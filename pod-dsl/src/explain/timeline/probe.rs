//! When a probe asks, and when its answer counts.

use k8s_openapi::api::core::v1::Probe;

use super::{Span, clamp};

/// Holds the numbers of a probe, in seconds and in answers, as the server fills them in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProbeTiming {
    /// The seconds before the first question.
    pub initial_delay: u64,
    /// The seconds from one question to the next.
    pub period: u64,
    /// The seconds after which a missing answer is a failure.
    pub timeout: u64,
    /// How many good answers in a row count as success.
    pub success_threshold: u64,
    /// How many bad answers in a row count as failure.
    pub failure_threshold: u64,
}

impl ProbeTiming {
    /// Reads a probe; of what is absent or zero the default counts.
    pub fn of(probe: &Probe) -> Self {
        let or = |given: Option<i32>, default| match clamp(given.unwrap_or_default()) {
            0 => default,
            given => given,
        };
        Self {
            initial_delay: clamp(probe.initial_delay_seconds.unwrap_or_default()),
            period: or(probe.period_seconds, 10),
            timeout: or(probe.timeout_seconds, 1),
            success_threshold: or(probe.success_threshold, 1),
            failure_threshold: or(probe.failure_threshold, 3),
        }
    }

    /// Gives the seconds that a program has until the probe gives it up for the first time: the initial delay, and as many
    /// periods as it may fail. A question that is still open then may take its timeout longer.
    ///
    /// ```
    /// use pod_dsl::{explain::timeline::ProbeTiming, k8s::Probe};
    ///
    /// let probe = Probe { failure_threshold: Some(30), ..Probe::default() };
    /// assert_eq!(ProbeTiming::of(&probe).budget(), 300);
    /// ```
    pub fn budget(&self) -> u64 {
        self.initial_delay.saturating_add(self.detection())
    }

    /// Gives the seconds from the moment a program stops answering well until that has a consequence.
    pub fn detection(&self) -> u64 {
        self.interval().saturating_mul(self.failure_threshold)
    }

    /// Tells how long it is until the probe counts as a success.
    pub(super) fn success(&self) -> Span {
        let more = self.success_threshold.saturating_sub(1);
        Span::from(self.initial_delay.saturating_add(more.saturating_mul(self.period)))
    }

    /// Gives the seconds between two questions that get no answer: the next one waits for the one before.
    fn interval(&self) -> u64 {
        self.period.max(self.timeout)
    }
}

//! Verbs of Deployment and `ReplicaSet`.

use k8s_openapi::api::apps::v1 as apps;

use super::Amount;
use crate::model::{Deployment, ReplicaSet};

impl Deployment {
    /// Sets how many pods there are; one, where nothing is said. Leave it out where an autoscaler decides.
    #[track_caller]
    pub fn replicas(mut self, replicas: i32) -> Self {
        self.spec.replicas = Some(replicas);
        self.said("replicas")
    }

    /// Replaces pods step by step: so many more than wanted, so many fewer than wanted, each a number or a percentage.
    /// A quarter each is what the API does where nothing is said.
    #[track_caller]
    pub fn rolling_update(
        mut self,
        max_surge: impl Into<Amount>,
        max_unavailable: impl Into<Amount>,
    ) -> Self {
        let rolling = apps::RollingUpdateDeployment {
            max_surge: Some(max_surge.into().0),
            max_unavailable: Some(max_unavailable.into().0),
        };
        self.spec.strategy = Some(apps::DeploymentStrategy {
            type_: Some("RollingUpdate".to_owned()),
            rolling_update: Some(rolling),
        });
        self.said("strategy")
    }

    /// Stops all pods before it starts new ones, for an application that cannot stand a second of its kind.
    #[track_caller]
    pub fn recreate(mut self) -> Self {
        let type_ = Some("Recreate".to_owned());
        self.spec.strategy = Some(apps::DeploymentStrategy { type_, rolling_update: None });
        self.said("strategy")
    }

    /// Sets for how many seconds a pod must be ready before it counts.
    #[track_caller]
    pub fn min_ready_seconds(mut self, seconds: i32) -> Self {
        self.spec.min_ready_seconds = Some(seconds);
        self.said("minReadySeconds")
    }

    /// Sets after how many seconds without progress a rollout counts as failed; 600 where nothing is said.
    #[track_caller]
    pub fn progress_deadline_seconds(mut self, seconds: i32) -> Self {
        self.spec.progress_deadline_seconds = Some(seconds);
        self.said("progressDeadlineSeconds")
    }

    /// Sets how many former versions are kept for a rollback; 10 where nothing is said.
    #[track_caller]
    pub fn revision_history_limit(mut self, versions: i32) -> Self {
        self.spec.revision_history_limit = Some(versions);
        self.said("revisionHistoryLimit")
    }
}

impl ReplicaSet {
    /// Sets how many pods there are; one, where nothing is said.
    #[track_caller]
    pub fn replicas(mut self, replicas: i32) -> Self {
        self.spec.replicas = Some(replicas);
        self.said("replicas")
    }

    /// Sets for how many seconds a pod must be ready before it counts.
    #[track_caller]
    pub fn min_ready_seconds(mut self, seconds: i32) -> Self {
        self.spec.min_ready_seconds = Some(seconds);
        self.said("minReadySeconds")
    }
}

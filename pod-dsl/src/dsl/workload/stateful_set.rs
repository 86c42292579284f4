//! Verbs of a `StatefulSet`. Its storage is a volume like any other: [`Volume::claim_template`](crate::Volume::claim_template).

use k8s_openapi::api::apps::v1 as apps;

use super::Amount;
use crate::model::StatefulSet;

/// Tells what becomes of a pod's storage when the pod is no longer wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimFate {
    /// It is kept; what the API does where nothing is said.
    Retain,
    /// It is deleted.
    Delete,
}

impl ClaimFate {
    /// Spells the fate as the API does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retain => "Retain",
            Self::Delete => "Delete",
        }
    }
}

impl StatefulSet {
    /// Sets how many pods there are; one, where nothing is said.
    #[track_caller]
    pub fn replicas(mut self, replicas: i32) -> Self {
        self.spec.replicas = Some(replicas);
        self.said("replicas")
    }

    /// Names the headless Service under which each pod has a name of its own: `POD.SERVICE`.
    #[track_caller]
    pub fn service_name(mut self, name: impl Into<String>) -> Self {
        self.spec.service_name = Some(name.into());
        self.said("serviceName")
    }

    /// Starts and stops all pods at once instead of one after the other.
    #[track_caller]
    pub fn parallel(mut self) -> Self {
        self.spec.pod_management_policy = Some("Parallel".to_owned());
        self.said("podManagementPolicy")
    }

    /// Replaces only pods whose number is at least this one, to try a change on the last ones first.
    #[track_caller]
    pub fn partition(mut self, number: i32) -> Self {
        self.rolling().partition = Some(number);
        self.said("updateStrategy")
    }

    /// Replaces so many pods at a time: a number or a percentage. The API needs a feature gate for it.
    #[track_caller]
    pub fn max_unavailable(mut self, pods: impl Into<Amount>) -> Self {
        self.rolling().max_unavailable = Some(pods.into().0);
        self.said("updateStrategy")
    }

    fn rolling(&mut self) -> &mut apps::RollingUpdateStatefulSetStrategy {
        let strategy = self.spec.update_strategy.get_or_insert_default();
        strategy.type_ = Some("RollingUpdate".to_owned());
        strategy.rolling_update.get_or_insert_default()
    }

    /// Replaces a pod only when somebody deletes it.
    #[track_caller]
    pub fn on_delete(mut self) -> Self {
        let type_ = Some("OnDelete".to_owned());
        self.spec.update_strategy = Some(apps::StatefulSetUpdateStrategy { type_, rolling_update: None });
        self.said("updateStrategy")
    }

    /// Says what becomes of the claims when the `StatefulSet` is deleted, and when it is scaled down.
    #[track_caller]
    pub fn claims_when(mut self, deleted: ClaimFate, scaled: ClaimFate) -> Self {
        self.spec.persistent_volume_claim_retention_policy =
            Some(apps::StatefulSetPersistentVolumeClaimRetentionPolicy {
                when_deleted: Some(deleted.as_str().to_owned()),
                when_scaled: Some(scaled.as_str().to_owned()),
            });
        self.said("persistentVolumeClaimRetentionPolicy")
    }

    /// Sets for how many seconds a pod must be ready before it counts.
    #[track_caller]
    pub fn min_ready_seconds(mut self, seconds: i32) -> Self {
        self.spec.min_ready_seconds = Some(seconds);
        self.said("minReadySeconds")
    }
}

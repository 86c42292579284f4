//! Verbs of a disruption budget.

use k8s_openapi::api::policy::v1::PodDisruptionBudgetSpec;

use super::{Selected, selector};
use crate::{dsl::Amount, model::DisruptionBudget};

impl DisruptionBudget {
    /// Keeps planned work on nodes from stopping more pods of a workload than stated.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let shop = Pod::new("shop").container(Container::new("web", "ghcr.io/example/shop:1.4")).deployment().replicas(3);
    /// let budget = DisruptionBudget::of(&shop).max_unavailable(1);
    /// assert!(budget.to_yaml(&Target::kubernetes())?.contains("maxUnavailable: 1"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn of(pods: &impl Selected) -> Self {
        let mut budget = Self::named(pods.its_name());
        budget.wire.metadata.namespace = pods.its_namespace();
        budget.spec().selector = Some(selector(pods));
        budget
    }

    /// Lets so many pods be missing at a time: a number or a percentage.
    #[track_caller]
    pub fn max_unavailable(mut self, pods: impl Into<Amount>) -> Self {
        self.spec().max_unavailable = Some(pods.into().0);
        self.said("maxUnavailable")
    }

    /// Keeps so many pods running: a number or a percentage.
    #[track_caller]
    pub fn min_available(mut self, pods: impl Into<Amount>) -> Self {
        self.spec().min_available = Some(pods.into().0);
        self.said("minAvailable")
    }

    /// Lets pods be evicted that run and are not ready, so that a broken application does not hold up a drain.
    #[track_caller]
    pub fn evict_unhealthy(mut self) -> Self {
        self.spec().unhealthy_pod_eviction_policy = Some("AlwaysAllow".to_owned());
        self.said("unhealthyPodEvictionPolicy")
    }

    fn spec(&mut self) -> &mut PodDisruptionBudgetSpec {
        self.wire.spec.get_or_insert_default()
    }
}

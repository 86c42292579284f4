//! Verbs of a `DaemonSet`.

use k8s_openapi::api::apps::v1 as apps;

use super::Amount;
use crate::model::DaemonSet;

impl DaemonSet {
    /// Replaces pods step by step, so many nodes at a time without one: a number or a percentage.
    #[track_caller]
    pub fn max_unavailable(self, nodes: impl Into<Amount>) -> Self {
        self.rolling(apps::RollingUpdateDaemonSet { max_unavailable: Some(nodes.into().0), max_surge: None })
    }

    /// Replaces pods step by step, starting the new one beside the old on so many nodes at a time: a number or a
    /// percentage.
    #[track_caller]
    pub fn max_surge(self, nodes: impl Into<Amount>) -> Self {
        use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
        let none = Some(IntOrString::Int(0));
        self.rolling(apps::RollingUpdateDaemonSet { max_surge: Some(nodes.into().0), max_unavailable: none })
    }

    #[track_caller]
    fn rolling(mut self, rolling: apps::RollingUpdateDaemonSet) -> Self {
        self.spec.update_strategy = Some(apps::DaemonSetUpdateStrategy {
            type_: Some("RollingUpdate".to_owned()),
            rolling_update: Some(rolling),
        });
        self.said("updateStrategy")
    }

    /// Replaces a pod only when somebody deletes it.
    #[track_caller]
    pub fn on_delete(mut self) -> Self {
        let type_ = Some("OnDelete".to_owned());
        self.spec.update_strategy = Some(apps::DaemonSetUpdateStrategy { type_, rolling_update: None });
        self.said("updateStrategy")
    }

    /// Sets for how many seconds a pod must be ready before it counts.
    #[track_caller]
    pub fn min_ready_seconds(mut self, seconds: i32) -> Self {
        self.spec.min_ready_seconds = Some(seconds);
        self.said("minReadySeconds")
    }
}

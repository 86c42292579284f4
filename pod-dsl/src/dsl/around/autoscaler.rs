//! Verbs of an autoscaler, a `HorizontalPodAutoscaler`.

use std::ops::RangeInclusive;

use k8s_openapi::api::autoscaling::v2 as autoscaling;

use super::Selected;
use crate::model::{Autoscaler, ContainerHandle};

impl Autoscaler {
    /// Changes the number of pods of a workload with the load, between two bounds. Leave `replicas` out of the workload.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let web = Container::new("web", "ghcr.io/example/shop:1.4").resources(Resources::new().request_cpu("100m"));
    /// let app = web.handle();
    /// let shop = Pod::new("shop").container(web).deployment();
    /// let scaler = Autoscaler::of(&shop, 2..=10).container_cpu(&app, 80);
    /// assert!(Bundle::new().add(shop).add(scaler).to_yaml(&Target::kubernetes())?.contains("maxReplicas: 10"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn of(workload: &impl Selected, replicas: RangeInclusive<i32>) -> Self {
        let mut scaler = Self::named(workload.its_name());
        scaler.wire.metadata.namespace = workload.its_namespace();
        let (api_version, kind) = workload.scales().unwrap_or(("v1", "Pod"));
        let spec = scaler.spec();
        spec.scale_target_ref = autoscaling::CrossVersionObjectReference {
            api_version: Some(api_version.to_owned()),
            kind: kind.to_owned(),
            name: workload.its_name(),
        };
        spec.min_replicas = Some(*replicas.start());
        spec.max_replicas = *replicas.end();
        scaler
    }

    /// Keeps the use of CPU near a percentage of what all containers of the pod request together.
    #[track_caller]
    pub fn cpu(self, percent: i32) -> Self {
        self.resource("cpu", percent)
    }

    /// Keeps the use of memory near a percentage of what all containers of the pod request together.
    #[track_caller]
    pub fn memory(self, percent: i32) -> Self {
        self.resource("memory", percent)
    }

    /// Keeps one container's use of CPU near a percentage of what it requests, whatever its helpers use.
    #[track_caller]
    pub fn container_cpu(self, container: &ContainerHandle, percent: i32) -> Self {
        self.container_resource("cpu", container, percent)
    }

    /// Keeps one container's use of memory near a percentage of what it requests, whatever its helpers use.
    #[track_caller]
    pub fn container_memory(self, container: &ContainerHandle, percent: i32) -> Self {
        self.container_resource("memory", container, percent)
    }

    #[track_caller]
    fn resource(self, name: &str, percent: i32) -> Self {
        let source =
            autoscaling::ResourceMetricSource { name: name.to_owned(), target: utilization(percent) };
        self.metric(autoscaling::MetricSpec {
            type_: "Resource".to_owned(),
            resource: Some(source),
            ..Default::default()
        })
    }

    #[track_caller]
    fn container_resource(self, name: &str, container: &ContainerHandle, percent: i32) -> Self {
        let source = autoscaling::ContainerResourceMetricSource {
            name: name.to_owned(),
            container: container.name.clone(),
            target: utilization(percent),
        };
        self.metric(autoscaling::MetricSpec {
            type_: "ContainerResource".to_owned(),
            container_resource: Some(source),
            ..Default::default()
        })
    }

    #[track_caller]
    fn metric(mut self, metric: autoscaling::MetricSpec) -> Self {
        self.spec().metrics.get_or_insert_default().push(metric);
        self.said("metrics")
    }

    fn spec(&mut self) -> &mut autoscaling::HorizontalPodAutoscalerSpec {
        &mut self.wire.spec
    }
}

fn utilization(percent: i32) -> autoscaling::MetricTarget {
    autoscaling::MetricTarget {
        type_: "Utilization".to_owned(),
        average_utilization: Some(percent),
        ..Default::default()
    }
}

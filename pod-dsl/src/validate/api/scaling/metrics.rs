//! What a `HorizontalPodAutoscaler` measures.

use k8s_openapi::{
    api::autoscaling::v2::{
        ContainerResourceMetricSource, ExternalMetricSource, HorizontalPodAutoscalerSpec, MetricIdentifier,
        MetricSpec, MetricTarget, ObjectMetricSource, PodsMetricSource, ResourceMetricSource,
    },
    apimachinery::pkg::api::resource::Quantity,
};

use super::{
    super::{metadata::report_all, resources},
    autoscaler::referred,
};
use crate::{
    grammar::{dns_label, parse_wire_quantity, path_segment_name},
    validate::{Judge, Path, rule::rules},
};

rules! {
    TYPE_MISSING: Required, "metric-type-missing", "a metric says of which type it is";
    /// The server says it twice.
    TYPE: NotSupported, "metric-type-unknown", "a metric is of type ContainerResource, External, Object, Pods or Resource";
    SOURCE_MISSING: Required, "metric-source-missing", "a metric has the field that its type asks for";
    SOURCE_UNUSED: Forbidden, "metric-source-unused", "a metric has no field that its type does not ask for";
    NAME_MISSING: Required, "metric-name-missing", "a metric has a name";
    NAME: Invalid, "metric-name-malformed", "the name of a metric fits into a URL";
    RESOURCE_MISSING: Required, "metric-resource-missing", "a metric of a resource names it";
    CONTAINER_MISSING: Required, "metric-container-missing", "a metric of a container names it";
    CONTAINER: Invalid, "metric-container-malformed", "the name of a container is a DNS label";
    TARGET_TYPE_MISSING: Required, "metric-target-type-missing", "a target says of which type it is";
    TARGET_TYPE: Invalid, "metric-target-type-unknown", "a target is of type Utilization, Value or AverageValue";
    NOT_POSITIVE: Invalid, "metric-target-not-positive", "a target is more than 0";
    TARGET_MISSING: Required, "metric-target-missing", "a metric has a target that its type can have";
    TARGET_TWICE: Forbidden, "metric-target-twice", "a metric has one target";
    TO_ZERO: Forbidden, "metric-for-zero-missing", "without pods only an object or something outside can be measured";
}

/// Judges all metrics.
pub(super) fn check(j: &mut Judge, spec: &HorizontalPodAutoscalerSpec, list: &Path<'_>) {
    let metrics = spec.metrics.as_deref().unwrap_or_default();
    for (index, metric) in metrics.iter().enumerate() {
        one(j, metric, &list.index(index));
    }
    let measures = |metric: &MetricSpec| matches!(metric.type_.as_str(), "Object" | "External");
    if spec.min_replicas == Some(0) && !metrics.iter().any(measures) {
        j.report(&TO_ZERO, list, "with no pods left, nothing of this can be measured")
            .help("add a metric of type Object or External, or write `minReplicas: 1`");
    }
}

fn one(j: &mut Judge, metric: &MetricSpec, path: &Path<'_>) {
    let kind = metric.type_.as_str();
    let at = path.field("type");
    if kind.is_empty() {
        j.report(&TYPE_MISSING, &at, "nothing says of which type the metric is");
    }
    let expected = match kind {
        "ContainerResource" => "containerResource",
        "External" => "external",
        "Object" => "object",
        "Pods" => "pods",
        "Resource" => "resource",
        _ => {
            for _ in 0..2 {
                let message = format_args!(
                    "`{kind}` is no type of metric: use ContainerResource, External, Object, Pods or Resource"
                );
                j.report(&TYPE, &at, message);
            }
            ""
        }
    };
    let present = source(j, metric, path);
    if !expected.is_empty() && !present.contains(&Some(expected)) {
        let message = format_args!("a metric of type {kind} has `{expected}`");
        j.report(&SOURCE_MISSING, &path.field(expected), message);
    }
    if present.iter().flatten().count() != 1 {
        for field in present.into_iter().flatten().filter(|field| *field != expected) {
            let message = format_args!("a metric of type {kind} has no `{field}`");
            j.report(&SOURCE_UNUSED, &path.field(field), message);
        }
    }
}

/// Judges the first source that is there, as the server does, and lists all.
fn source(j: &mut Judge, metric: &MetricSpec, path: &Path<'_>) -> [Option<&'static str>; 5] {
    let present = [
        metric.object.as_ref().map(|_| "object"),
        metric.external.as_ref().map(|_| "external"),
        metric.pods.as_ref().map(|_| "pods"),
        metric.resource.as_ref().map(|_| "resource"),
        metric.container_resource.as_ref().map(|_| "containerResource"),
    ];
    let path = path.field(present.iter().flatten().next().copied().unwrap_or_default());
    if let Some(source) = &metric.object {
        object(j, source, &path);
    } else if let Some(source) = &metric.external {
        external(j, source, &path);
    } else if let Some(source) = &metric.pods {
        pods(j, source, &path);
    } else if let Some(ResourceMetricSource { name, target }) = &metric.resource {
        resource(j, name, target, &path);
    } else if let Some(source) = &metric.container_resource {
        let ContainerResourceMetricSource { container, name, target } = source;
        if !name.is_empty() {
            resources::container_name(j, name, &path.field("name"));
        }
        let at = path.field("container");
        if container.is_empty() {
            j.report(&CONTAINER_MISSING, &at, "the metric names no container");
        } else {
            report_all(j, &CONTAINER, &at, "the container", container, dns_label(container));
        }
        resource(j, name, target, &path);
    }
    present
}

fn object(j: &mut Judge, source: &ObjectMetricSource, path: &Path<'_>) {
    referred(j, &source.described_object, false, &path.field("describedObject"));
    identifier(j, &source.metric, &path.field("metric"));
    let at = path.field("target");
    target(j, &source.target, &at);
    if source.target.value.is_none() && source.target.average_value.is_none() {
        let message = "the metric has neither a `value` nor an `averageValue` to reach";
        j.report(&TARGET_MISSING, &at.field("averageValue"), message);
    }
}

fn external(j: &mut Judge, source: &ExternalMetricSource, path: &Path<'_>) {
    identifier(j, &source.metric, &path.field("metric"));
    let at = path.field("target");
    target(j, &source.target, &at);
    match (&source.target.value, &source.target.average_value) {
        (None, None) => {
            let message = "the metric has neither a `value` nor an `averageValue` to reach";
            j.report(&TARGET_MISSING, &at.field("averageValue"), message);
        }
        (Some(_), Some(_)) => {
            let message = "`value` and `averageValue` stand here: leave one of them out";
            j.report(&TARGET_TWICE, &at.field("value"), message);
        }
        _ => {}
    }
}

fn pods(j: &mut Judge, source: &PodsMetricSource, path: &Path<'_>) {
    identifier(j, &source.metric, &path.field("metric"));
    let at = path.field("target");
    target(j, &source.target, &at);
    if source.target.average_value.is_none() {
        let message = "the metric has no `averageValue` to reach";
        j.report(&TARGET_MISSING, &at.field("averageValue"), message);
    }
}

fn resource(j: &mut Judge, name: &str, given: &MetricTarget, path: &Path<'_>) {
    if name.is_empty() {
        j.report(&RESOURCE_MISSING, &path.field("name"), "the metric names no resource");
    }
    let at = path.field("target");
    target(j, given, &at);
    match (given.average_utilization, &given.average_value) {
        (None, None) => {
            let message = "the metric has neither an `averageUtilization` nor an `averageValue` to reach";
            j.report(&TARGET_MISSING, &at.field("averageUtilization"), message);
        }
        (Some(_), Some(_)) => {
            let message = "`averageUtilization` and `averageValue` stand here: leave one of them out";
            j.report(&TARGET_TWICE, &at.field("averageValue"), message);
        }
        _ => {}
    }
}

fn identifier(j: &mut Judge, metric: &MetricIdentifier, path: &Path<'_>) {
    let at = path.field("name");
    if metric.name.is_empty() {
        j.report(&NAME_MISSING, &at, "the metric has no name");
    } else {
        report_all(j, &NAME, &at, "the metric", &metric.name, path_segment_name(&metric.name));
    }
}

fn target(j: &mut Judge, target: &MetricTarget, path: &Path<'_>) {
    let kind = target.type_.as_str();
    let at = path.field("type");
    if kind.is_empty() {
        j.report(&TARGET_TYPE_MISSING, &at, "nothing says of which type the target is");
    }
    if !matches!(kind, "Utilization" | "Value" | "AverageValue") {
        let message = format_args!("`{kind}` is no type of target: use Utilization, Value or AverageValue");
        j.report(&TARGET_TYPE, &at, message);
    }
    for (amount, field) in [(&target.value, "value"), (&target.average_value, "averageValue")] {
        if let Some(Quantity(text)) = amount
            && parse_wire_quantity(text).is_ok_and(|amount| amount.signum() < 1)
        {
            j.report(&NOT_POSITIVE, &path.field(field), format_args!("`{text}` is not more than 0"));
        }
    }
    if let Some(percent) = target.average_utilization.filter(|percent| *percent < 1) {
        let message = format_args!("{percent} per cent: 1 is the least");
        j.report(&NOT_POSITIVE, &path.field("averageUtilization"), message);
    }
}

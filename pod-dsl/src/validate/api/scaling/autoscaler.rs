//! `HorizontalPodAutoscaler`, in both of its versions.

use k8s_openapi::api::autoscaling::{
    v1,
    v2::{
        CrossVersionObjectReference, HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, MetricSpec,
        MetricTarget, ResourceMetricSource,
    },
};

use super::{
    super::{
        metadata::{self, NameRule},
        reference,
    },
    behavior, metrics,
};
use crate::validate::{Judge, Path, defaults, dropped, gates::Gate, rule::rules};

rules! {
    LEAST: Invalid, "autoscaler-least-too-low", "minReplicas is at least 1, or 0 where a cluster scales to none";
    MOST_MISSING: Required, "autoscaler-most-missing", "an autoscaler says how many pods there are at most";
    MOST: Invalid, "autoscaler-most-too-low", "maxReplicas is at least 1";
    MOST_BELOW_LEAST: Invalid, "autoscaler-most-below-least", "maxReplicas is at least minReplicas";
    VERSION: Invalid, "autoscaler-target-version-malformed", "the apiVersion of a reference has a group and a version";
}

/// Judges a `HorizontalPodAutoscaler` of `autoscaling/v2`.
///
/// Source: `ValidateHorizontalPodAutoscaler` of `pkg/apis/autoscaling/validation`.
pub(crate) fn autoscaler(j: &mut Judge, object: &HorizontalPodAutoscaler) {
    let mut object = object.clone();
    defaults::autoscaler(&mut object);
    let metadata = Path::root("metadata");
    metadata::check(j, "HorizontalPodAutoscaler", &object.metadata, NameRule::Subdomain, &metadata);
    let path = Path::root("spec");
    let spec = &mut object.spec;
    dropped::autoscaler_spec(j, spec, &path);
    replicas(j, spec, &path);
    let grouped = spec.scale_target_ref.kind != "ReplicationController";
    referred(j, &spec.scale_target_ref, grouped, &path.field("scaleTargetRef"));
    metrics::check(j, spec, &path.field("metrics"));
    if let Some(given) = &spec.behavior {
        behavior::check(j, given, &path.field("behavior"));
    }
}

/// Judges a `HorizontalPodAutoscaler` of `autoscaling/v1`: the server makes one of the newer version of it.
///
/// What older servers kept of the newer version in annotations is not looked at.
pub(crate) fn autoscaler_v1(j: &mut Judge, object: &v1::HorizontalPodAutoscaler) {
    let v1::HorizontalPodAutoscaler { metadata, spec, .. } = object.clone();
    let target = spec.scale_target_ref;
    let cpu = |percent| MetricSpec {
        type_: "Resource".to_owned(),
        resource: Some(ResourceMetricSource {
            name: "cpu".to_owned(),
            target: MetricTarget {
                type_: "Utilization".to_owned(),
                average_utilization: Some(percent),
                ..Default::default()
            },
        }),
        ..Default::default()
    };
    let spec = HorizontalPodAutoscalerSpec {
        max_replicas: spec.max_replicas,
        min_replicas: spec.min_replicas,
        metrics: spec.target_cpu_utilization_percentage.map(|percent| vec![cpu(percent)]),
        scale_target_ref: CrossVersionObjectReference {
            api_version: target.api_version,
            kind: target.kind,
            name: target.name,
        },
        ..Default::default()
    };
    autoscaler(j, &HorizontalPodAutoscaler { metadata, spec, status: None });
}

/// Judges the least and the largest number of pods.
///
/// Source: `validateHorizontalPodAutoscalerSpec`. A maximum of 0 is a missing one since pull request 135412 of the
/// upstream repository, which came with 1.36.
fn replicas(j: &mut Judge, spec: &HorizontalPodAutoscalerSpec, path: &Path<'_>) {
    let lowest = i32::from(!j.gates.on(Gate::HPAScaleToZero));
    let (least, most) = (spec.min_replicas.unwrap_or(1), spec.max_replicas);
    if least < lowest {
        let message = format_args!("{least} pods at least: {lowest} is the lowest number");
        j.report(&LEAST, &path.field("minReplicas"), message);
    }
    let at = path.field("maxReplicas");
    if most == 0 && j.version.minor() >= 36 {
        j.report(&MOST_MISSING, &at, "a number of pods at most is needed");
    } else if most < 1 {
        j.report(&MOST, &at, format_args!("{most} pods at most: 1 is the lowest number"));
    }
    if most < least {
        j.report(&MOST_BELOW_LEAST, &at, format_args!("{most} pods at most are fewer than {least} at least"));
    }
}

/// Judges a reference to an object of any version.
pub(super) fn referred(
    j: &mut Judge,
    reference: &CrossVersionObjectReference,
    grouped: bool,
    path: &Path<'_>,
) {
    reference::kind_and_name(j, &reference.kind, &reference.name, path);
    if !judges_version(j) {
        return;
    }
    let version = reference.api_version.as_deref().unwrap_or_default();
    let at = path.field("apiVersion");
    if version != "/" && version.matches('/').count() > 1 {
        j.report(&VERSION, &at, format_args!("`{version}` has more than a group and a version"));
    } else if grouped && version.split_once('/').is_none_or(|(group, _)| group.is_empty()) {
        let message = format_args!("`{version}` has no group, and {} is in one", reference.kind);
        j.report(&VERSION, &at, message).help("write it as `apps/v1`");
    }
}

/// Tells whether the server looks at the version of what is referred to.
///
/// Source: pull request 132537 of the upstream repository, which came with 1.34.
fn judges_version(j: &Judge) -> bool {
    j.version.minor() >= 34
}

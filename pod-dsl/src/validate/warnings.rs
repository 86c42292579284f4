//! What the API server says beside its verdict: things it accepts and advises against.
//!
//! Source: `pkg/api/pod/warnings.go`, and `WarningsOnCreate` of the kinds. The server speaks only when it accepts, and
//! once for each place; so do these rules.

mod addresses;
mod annotations;
mod classes;
mod duplicates;
mod files;
mod kinds;
mod networks;
mod openshift;
mod ports;
mod resources;
mod scheduling;
mod secrets;
mod services;
mod volumes;

use k8s_openapi::{api::core::v1::PodSpec, apimachinery::pkg::apis::meta::v1::ObjectMeta};

pub(crate) use classes::{persistent_volume, runtime_class, storage_class};
pub(crate) use kinds::{claim, claim_class, disruption_budget, job, name, service_account, stateful_set};
pub(crate) use networks::{endpoint_slice, endpoints, ingress, network_policy};
pub(crate) use openshift::{TRIGGERS_ANNOTATION, only_openshift, route, triggers, unknown_kind};
pub(crate) use secrets::key_pair;
pub(crate) use services::service;

use super::{Form, Judge, Path, Rule, rule::rules};

rules! {
    /// A Pod's own value is made 1 before anybody looks, so this speaks of templates only.
    GRACE_NEGATIVE: warning, "grace-period-negative", "terminationGracePeriodSeconds is not negative";
}

/// Lists the rules of every topic.
pub(crate) static AREA: &[&[&Rule]] = &[
    RULES,
    addresses::RULES,
    annotations::RULES,
    classes::RULES,
    duplicates::RULES,
    files::RULES,
    kinds::RULES,
    networks::RULES,
    openshift::RULES,
    ports::RULES,
    resources::RULES,
    scheduling::RULES,
    secrets::RULES,
    services::RULES,
    volumes::RULES,
];

/// Warns of what is in a pod spec, after defaulting, and in the annotations of its pod or template.
///
/// `path` is that of the pod spec, `meta_path` that of the metadata: `spec.template.metadata` for a template.
pub(crate) fn check(j: &mut Judge, spec: &PodSpec, meta: &ObjectMeta, path: &Path<'_>, meta_path: &Path<'_>) {
    scheduling::check(j, spec, path);
    annotations::check(j, spec, meta, &meta_path.field("annotations"));
    volumes::check(j, spec, path);
    files::check(j, spec, path);
    duplicates::check(j, spec, path);
    resources::check(j, spec, path);
    ports::check(j, spec, path);
    addresses::check(j, spec, path);
    if j.form == Form::Template
        && let Some(seconds) = spec.termination_grace_period_seconds.filter(|seconds| *seconds < 0)
    {
        let message = format_args!("{seconds} seconds are taken for 1");
        j.report(&GRACE_NEGATIVE, &path.field("terminationGracePeriodSeconds"), message);
    }
}

#[cfg(test)]
pub(crate) mod tests;

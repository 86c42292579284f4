//! `ResourceQuota`: how much a namespace may have in all.

use k8s_openapi::api::core::v1::{ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement};

use super::super::{
    metadata::{self, NameRule},
    resources::{self, is_quota_name},
};
use crate::{
    grammar::parse_wire_quantity,
    validate::{Judge, Path, rule::rules},
};

rules! {
    NAME: Invalid, "quota-resource-unknown", "a resource without a domain is one that a quota can count";
    NEGATIVE: Invalid, "quota-negative", "a quota is not negative";
    FRACTION: Invalid, "quota-fraction", "objects and extended resources are counted in whole numbers";
    SCOPE: Invalid, "quota-scope-unknown", "a scope is one that Kubernetes knows";
    SCOPE_MISFIT: Invalid, "quota-scope-misfit", "the scopes of a quota are about the resources that it counts";
    SCOPES_CLASH: Invalid, "quota-scopes-clash", "a scope and its opposite do not stand together";
    OPERATOR: Invalid, "quota-scope-operator-unknown", "the operator of a scope is In, NotIn, Exists or DoesNotExist";
    OPERATOR_MISFIT: Invalid, "quota-scope-operator-misfit", "a scope without values is asked for by Exists";
    VALUES_MISSING: Required, "quota-scope-values-missing", "In and NotIn list values";
    VALUES_UNUSED: Invalid, "quota-scope-values-unused", "Exists and DoesNotExist have no values";
}

/// What pods can be counted by within every scope of theirs, the first within all.
const OF_PODS: [&str; 7] =
    ["pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory"];
const OF_CLAIMS: [&str; 2] = ["persistentvolumeclaims", "requests.storage"];
const OPPOSITES: [[&str; 2]; 2] = [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]];

/// Judges a `ResourceQuota`.
///
/// Source: `ValidateResourceQuota` of `pkg/apis/core/validation`.
pub(crate) fn resource_quota(j: &mut Judge, object: &ResourceQuota) {
    let path = Path::root("metadata");
    metadata::check(j, "ResourceQuota", &object.metadata, NameRule::Subdomain, &path);
    let Some(spec) = &object.spec else { return };
    let path = Path::root("spec");
    let list = path.field("hard");
    for (resource, amount) in spec.hard.iter().flatten() {
        let path = list.key(resource);
        resources::any_name(j, resource, &path);
        if !resource.contains('/') && !is_quota_name(resource) {
            let message = format_args!("`{resource}` is nothing that a quota counts");
            j.report(&NAME, &path, message)
                .help("a kind is counted as `count/deployments.apps`, an extended resource as `requests.example.com/gpu`");
        }
        let Ok(amount) = parse_wire_quantity(&amount.0) else { continue };
        if amount.signum() < 0 {
            j.report(&NEGATIVE, &path, format_args!("{amount} is below 0"));
        }
        if resources::is_counted(resource) && !amount.rounded_up_to_milli().is_integer() {
            j.report(&FRACTION, &path, format_args!("{amount} is not a whole number"));
        }
    }
    scopes(j, spec, &path.field("scopes"));
    let selector = spec.scope_selector.as_ref().and_then(|selector| selector.match_expressions.as_ref());
    if let Some(expressions) = selector {
        // The server leaves out of its paths which expression it means.
        let at = path.field("scopeSelector.matchExpressions");
        for expression in expressions {
            one(j, spec, expression, &at);
        }
        clash(j, &expressions.iter().map(|one| one.scope_name.as_str()).collect::<Vec<_>>(), &at);
    }
}

fn scopes(j: &mut Judge, spec: &ResourceQuotaSpec, path: &Path<'_>) {
    let names: Vec<&str> = spec.scopes.iter().flatten().map(String::as_str).collect();
    for scope in &names {
        known(j, scope, path);
        fits(j, spec, scope, path);
    }
    clash(j, &names, path);
}

fn one(j: &mut Judge, spec: &ResourceQuotaSpec, one: &ScopedResourceSelectorRequirement, path: &Path<'_>) {
    let (scope, operator) = (one.scope_name.as_str(), one.operator.as_str());
    let values = one.values.as_deref().unwrap_or_default();
    known(j, scope, &path.field("scopeName"));
    fits(j, spec, scope, path);
    let at = path.field("operator");
    let bare = matches!(scope, "CrossNamespacePodAffinity") || OPPOSITES.as_flattened().contains(&scope);
    if bare && operator != "Exists" {
        let message = format_args!("`{scope}` has no values, so `{operator}` does not fit: use Exists");
        j.report(&OPERATOR_MISFIT, &at, message);
    }
    match operator {
        "In" | "NotIn" if values.is_empty() => {
            let message = format_args!("`{operator}` has no values to compare with");
            j.report(&VALUES_MISSING, &path.field("values"), message);
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            let message = format_args!("`{operator}` takes no values");
            j.report(&VALUES_UNUSED, &path.field("values"), message);
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
        _ => {
            let message = format_args!("`{operator}` is no operator: use In, NotIn, Exists or DoesNotExist");
            j.report(&OPERATOR, &at, message);
        }
    }
}

fn known(j: &mut Judge, scope: &str, path: &Path<'_>) {
    let known = match scope {
        "PriorityClass" | "CrossNamespacePodAffinity" => true,
        "VolumeAttributesClass" => counts_attributes(j),
        _ => OPPOSITES.as_flattened().contains(&scope),
    };
    if !known {
        let message = format_args!(
            "`{scope}` is no scope: use Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass or \
             CrossNamespacePodAffinity"
        );
        j.report(&SCOPE, path, message);
    }
}

/// Reports each resource that does not count within a scope.
fn fits(j: &mut Judge, spec: &ResourceQuotaSpec, scope: &str, path: &Path<'_>) {
    let counted: &[&str] = match scope {
        "Terminating"
        | "NotTerminating"
        | "NotBestEffort"
        | "PriorityClass"
        | "CrossNamespacePodAffinity" => &OF_PODS,
        "BestEffort" => &OF_PODS[..1],
        "VolumeAttributesClass" if counts_attributes(j) => &OF_CLAIMS,
        _ => return,
    };
    let resources = spec.hard.iter().flatten().map(|(resource, _)| resource.as_str());
    for resource in resources.filter(|resource| is_quota_name(resource) && !counted.contains(resource)) {
        let message = format_args!("`{resource}` is not counted within `{scope}`");
        j.report(&SCOPE_MISFIT, path, message).help("make another quota for it, without scopes");
    }
}

/// Tells whether claims can be counted by the class of their attributes.
fn counts_attributes(j: &Judge) -> bool {
    j.version.minor() >= 34
}

fn clash(j: &mut Judge, scopes: &[&str], path: &Path<'_>) {
    for [one, other] in OPPOSITES {
        if scopes.contains(&one) && scopes.contains(&other) {
            j.report(&SCOPES_CLASH, path, format_args!("nothing is `{one}` and `{other}` at once"));
        }
    }
}

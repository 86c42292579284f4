//! `Role` and `ClusterRole`: what somebody may do.

use k8s_openapi::api::rbac::v1::{AggregationRule, ClusterRole, PolicyRule, Role};

use super::super::{
    metadata::{self, NameRule},
    selector::label_selector,
};
use crate::validate::{Judge, Path, rule::rules};

rules! {
    VERBS_MISSING: Required, "role-verbs-missing", "a rule has verbs";
    URLS_NAMESPACED: Invalid, "role-urls-namespaced", "only a ClusterRole is about URLs that are no resources";
    URLS_MIXED: Invalid, "role-urls-beside-resources", "a rule is about resources or about other URLs";
    GROUPS_MISSING: Required, "role-groups-missing", "a rule about resources names their API groups";
    RESOURCES_MISSING: Required, "role-resources-missing", "a rule about resources names them";
    SELECTORS_MISSING: Required, "role-aggregation-empty", "an aggregated ClusterRole selects others";
    SELECTOR: Invalid, "role-aggregation-selector-malformed", "a selector of an aggregated ClusterRole can be read";
}

/// Judges a `Role`.
///
/// Source: `ValidateRole` of `pkg/apis/rbac/validation`.
pub(crate) fn role(j: &mut Judge, object: &Role) {
    let path = Path::root("metadata");
    metadata::check(j, "Role", &object.metadata, NameRule::PathSegment, &path);
    all(j, object.rules.as_deref().unwrap_or_default(), Scope::Namespace);
    grants(j, "Role", object.metadata.name.as_deref(), object.rules.as_deref());
}

/// Judges a `ClusterRole`.
///
/// Source: `ValidateClusterRole` of `pkg/apis/rbac/validation`.
pub(crate) fn cluster_role(j: &mut Judge, object: &ClusterRole) {
    let path = Path::root("metadata");
    metadata::check(j, "ClusterRole", &object.metadata, NameRule::PathSegment, &path);
    all(j, object.rules.as_deref().unwrap_or_default(), Scope::Cluster);
    grants(j, "ClusterRole", object.metadata.name.as_deref(), object.rules.as_deref());
    if let Some(rule) = &object.aggregation_rule {
        aggregation(j, rule, &Path::root("aggregationRule").field("clusterRoleSelectors"));
    }
}

/// Notes that nobody may give others more than they have themselves.
///
/// Source: `pkg/registry/rbac/role/policybased`.
fn grants(j: &mut Judge, kind: &str, name: Option<&str>, rules: Option<&[PolicyRule]>) {
    if let (Some(name), true) = (name, rules.is_some_and(|rules| !rules.is_empty())) {
        j.assume(format!("the right to grant what {kind} {name} allows"));
    }
}

/// Tells for what a role counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Namespace,
    Cluster,
}

fn all(j: &mut Judge, rules: &[PolicyRule], scope: Scope) {
    let list = Path::root("rules");
    for (index, rule) in rules.iter().enumerate() {
        one(j, rule, scope, &list.index(index));
    }
}

fn one(j: &mut Judge, rule: &PolicyRule, scope: Scope, path: &Path<'_>) {
    let groups = rule.api_groups.as_deref().unwrap_or_default();
    let resources = rule.resources.as_deref().unwrap_or_default();
    let names = rule.resource_names.as_deref().unwrap_or_default();
    if rule.verbs.is_empty() {
        j.report(&VERBS_MISSING, &path.field("verbs"), "the rule allows to do nothing")
            .help("write `verbs: [get, list, watch]`, say");
    }
    if rule.non_resource_urls.as_ref().is_some_and(|urls| !urls.is_empty()) {
        let path = path.field("nonResourceURLs");
        if scope == Scope::Namespace {
            j.report(&URLS_NAMESPACED, &path, "URLs that are no resources are in no namespace")
                .help("make a ClusterRole of it");
        }
        if !(groups.is_empty() && resources.is_empty() && names.is_empty()) {
            let message = "the rule names resources as well: make two rules of it";
            j.report(&URLS_MIXED, &path, message);
        }
        return;
    }
    if groups.is_empty() {
        j.report(&GROUPS_MISSING, &path.field("apiGroups"), "the rule names no API group")
            .help("`\"\"` is the group of pods, services and the like");
    }
    if resources.is_empty() {
        j.report(&RESOURCES_MISSING, &path.field("resources"), "the rule names no resources");
    }
}

fn aggregation(j: &mut Judge, rule: &AggregationRule, list: &Path<'_>) {
    let selectors = rule.cluster_role_selectors.as_deref().unwrap_or_default();
    if selectors.is_empty() {
        j.report(&SELECTORS_MISSING, list, "no roles are selected");
    }
    for (index, selector) in selectors.iter().enumerate() {
        let path = list.index(index);
        let before = j.count();
        label_selector(j, selector, &path);
        // The server reports what is wrong, and once more that it cannot read it.
        if j.count() > before {
            j.report(&SELECTOR, &path, "the selector cannot be read");
        }
    }
}

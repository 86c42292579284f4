//! `RoleBinding` and `ClusterRoleBinding`: who may do what a role says.

use k8s_openapi::{
    api::rbac::v1::{ClusterRoleBinding, RoleBinding, RoleRef, Subject},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::super::metadata::{self, NameRule, report_all};
use crate::{
    grammar::{dns_subdomain, path_segment_name},
    validate::{Judge, Path, rule::rules},
};

rules! {
    ROLE_GROUP: NotSupported, "binding-role-group-unknown", "a role is of the group rbac.authorization.k8s.io";
    ROLE_KIND: NotSupported, "binding-role-kind-unknown", "a role is a Role or a ClusterRole, and for a whole cluster a ClusterRole";
    ROLE_MISSING: Required, "binding-role-missing", "a binding names its role";
    ROLE: Invalid, "binding-role-malformed", "the name of a role fits into a URL";
    NAME_MISSING: Required, "binding-subject-name-missing", "a subject has a name";
    /// Before 1.36 the server said it a second time for users and groups.
    NAME_EMPTY: Invalid, "binding-subject-name-empty", "a user and a group have a name";
    NAME: Invalid, "binding-account-name-malformed", "a service account is named by a DNS name";
    KIND: NotSupported, "binding-subject-kind-unknown", "a subject is a ServiceAccount, a User or a Group";
    GROUP: NotSupported, "binding-subject-group-unknown", "a subject is of the API group of its kind";
    NAMESPACE: Required, "binding-account-namespace-missing", "for a whole cluster, a service account is named with its namespace";
}

/// Names the API group of roles, users and groups.
const RBAC: &str = "rbac.authorization.k8s.io";

/// Judges a `RoleBinding`.
///
/// Source: `ValidateRoleBinding` of `pkg/apis/rbac/validation`; `pkg/apis/rbac/v1/defaults.go` for the groups.
pub(crate) fn role_binding(j: &mut Judge, object: &RoleBinding) {
    let subjects = object.subjects.as_deref().unwrap_or_default();
    check(j, "RoleBinding", &object.metadata, &object.role_ref, subjects);
}

/// Judges a `ClusterRoleBinding`.
///
/// Source: `ValidateClusterRoleBinding` of `pkg/apis/rbac/validation`.
pub(crate) fn cluster_role_binding(j: &mut Judge, object: &ClusterRoleBinding) {
    let subjects = object.subjects.as_deref().unwrap_or_default();
    check(j, "ClusterRoleBinding", &object.metadata, &object.role_ref, subjects);
}

fn check(j: &mut Judge, kind: &str, meta: &ObjectMeta, role: &RoleRef, subjects: &[Subject]) {
    let path = Path::root("metadata");
    metadata::check(j, kind, meta, NameRule::PathSegment, &path);
    let whole = kind == "ClusterRoleBinding";
    referred(j, role, whole, &Path::root("roleRef"));
    if !role.name.is_empty() {
        // Nobody may give others more than they have themselves: `pkg/registry/rbac/rolebinding/policybased`.
        j.assume(format!("the right to bind {} {}", role.kind, role.name));
    }
    let list = Path::root("subjects");
    for (index, one) in subjects.iter().enumerate() {
        subject(j, one, whole, &list.index(index));
    }
}

/// Gives the group of a role or of a subject: an empty one is filled in.
fn or_rbac(group: Option<&str>) -> &str {
    group.filter(|group| !group.is_empty()).unwrap_or(RBAC)
}

fn referred(j: &mut Judge, role: &RoleRef, whole: bool, path: &Path<'_>) {
    let group = or_rbac(role.api_group.as_deref());
    if group != RBAC {
        let message = format_args!("`{group}` has no roles: use `{RBAC}`");
        j.report(&ROLE_GROUP, &path.field("apiGroup"), message);
    }
    match role.kind.as_str() {
        "ClusterRole" => {}
        "Role" if !whole => {}
        other => {
            let kinds = if whole { "a ClusterRole" } else { "a Role or a ClusterRole" };
            j.report(&ROLE_KIND, &path.field("kind"), format_args!("`{other}` cannot be bound: {kinds} can"));
        }
    }
    let at = path.field("name");
    if role.name.is_empty() {
        j.report(&ROLE_MISSING, &at, "the binding names no role");
    } else {
        report_all(j, &ROLE, &at, "the role", &role.name, path_segment_name(&role.name));
    }
}

fn subject(j: &mut Judge, subject: &Subject, whole: bool, path: &Path<'_>) {
    let Subject { kind, name, namespace, .. } = subject;
    let at_name = path.field("name");
    let at_group = path.field("apiGroup");
    if name.is_empty() {
        j.report(&NAME_MISSING, &at_name, "the subject has no name");
    }
    match kind.as_str() {
        "ServiceAccount" => {
            if !name.is_empty() {
                report_all(j, &NAME, &at_name, "the service account", name, dns_subdomain(name));
            }
            if let Some(group) = subject.api_group.as_deref().filter(|group| !group.is_empty()) {
                let message = format_args!("`{group}` has no service accounts: leave `apiGroup` out");
                j.report(&GROUP, &at_group, message);
            }
            if whole && namespace.as_deref().unwrap_or_default().is_empty() {
                j.report(
                    &NAMESPACE,
                    &path.field("namespace"),
                    "the namespace of the service account is missing",
                );
            }
        }
        "User" | "Group" => {
            if name.is_empty() && j.version.minor() < 36 {
                j.report(&NAME_EMPTY, &at_name, format_args!("a {kind} has a name"));
            }
            let group = or_rbac(subject.api_group.as_deref());
            if group != RBAC {
                let message = format_args!("`{group}` has no such subjects: use `{RBAC}`");
                j.report(&GROUP, &at_group, message);
            }
        }
        other => {
            let message = format_args!("`{other}` is no subject: use ServiceAccount, User or Group");
            j.report(&KIND, &path.field("kind"), message);
        }
    }
}

use serde_json::json;

use crate::{
    KubeVersion,
    validate::{
        Form, Judge,
        api::case::{INVALID, NOT_SUPPORTED, REQUIRED},
        trials::{Case, Trial},
    },
};

macro_rules! role {
    ($kind:literal, $fields:literal) => {
        concat!(
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: ",
            $kind,
            ", metadata: {name: 'system:a'}, ",
            $fields,
            "}"
        )
    };
}
macro_rules! subject {
    ($kind:literal, $subject:literal) => {
        concat!(
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: ",
            $kind,
            ", metadata: {name: a}, roleRef: {kind: ClusterRole, name: view}, subjects: [{",
            $subject,
            "}]}"
        )
    };
}
macro_rules! namespace {
    ($rest:literal) => {
        concat!("{apiVersion: v1, kind: Namespace, metadata: {", $rest, "}")
    };
}

#[rustfmt::skip]
const ROLES: &[Case] = &[
    ("", role!("Role", "rules: [{apiGroups: [''], resources: [pods, services], resourceNames: [a, b], verbs: [get]}]"), &[]),
    ("", role!("ClusterRole", "rules: [{nonResourceURLs: [/metrics], verbs: [get]}], aggregationRule: {clusterRoleSelectors: [{}]}"), &[]),
    ("metadata-name-malformed", "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a/b}}", &[(INVALID, "metadata.name")]),
    ("role-verbs-missing", role!("Role", "rules: [{apiGroups: [''], resources: [pods], verbs: []}]"), &[(REQUIRED, "rules[0].verbs")]),
    ("role-urls-namespaced", role!("Role", "rules: [{nonResourceURLs: [/metrics], verbs: [get]}]"), &[(INVALID, "rules[0].nonResourceURLs")]),
    ("role-urls-beside-resources", role!("ClusterRole", "rules: [{nonResourceURLs: [/metrics], resources: [pods], verbs: [get]}]"), &[(INVALID, "rules[0].nonResourceURLs")]),
    ("role-groups-missing", role!("Role", "rules: [{resources: [pods], verbs: [get]}]"), &[(REQUIRED, "rules[0].apiGroups")]),
    ("role-resources-missing", role!("Role", "rules: [{apiGroups: [apps], verbs: [get]}]"), &[(REQUIRED, "rules[0].resources")]),
    ("role-aggregation-empty", role!("ClusterRole", "aggregationRule: {}"), &[(REQUIRED, "aggregationRule.clusterRoleSelectors")]),
    ("role-aggregation-selector-malformed", role!("ClusterRole", "aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b c}}]}"),
        &[(INVALID, "aggregationRule.clusterRoleSelectors[0].matchLabels"), (INVALID, "aggregationRule.clusterRoleSelectors[0]")]),
];

#[rustfmt::skip]
const BINDINGS: &[Case] = &[
    ("", subject!("RoleBinding", "kind: ServiceAccount, name: a"), &[]),
    ("", subject!("ClusterRoleBinding", "kind: ServiceAccount, name: a, namespace: b"), &[]),
    ("", subject!("ClusterRoleBinding", "kind: Group, name: 'system:authenticated', apiGroup: rbac.authorization.k8s.io"), &[]),
    ("", role!("RoleBinding", "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}"), &[]),
    ("binding-role-group-unknown", role!("RoleBinding", "roleRef: {apiGroup: v1, kind: Role, name: a}"), &[(NOT_SUPPORTED, "roleRef.apiGroup")]),
    ("binding-role-kind-unknown", role!("ClusterRoleBinding", "roleRef: {kind: Role, name: a}"), &[(NOT_SUPPORTED, "roleRef.kind")]),
    ("binding-role-missing", role!("RoleBinding", "roleRef: {kind: Role}"), &[(REQUIRED, "roleRef.name")]),
    ("binding-role-malformed", role!("RoleBinding", "roleRef: {kind: Role, name: a/b}"), &[(INVALID, "roleRef.name")]),
    ("binding-subject-name-missing", subject!("RoleBinding", "kind: ServiceAccount"), &[(REQUIRED, "subjects[0].name")]),
    ("binding-subject-name-missing", subject!("RoleBinding", "kind: User"), &[(REQUIRED, "subjects[0].name")]),
    ("binding-account-name-malformed", subject!("RoleBinding", "kind: ServiceAccount, name: A"), &[(INVALID, "subjects[0].name")]),
    ("binding-subject-kind-unknown", subject!("RoleBinding", "kind: Pod, name: a"), &[(NOT_SUPPORTED, "subjects[0].kind")]),
    ("binding-subject-group-unknown", subject!("RoleBinding", "kind: ServiceAccount, name: a, apiGroup: rbac.authorization.k8s.io"), &[(NOT_SUPPORTED, "subjects[0].apiGroup")]),
    ("binding-subject-group-unknown", subject!("RoleBinding", "kind: User, name: a, apiGroup: user.openshift.io"), &[(NOT_SUPPORTED, "subjects[0].apiGroup")]),
    ("binding-account-namespace-missing", subject!("ClusterRoleBinding", "kind: ServiceAccount, name: a"), &[(REQUIRED, "subjects[0].namespace")]),
];

#[rustfmt::skip]
const REST: &[Case] = &[
    ("", namespace!("name: a}, spec: {finalizers: [kubernetes]}"), &[]),
    ("metadata-name-malformed", namespace!("name: a.b}"), &[(INVALID, "metadata.name")]),
    // The name becomes a label as well.
    ("label-value-malformed", namespace!("name: -a}"), &[(INVALID, "metadata.name"), (INVALID, "metadata.labels")]),
    ("finalizer-without-domain", namespace!("name: a}, spec: {finalizers: [wait]}"), &[(INVALID, "spec.finalizers")]),
    ("finalizer-malformed", namespace!("name: a}, spec: {finalizers: [a/-]}"), &[(INVALID, "spec.finalizers")]),
    ("", namespace!("name: a, labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/warn-version: v1.30}}"), &[]),
    ("namespace-pod-security-malformed", namespace!("name: a, labels: {pod-security.kubernetes.io/enforce: strict, pod-security.kubernetes.io/audit-version: v1.030}}"),
        &[(INVALID, "metadata.labels[pod-security.kubernetes.io/enforce]"), (INVALID, "metadata.labels[pod-security.kubernetes.io/audit-version]")]),
    ("metadata-name-malformed", namespace!("name: a.b, labels: {pod-security.kubernetes.io/enforce: strict}}"), &[(INVALID, "metadata.name")]),
    ("", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a.b}, secrets: [{name: A}], imagePullSecrets: [{}]}", &[]),
    ("metadata-name-malformed", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: A}}", &[(INVALID, "metadata.name")]),
];

/// Before 1.36 a user without a name was refused twice.
#[rustfmt::skip]
const BEFORE_1_36: &[Case] = &[
    ("binding-subject-name-empty", subject!("RoleBinding", "kind: User"), &[(REQUIRED, "subjects[0].name"), (INVALID, "subjects[0].name")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    let cases = [ROLES, BINDINGS, REST].concat();
    let now = cases.iter().map(|case| Trial::document(KubeVersion::DEFAULT.minor(), case));
    now.chain(BEFORE_1_36.iter().map(|case| Trial::document(35, case))).collect()
}

#[test]
fn what_is_granted_must_be_had() {
    let mut j = Judge::new(KubeVersion::DEFAULT, Form::Pod);
    let rules = json!([{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]);
    let role = json!({"metadata": {"name": "reader"}, "rules": rules});
    super::role(&mut j, &serde_json::from_value(role).unwrap());
    super::role(&mut j, &serde_json::from_value(json!({"metadata": {"name": "nothing"}})).unwrap());
    let binding = json!({"metadata": {"name": "a"}, "roleRef": {"kind": "ClusterRole", "name": "view"}});
    super::role_binding(&mut j, &serde_json::from_value(binding).unwrap());
    let (found, assumes) = j.finish();
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(assumes, ["the right to grant what Role reader allows", "the right to bind ClusterRole view"]);
}

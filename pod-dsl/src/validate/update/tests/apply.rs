use super::told;
use crate::{
    Target,
    validate::{Applied, check_manifest_against, trials::Case},
};

pub(super) const CASES: &[Case] = &[
    // What is new is created.
    ("", "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n", &[]),
    (
        "object-left-behind",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n",
        &[("object-left-behind", "")],
    ),
    (
        "applied-object-twice",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n+++\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n",
        &[("applied-object-twice", "metadata.name")],
    ),
];

const SECRET: &str = "type: a/b}";

/// Says what is found about the types of Secrets, which change, in these namespaces.
fn in_namespaces(old: &[&str], new: &str, target: &Target) -> Vec<&'static str> {
    let secret = |namespace: &str, rest: &str| {
        let namespace =
            if namespace.is_empty() { String::new() } else { format!(", namespace: {namespace}") };
        format!("{{apiVersion: v1, kind: Secret, metadata: {{name: s{namespace}}}, {rest}\n")
    };
    let mut applied = Applied::default();
    for namespace in old {
        applied.add("old.yaml", secret(namespace, SECRET).as_bytes(), target);
    }
    let report = check_manifest_against("new.yaml", secret(new, "type: c/d}").as_bytes(), &applied, target);
    report.findings().iter().map(|finding| finding.rule).collect()
}

#[test]
fn an_object_is_found_in_its_namespace() {
    let target = Target::kubernetes();
    assert_eq!(in_namespaces(&["shop"], "shop", &target), ["secret-type-changed"]);
    assert_eq!(in_namespaces(&["shop"], "other", &target), ["object-left-behind"]);
    assert_eq!(in_namespaces(&["shop"], "", &target), ["secret-type-changed"], "it can be no other");
    assert_eq!(in_namespaces(&[""], "shop", &target), ["secret-type-changed"]);
    assert_eq!(in_namespaces(&["shop", "other"], "", &target), [""; 0], "it may be either");
    assert_eq!(in_namespaces(&["shop", "default"], "", &target), ["secret-type-changed"]);
    let mut home = crate::k8s::Namespace::default();
    home.metadata.name = Some("shop".to_owned());
    assert_eq!(in_namespaces(&["shop", "other"], "", &target.namespace(home)), ["secret-type-changed"]);
}

#[test]
fn a_live_object_that_nobody_noted_loses_nothing() {
    let text = "{apiVersion: v1, kind: Secret, metadata: {name: s, uid: x}, type: a/b}\n---\n{apiVersion: v1, kind: Secret, metadata: {name: s}}\n";
    assert_eq!(told(text), [], "what is silent keeps what is there");
    let file = text.replace(", uid: x", "");
    assert_eq!(told(&file)[0].0, "secret-type-changed", "a file says what was applied");
}

#[test]
fn a_list_stands_for_its_items_and_what_a_cluster_makes_is_not_left_behind() {
    let text = "{apiVersion: v1, kind: List, items: [\
         {apiVersion: v1, kind: ConfigMap, metadata: {name: kube-root-ca.crt}},\
         {apiVersion: v1, kind: Service, metadata: {name: kubernetes}, spec: {ports: [{port: 443}]}},\
         {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: r, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: d, uid: u}]}, \
            spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}},\
         {apiVersion: v1, kind: Secret, metadata: {name: s}, type: a/b}]}\n---\n{apiVersion: v1, kind: Secret, metadata: {name: s}, type: c/d}\n";
    let rules: Vec<_> = told(text).into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, ["secret-type-changed"]);
}

#[test]
fn what_cannot_be_read_counts_as_not_there() {
    let target = Target::kubernetes();
    let old = "{apiVersion: v1, kind: Secret, metadata: {name: s}, tpye: a/b}\n---\na: [\n";
    let applied = Applied::manifest("old.yaml", old.as_bytes(), &target);
    let rules: Vec<_> = applied.faults().iter().map(|fault| fault.rule).collect();
    assert_eq!(rules, ["field-unknown", "syntax-broken"]);
    let place = applied.faults()[0].place.as_ref().map(ToString::to_string);
    assert_eq!(place.as_deref(), Some("old.yaml:1:53"));
    let new = b"{apiVersion: v1, kind: Secret, metadata: {name: s}, type: a/b}";
    assert!(check_manifest_against("new.yaml", new, &applied, &target).is_empty());
}

#[test]
fn what_is_there_and_stays_may_not_fit_what_is_new() {
    let set = |live: &str, strategy: &str| {
        format!(
            "{{apiVersion: apps/v1, kind: StatefulSet, metadata: {{name: s{live}}}, spec: {{updateStrategy: {{{strategy}}}, \
             selector: {{matchLabels: {{a: b}}}}, template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{{name: c, image: i}}]}}}}}}}}"
        )
    };
    let target = Target::kubernetes();
    let errors = |old: &str, new: &str| -> Vec<_> {
        let applied = Applied::manifest("old.yaml", old.as_bytes(), &target);
        let report = check_manifest_against("new.yaml", new.as_bytes(), &applied, &target);
        report.errors().map(|finding| finding.path.clone()).collect()
    };
    let filled = "type: RollingUpdate, rollingUpdate: {partition: 0}";
    let new = set("", "type: OnDelete");
    assert_eq!(errors(&set(", uid: x", filled), &new), ["spec.updateStrategy.rollingUpdate"]);
    assert_eq!(errors(&set("", filled), &new), [""; 0], "what a person said goes when it is said no more");
}

#[test]
fn no_value_of_a_secret_is_in_a_log() {
    let old = "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: hunter2}}";
    let shown = format!("{:?}", Applied::manifest("old.yaml", old.as_bytes(), &Target::kubernetes()));
    assert!(shown.contains("Secret") && !shown.contains("hunter2"), "{shown}");
}

use super::{FORBIDDEN, INVALID, told, updated};
use crate::{Target, validate::trials::Case};

macro_rules! two {
    ($head:literal, $old:literal, $new:literal) => {
        concat!(
            "{",
            $head,
            ", metadata: {name: a}, ",
            $old,
            "}\n---\n{",
            $head,
            ", metadata: {name: a}, ",
            $new,
            "}\n"
        )
    };
}

pub(super) const CASES: &[Case] = &[
    ("", two!("apiVersion: v1, kind: ConfigMap", "data: {a: b}", "data: {a: c}, immutable: true"), &[]),
    (
        "immutable-content-changed",
        two!(
            "apiVersion: v1, kind: ConfigMap",
            "data: {a: b}, immutable: true",
            "data: {a: c}, binaryData: {d: eA==}, immutable: true"
        ),
        &[(FORBIDDEN, "data"), (FORBIDDEN, "binaryData")],
    ),
    (
        "immutable-content-changed",
        two!("apiVersion: v1, kind: ConfigMap", "data: {a: b}, immutable: true", "data: {a: b}"),
        &[(FORBIDDEN, "immutable")],
    ),
    // The same value in other words.
    (
        "",
        two!(
            "apiVersion: v1, kind: Secret",
            "data: {a: eA==}, immutable: true",
            "type: Opaque, stringData: {a: x}, immutable: true"
        ),
        &[],
    ),
    (
        "immutable-content-changed",
        two!(
            "apiVersion: v1, kind: Secret",
            "stringData: {a: x}, immutable: true",
            "stringData: {a: z}, immutable: true"
        ),
        &[(FORBIDDEN, "data")],
    ),
    (
        "secret-type-changed",
        two!("apiVersion: v1, kind: Secret", "stringData: {a: x}", "stringData: {a: x}, type: x/y"),
        &[(INVALID, "type")],
    ),
    (
        "config-seen-after-restart",
        concat!(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}\n+++\n",
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: i, envFrom: [{configMapRef: {name: a}}]}]}}\n---\n",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: w}}\n+++\n",
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: i, envFrom: [{configMapRef: {name: a}}]}]}}\n",
        ),
        &[("config-seen-after-restart", "data")],
    ),
];

/// A `ConfigMap` that changes, beside a Deployment as it was and as it is applied again.
fn beside(old_meta: &str, new_meta: &str, pod: &str) -> Vec<(&'static str, String)> {
    let deployment = |meta: &str| {
        format!(
            "{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: shop}}, spec: {{selector: {{matchLabels: {{app: a}}}}, \
             template: {{metadata: {{labels: {{app: a}}, {meta}}}, spec: {{{pod}}}}}}}}}\n"
        )
    };
    let map = |value| {
        format!(
            "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a}}, data: {{k: {value}, other: x}}}}\n"
        )
    };
    let text =
        format!("{}+++\n{}---\n{}+++\n{}", map("v"), deployment(old_meta), map("w"), deployment(new_meta));
    told(&text).into_iter().map(|(rule, path, _)| (rule, path)).collect()
}

#[test]
fn what_is_read_at_the_start_is_seen_after_a_restart() {
    let unseen = [("config-seen-after-restart", "data".to_owned())];
    let key = |key: &str| {
        format!(
            "containers: [{{name: c, image: i, env: [{{name: V, valueFrom: {{configMapKeyRef: {{name: a, key: {key}}}}}}}]}}]"
        )
    };
    assert_eq!(beside("", "", &key("k")), unseen);
    assert_eq!(beside("", "", &key("other")), [], "that key has not changed");
    let mounted = |sub_path: &str| {
        format!(
            "containers: [{{name: c, image: i, volumeMounts: [{{name: v, mountPath: /etc/a{sub_path}}}]}}], volumes: [{{name: v, configMap: {{name: a}}}}]"
        )
    };
    assert_eq!(beside("", "", &mounted(", subPath: k")), unseen);
    assert_eq!(beside("", "", &mounted("")), [], "the kubelet writes the files anew");
}

#[test]
fn a_hash_that_changes_replaces_the_pods() {
    let pod = "containers: [{name: c, image: i, envFrom: [{configMapRef: {name: a}}]}]";
    let rolled = beside("annotations: {checksum/config: '1'}", "annotations: {checksum/config: '2'}", pod);
    assert_eq!(rolled, [("pods-replaced", "spec.template".to_owned())]);
}

#[test]
fn no_value_of_a_secret_is_shown() {
    let secret = |value: &str| {
        format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\nimmutable: true\ndata:\n  a: {value}\n")
    };
    let text = format!("{}---\n{}", secret("aHVudGVyMQ=="), secret("aHVudGVyMg=="));
    let (found, _) = updated(&Target::kubernetes(), &text);
    assert_eq!(found.len(), 1);
    let shown = found[0].to_string();
    assert!(shown.contains("`data.a`") && !shown.contains("aHVudGVy"), "{shown}");
}

//! A document for each rule of reading, and a sound one.

use crate::{
    KubeVersion,
    validate::trials::{Case, Trial},
};

/// A `ConfigMap` with more in its metadata and beside them.
macro_rules! map {
    ($meta:literal, $more:literal) => {
        concat!("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a", $meta, "}\n", $more)
    };
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("", map!("", "data: {a: b}\n"), &[]),
    ("syntax-broken", map!("", "data: [\n"), &[("syntax-broken", "")]),
    ("text-unread", map!("", "...\nkind: Pod\n"), &[("text-unread", "")]),
    ("key-reread", map!("", "data: {on: b}\n"), &[("key-reread", "data.true")]),
    ("object-untyped", "kind: Pod\n", &[("object-untyped", "")]),
    ("kind-unserved", "apiVersion: apps/v1\nkind: ConfigMap\n", &[("kind-unserved", "kind")]),
    ("field-repeated", map!("", "data: {a: b}\ndata: {a: b}\n"), &[("field-repeated", "data")]),
    ("field-unknown", map!("", "date: {a: b}\n"), &[("field-unknown", "date")]),
    ("value-mistyped", map!("", "data: {a: 1}\n"), &[("value-mistyped", "data[a]")]),
    ("value-mistyped", "apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80, targetPort: []}]}\n", &[("value-mistyped", "spec.ports[0].targetPort")]),
    ("value-mistyped", "apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80, targetPort: {}}]}\n", &[("value-mistyped", "spec.ports[0].targetPort")]),
    ("amount-malformed", "apiVersion: v1\nkind: Pod\nspec: {overhead: {cpu: 1x}}\n", &[("amount-malformed", "spec.overhead[cpu]")]),
    ("time-malformed", map!(", creationTimestamp: \"2026-01-02\"", ""), &[("time-malformed", "metadata.creationTimestamp")]),
    ("time-malformed", "apiVersion: coordination.k8s.io/v1\nkind: Lease\nspec: {renewTime: \"2026-01-02T03:04:05Z\"}\n", &[("time-malformed", "spec.renewTime")]),
    ("generation-annotation-malformed", "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {annotations: {deprecated.daemonset.template.generation: x}}\n",
        &[("generation-annotation-malformed", "metadata.annotations[deprecated.daemonset.template.generation]")]),
    ("base64-malformed", map!("", "binaryData: {a: hello}\n"), &[("base64-malformed", "binaryData[a]")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    let large = format!("apiVersion: v1\nkind: ConfigMap\ndata: {{a: {:?}}}\n", "x".repeat(3 << 20));
    let large: Case = ("object-too-large", large.leak(), &[("object-too-large", "")]);
    CASES.iter().chain([&large]).map(|case| Trial::document(KubeVersion::DEFAULT.minor(), case)).collect()
}

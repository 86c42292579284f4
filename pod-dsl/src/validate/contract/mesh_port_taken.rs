//! A container listens on a port that the mesh will take.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "mesh-port-taken", "ports that an injected mesh takes are left to it"),
    guessed: Severity::Warning,
    references: &["N11"],
    doc: "
A service mesh puts a container of its own into the pod when it is created, and that container listens on ports of its own.
Whoever has one of them already does not start, or the mesh's container does not.

Move to another port. Istio takes 15000 to 15090, Linkerd 4140, 4143, 4190 and 4191, Dapr 3500 and 50001.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {sidecar.istio.io/inject: "true"}}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 15001}]
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {sidecar.istio.io/inject: "true"}}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
"#),
    check: Check::pod(check),
};

/// Is a mesh that puts a container of its own into pods.
struct Mesh {
    name: &'static str,
    /// The label or annotation that asks for it, and the values that do.
    key: &'static str,
    values: &'static [&'static str],
    /// The label or annotation of a namespace that asks for it in all its pods, and its value.
    by_namespace: Option<(&'static str, &'static str)>,
    /// The ports it takes, each from the first to the last.
    ports: &'static [(u16, u16)],
}

const MESHES: &[Mesh] = &[
    Mesh {
        name: "Istio",
        key: "sidecar.istio.io/inject",
        values: &["true"],
        by_namespace: Some(("istio-injection", "enabled")),
        ports: &[(15000, 15090)],
    },
    Mesh {
        name: "Linkerd",
        key: "linkerd.io/inject",
        values: &["enabled", "ingress"],
        by_namespace: Some(("linkerd.io/inject", "enabled")),
        ports: &[(4140, 4140), (4143, 4143), (4190, 4191)],
    },
    Mesh {
        name: "Dapr",
        key: "dapr.io/enabled",
        values: &["true"],
        by_namespace: None,
        ports: &[(3500, 3500), (50001, 50001)],
    },
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let meta = context.subject.meta;
    for Mesh { name: mesh, key, values, by_namespace, ports } in MESHES {
        let namespace = context.companions.namespace(context.subject.owner);
        let by_namespace = || {
            let (key, value) = (*by_namespace)?;
            namespace.and_then(|meta| said(meta, key)).filter(|said| *said == value)
        };
        // What the pod says itself comes before what its namespace says.
        let asked = match said(meta, key) {
            Some(value) => values.contains(&value),
            None => by_namespace().is_some(),
        };
        for listener in context.listeners().filter(|_| asked) {
            let port = listener.port;
            // The mesh's own container may have been written out already.
            if !ports.iter().any(|&(first, last)| (first..=last).contains(&port))
                || is_proxy(context, listener.owner)
            {
                continue;
            }
            let name = context.name(listener.owner);
            let message =
                format!("`{name}` listens on port {port}, which {mesh}'s container takes when it is put in");
            let field = listener.basis.field();
            let mut finding = RULE.found(&listener.basis, context.at(listener.owner, field), message);
            finding.help("listen on another port");
            found.push(finding);
        }
    }
}

/// Gives what a label or an annotation says.
fn said<'m>(meta: &'m ObjectMeta, key: &str) -> Option<&'m str> {
    let maps = [&meta.labels, &meta.annotations];
    maps.into_iter().flatten().find_map(|map| map.get(key)).map(String::as_str)
}

fn is_proxy(context: &Context<'_>, member: usize) -> bool {
    matches!(context.name(member), "istio-proxy" | "linkerd-proxy" | "daprd")
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_namespace_asks_for_a_mesh_too() {
        tells(
            &super::RULE,
            &[
                (
                    "apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Pod
metadata: {name: shop, namespace: shop}
spec: {containers: [{name: app, image: example.com/app:1, ports: [{containerPort: 15090}]}]}",
                    "apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: disabled}}
---
apiVersion: v1
kind: Pod
metadata: {name: shop, namespace: shop}
spec: {containers: [{name: app, image: example.com/app:1, ports: [{containerPort: 15090}]}]}",
                ),
                (
                    r#"apiVersion: v1
kind: Pod
metadata: {name: shop, annotations: {linkerd.io/inject: enabled}}
spec: {containers: [{name: app, image: example.com/app:1, args: ["--admin-addr=:4191"]}]}"#,
                    r#"apiVersion: v1
kind: Pod
metadata: {name: shop, annotations: {linkerd.io/inject: enabled}}
spec: {containers: [{name: app, image: example.com/app:1, args: ["--admin-addr=:9990"]}]}"#,
                ),
            ],
        );
    }
}

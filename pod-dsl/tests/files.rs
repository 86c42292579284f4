//! A bundle as one file for each object: names that stay, an order that applies, and nothing twice.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use pod_dsl::{kustomization, prelude::*};
use serde_json::json;

fn bundle() -> Bundle {
    let http = Port::tcp(8080).named("http");
    let web = Pod::new("shop").container(Container::new("web", "ghcr.io/example/shop:1.4").port(&http));
    let web = web.deployment();
    let service = Service::of(&web).port(80, &http);
    Bundle::new()
        .add(DisruptionBudget::of(&web).max_unavailable(1))
        .add(web)
        .add(service)
        .add(ConfigMap::new("shop").data("level", "info"))
        .add(Namespace::new("shop"))
}

fn names(bundle: &Bundle) -> Vec<String> {
    bundle.to_files(&Target::kubernetes()).unwrap().into_iter().map(|file| file.name).collect()
}

#[test]
fn the_alphabet_is_an_order_that_applies() {
    let all = names(&bundle());
    assert!(all.is_sorted(), "{all:?}");
    let place = |kind: &str| all.iter().position(|name| name.contains(kind)).unwrap();
    assert!(place("-namespace-") < place("-configmap-") && place("-configmap-") < place("-service-"));
    assert!(place("-service-") < place("-deployment-"));
}

#[test]
fn a_name_does_not_depend_on_what_else_there_is() {
    let before = names(&bundle());
    let after = names(&bundle().add(ConfigMap::new("another").data("a", "b")));
    assert!(before.iter().all(|name| after.contains(name)), "{before:?} {after:?}");
}

#[test]
fn the_files_together_are_what_one_text_is() {
    let files = bundle().to_files(&Target::openshift()).unwrap();
    let together: Vec<_> = files.iter().map(|file| file.text.as_str()).collect();
    assert_eq!(together.join("---\n"), bundle().to_yaml(&Target::openshift()).unwrap());
}

#[test]
fn no_two_objects_share_a_file() {
    let other = |group: &str| json!({"apiVersion": format!("{group}/v1"), "kind": "Monitor", "metadata": {"name": "m"}});
    let map = |namespace: &str| ConfigMap::new("c").namespace(namespace).data("k", "v");
    let role = Role::new("system:tool").may(["get"], "", ["pods"]);
    let all = Bundle::new().add(map("a")).add(map("b")).add(role);
    let all = all.add_object(&other("a.example")).unwrap().add_object(&other("b.example")).unwrap();
    assert_eq!(
        names(&all),
        [
            "04-role-system_tool.yaml",
            "06-configmap-a_c.yaml",
            "06-configmap-b_c.yaml",
            "13-monitor.a.example-m.yaml",
            "13-monitor.b.example-m.yaml",
        ]
    );
}

#[test]
fn a_kustomization_lists_them_in_order() {
    let files = bundle().to_files(&Target::kubernetes()).unwrap();
    let text = kustomization(&files);
    assert!(text.starts_with("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"), "{text}");
    let listed: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("  - ")).collect();
    assert_eq!(listed, names(&bundle()));
}

#[test]
fn an_object_that_is_there_twice_is_an_error_at_its_line() {
    let first = line!() + 1;
    let twice = Bundle::new().add(ConfigMap::new("c").data("a", "1"));
    let line = line!() + 1;
    let twice = twice.add(ConfigMap::new("c").data("a", "2"));
    let report = twice.check(&Target::kubernetes());
    let found: Vec<_> = report.errors().map(|finding| (finding.rule, finding.object.as_str())).collect();
    assert_eq!(found, [("object-duplicate", "ConfigMap/c")]);
    let text = report.to_string();
    assert!(text.contains(&format!("--> pod-dsl/tests/files.rs:{line}:")), "{text}");
    assert!(text.contains(&format!("tests/files.rs:{first}:")), "{text}");
    let apart = Bundle::new().add(ConfigMap::new("c").namespace("a")).add(ConfigMap::new("c").namespace("b"));
    assert!(apart.check(&Target::kubernetes()).is_accepted());
}

#[test]
fn a_secret_s_values_reach_no_file_unasked() {
    let bundle = Bundle::new().add(Secret::new("db").string_data("password", "correct horse"));
    assert!(bundle.to_files(&Target::kubernetes()).is_err());
    assert_eq!(bundle.to_files(&Target::kubernetes().with_secrets()).unwrap().len(), 1);
}

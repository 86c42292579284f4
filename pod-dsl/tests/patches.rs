//! A patch is never lost: it changes what it names, or it is an error at its line.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use k8s_openapi::api::{apps::v1::Deployment, core::v1 as k8s};
use pod_dsl::{Patch, prelude::*};
use serde_json::{Value, json};

fn bundle() -> Bundle {
    let web = Container::new("web", "ghcr.io/example/shop:1.4").port(8080).env("LEVEL", "info");
    let shop = Pod::new("shop").container(web).sidecar(Container::new("clock", "ghcr.io/example/clock:1"));
    Bundle::new().add(shop.deployment().replicas(2))
}

fn of_template(spec: &Value) -> Value {
    json!({"spec": {"template": {"spec": spec}}})
}

/// Gives what is found: the rule, the path, and the line that is blamed.
fn found(bundle: &Bundle) -> Vec<(&'static str, String, u32)> {
    let report = bundle.check(&Target::kubernetes());
    let line = |finding: &pod_dsl::Finding| match &finding.place {
        Some(pod_dsl::validate::Place::Rust(at)) if at.file().ends_with("patches.rs") => at.line(),
        _ => 0,
    };
    let told = report.findings().iter();
    told.filter(|finding| finding.severity > pod_dsl::Severity::Info)
        .map(|finding| (finding.rule, finding.path.clone(), line(finding)))
        .collect()
}

#[test]
fn a_closure_changes_the_object_in_its_type() {
    let patched = bundle().patch(Patch::change("shop", |shop: &mut Deployment| {
        shop.metadata.labels.get_or_insert_default().insert("team".into(), "shop".into());
    }));
    assert!(patched.to_yaml(&Target::kubernetes()).unwrap().contains("team: shop"));
}

#[test]
fn a_merge_knows_containers_and_variables_by_name() {
    let partial = of_template(&json!({"containers": [
        {"name": "clock", "image": "ghcr.io/example/clock:2"},
        {"name": "web", "env": [{"name": "LEVEL", "value": "debug"}, {"name": "COLOR", "value": "blue"}]},
    ]}));
    let yaml =
        bundle().patch(Patch::merge("Deployment/shop", &partial)).to_yaml(&Target::kubernetes()).unwrap();
    for part in
        ["image: ghcr.io/example/clock:2", "value: debug", "value: blue", "image: ghcr.io/example/shop:1.4"]
    {
        assert!(yaml.contains(part), "{part} is not in:\n{yaml}");
    }
    assert!(yaml.find("name: web").unwrap() < yaml.find("name: clock").unwrap(), "{yaml}");
    assert!(!yaml.contains("value: info"), "{yaml}");
}

#[test]
fn a_patch_that_hits_nothing_is_an_error_at_its_line() {
    let line = line!() + 1;
    let patch = Patch::merge("Deployment/shpo", &json!({"spec": {"replicas": 3}}));
    assert_eq!(found(&bundle().patch(patch)), [("patch-hits-nothing", String::new(), line)]);
    let line = line!() + 1;
    let patch = Patch::change("shop", |_: &mut k8s::Service| ());
    assert_eq!(found(&bundle().patch(patch)), [("patch-hits-nothing", String::new(), line)]);

    let stranger = of_template(&json!({"containers": [{"name": "wep", "image": "ghcr.io/example/shop:2"}]}));
    let line = line!() + 1;
    let patch = Patch::merge("Deployment/shop", &stranger);
    let containers = "spec.template.spec.containers".to_owned();
    assert_eq!(found(&bundle().patch(patch.clone())), [("patch-hits-nothing", containers, line)]);
    assert!(bundle().patch(patch.may_add()).to_yaml(&Target::kubernetes()).unwrap().contains("name: wep"));

    let line = line!() + 1;
    let patch = Patch::merge("Deployment/shop", &json!({"spec": {"paused": null}}));
    assert_eq!(found(&bundle().patch(patch)), [("patch-hits-nothing", "spec.paused".to_owned(), line)]);
}

#[test]
fn what_is_patched_is_judged_again_and_the_patch_is_blamed() {
    let line = line!() + 1;
    let patch = Patch::merge("Deployment/shop", &json!({"spec": {"replicas": -1}}));
    let refused = found(&bundle().patch(patch));
    assert_eq!(refused, [("workload-number-negative", "spec.replicas".to_owned(), line)]);
    assert!(bundle().to_yaml(&Target::kubernetes()).is_ok());
}

#[test]
fn a_field_that_the_kind_lacks_is_not_lost_but_told() {
    let line = line!() + 1;
    let patch = Patch::merge("Deployment/shop", &json!({"spec": {"replica": 3}}));
    assert_eq!(found(&bundle().patch(patch)), [("patch-unreadable", "spec.replica".to_owned(), line)]);
    let line = line!() + 1;
    let patch = Patch::merge("Deployment/shop", &json!({"spec": {"replicas": "three"}}));
    let refused = found(&bundle().patch(patch));
    assert_eq!((refused[0].0, refused[0].2), ("patch-unreadable", line));
}

#[test]
fn a_patch_without_effect_is_a_warning() {
    let patch = Patch::merge("Deployment/shop", &json!({"spec": {"replicas": 2}}));
    assert_eq!(found(&bundle().patch(patch))[0].0, "patch-without-effect");
}

#[test]
fn a_patch_for_one_platform_leaves_the_other_alone() {
    let patch = || Patch::merge("Deployment/shop", &json!({"spec": {"replicas": 5}}));
    let yaml = |patch, target: Target| bundle().patch(patch).to_yaml(&target).unwrap();
    assert!(yaml(patch().only_on_openshift(), Target::openshift()).contains("replicas: 5"));
    assert!(yaml(patch().only_on_openshift(), Target::kubernetes()).contains("replicas: 2"));
    assert!(yaml(patch().only_on_kubernetes(), Target::kubernetes()).contains("replicas: 5"));
}

#[test]
fn a_container_can_be_taken_out() {
    let partial = of_template(&json!({"containers": [{"name": "clock", "$patch": "delete"}]}));
    let yaml =
        bundle().patch(Patch::merge("Deployment/shop", &partial)).to_yaml(&Target::kubernetes()).unwrap();
    assert!(!yaml.contains("clock"), "{yaml}");
}

#[test]
fn the_patches_of_a_bundle_go_with_it_and_reach_other_kinds() {
    let monitor = json!({"apiVersion": "example.com/v1", "kind": "Monitor", "metadata": {"name": "m"},
        "spec": {"z": 1, "a": {"b": 1}}});
    let inner = Bundle::new().add_object(&monitor).unwrap();
    let inner = inner.patch(Patch::merge("Monitor/m", &json!({"spec": {"a": {"b": 2}}})));
    let yaml = bundle().add(inner).to_yaml(&Target::kubernetes()).unwrap();
    assert!(yaml.contains("spec:\n  a:\n    b: 2\n  z: 1\n"), "{yaml}");
}

#[test]
fn two_objects_of_a_name_are_told_apart_by_namespace() {
    let map = |namespace: &str| ConfigMap::new("c").namespace(namespace).data("k", "1");
    let both = || Bundle::new().add(map("a")).add(map("b"));
    let patch = || Patch::merge("ConfigMap/c", &json!({"data": {"k": "2"}}));
    assert_eq!(found(&both().patch(patch()))[0].0, "patch-hits-nothing");
    let yaml = both().patch(patch().in_namespace("b")).to_yaml(&Target::kubernetes()).unwrap();
    assert_eq!((yaml.matches("k: \"1\"").count(), yaml.matches("k: \"2\"").count()), (1, 1), "{yaml}");
}

#[cfg(feature = "patch")]
mod json_patches {
    use super::*;

    #[test]
    fn operations_are_carried_out_in_order() {
        let operations = json!([
            {"op": "test", "path": "/spec/replicas", "value": 2},
            {"op": "replace", "path": "/spec/replicas", "value": 4},
            {"op": "add", "path": "/metadata/annotations", "value": {"a/b": "c"}},
        ]);
        let yaml = bundle().patch(Patch::json("Deployment/shop", &operations)).to_yaml(&Target::kubernetes());
        let yaml = yaml.unwrap();
        assert!(yaml.contains("replicas: 4") && yaml.contains("a/b: c"), "{yaml}");
    }

    #[test]
    fn a_path_that_is_not_there_is_an_error_at_its_line() {
        let line = line!() + 1;
        let patch = Patch::json("Deployment/shop", &json!([{"op": "remove", "path": "/spec/paused"}]));
        assert_eq!(found(&bundle().patch(patch)), [("patch-hits-nothing", String::new(), line)]);
        let line = line!() + 1;
        let patch = Patch::json("Deployment/shop", &json!([{"op": "subtract", "path": "/spec"}]));
        assert_eq!(found(&bundle().patch(patch)), [("patch-unreadable", String::new(), line)]);
    }

    #[test]
    fn data_of_other_kinds_keeps_its_order() {
        let monitor = json!({"apiVersion": "example.com/v1", "kind": "Monitor", "metadata": {"name": "m"},
            "spec": {"z": 1, "a": 1}});
        let patch = Patch::json("Monitor/m", &json!([{"op": "replace", "path": "/spec/a", "value": 2}]));
        let yaml = Bundle::new().add_object(&monitor).unwrap().patch(patch).to_yaml(&Target::kubernetes());
        assert!(
            yaml.unwrap()
                .starts_with("apiVersion: example.com/v1\nkind: Monitor\nmetadata:\n  name: m\nspec:\n")
        );
    }
}

//! `pod-dsl check --against`, run as people run it, and the same in the library.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod folder;

use std::fs;

use folder::{Folder, text};
use pod_dsl::{
    prelude::*,
    validate::{Applied, check_manifest, check_manifest_against},
};
use serde_json::Value;

impl Folder {
    /// Checks `new` against `old` and gives the status, the verdicts, and what is found as rule, path and line.
    fn check(&self, old: &str, new: &str) -> (i32, Vec<Value>, Vec<(String, String, u64)>) {
        let output = self.run_on(&["check", "--format", "json", "--against", old, new], "");
        let answers: Vec<Value> =
            text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut found = Vec::new();
        for finding in answers.iter().flat_map(|answer| answer["findings"].as_array().unwrap()) {
            let field = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
            // What is found of an object for itself is no business of these tests.
            if finding["stage"] == "validate" && field("severity") != "warning" {
                found.push((field("rule"), field("path"), finding["line"].as_u64().unwrap_or_default()));
            }
        }
        let verdicts = answers.iter().map(|answer| answer["verdict"].clone()).collect();
        (output.status.code().unwrap(), verdicts, found)
    }
}

fn deployment(app: &str, image: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels:
      app: {app}
  template:
    metadata:
      labels:
        app: {app}
    spec:
      containers:
        - name: web
          image: {image}
"
    )
}

fn found(rule: &str, path: &str, line: u64) -> (String, String, u64) {
    (rule.to_owned(), path.to_owned(), line)
}

#[test]
fn what_the_server_refuses_to_change_is_refused() {
    let folder = Folder::new("updates-refused")
        .with("old.yaml", &deployment("shop", "shop:1"))
        .with("new.yaml", &deployment("store", "shop:1"));
    let (status, verdicts, all) = folder.check("old.yaml", "new.yaml");
    assert_eq!((status, verdicts), (1, vec!["refused".into()]));
    assert_eq!(all, [found("selector-changed", "spec.selector", 8)]);
    let shown = folder.run_on(&["check", "--against", "old.yaml", "new.yaml"], "");
    let shown = text(&shown.stdout);
    for part in
        ["error[selector-changed]", "new.yaml:8:12", "(shop → store)", "= help: delete it", "1 refused"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn what_rolls_is_told_and_accepted() {
    let folder = Folder::new("updates-rolls")
        .with("old.yaml", &deployment("shop", "shop:1"))
        .with("new.yaml", &deployment("shop", "shop:2"));
    let (status, verdicts, all) = folder.check("old.yaml", "new.yaml");
    assert_eq!((status, verdicts), (0, vec!["accepted".into()]));
    assert_eq!(all, [found("pods-replaced", "spec.template", 16)]);
    let denied = folder.run_on(&["check", "--deny", "warnings", "--against", "old.yaml", "new.yaml"], "");
    assert_eq!(denied.status.code(), Some(0), "an information is no warning");
    for format in ["sarif", "github"] {
        let shown = folder.run_on(&["check", "--format", format, "--against", "old.yaml", "new.yaml"], "");
        assert!(text(&shown.stdout).contains("pods-replaced"), "{format}");
    }
}

#[test]
fn an_object_that_is_no_longer_there_is_named_at_its_place() {
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: old-config\n";
    let folder = Folder::new("updates-gone")
        .with("old/a.yaml", &deployment("shop", "shop:1"))
        .with("old/b.yaml", config)
        .with("new/shop.yaml", &deployment("shop", "shop:1"));
    let (status, verdicts, all) = folder.check("old", "new");
    assert_eq!((status, verdicts), (0, vec!["accepted".into(), Value::Null]));
    assert_eq!(all, [found("object-left-behind", "", 4)]);
    let shown = folder.run_on(&["check", "--against", "old", "new"], "");
    assert!(text(&shown.stdout).contains("b.yaml:4:9"), "{}", text(&shown.stdout));
    assert!(text(&shown.stdout).ends_with("1 object: 1 accepted, 0 refused, 1 left behind\n"));
}

#[test]
fn what_kubectl_gets_is_taken_from_standard_input() {
    let live = format!(
        "apiVersion: v1\nkind: List\nitems:\n- {}",
        deployment("shop", "shop:1").replace('\n', "\n  ").replace("name: shop", "name: shop\n    uid: x")
    );
    let folder = Folder::new("updates-stdin").with("new.yaml", &deployment("shop", "shop:2"));
    let output = folder.run_on(&["check", "--format", "json", "--against", "-", "new.yaml"], &live);
    assert!(text(&output.stdout).contains("pods-replaced"), "{}", text(&output.stdout));
    let both = folder.run_on(&["check", "--against", "-", "-"], &live);
    assert_eq!(both.status.code(), Some(2));
    assert!(text(&both.stderr).contains("standard input cannot be both"));
}

#[test]
fn what_is_wrong_with_the_old_is_said_beside() {
    let folder = Folder::new("updates-wrong")
        .with("broken.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntpye: a/b\n")
        .with("twice.yaml", &format!("{0}---\n{0}", deployment("shop", "shop:1")))
        .with("new.yaml", &deployment("shop", "shop:1"));
    let missing = folder.run_on(&["check", "--against", "nothing.yaml", "new.yaml"], "");
    assert_eq!((missing.status.code(), text(&missing.stdout)), (Some(2), ""));
    assert!(text(&missing.stderr).starts_with("nothing.yaml: "));
    let broken = folder.run_on(&["check", "--against", "broken.yaml", "new.yaml"], "");
    assert_eq!(broken.status.code(), Some(0), "the rest goes on");
    assert!(text(&broken.stderr).contains("broken.yaml:4:1"), "{}", text(&broken.stderr));
    let twice = folder.run_on(&["check", "--against", "twice.yaml", "new.yaml"], "");
    assert!(text(&twice.stderr).contains("warning[applied-object-twice]"), "{}", text(&twice.stderr));
}

#[test]
fn every_rule_is_listed_and_told() {
    let folder = Folder::new("updates-rules");
    for rule in ["pod-spec-changed", "pods-replaced", "object-left-behind"] {
        for command in ["rules", "explain"] {
            let told = folder.run_on(&[command, rule], "");
            assert_eq!(told.status.code(), Some(0), "{command} {rule}");
        }
    }
}

#[test]
fn a_program_asks_before_it_applies() {
    let shop = |app: &str, image: &str| {
        Pod::new("shop").label("app", app).container(Container::new("web", image)).deployment()
    };
    let target = Target::kubernetes();
    let old = shop("shop", "shop:1.4").to_yaml(&target).unwrap();
    let applied = Applied::manifest("old.yaml", old.as_bytes(), &target);
    let rules = |report: &Report| -> Vec<_> {
        let updates = report.findings().iter().filter(|finding| finding.message.contains("change"));
        updates.map(|finding| finding.rule).collect()
    };
    assert_eq!(rules(&shop("shop", "shop:1.4").check_against(&applied, &target)), [""; 0]);
    let rolled = shop("shop", "shop:1.5").check_against(&applied, &target);
    assert!(rolled.is_accepted());
    assert_eq!(rules(&rolled), ["pods-replaced"]);
    let pod = Pod::new("shop").container(Container::new("web", "shop:1.4").command(["serve"]));
    let before = Pod::new("shop").container(Container::new("web", "shop:1.4")).to_yaml(&target).unwrap();
    let applied = Applied::manifest("old.yaml", before.as_bytes(), &target);
    let report = pod.check_against(&applied, &target);
    let error = report.errors().next().unwrap();
    assert_eq!((error.rule, error.path.as_str()), ("pod-spec-changed", "spec"));
    let place = error.place.as_ref().unwrap().to_string();
    assert!(place.contains("updates.rs:"), "the line of Rust that says it: {place}");
}

#[test]
fn what_came_as_data_is_judged_as_well() {
    let target = Target::kubernetes();
    let secret = |kind: &str| serde_json::json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "type": kind});
    let applied = Applied::manifest("old.json", secret("a/b").to_string().as_bytes(), &target);
    let bundle = Bundle::new().add_object(&secret("c/d")).unwrap();
    let rules: Vec<_> =
        bundle.check_against(&applied, &target).errors().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["secret-type-changed"]);
    let text = secret("c/d").to_string();
    let report = check_manifest_against("new.json", text.as_bytes(), &applied, &target);
    assert_eq!(report.errors().count(), 1);
}

#[test]
fn what_is_applied_again_changes_nothing() {
    let mut seen = 0;
    for platform in [Target::kubernetes(), Target::openshift()] {
        let folder = format!("{}/../out/{platform}", env!("CARGO_MANIFEST_DIR"));
        for file in fs::read_dir(folder).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let new = fs::read_to_string(&file).unwrap();
            let said = check_manifest(&file.to_string_lossy(), new.as_bytes(), &platform);
            // As a person has it, and as a cluster would show it that knows nothing of who applied it.
            for old in [new.clone(), new.replace("metadata:\n  name:", "metadata:\n  uid: x\n  name:")] {
                let applied = Applied::manifest("old.yaml", old.as_bytes(), &platform);
                assert_eq!(applied.faults(), []);
                let report =
                    check_manifest_against(&file.to_string_lossy(), new.as_bytes(), &applied, &platform);
                assert_eq!(report, said, "{}", file.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn a_workload_that_came_as_data_replaces_its_pods() {
    let target = Target::kubernetes();
    let objects = |value: &str, hash: &str| {
        let map = serde_json::json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"k": value}});
        let env = serde_json::json!([{"configMapRef": {"name": "c"}}]);
        let deployment = serde_json::json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": {
            "selector": {"matchLabels": {"a": "b"}},
            "template": {
                "metadata": {"labels": {"a": "b"}, "annotations": {"hash": hash}},
                "spec": {"containers": [{"name": "c", "image": "i:1", "envFrom": env}]},
            },
        }});
        Bundle::new().add_object(&map).unwrap().add_object(&deployment).unwrap()
    };
    let old = objects("v", "1").to_yaml(&target).unwrap();
    let applied = Applied::manifest("old.yaml", old.as_bytes(), &target);
    let told = |new: Bundle| -> Vec<_> {
        let report = new.check_against(&applied, &target);
        report
            .findings()
            .iter()
            .map(|finding| finding.rule)
            .filter(|rule| rule.contains("restart") || rule.starts_with("pods-"))
            .collect()
    };
    assert_eq!(told(objects("w", "1")), ["config-seen-after-restart"]);
    assert_eq!(told(objects("w", "2")), ["pods-replaced"]);
}

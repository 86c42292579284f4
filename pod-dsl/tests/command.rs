//! The command `pod-dsl`, run as people run it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod folder;

use std::{
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use folder::{Folder, text};
use serde_json::Value;

impl Folder {
    fn run(&self, arguments: &[&str]) -> Output {
        self.run_on(arguments, "")
    }

    /// Runs `check --format json` and gives the status and the answers.
    fn check(&self, arguments: &[&str]) -> (i32, Vec<Value>) {
        let output = self.run(&[&["check", "--format", "json"], arguments].concat());
        let answers = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (output.status.code().unwrap(), answers)
    }
}

fn pod(name: &str, image: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  containers:\n    - name: web\n      image: {image}\n"
    )
}

fn verdicts(answers: &[Value]) -> Vec<&str> {
    answers.iter().map(|answer| answer["verdict"].as_str().unwrap()).collect()
}

#[test]
fn an_accepted_file_ends_with_0_and_a_refused_one_with_1() {
    let folder = Folder::new("command-status")
        .with("good.yaml", &pod("web", "web:1"))
        .with("bad.yaml", &pod("Web_1", "web:1"));
    let (status, answers) = folder.check(&["good.yaml"]);
    assert_eq!((status, verdicts(&answers)), (0, vec!["accepted"]));
    let (status, answers) = folder.check(&["bad.yaml", "good.yaml"]);
    assert_eq!((status, verdicts(&answers)), (1, vec!["refused", "accepted"]));
}

#[test]
fn an_answer_has_every_field_that_programs_rely_on() {
    let folder = Folder::new("command-fields").with("bad.yaml", &pod("Web_1", "web:1"));
    let (_, answers) = folder.check(&["bad.yaml"]);
    let answer = &answers[0];
    let keys: Vec<_> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(answer["file"], "bad.yaml");
    assert_eq!(answer["index"], 0);
    assert_eq!(answer["kind"], "Pod");
    assert_eq!(answer["name"], "Web_1");
    assert!(answer["assumes"].is_array());
    assert!(!keys.contains(&"item"), "only an item of a List has one");
    let finding = &answer["findings"][0];
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["stage"], "validate");
    assert_eq!(finding["type"], "FieldValueInvalid");
    assert_eq!(finding["path"], "metadata.name");
    assert_eq!((&finding["line"], &finding["column"]), (&4.into(), &9.into()));
    assert!(finding["rule"].is_string() && finding["message"].is_string());
}

#[test]
fn documents_and_items_are_counted_as_they_stand() {
    let stream = format!(
        "# head\n---\n{}---\n# nothing\n---\napiVersion: v1\nkind: List\nitems:\n- {{apiVersion: v1, kind: ConfigMap, metadata: {{name: a}}}}\n- {{apiVersion: v1, kind: Secret, metadata: {{name: b}}}}\n",
        pod("web", "web:1")
    );
    let folder = Folder::new("command-items").with("all.yaml", &stream);
    let (status, answers) = folder.check(&["all.yaml"]);
    assert_eq!(status, 0);
    let seen: Vec<_> = answers
        .iter()
        .map(|a| (a["index"].as_u64(), a["item"].as_u64(), a["name"].as_str().unwrap()))
        .collect();
    let first = answers[0]["index"].as_u64().unwrap();
    assert_eq!(
        seen,
        [(Some(first), None, "web"), (Some(first + 2), Some(0), "a"), (Some(first + 2), Some(1), "b")]
    );
}

#[test]
fn what_cannot_be_read_is_refused_and_the_rest_goes_on() {
    let broken =
        format!("a: [1\n---\n{}---\n{}", pod("web", "web:1"), pod("db", "db:1").replace("image:", "imagee:"));
    let folder = Folder::new("command-broken").with("a.yaml", &broken);
    let (status, answers) = folder.check(&["a.yaml"]);
    assert_eq!((status, verdicts(&answers)), (1, vec!["refused", "accepted", "refused"]));
    for index in [0, 2] {
        assert_eq!(answers[index]["findings"][0]["stage"], "decode", "{}", answers[index]);
        assert!(answers[index]["findings"][0]["line"].is_u64());
    }
}

#[test]
fn a_kind_that_is_not_known_is_neither_accepted_nor_refused() {
    let route = "apiVersion: example.com/v1\nkind: Wish\nmetadata: {name: x}\n";
    let folder = Folder::new("command-unknown").with("a.yaml", route);
    let (status, answers) = folder.check(&["a.yaml"]);
    assert_eq!((status, verdicts(&answers)), (0, vec!["not-judged"]));
    let output = folder.run(&["check", "a.yaml"]);
    assert!(
        text(&output.stdout).contains("Wish/x is of a kind that is not judged"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn a_folder_is_walked_in_order() {
    let folder = Folder::new("command-folder")
        .with("d/b.yml", &pod("b", "b:1"))
        .with("d/a.yaml", &pod("a", "a:1"))
        .with("d/c/c.json", r#"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}"#)
        .with("d/readme.md", "no manifest")
        .with("d/.hidden/x.yaml", "no: manifest");
    let (status, answers) = folder.check(&["d"]);
    let names: Vec<_> = answers.iter().map(|answer| answer["name"].as_str().unwrap()).collect();
    assert_eq!((status, names), (0, vec!["a", "b", "c"]));
    assert_eq!(answers[2]["file"], PathBuf::from("d").join("c").join("c.json").to_str().unwrap());
}

#[test]
fn a_file_that_cannot_be_opened_is_2_after_the_rest_ran() {
    let folder = Folder::new("command-missing").with("bad.yaml", &pod("Web_1", "web:1"));
    let output = folder.run(&["check", "--format", "json", "missing.yaml", "bad.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("missing.yaml"));
    assert_eq!(text(&output.stdout).lines().count(), 1, "the other file is judged");
}

#[test]
fn standard_input_is_a_dash() {
    let folder = Folder::new("command-stdin");
    let output = folder.run_on(&["check", "--format", "json", "-"], &pod("Web_1", "web:1"));
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["file"], "-");
}

#[test]
fn text_shows_the_line_and_a_summary() {
    let folder = Folder::new("command-text").with("bad.yaml", &pod("Web_1", "web:1"));
    let output = folder.run(&["check", "bad.yaml"]);
    let said = text(&output.stdout);
    for part in [
        "error[",
        "--> bad.yaml:4:9",
        "  4 |   name: Web_1",
        "Pod/Web_1: metadata.name",
        "1 object: 0 accepted, 1 refused",
    ] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
}

#[test]
fn sarif_names_the_rules_and_the_places() {
    let folder = Folder::new("command-sarif").with("a b.yaml", &pod("Web_1", "web:1"));
    let output = folder.run(&["check", "--format", "sarif", "a b.yaml"]);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = &run["results"][0];
    let rule =
        &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
    assert_eq!(rule["id"], result["ruleId"]);
    assert_eq!(result["level"], "error");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.yaml");
    assert_eq!(place["region"]["startLine"], 4);
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    // Without findings it is a log as well.
    let output = folder.run_on(&["check", "--format", "sarif", "-"], &pod("web", "web:1"));
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(0));
}

#[test]
fn annotations_are_one_line_each() {
    let folder = Folder::new("command-github").with("a,b.yaml", &pod("Web_1", "web:1"));
    let output = folder.run(&["check", "--format", "github", "a,b.yaml"]);
    let said = text(&output.stdout);
    assert!(said.starts_with("::error file=a%2Cb.yaml,line=4,col=9,title="), "{said}");
    assert!(said.lines().all(|line| line.starts_with("::")), "{said}");
}

#[test]
fn denied_warnings_end_with_1() {
    // What stands behind `...` is not read, and a warning says so.
    let folder =
        Folder::new("command-deny").with("a.yaml", &format!("{}...\nmore: text\n", pod("web", "web:1")));
    assert_eq!(folder.run(&["check", "a.yaml"]).status.code(), Some(0));
    assert_eq!(folder.run(&["check", "--deny", "warnings", "a.yaml"]).status.code(), Some(1));
    let folder = folder.with("pod-dsl.toml", "deny = [\"warnings\"]\n");
    assert_eq!(folder.run(&["check", "a.yaml"]).status.code(), Some(1));
    assert!(text(&folder.run(&["check", "a.yaml"]).stdout).ends_with("1 warning; warnings are denied\n"));
    let folder = folder
        .with("pod-dsl.toml", "deny = [\"warnings\"]\n[allow]\ntext-unread = \"an old tool wants it\"\n");
    let said = folder.run(&["check", "a.yaml"]);
    assert_eq!((said.status.code(), text(&said.stdout).contains("1 allowed")), (Some(0), true));
}

#[test]
fn a_flag_goes_before_the_file_that_saves_flags() {
    let folder = Folder::new("command-flags").with("a.yaml", &pod("web", "web:1"));
    let folder = folder.with("pod-dsl.toml", "target = \"openshift-4.20\"\n");
    let status = |arguments: &[&str]| folder.run(&[&["check", "a.yaml"], arguments].concat()).status.code();
    assert_eq!(status(&[]), Some(0));
    assert_eq!(status(&["--kube-version", "1.36"]), Some(0));
    assert_eq!(status(&["--target", "openshift-4.21"]), Some(0));
    let folder =
        Folder(folder.0).with("pod-dsl.toml", "target = \"openshift-4.20\"\nkube-version = \"1.36\"\n");
    let output = folder.run(&["check", "a.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("carries Kubernetes 1.33"), "{}", text(&output.stderr));
}

#[test]
fn the_release_decides_which_fields_there_are() {
    // A pod has resources of its own since 1.32.
    let manifest = pod("web", "web:1").replace("spec:\n", "spec:\n  resources: {requests: {cpu: 1}}\n");
    let folder = Folder::new("command-release").with("a.yaml", &manifest);
    let (status, answers) = folder.check(&["--kube-version", "1.29", "a.yaml"]);
    assert_eq!((status, answers[0]["findings"][0]["stage"].as_str()), (1, Some("decode")));
    let (status, _) = folder.check(&["--kube-version", "1.36", "a.yaml"]);
    assert_eq!(status, 0);
}

#[test]
fn wrong_usage_ends_with_2() {
    let folder =
        Folder::new("command-usage").with("a.yaml", &pod("web", "web:1")).with("wrong.toml", "targets = 1");
    for arguments in [
        &["check"][..],
        &["check", "--target", "nomad", "a.yaml"],
        &["check", "--kube-version", "1.12", "a.yaml"],
        &["check", "--kube-version", "1.36", "--target", "openshift-4.20", "a.yaml"],
        &["check", "--namespace", "a.yaml", "a.yaml"],
        &["check", "--namespace", "missing.yaml", "a.yaml"],
        &["check", "--config", "wrong.toml", "a.yaml"],
        &["format", "missing.yaml"],
        &["rules", "no-such-rule"],
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn facts_about_the_cluster_are_taken() {
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {pod-security.kubernetes.io/enforce: baseline}\n  annotations: {openshift.io/sa.scc.uid-range: 1000680000/10000, openshift.io/sa.scc.mcs: \"s0:c26,c15\"}\n";
    let folder = Folder::new("command-facts").with("a.yaml", &pod("web", "web:1")).with("ns.yaml", namespace);
    for target in ["kubernetes", "openshift", "openshift-4.20"] {
        let output = folder.run(&[
            "check",
            "--target",
            target,
            "--namespace",
            "ns.yaml",
            "--scc",
            "anyuid",
            "--scc",
            "nonroot-v2",
            "a.yaml",
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
}

#[test]
fn a_namespace_says_what_its_pods_may_do() {
    let namespace = |mode: &str| {
        format!(
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {{pod-security.kubernetes.io/{mode}: restricted}}\n"
        )
    };
    let folder = Folder::new("command-pod-security")
        .with("a.yaml", &pod("web", "web:1"))
        .with("strict.yaml", &namespace("enforce"))
        .with("warns.yaml", &namespace("warn"));
    let checks = |answer: &Value, severity: &str| {
        let findings = answer["findings"].as_array().unwrap().iter();
        let found =
            findings.filter(|finding| finding["stage"] == "pod-security" && finding["severity"] == severity);
        found.map(|finding| finding["check"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all =
        ["allowPrivilegeEscalation", "capabilities_restricted", "runAsNonRoot", "seccompProfile_restricted"];
    let (status, answers) = folder.check(&["--namespace", "strict.yaml", "a.yaml"]);
    assert_eq!((status, verdicts(&answers)), (1, vec!["refused"]));
    assert_eq!(checks(&answers[0], "error"), all);
    let (status, answers) = folder.check(&["--namespace", "warns.yaml", "a.yaml"]);
    assert_eq!((status, verdicts(&answers)), (0, vec!["accepted"]));
    assert_eq!(checks(&answers[0], "warning"), all);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let stream = vec![pod("Web_1", "web:1"); 2000].join("---\n");
    let folder = Folder::new("command-pipe").with("a.yaml", &stream);
    for format in ["text", "json", "sarif", "github"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pod-dsl"))
            .args(["check", "--format", format, "a.yaml"])
            .current_dir(&folder.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(output.stderr.is_empty(), "{format}: {}", text(&output.stderr));
    }
}

#[test]
fn a_manifest_is_rewritten_in_the_one_layout() {
    let text_in = "# gone\nkind: Pod\nspec: {containers: [{image: 'web:1', name: web, args: [\"on\", no]}]}\nmetadata: {name: web}\napiVersion: v1\n---\nkind: List\napiVersion: v1\nitems: []\n";
    let folder = Folder::new("command-format");
    let run = |to: &str, input: &str| {
        let output = folder.run_on(&["format", "-", "--to", to], input);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    let yaml = run("yaml", text_in);
    assert_eq!(
        yaml,
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1\n      args:\n        - \"on\"\n        - false\n---\napiVersion: v1\nkind: List\nitems: []\n"
    );
    for to in ["json", "kyaml", "yaml"] {
        assert_eq!(run("yaml", &run(to, text_in)), yaml, "by way of {to}");
    }
}

#[test]
fn half_a_manifest_is_never_written() {
    let folder = Folder::new("command-half").with("a.yaml", &format!("{}---\na: [1\n", pod("web", "web:1")));
    let output = folder.run(&["format", "a.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(text(&output.stderr).starts_with("error: a.yaml:"), "{}", text(&output.stderr));
}

#[test]
fn a_field_that_stands_twice_is_said() {
    let folder = Folder::new("command-twice");
    let output = folder.run_on(&["format", "-"], "a: 1\na: 2\n");
    assert_eq!(text(&output.stdout), "a: 2\n");
    assert!(
        text(&output.stderr).contains("warning: -:2:1: this field stands in line 1 already"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn rules_are_listed_and_told() {
    let folder = Folder::new("command-rules");
    let listed: Value = serde_json::from_slice(&folder.run(&["rules", "--format", "json"]).stdout).unwrap();
    let all = listed.as_array().unwrap();
    assert!(all.len() > 100);
    for rule in all {
        assert!(
            rule["references"].is_array() && rule["summary"].is_string() && rule["stage"].is_string(),
            "{rule}"
        );
        assert!(rule["type"].is_string() || rule["type"].is_null(), "{rule}");
    }
    let id = all[0]["id"].as_str().unwrap();
    let told: Value = serde_json::from_slice(&folder.run(&["rules", id, "--format", "json"]).stdout).unwrap();
    assert_eq!(told, all[0]);
    assert!(text(&folder.run(&["rules", id]).stdout).contains(all[0]["summary"].as_str().unwrap()));
    assert_eq!(text(&folder.run(&["rules"]).stdout).lines().count(), all.len());
}

/// A stream with a pod, a template within a List, and an object without pods.
const EXPLAINED: &str = r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers: [{name: proxy, image: "proxy:1", restartPolicy: Always}]
  containers: [{name: web, image: "web:1", resources: {limits: {cpu: 500m, memory: 1Gi}}}]
---
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: config}}
- apiVersion: batch/v1
  kind: CronJob
  metadata: {name: nightly}
  spec:
    schedule: "0 3 * * *"
    jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: work, image: "work:1"}]}}}}
"#;

#[test]
fn every_pod_and_template_is_explained() {
    let folder = Folder::new("command-explain");
    let output = folder.run_on(&["explain", "-"], EXPLAINED);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    assert!(told.starts_with("Pod/shop\n\nstart\n  1  native sidecar `proxy` starts\n"), "{told}");
    assert!(told.contains("\nCronJob/nightly, spec.jobTemplate.spec.template\n"), "{told}");
    assert!(told.contains("  the pod ends by itself"), "{told}");
    // What the server fills in counts: the requests are the limits.
    assert!(told.contains("the pod                 500m / 500m  1Gi / 1Gi\n"), "{told}");
    assert!(!told.contains("ConfigMap"), "{told}");
    let one = folder.run_on(&["explain", "--resources", "-"], EXPLAINED);
    assert!(!text(&one.stdout).contains("SIGTERM") && text(&one.stdout).contains("quality of service"));
    let other = folder.run_on(&["explain", "--timeline", "-"], EXPLAINED);
    assert!(text(&other.stdout).contains("SIGTERM") && !text(&other.stdout).contains("quality of service"));
}

#[test]
fn an_explanation_as_json_is_a_line_a_pod() {
    let folder = Folder::new("command-explain-json").with("all.yaml", EXPLAINED);
    let output = folder.run(&["explain", "all.yaml", "--format", "json"]);
    let lines: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [pod, job] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!((&pod["file"], &pod["name"], &pod["path"]), (&"all.yaml".into(), &"shop".into(), &"".into()));
    assert_eq!(pod["timeline"]["start"][1]["container"], "web");
    assert_eq!(pod["timeline"]["start"][1]["after"], serde_json::json!([0]));
    assert_eq!(pod["timeline"]["endsByItself"], false);
    assert_eq!(pod["resources"]["requests"]["total"]["cpu"], "500m");
    assert_eq!(pod["resources"]["qosClass"], "Burstable");
    assert_eq!((&job["item"], &job["timeline"]["endsByItself"]), (&1.into(), &true.into()));
}

#[test]
fn an_argument_that_is_no_file_may_be_a_rule() {
    let folder = Folder::new("command-explain-rule");
    let told = folder.run(&["explain", "port-needs-root"]);
    assert_eq!(told.status.code(), Some(0));
    assert_eq!(told.stdout, folder.run(&["rules", "port-needs-root"]).stdout);
    let neither = folder.run(&["explain", "port-needs-rooot"]);
    assert_eq!(neither.status.code(), Some(2));
    assert!(text(&neither.stderr).contains("nor is there a rule"), "{}", text(&neither.stderr));
    // A file of that name is a file.
    let file = Folder::new("command-explain-file").with("port-needs-root", EXPLAINED);
    assert!(text(&file.run(&["explain", "port-needs-root"]).stdout).starts_with("Pod/shop\n"));
}

#[test]
fn what_cannot_be_explained_is_said() {
    let folder = Folder::new("command-explain-broken")
        .with("a.yaml", &format!("kind: Pod\n---\n{EXPLAINED}"))
        .with("none.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: s}}");
    let broken = folder.run(&["explain", "a.yaml"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(text(&broken.stderr).contains("`apiVersion` is missing"), "{}", text(&broken.stderr));
    assert!(text(&broken.stdout).starts_with("Pod/shop\n"));
    let none = folder.run(&["explain", "none.yaml"]);
    assert_eq!((none.status.code(), text(&none.stdout)), (Some(0), ""));
    assert!(text(&none.stderr).contains("nothing here is a pod"));
    assert_eq!(folder.run(&["explain", "missing.yaml"]).status.code(), Some(2));
}

//! `pod-dsl grant`, and `check` by what it grants.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use serde::Deserialize as _;
use serde_json::Value;

const PROJECT: &str = "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: privileged
  annotations:
    openshift.io/sa.scc.uid-range: 1000680000/10000
    openshift.io/sa.scc.mcs: s0:c26,c15
";

const TRACER: &str = "\
apiVersion: v1
kind: Pod
metadata:
  name: tracer
spec:
  containers:
    - name: a
      image: example.com/a:1
      securityContext:
        capabilities:
          add: [SYS_PTRACE]
";

const PLAIN: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: a
          image: example.com/a:1
";

/// A folder with the three manifests, of its own for one test.
fn folder(test: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("grant-{test}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(path.join(".git")).unwrap();
    for (file, text) in [("project.yaml", PROJECT), ("tracer.yaml", TRACER), ("web.yaml", PLAIN)] {
        fs::write(path.join(file), text).unwrap();
    }
    path
}

fn run(folder: &PathBuf, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_pod-dsl")).args(arguments).current_dir(folder).output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn verdicts(folder: &PathBuf, arguments: &[&str]) -> Vec<String> {
    let openshift = ["check", "--format", "json", "--target", "openshift", "--namespace", "project.yaml"];
    let (_, answers, _) = run(folder, &[&openshift, arguments].concat());
    let read =
        |line: &str| serde_json::from_str::<Value>(line).unwrap()["verdict"].as_str().unwrap().to_owned();
    answers.lines().map(read).collect()
}

#[test]
fn what_is_granted_admits_the_pod() {
    let folder = folder("admits");
    assert_eq!(verdicts(&folder, &["tracer.yaml"]), ["refused"]);
    let (status, grant, told) = run(&folder, &["grant", "--namespace", "project.yaml", "tracer.yaml"]);
    assert_eq!((status, told.as_str()), (0, ""));
    assert!(grant.starts_with("# Pod/tracer: "), "{grant}");
    assert!(grant.contains("oc adm policy add-scc-to-user tracer -z tracer -n shop"), "{grant}");
    fs::write(folder.join("grant.yaml"), &grant).unwrap();
    assert_eq!(verdicts(&folder, &["--scc", "grant.yaml", "tracer.yaml"]), ["accepted"]);
    // It is an ordinary manifest, and comes along as one.
    assert!(verdicts(&folder, &["grant.yaml"]).iter().all(|verdict| verdict != "refused"));
    let both = verdicts(&folder, &["--scc", "tracer", "grant.yaml", "tracer.yaml"]);
    assert_eq!(both.last().unwrap(), "accepted", "by its name, where its content comes along");
    assert_eq!(
        verdicts(&folder, &["grant.yaml", "tracer.yaml"]).last().unwrap(),
        "refused",
        "it is not granted"
    );
}

#[test]
fn the_parts_of_a_grant_name_each_other_and_the_account() {
    let folder = folder("parts");
    let account = |arguments: &[&str]| {
        let (status, grant, told) = run(&folder, &[&["grant", "--project", "shop"], arguments].concat());
        assert_eq!((status, told.as_str()), (0, ""));
        let read = |text: &str| {
            serde_yaml::Deserializer::from_str(text)
                .map(|one| Value::deserialize(one).unwrap())
                .collect::<Vec<_>>()
        };
        let all = read(&grant);
        let of = |kind: &str| all.iter().find(|object| object["kind"] == kind).cloned().unwrap_or_default();
        let (scc, role, binding) = (of("SecurityContextConstraints"), of("Role"), of("RoleBinding"));
        assert_eq!(role["rules"][0]["resourceNames"], serde_json::json!([scc["metadata"]["name"]]));
        assert_eq!(binding["roleRef"]["name"], role["metadata"]["name"]);
        let subject = &binding["subjects"][0];
        assert_eq!((&subject["kind"], &subject["namespace"]), (&"ServiceAccount".into(), &"shop".into()));
        let says = grant.lines().any(|line| line.contains("The pod then has to say"));
        (subject["name"].as_str().unwrap().to_owned(), of("ServiceAccount")["metadata"]["name"].clone(), says)
    };
    let tracer = "tracer".to_owned();
    // A pod that names no account runs as `default`, and that one is not granted anything unless it is asked for.
    assert_eq!(account(&["tracer.yaml"]), (tracer.clone(), tracer.clone().into(), true));
    let to_default = account(&["--account", "default", "tracer.yaml"]);
    assert_eq!(to_default, ("default".to_owned(), Value::Null, false), "every project has that one");
    let named = TRACER.replace("spec:", "spec:\n  serviceAccountName: tracer");
    fs::write(folder.join("named.yaml"), named).unwrap();
    assert_eq!(account(&["named.yaml"]), (tracer.clone(), tracer.into(), false));
}

#[test]
fn what_needs_no_grant_is_told_and_not_written() {
    let (status, grant, told) = run(&folder("none"), &["grant", "web.yaml"]);
    assert_eq!((status, grant.as_str()), (0, ""));
    assert_eq!(told, "Deployment/web: `restricted-v2` admits it, which every user of a project may use.\n");
}

#[test]
fn a_project_has_to_be_named() {
    let folder = folder("project");
    let (_, grant, told) = run(&folder, &["grant", "tracer.yaml"]);
    assert!(grant.contains("namespace: default") && told.contains("--project"), "{told}");
    let (_, grant, told) = run(&folder, &["grant", "--project", "shop", "tracer.yaml"]);
    assert!(grant.contains("namespace: shop") && told.is_empty(), "{told}");
}

#[test]
fn what_cannot_be_read_is_told() {
    let folder = folder("unread");
    fs::write(folder.join("bad.yaml"), "kind: Pod\napiVersion: v1\nspek: {}\n").unwrap();
    assert_eq!(run(&folder, &["grant", "bad.yaml"]).0, 1);
    assert_eq!(run(&folder, &["grant", "no.yaml"]).0, 2);
    assert_eq!(run(&folder, &["grant", "--target", "kubernetes", "web.yaml"]).0, 2);
    let (status, _, told) = run(&folder, &["check", "--scc", "project.yaml", "web.yaml"]);
    assert!(status == 2 && told.contains("SecurityContextConstraints"), "{told}");
}

//! What is different about an object on OpenShift: what is written, what admission fills in, what is refused and by whom.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{fs, path::PathBuf, process::Command};

use pod_dsl::{By, k8s, prelude::*};
use serde_json::{Value, json};

fn project() -> k8s::Namespace {
    serde_json::from_value(json!({"metadata": {"name": "shop", "annotations": {
        "openshift.io/sa.scc.uid-range": "1000680000/10000",
        "openshift.io/sa.scc.mcs": "s0:c26,c15",
    }}}))
    .unwrap()
}

fn filled(pod: &Pod, target: &Target) -> (String, Vec<(String, String)>) {
    let delta = &pod.platform_delta(target)[0];
    let admitted = delta.admitted.as_ref().unwrap();
    assert!(admitted.filled.iter().all(|change| change.by == By::Admission && !change.because.is_empty()));
    let filled = admitted.filled.iter().map(|change| (change.path.clone(), change.after.clone().unwrap()));
    (admitted.scc.clone(), filled.collect())
}

#[test]
fn what_the_scc_fills_in_is_told_field_by_field() {
    let init = Container::new("init", "ghcr.io/example/init:1")
        .security(Security::new().run_as_user(1_000_680_001).read_only_root_filesystem());
    let pod = Pod::new("shop").init(init).container(Container::new("web", "ghcr.io/example/web:1"));
    let (scc, filled) = filled(&pod, &Target::openshift().namespace(project()));
    assert_eq!(scc, "restricted-v2");
    let own = |list: &str, field: &str, value: &str| {
        (format!("spec.{list}[0].securityContext.{field}"), value.to_owned())
    };
    let whole = |path: &str, value: &str| (path.to_owned(), value.to_owned());
    let mut expected = vec![
        own("initContainers", "allowPrivilegeEscalation", "false"),
        own("initContainers", "capabilities.drop", r#"["ALL"]"#),
        own("initContainers", "runAsNonRoot", "true"),
        own("containers", "allowPrivilegeEscalation", "false"),
        own("containers", "capabilities.drop", r#"["ALL"]"#),
        own("containers", "runAsNonRoot", "true"),
        own("containers", "runAsUser", "1000680000"),
        whole("spec.securityContext.fsGroup", "1000680000"),
        whole("spec.securityContext.seLinuxOptions", r#"{"level":"s0:c26,c15"}"#),
        whole("spec.securityContext.seccompProfile", r#"{"type":"RuntimeDefault"}"#),
        whole("metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]", r#""runtime/default""#),
        whole("metadata.annotations[openshift.io/scc]", r#""restricted-v2""#),
    ];
    let mut filled = filled;
    filled.sort();
    expected.sort();
    assert_eq!(filled, expected);
}

#[test]
fn of_a_project_that_is_not_known_the_ids_are_not_made_up() {
    let pod = Pod::new("shop").container(Container::new("web", "ghcr.io/example/web:1"));
    let (_, filled) = filled(&pod, &Target::openshift());
    let of = |field: &str| filled.iter().find(|(path, _)| path.ends_with(field)).unwrap().1.clone();
    assert_eq!(of("runAsUser"), "\"<the project's first user id>\"");
    assert_eq!(of("fsGroup"), "\"<the project's first group>\"");
    assert_eq!(of("seLinuxOptions"), "\"<the project's level>\"");
    assert_eq!(of("runAsNonRoot"), "true");
}

#[test]
fn an_scc_that_is_demanded_is_taken_for_the_one_that_the_grant_writes() {
    let tracer =
        Container::new("a", "ghcr.io/example/a:1").security(Security::new().add_capability("SYS_PTRACE"));
    let pod = Pod::new("tracer").requires_scc("ptrace").container(tracer);
    let delta = &pod.platform_delta(&Target::openshift())[0];
    let admitted = delta.admitted.as_ref().unwrap();
    assert_eq!((admitted.scc.as_str(), admitted.assumed), ("ptrace", true));
    assert_eq!(delta.changes[0].path, "metadata.annotations[openshift.io/required-scc]");
    assert!(delta.to_string().contains("`ptrace`, as `--grant` writes it, admits its pods"), "{delta}");
}

const MANIFESTS: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers: [{name: a, image: 'a:1', securityContext: {runAsUser: 1000}}]
---
apiVersion: v1
kind: Pod
metadata: {name: host}
spec: {hostPID: true, containers: [{name: a, image: 'a:1'}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: same}
---
apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: door}
spec: {to: {kind: Service, name: web}}
";

fn explain(test: &str, arguments: &[&str]) -> (i32, String) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("delta-{test}"));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("all.yaml");
    fs::write(&file, MANIFESTS).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_pod-dsl"))
        .args(["explain", file.to_str().unwrap()])
        .args(arguments)
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn manifests_of_others_are_compared_one_by_one() {
    let (status, text) = explain("text", &["--target-delta"]);
    assert_eq!(status, 0);
    let parts: Vec<_> = text.split("\n\n").collect();
    let [deployment, pod, map, route] = parts.as_slice() else { panic!("{text}") };
    let left_out = "    - spec.template.spec.containers[0].securityContext.runAsUser: 1000  (dialect: ";
    assert!(deployment.starts_with("Deployment/web\n") && deployment.contains(left_out), "{deployment}");
    assert!(
        deployment.contains("+ spec.template.spec.containers[0].securityContext.runAsUser: \"<the project's")
    );
    assert!(pod.contains("error[scc-host-pid-not-allowed] spec.hostPID: "), "{pod}");
    assert!(pod.trim_end().ends_with("(SCC restricted-v2)"), "{pod}");
    assert_eq!(*map, "ConfigMap/same\n  Kubernetes and OpenShift get and make the same of it.");
    assert!(route.contains("said on Kubernetes only:\n    warning[kind-of-openshift]"), "{route}");
}

#[test]
fn the_comparison_is_json_as_well() {
    let (_, text) = explain("json", &["--target-delta", "--format", "json", "--target", "openshift-4.20"]);
    let all: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [deployment, pod, map, _] = all.as_slice() else { panic!("{text}") };
    assert_eq!(deployment["changes"][0]["before"], json!(1000));
    assert_eq!(deployment["changes"][0]["after"], Value::Null);
    assert_eq!(deployment["admitted"]["scc"], "restricted-v2");
    assert_eq!((&pod["admitted"], &pod["onOpenShift"][0]["by"]), (&Value::Null, &json!("SCC restricted-v2")));
    assert_eq!((&map["changes"], &map["onOpenShift"]), (&json!([]), &json!([])));
    // An SCC that may be used admits it as it stands, and nothing is written otherwise.
    let (_, text) = explain("scc", &["--target-delta", "--format", "json", "--scc", "nonroot-v2"]);
    let deployment: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!((&deployment["changes"], &deployment["admitted"]["scc"]), (&json!([]), &json!("nonroot-v2")));
    assert_eq!(explain("wrong", &["--target-delta", "--target", "kubernetes"]).0, 2);
    assert_eq!(explain("both", &["--target-delta", "--timeline"]).0, 2);
}

//! An example is a command: what it prints, what it writes, and with which status it ends.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use pod_dsl::{k8s, prelude::*, validate};

/// Gives the program of an example, which cargo has built beside this test's own.
fn program(name: &str) -> Command {
    let test = env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let file = profile.join("examples").join(format!("{name}{}", env::consts::EXE_SUFFIX));
    assert!(file.exists(), "{} is not built: a plain `cargo test` builds it", file.display());
    Command::new(file)
}

fn run(name: &str, arguments: &[&str]) -> Output {
    program(name).args(arguments).output().unwrap()
}

fn golden(platform: &str, name: &str) -> String {
    let file = format!("{}/out/{platform}/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(file).unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Is a folder of its own for one test, and is gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("pod-dsl-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn an_example_prints_kubernetes_yaml_and_its_warnings_beside() {
    let output = run("shared_volume", &[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), golden("kubernetes", "shared_volume"));
    // The course's images have no tags, and nothing else is to be said of the pod.
    let told: Vec<_> =
        text(&output.stderr).lines().filter(|line| line.starts_with(char::is_alphanumeric)).collect();
    let [first, second, "2 warnings"] = told.as_slice() else { panic!("{told:?}") };
    assert!([first, second].iter().all(|line| line.starts_with("warning[image-tag-floating]: ")), "{told:?}");
}

#[test]
fn a_target_can_be_chosen() {
    let output = run("process_namespace", &["--target", "openshift"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), golden("openshift", "process_namespace"));
}

#[test]
fn a_release_other_than_the_default_is_named_in_the_text() {
    let output = run("shared_volume", &["--kube-version", "1.33"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("# Judged under Kubernetes 1.33.\napiVersion: v1\n"));
}

#[test]
fn an_example_explains_itself() {
    let timeline = run("redis_ambassador", &["--explain", "timeline"]);
    assert_eq!(timeline.status.code(), Some(0), "{}", text(&timeline.stderr));
    assert!(text(&timeline.stdout).starts_with("Pod/"), "{}", text(&timeline.stdout));
    assert!(text(&timeline.stdout).contains("gets SIGTERM"));
    let resources = run("redis_ambassador", &["--explain", "resources"]);
    assert!(text(&resources.stdout).contains("quality of service"));
    let delta = run("process_namespace", &["--explain", "delta"]);
    assert_eq!((delta.status.code(), text(&delta.stderr)), (Some(0), ""));
    assert!(text(&delta.stdout).contains("+ metadata.annotations[openshift.io/required-scc]: \"ptrace\""));
    assert!(text(&delta.stdout).contains("+ spec.securityContext.fsGroup: "), "{}", text(&delta.stdout));
    let both = run("redis_ambassador", &["--explain", "timeline", "--format", "json"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn json_and_kyaml_are_printed_on_request() {
    let json = run("shared_volume", &["--format", "json"]);
    assert!(text(&json.stdout).starts_with("{\n  \"apiVersion\": \"v1\""), "{}", text(&json.stdout));
    let kyaml = run("shared_volume", &["--format", "kyaml"]);
    assert!(text(&kyaml.stdout).starts_with("---\n{\n  apiVersion: \"v1\""), "{}", text(&kyaml.stdout));
}

#[test]
fn files_are_written_for_both_platforms_and_verified() {
    let folder = Folder::new("out");
    assert_eq!(run("process_namespace", &["--out", folder.path()]).status.code(), Some(0));
    for platform in ["kubernetes", "openshift"] {
        let written = folder.0.join(platform).join("process_namespace.yaml");
        assert_eq!(fs::read_to_string(written).unwrap(), golden(platform, "process_namespace"));
    }
    let verified = run("process_namespace", &["--verify", folder.path()]);
    assert_eq!((verified.status.code(), text(&verified.stdout)), (Some(0), ""));
}

#[test]
fn one_platform_s_file_alone_can_be_written() {
    let folder = Folder::new("one");
    let output = run("shared_volume", &["--out", folder.path(), "--target", "openshift"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(folder.0.join("openshift/shared_volume.yaml").exists());
    assert!(!folder.0.join("kubernetes").exists());
}

#[test]
fn a_file_that_differs_is_shown_and_left_alone() {
    let folder = Folder::new("drift");
    run("shared_volume", &["--out", folder.path()]);
    let file = folder.0.join("openshift/shared_volume.yaml");
    let drifted = fs::read_to_string(&file).unwrap().replace("8080", "8081");
    fs::write(&file, &drifted).unwrap();

    let output = run("shared_volume", &["--verify", folder.path()]);
    assert_eq!(output.status.code(), Some(1));
    let diff = text(&output.stdout);
    assert!(diff.contains("-        - containerPort: 8081\n+        - containerPort: 8080\n"), "{diff}");
    assert!(diff.contains("openshift/shared_volume.yaml") && !diff.contains("kubernetes/"), "{diff}");
    assert_eq!(fs::read_to_string(&file).unwrap(), drifted);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = Folder::new("absent");
    let output = run("shared_volume", &["--verify", folder.path()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("kubernetes/shared_volume.yaml: "), "{}", text(&output.stderr));
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = Folder::new("blocked");
    let file = folder.0.join("file");
    fs::write(&file, "").unwrap();
    let output = run("shared_volume", &["--out", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("shared_volume.yaml: "), "{}", text(&output.stderr));
}

#[test]
fn wrong_usage_is_told_from_refusal() {
    for arguments in [
        &["--target", "nomad"][..],
        &["--kube-version", "1.12"],
        &["--format", "toml"],
        &["--out", "a", "--verify", "b"],
        &["pod.yaml"],
    ] {
        let output = run("shared_volume", arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("Usage: ") || text(&output.stderr).contains("--help"));
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn help_tells_of_the_program_and_not_of_the_arguments_it_took_in() {
    let help = |name| text(&run(name, &["--help"]).stdout).to_owned();
    assert!(help("environments").starts_with("Writes the shop for one environment\n\nUsage: "));
    assert!(
        help("shared_volume")
            .starts_with("Writes a pod for Kubernetes or OpenShift: YAML on standard output")
    );
}

#[test]
fn help_is_no_error() {
    let output = run("shared_volume", &["--help"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("--verify <DIR>"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let output = program("log_agent").stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let output = output.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn one_file_for_each_object_is_written_on_request() {
    let folder = Folder::new("split");
    let split = |more: &[&str]| {
        let output =
            run("log_agent", &[&["--split", folder.path(), "--target", "kubernetes"], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stderr).to_owned()
    };
    split(&[]);
    let inside = folder.0.join("kubernetes/log_agent");
    let listed = |suffix: &str| {
        let names =
            fs::read_dir(&inside).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(suffix)).count()
    };
    let documents = golden("kubernetes", "log_agent").split("\n---\n").count();
    assert_eq!(listed(".yaml"), documents);
    fs::write(inside.join("09-service-old.yaml"), "").unwrap();
    let told = split(&["--kustomization"]);
    assert!(told.contains("09-service-old.yaml") && !told.contains("kustomization"), "{told}");
    assert_eq!(listed("kustomization.yaml"), 1);
    assert_eq!(run("log_agent", &["--kustomization"]).status.code(), Some(2));
}

#[test]
fn the_grant_of_an_example_admits_what_it_emits() {
    let project: k8s::Namespace = serde_json::from_value(serde_json::json!({"metadata": {
        "name": "demo",
        "labels": {"pod-security.kubernetes.io/enforce": "privileged"},
        "annotations": {
            "openshift.io/sa.scc.uid-range": "1000680000/10000",
            "openshift.io/sa.scc.mcs": "s0:c26,c15",
        },
    }}))
    .unwrap();
    let output = run("process_namespace", &["--grant", "--project", "demo", "--account", "default"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let grant = text(&output.stdout);
    assert!(
        grant.contains("namespace: demo\n") && !grant.contains("kind: ServiceAccount\nmetadata"),
        "{grant}"
    );
    let both = format!("{grant}---\n{}", golden("openshift", "process_namespace"));
    let judged = |target: &Target| {
        let report = validate::check_manifest("demo.yaml", both.as_bytes(), target);
        report.errors().map(|finding| format!("{}: {}", finding.object, finding.rule)).collect::<Vec<_>>()
    };
    let ungranted = Target::openshift().namespace(project);
    assert_eq!(judged(&ungranted.clone().may_use(Scc::named("ptrace"))), [""; 0]);
    assert_eq!(judged(&ungranted), ["Pod/my-pod: scc-required-not-usable"]);
    // What belongs to the grant means nothing without it.
    assert_eq!(run("process_namespace", &["--project", "demo"]).status.code(), Some(2));
}

#[test]
fn what_is_emitted_is_held_against_what_is_applied() {
    let folder = Folder::new("against");
    let golden = golden("kubernetes", "web_deployment");
    let old = Path::new(folder.path()).join("old.yaml");
    let against = |text: &str| {
        fs::write(&old, text).unwrap();
        run("web_deployment", &["--against", old.to_str().unwrap()])
    };
    let same = against(&golden);
    assert_eq!((same.status.code(), text(&same.stdout)), (Some(0), golden.as_str()));
    assert!(!text(&same.stderr).contains("pods-"), "{}", text(&same.stderr));
    let rolls = against(&golden.replace("image: ", "image: old.example.com/"));
    assert_eq!(rolls.status.code(), Some(0));
    assert!(text(&rolls.stderr).contains("info[pods-replaced]"), "{}", text(&rolls.stderr));
    let refused = against(&golden.replacen("matchLabels:", "matchLabels:\n      was: there", 1));
    assert_eq!((refused.status.code(), text(&refused.stdout)), (Some(1), ""));
    assert!(text(&refused.stderr).contains("error[selector-changed]"), "{}", text(&refused.stderr));
    let missing = run("web_deployment", &["--against", "nothing.yaml"]);
    assert_eq!(missing.status.code(), Some(2));
}

//! Which SCC is asked when, and what comes after.

use serde_json::json;

use super::{confined, judged, pod, project, scc};
use crate::{
    target::{KubeVersion, Scc, Target},
    validate::{
        Form, Judge,
        scc::{Admission, admit},
    },
};

fn chosen(pod: &k8s_openapi::api::core::v1::Pod, target: &Target) -> Option<String> {
    let mut judge = Judge::new(target.version().unwrap(), Form::Pod);
    match admit(&mut judge, pod, target) {
        Admission::Filled { scc, .. } => Some(scc),
        _ => None,
    }
}

fn in_project() -> Target {
    Target::openshift().namespace(project(&json!({})))
}

/// Makes a pod that demands an SCC.
fn demanding(name: &str) -> k8s_openapi::api::core::v1::Pod {
    let mut pod = pod(&json!({}));
    pod.metadata.annotations = Some([("openshift.io/required-scc".to_owned(), name.to_owned())].into());
    pod
}

#[test]
fn the_first_that_admits_the_pod_wins() {
    let user = confined(&json!({"runAsUser": 1000}));
    assert_eq!(chosen(&pod(&json!({})), &in_project()).as_deref(), Some("restricted-v2"));
    assert_eq!(chosen(&user, &in_project()), None);
    let all = ["privileged", "nonroot", "nonroot-v2"];
    let many = all.into_iter().fold(in_project(), |target, name| target.may_use(Scc::named(name)));
    assert_eq!(chosen(&user, &many).as_deref(), Some("nonroot-v2"));
    // A priority comes before everything, so that an administrator sees another pod than an ordinary user.
    let many = many.may_use(Scc::named("anyuid"));
    assert_eq!(chosen(&user, &many).as_deref(), Some("anyuid"));
}

#[test]
fn a_user_namespace_opens_the_ids_of_restricted_v3() {
    let mut user = confined(&json!({"runAsUser": 1000}));
    user.spec.as_mut().unwrap().host_users = Some(false);
    assert_eq!(chosen(&user, &in_project()).as_deref(), Some("restricted-v3"));
    assert_eq!(chosen(&user, &in_project().kube_version("1.32")), None);
}

#[test]
fn a_pod_may_demand_one() {
    assert_eq!(chosen(&demanding("restricted-v2"), &in_project()).as_deref(), Some("restricted-v2"));
    let path = "metadata.annotations[openshift.io/required-scc]".to_owned();
    assert_eq!(judged(&demanding("anyuid"), &in_project()).0, [("scc-required-not-usable", path.clone())]);
    let granted = in_project().may_use(Scc::named("nonroot-v2")).may_use(Scc::named("restricted-v2"));
    assert_eq!(chosen(&demanding("nonroot-v2"), &granted).as_deref(), Some("nonroot-v2"));
    assert_eq!(chosen(&demanding(""), &granted).as_deref(), Some("restricted-v2"));
    // No cluster has one of this name, so nobody need know the cluster.
    assert_eq!(judged(&demanding("Invalid_Name"), &granted).0, [("scc-required-not-usable", path)]);
}

#[test]
fn what_an_scc_of_the_clusters_own_says_is_not_guessed() {
    let assumed = ["SecurityContextConstraints ptrace, which admits the pod".to_owned()];
    assert_eq!(judged(&demanding("ptrace"), &in_project()), (vec![], assumed.to_vec()));
    let granted = in_project().may_use(Scc::named("ptrace"));
    assert_eq!(judged(&confined(&json!({"runAsUser": 0})), &granted), (vec![], assumed.to_vec()));
}

#[test]
fn what_an_scc_of_the_clusters_own_is_said_to_say_counts() {
    let mut own = scc("restricted-v2", &json!({"allowedCapabilities": ["SYS_PTRACE"]}));
    own.metadata.name = Some("ptrace".to_owned());
    let tracer = confined(&json!({"capabilities": {"add": ["SYS_PTRACE"]}}));
    assert_eq!(chosen(&tracer, &in_project().may_use(Scc::from(own.clone()))).as_deref(), Some("ptrace"));
    assert_eq!(chosen(&tracer, &in_project().defines(own.clone())), None, "it is not granted");
    let both = in_project().defines(own).may_use(Scc::named("ptrace"));
    assert_eq!(chosen(&tracer, &both).as_deref(), Some("ptrace"));
    // What the server fills in where an SCC says nothing is filled in here.
    let mut bare = crate::object::SecurityContextConstraints::default();
    bare.metadata.name = Some("bare".to_owned());
    bare.run_as_user.type_ = "RunAsAny".to_owned();
    bare.se_linux_context.type_ = "RunAsAny".to_owned();
    assert_eq!(chosen(&pod(&json!({})), &in_project().may_use(Scc::from(bare))).as_deref(), Some("bare"));
}

#[test]
fn windows_has_no_sccs() {
    let privileged =
        Target::openshift().namespace(project(&json!({"pod-security.kubernetes.io/enforce": "privileged"})));
    let windows = pod(&json!({"os": {"name": "windows"}}));
    assert_eq!(judged(&windows, &privileged).0, []);
    assert_eq!(chosen(&windows, &privileged), None);
}

#[test]
fn a_namespace_without_ranges_takes_no_pods() {
    let bare = Target::openshift().namespace(k8s_openapi::api::core::v1::Namespace::default());
    assert_eq!(judged(&pod(&json!({})), &bare).0, [("scc-namespace-without-ranges", String::new())]);
}

#[test]
fn of_a_project_that_is_not_known_nothing_fixed_is_known_to_fit() {
    let unknown = Target::openshift();
    assert_eq!(judged(&pod(&json!({})), &unknown).0, []);
    let fixed = pod(&json!({"securityContext": {
        "runAsUser": 1_000_680_000, "fsGroup": 1_000_680_000, "seLinuxOptions": {"level": "s0:c26,c15"},
    }}));
    let (found, _) = judged(&fixed, &unknown);
    let paths: Vec<_> = found.iter().map(|(_, path)| path.as_str()).collect();
    let context = "spec.securityContext";
    let expected = ["fsGroup", "seLinuxOptions.level", "runAsUser"].map(|field| format!("{context}.{field}"));
    assert_eq!(paths, expected);
    assert_eq!(judged(&fixed, &in_project()).0, []);
}

#[test]
fn pod_security_looks_at_what_the_scc_has_made_of_the_pod() {
    // Nothing was said, everything is filled in, and `restricted`, which is what a cluster enforces, has nothing to say.
    assert_eq!(judged(&pod(&json!({})), &in_project()).0, []);
    // An SCC lets it pass, and Pod Security does not.
    let (found, _) = judged(&confined(&json!({"runAsNonRoot": false})), &in_project());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1, "spec.containers[0].securityContext.runAsNonRoot");
    // An administrator, whose pods `anyuid` admits as they are, is refused in an ordinary project.
    assert!(!judged(&pod(&json!({})), &in_project().may_use(Scc::named("anyuid"))).0.is_empty());
}

#[test]
fn the_server_validates_what_the_scc_has_made_of_the_pod() {
    let mut pod = pod(&json!({"securityContext": {"seccompProfile": {"type": "Unconfined"}}}));
    let annotation = "seccomp.security.alpha.kubernetes.io/pod".to_owned();
    pod.metadata.annotations = Some([(annotation, "runtime/default".to_owned())].into());
    assert_eq!(judged(&pod, &Target::kubernetes()).0.len(), 1, "they contradict each other");
    assert_eq!(judged(&pod, &in_project()).0, [], "and no longer do");
}

#[test]
fn the_nearest_scc_speaks_for_all() {
    let mut judge = Judge::new(KubeVersion::DEFAULT, Form::Pod);
    let user = pod(&json!({"containers": [{"securityContext": {"runAsUser": 1000, "privileged": true}}]}));
    assert!(matches!(admit(&mut judge, &user, &in_project()), Admission::Refused));
    let (found, _) = judge.finish();
    assert_eq!(found.len(), 2, "restricted-v3 would refuse two things as well, and comes later: {found:?}");
    assert!(found.iter().all(|finding| finding.scc.as_deref() == Some("restricted-v2")));
    assert!(found[0].notes.iter().any(|note| note.contains("`restricted-v2` and `restricted-v3`")));
    assert!(found[1].notes.is_empty(), "{found:?}");

    let mut judge = Judge::new(KubeVersion::DEFAULT, Form::Pod);
    admit(&mut judge, &confined(&json!({"runAsUser": 1000})), &in_project());
    let (found, _) = judge.finish();
    assert!(found[0].helps.iter().any(|help| help.contains("`hostUsers: false`")), "{found:?}");
}

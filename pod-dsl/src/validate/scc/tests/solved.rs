//! The least privileged SCC for a pod, the one that is written for it, and the grant.

use serde_json::{Value, json};

use super::{Pod, confined, pod, project, scc};
use crate::{
    object::{Object, SecurityContextConstraints},
    prelude::{Bundle, Emit as _},
    target::{KubeVersion, Target},
    validate::scc::{Origin, Solution, fit::fit, ranges::Ranges, shipped, shipped::named, solve},
};

fn in_project() -> Target {
    Target::openshift().namespace(project(&json!({})))
}

fn solved(pod: &Pod) -> Solution {
    solve(pod, &in_project()).unwrap()
}

fn named_as(solution: &Solution) -> &str {
    solution.scc.metadata.name.as_deref().unwrap()
}

/// Gives what an SCC says otherwise than `restricted-v2`, but for its name and who may use it.
fn beyond(scc: &SecurityContextConstraints) -> Value {
    let value =
        |scc: &SecurityContextConstraints| serde_json::to_value(scc).unwrap().as_object().unwrap().clone();
    let ordinary = value(&named("restricted-v2", KubeVersion::DEFAULT).unwrap());
    let mut own = value(scc);
    own.retain(|key, value| ordinary.get(key) != Some(value));
    own.remove("metadata");
    Value::Object(own)
}

#[test]
fn the_strictest_that_admits_the_pod_is_found() {
    let user = confined(&json!({"runAsUser": 1000}));
    let mut own_users = user.clone();
    own_users.spec.as_mut().unwrap().host_users = Some(false);
    let network = pod(&json!({"hostNetwork": true, "containers": [{"ports": [{"containerPort": 8080}]}]}));
    for (pod, expected, origin, level) in [
        (pod(&json!({})), "restricted-v2", Origin::Everybody, "restricted"),
        (own_users, "restricted-v3", Origin::Everybody, "restricted"),
        (user, "nonroot-v2", Origin::Shipped, "restricted"),
        (network, "hostnetwork-v2", Origin::Shipped, "privileged"),
    ] {
        let solution = solved(&pod);
        assert_eq!((named_as(&solution), solution.origin, solution.pod_security), (expected, origin, level));
        assert_eq!(solution.shipped, expected);
        assert!(solution.besides.is_empty() && solution.violations.is_empty(), "{solution:?}");
    }
}

#[test]
fn every_stricter_one_says_why_it_does_not() {
    let solution = solved(&confined(&json!({"runAsUser": 1000})));
    let names: Vec<_> = solution.stricter.iter().map(|(name, _)| name.as_str()).collect();
    // `anyuid` has a priority and is asked first, but it is not stricter.
    assert_eq!(names, ["restricted-v2", "restricted-v3", "restricted", "nested-container"]);
    assert!(solution.stricter.iter().all(|(_, refusals)| !refusals.is_empty()));
}

#[test]
fn where_only_a_broad_one_does_one_is_written() {
    let whole = |context: Value| pod(&json!({"securityContext": context}));
    let any = json!({"type": "RunAsAny"});
    for (asking, expected) in vec![
        (
            confined(&json!({"capabilities": {"add": ["SYS_PTRACE", "CHOWN"]}})),
            json!({"allowedCapabilities": ["NET_BIND_SERVICE", "CHOWN", "SYS_PTRACE"]}),
        ),
        (
            confined(&json!({"privileged": true})),
            json!({"allowPrivilegedContainer": true, "allowPrivilegeEscalation": true, "defaultAllowPrivilegeEscalation": false}),
        ),
        (
            confined(&json!({"allowPrivilegeEscalation": true})),
            json!({"allowPrivilegeEscalation": true, "defaultAllowPrivilegeEscalation": false}),
        ),
        (confined(&json!({"runAsUser": 0})), json!({"runAsUser": {"type": "MustRunAs", "uid": 0}})),
        (
            pod(
                &json!({"containers": [{"securityContext": {"runAsUser": 0}}, {"securityContext": {"runAsUser": 7}}]}),
            ),
            json!({"runAsUser": {"type": "MustRunAsRange", "uidRangeMin": 0, "uidRangeMax": 7}}),
        ),
        // Whoever says nothing must not become root with it.
        (pod(&json!({"containers": [{"securityContext": {"runAsUser": 0}}, {}]})), json!({"runAsUser": any})),
        (
            whole(json!({"fsGroup": 0, "runAsUser": 0})),
            json!({"fsGroup": {"type": "MustRunAs", "ranges": [{"min": 0, "max": 0}]}, "runAsUser": {"type": "MustRunAs", "uid": 0}}),
        ),
        (
            whole(json!({"seLinuxOptions": {"type": "spc_t", "level": "s0"}})),
            json!({"seLinuxContext": {"type": "MustRunAs", "seLinuxOptions": {"type": "spc_t", "level": "s0"}}}),
        ),
        (whole(json!({"seLinuxOptions": {"type": "spc_t"}})), json!({"seLinuxContext": any})),
        (
            confined(&json!({"seLinuxOptions": {"type": "spc_t", "level": "s0"}})),
            json!({"seLinuxContext": any}),
        ),
        (
            confined(&json!({"seccompProfile": {"type": "Unconfined"}})),
            json!({"seccompProfiles": ["runtime/default", "unconfined"]}),
        ),
        (
            pod(&json!({"hostPID": true, "hostIPC": true})),
            json!({"allowHostPID": true, "allowHostIPC": true}),
        ),
        (
            whole(
                json!({"sysctls": [{"name": "kernel.msgmax", "value": "1"}, {"name": "net.ipv4.tcp_rmem", "value": "1"}]}),
            ),
            json!({"allowedUnsafeSysctls": ["kernel.msgmax"]}),
        ),
    ] {
        let solution = solved(&asking);
        assert_eq!((named_as(&solution), solution.origin), ("a", Origin::Own), "{expected}");
        assert_eq!(beyond(&solution.scc), expected);
        assert!(!solution.besides.is_empty());
        let report = Bundle::new().add_object(&solution.scc).unwrap().check(&Target::openshift());
        assert!(report.is_accepted() && report.not_judged().is_empty(), "{report}");
    }
}

#[test]
fn all_capabilities_cannot_be_dropped_as_well() {
    let own = solved(&confined(&json!({"capabilities": {"add": ["ALL"]}}))).scc;
    assert_eq!((own.required_drop_capabilities.as_ref(), own.metadata.name.as_deref()), (None, Some("a")));
    let report = Bundle::new().add_object(&own).unwrap().check(&Target::openshift());
    assert!(report.is_accepted(), "{report}");
}

#[test]
fn the_shipped_ones_are_sound() {
    for scc in shipped(KubeVersion::DEFAULT) {
        let report = Bundle::new().add_object(&scc).unwrap().check(&Target::openshift());
        assert!(report.is_accepted(), "{report}");
    }
}

#[test]
fn folders_of_the_node_and_drivers_are_allowed_by_name() {
    let mut volumes = named("restricted-v2", KubeVersion::DEFAULT).unwrap().volumes.unwrap();
    let asking = pod(&json!({"volumes": [
        {"name": "a", "hostPath": {"path": "/"}}, {"name": "b", "flexVolume": {"driver": "example.com/b"}}, {"name": "c"},
    ]}));
    volumes.extend(["flexVolume", "hostPath"].map(str::to_owned));
    assert_eq!(
        beyond(&solved(&asking).scc),
        json!({
            "volumes": volumes, "allowHostDirVolumePlugin": true, "allowedFlexVolumes": [{"driver": "example.com/b"}],
        })
    );
}

#[test]
fn what_is_written_allows_nothing_that_is_not_asked_for() {
    let asking = confined(&json!({"capabilities": {"add": ["SYS_PTRACE"]}}));
    let own = solved(&asking).scc;
    let ranges = Ranges::of(&project(&json!({}))).unwrap();
    assert!(fit(&asking, &own, &ranges).is_ok());
    for other in [
        confined(&json!({"capabilities": {"add": ["SYS_ADMIN"]}})),
        confined(&json!({"privileged": true})),
        confined(&json!({"runAsUser": 0})),
        pod(&json!({"hostPID": true})),
        pod(&json!({"volumes": [{"name": "a", "hostPath": {"path": "/"}}]})),
    ] {
        assert!(fit(&other, &own, &ranges).is_err(), "{other:?}");
    }
}

#[test]
fn a_user_namespace_is_kept() {
    let asking = pod(
        &json!({"hostUsers": false, "containers": [{"securityContext": {"capabilities": {"add": ["CHOWN"]}}}]}),
    );
    assert_eq!(solved(&asking).scc.user_namespace_level.as_deref(), Some("RequirePodLevel"));
}

fn demanding(name: &str, context: &Value) -> Pod {
    let mut pod = confined(context);
    pod.metadata.annotations = Some([("openshift.io/required-scc".to_owned(), name.to_owned())].into());
    pod
}

#[test]
fn the_scc_that_a_pod_demands_is_the_one() {
    let tracing = json!({"capabilities": {"add": ["SYS_PTRACE"]}});
    assert_eq!(named_as(&solved(&demanding("ptrace", &tracing))), "ptrace");
    // Even where the pod asks for nothing: under this name there is nothing else.
    let solution = solved(&demanding("mine", &json!({})));
    assert_eq!(
        (named_as(&solution), solution.origin, beyond(&solution.scc)),
        ("mine", Origin::Own, json!({}))
    );
    let solution = solved(&demanding("anyuid", &json!({})));
    assert_eq!((named_as(&solution), solution.origin), ("anyuid", Origin::Shipped));
    let solution = solved(&demanding("restricted-v2", &tracing));
    assert_eq!((named_as(&solution), solution.demands.as_deref()), ("a", Some("restricted-v2")));
    assert!(solution.explain("Pod/a", "shop").contains("stands in the way"));

    let mut own = scc("restricted-v2", &json!({"allowedCapabilities": ["SYS_PTRACE", "CHOWN"]}));
    own.metadata.name = Some("ptrace".to_owned());
    let known = in_project().defines(own.clone());
    let solution = solve(&demanding("ptrace", &tracing), &known).unwrap();
    assert_eq!(
        (&solution.scc.allowed_capabilities, solution.origin),
        (&own.allowed_capabilities, Origin::Own)
    );
}

#[test]
fn windows_needs_none() {
    assert_eq!(solve(&pod(&json!({"os": {"name": "windows"}})), &in_project()), None);
}

#[test]
fn what_pod_security_refuses_all_the_same_is_told() {
    let solution = solved(&confined(&json!({"runAsNonRoot": false})));
    assert_eq!((named_as(&solution), solution.violations.len()), ("restricted-v2", 1));
    assert!(solution.explain("Pod/a", "shop").contains("runAsNonRoot"));
    // OpenShift does not look at seccomp profiles when it gives a namespace a level.
    let unconfined = solved(&confined(&json!({"seccompProfile": {"type": "Unconfined"}})));
    assert_eq!((unconfined.pod_security, unconfined.violations.len()), ("restricted", 1));
}

fn kinds(objects: &[Object]) -> Vec<(&str, &str)> {
    objects.iter().map(|object| (object.kind(), object.name())).collect()
}

#[test]
fn what_everybody_may_use_needs_no_grant() {
    assert_eq!(solved(&pod(&json!({}))).grant("shop"), []);
}

#[test]
fn a_shipped_one_is_granted_by_the_role_that_comes_with_it() {
    let grant = solved(&confined(&json!({"runAsUser": 1000}))).grant("shop");
    assert_eq!(kinds(&grant), [("ServiceAccount", "a"), ("RoleBinding", "a-uses-scc-nonroot-v2")]);
    assert_eq!(
        serde_json::to_value(&grant[1]).unwrap(),
        json!({
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": {"name": "a-uses-scc-nonroot-v2", "namespace": "shop"},
            "roleRef": {
                "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "system:openshift:scc:nonroot-v2",
            },
            "subjects": [{"kind": "ServiceAccount", "name": "a", "namespace": "shop"}],
        })
    );
}

#[test]
fn one_of_the_clusters_own_comes_with_a_role() {
    let mut asking = confined(&json!({"privileged": true}));
    asking.spec.as_mut().unwrap().service_account_name = Some("agent".to_owned());
    let solution = solved(&asking);
    let grant = solution.grant("shop");
    let expected = [
        ("ServiceAccount", "agent"),
        ("SecurityContextConstraints", "a"),
        ("Role", "use-scc-a"),
        ("RoleBinding", "agent-uses-scc-a"),
    ];
    assert_eq!(kinds(&grant), expected);
    assert_eq!(
        serde_json::to_value(&grant[2]).unwrap()["rules"],
        json!([{
            "apiGroups": ["security.openshift.io"], "resourceNames": ["a"],
            "resources": ["securitycontextconstraints"], "verbs": ["use"],
        }])
    );
    let text = solution.explain("Pod/a", "shop");
    assert!(text.contains("oc adm policy add-scc-to-user a -z agent -n shop"), "{text}");
    assert!(!text.contains("serviceAccountName"), "it has one: {text}");
}

#[test]
fn a_grant_to_all_pods_is_not_made() {
    let mut asking = confined(&json!({"runAsUser": 1000}));
    asking.spec.as_mut().unwrap().service_account_name = Some("default".to_owned());
    let solution = solved(&asking);
    assert_eq!(solution.account(), "a");
    assert!(solution.explain("Pod/a", "shop").contains("serviceAccountName: a"));
}

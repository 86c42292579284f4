//! What an SCC refuses, and beside it what it admits.

use serde_json::{Value, json};

use super::{Pod, confined, pod, scc, under};
use crate::validate::scc::fit;

/// Is a rule with the SCC that applies it, what is changed about that SCC, a pod, and the paths for which it is refused;
/// none where it is admitted.
type Case = (&'static str, &'static str, Value, Pod, &'static [&'static str]);

fn whole(context: &Value) -> Pod {
    pod(&json!({"securityContext": context}))
}

fn own(field: &str, value: Value) -> Pod {
    let mut context = json!({});
    context[field] = value;
    confined(&context)
}

fn people() -> Vec<Case> {
    let user = "scc-user-not-allowed";
    let at = &["spec.containers[0].securityContext.runAsUser"];
    vec![
        (user, "restricted-v2", json!({}), own("runAsUser", json!(1000)), at),
        (user, "restricted-v2", json!({}), own("runAsUser", json!(1_000_680_000)), &[]),
        (user, "restricted-v2", json!({}), own("runAsUser", json!(1_000_690_000)), at),
        (
            user,
            "restricted-v2",
            json!({}),
            whole(&json!({"runAsUser": 0})),
            &["spec.securityContext.runAsUser"],
        ),
        (user, "nonroot-v2", json!({}), own("runAsUser", json!(0)), at),
        (user, "nonroot-v2", json!({}), own("runAsUser", json!(5)), &[]),
        (
            user,
            "nonroot-v2",
            json!({}),
            own("runAsNonRoot", json!(false)),
            &["spec.containers[0].securityContext.runAsNonRoot"],
        ),
        (
            user,
            "nonroot-v2",
            json!({}),
            whole(&json!({"runAsNonRoot": false})),
            &["spec.securityContext.runAsNonRoot"],
        ),
        (user, "restricted-v2", json!({}), own("runAsNonRoot", json!(false)), &[]),
        (user, "anyuid", json!({}), own("runAsUser", json!(0)), &[]),
        (
            user,
            "anyuid",
            json!({"runAsUser": {"type": "MustRunAs", "uid": 7}}),
            own("runAsUser", json!(8)),
            at,
        ),
        (
            user,
            "anyuid",
            json!({"runAsUser": {"type": "MustRunAs", "uid": 7}}),
            own("runAsUser", json!(7)),
            &[],
        ),
        (
            "scc-fs-group-not-allowed",
            "restricted-v2",
            json!({}),
            whole(&json!({"fsGroup": 1_000_680_001})),
            &["spec.securityContext.fsGroup"],
        ),
        (
            "scc-fs-group-not-allowed",
            "restricted-v2",
            json!({}),
            whole(&json!({"fsGroup": 1_000_680_000})),
            &[],
        ),
        ("scc-fs-group-not-allowed", "anyuid", json!({}), whole(&json!({"fsGroup": 0})), &[]),
        (
            "scc-supplemental-group-not-allowed",
            "hostnetwork-v2",
            json!({}),
            whole(&json!({"supplementalGroups": [1_000_680_001, 5]})),
            &["spec.securityContext.supplementalGroups"],
        ),
        (
            "scc-supplemental-group-not-allowed",
            "hostnetwork-v2",
            json!({}),
            whole(&json!({"supplementalGroups": []})),
            &["spec.securityContext.supplementalGroups"],
        ),
        (
            "scc-supplemental-group-not-allowed",
            "hostnetwork-v2",
            json!({}),
            whole(&json!({"supplementalGroups": [1_000_680_001]})),
            &[],
        ),
        (
            "scc-supplemental-group-not-allowed",
            "restricted-v2",
            json!({}),
            whole(&json!({"supplementalGroups": [5]})),
            &[],
        ),
    ]
}

fn privileges() -> Vec<Case> {
    let capability = "scc-capability-not-allowed";
    let add = |name: &str| own("capabilities", json!({"add": [name]}));
    let at_add = &["spec.containers[0].securityContext.capabilities.add"];
    let read_only = json!({"readOnlyRootFilesystem": true});
    vec![
        (capability, "restricted-v2", json!({}), add("SYS_PTRACE"), at_add),
        (capability, "restricted-v2", json!({}), add("NET_BIND_SERVICE"), &[]),
        (capability, "anyuid", json!({}), add("NET_BIND_SERVICE"), at_add),
        (capability, "anyuid", json!({"defaultAddCapabilities": ["CHOWN"]}), add("CHOWN"), &[]),
        (capability, "privileged", json!({}), add("SYS_PTRACE"), &[]),
        (
            "scc-privileged-not-allowed",
            "hostaccess",
            json!({}),
            own("privileged", json!(true)),
            &["spec.containers[0].securityContext.privileged"],
        ),
        ("scc-privileged-not-allowed", "hostaccess", json!({}), own("privileged", json!(false)), &[]),
        ("scc-privileged-not-allowed", "privileged", json!({}), own("privileged", json!(true)), &[]),
        (
            "scc-privilege-escalation-not-allowed",
            "restricted-v2",
            json!({}),
            own("allowPrivilegeEscalation", json!(true)),
            &["spec.containers[0].securityContext.allowPrivilegeEscalation"],
        ),
        (
            "scc-privilege-escalation-not-allowed",
            "restricted",
            json!({}),
            own("allowPrivilegeEscalation", json!(true)),
            &[],
        ),
        (
            "scc-root-filesystem-writable",
            "restricted-v2",
            read_only.clone(),
            own("readOnlyRootFilesystem", json!(false)),
            &["spec.containers[0].securityContext.readOnlyRootFilesystem"],
        ),
        ("scc-root-filesystem-writable", "restricted-v2", read_only, confined(&json!({})), &[]),
        (
            "scc-root-filesystem-writable",
            "restricted-v2",
            json!({}),
            own("readOnlyRootFilesystem", json!(false)),
            &[],
        ),
    ]
}

fn confinement() -> Vec<Case> {
    let (selinux, seccomp) = ("scc-selinux-not-allowed", "scc-seccomp-not-allowed");
    let label = |label: Value| whole(&json!({"seLinuxOptions": label}));
    let profile = |type_: &str| own("seccompProfile", json!({"type": type_}));
    let annotated = |key: &str, value: &str| {
        let mut pod = pod(&json!({}));
        pod.metadata.annotations = Some([(key.to_owned(), value.to_owned())].into());
        pod
    };
    let of_pod = "seccomp.security.alpha.kubernetes.io/pod";
    let of_container = "container.seccomp.security.alpha.kubernetes.io/c0";
    let at_container = &["spec.containers[0].securityContext.seccompProfile"];
    let at_pod = &["spec.securityContext.seccompProfile"];
    vec![
        (
            selinux,
            "restricted-v2",
            json!({}),
            label(json!({"level": "s0:c1,c2"})),
            &["spec.securityContext.seLinuxOptions.level"],
        ),
        (selinux, "restricted-v2", json!({}), label(json!({"level": "s0:c15,c26"})), &[]),
        (
            selinux,
            "restricted-v2",
            json!({}),
            label(json!({"type": "spc_t", "level": "s0:c26,c15"})),
            &["spec.securityContext.seLinuxOptions.type"],
        ),
        (
            selinux,
            "restricted-v2",
            json!({}),
            label(json!({"role": "r", "user": "u"})),
            &[
                "spec.securityContext.seLinuxOptions.level",
                "spec.securityContext.seLinuxOptions.role",
                "spec.securityContext.seLinuxOptions.user",
            ],
        ),
        (
            selinux,
            "restricted-v2",
            json!({}),
            own("seLinuxOptions", json!({"level": "s0"})),
            &["spec.containers[0].securityContext.seLinuxOptions.level"],
        ),
        (selinux, "hostmount-anyuid-v2", json!({}), label(json!({"type": "spc_t"})), &[]),
        (seccomp, "restricted-v2", json!({}), profile("Unconfined"), at_container),
        (seccomp, "restricted-v2", json!({}), profile("RuntimeDefault"), &[]),
        (
            seccomp,
            "restricted-v2",
            json!({}),
            whole(&json!({"seccompProfile": {"type": "Localhost", "localhostProfile": "a"}})),
            at_pod,
        ),
        (
            seccomp,
            "restricted-v2",
            json!({"seccompProfiles": ["localhost/a"]}),
            whole(&json!({"seccompProfile": {"type": "Localhost", "localhostProfile": "a"}})),
            &[],
        ),
        (seccomp, "restricted-v2", json!({}), annotated(of_pod, "docker/default"), &[]),
        (seccomp, "restricted-v2", json!({}), annotated(of_pod, "unconfined"), at_pod),
        (seccomp, "restricted-v2", json!({}), annotated(of_container, "unconfined"), at_container),
        (seccomp, "anyuid", json!({}), profile("RuntimeDefault"), at_container),
        (seccomp, "anyuid", json!({}), whole(&json!({"seccompProfile": {"type": "RuntimeDefault"}})), at_pod),
        (seccomp, "privileged", json!({}), profile("Unconfined"), &[]),
    ]
}

fn node() -> Vec<Case> {
    let port = |port: i32| {
        pod(
            &json!({"containers": [{"ports": [{"containerPort": 1}, {"containerPort": 80, "hostPort": port}]}]}),
        )
    };
    let network = pod(&json!({"hostNetwork": true, "containers": [{"ports": [{"containerPort": 80}]}]}));
    vec![
        (
            "scc-host-network-not-allowed",
            "restricted-v2",
            json!({"allowHostPorts": true}),
            network.clone(),
            &["spec.hostNetwork"],
        ),
        // With the network of the node, each port is one of the node's.
        (
            "scc-host-port-not-allowed",
            "restricted-v2",
            json!({"allowHostNetwork": true}),
            network.clone(),
            &["spec.containers[0].ports[0].hostPort"],
        ),
        ("scc-host-network-not-allowed", "hostnetwork-v2", json!({}), network, &[]),
        (
            "scc-host-pid-not-allowed",
            "hostnetwork-v2",
            json!({}),
            pod(&json!({"hostPID": true})),
            &["spec.hostPID"],
        ),
        ("scc-host-pid-not-allowed", "hostaccess", json!({}), pod(&json!({"hostPID": true})), &[]),
        (
            "scc-host-ipc-not-allowed",
            "hostnetwork-v2",
            json!({}),
            pod(&json!({"hostIPC": true})),
            &["spec.hostIPC"],
        ),
        ("scc-host-ipc-not-allowed", "hostaccess", json!({}), pod(&json!({"hostIPC": true})), &[]),
        ("scc-host-users-required", "restricted-v3", json!({}), pod(&json!({})), &["spec.hostUsers"]),
        ("scc-host-users-required", "restricted-v3", json!({}), pod(&json!({"hostUsers": false})), &[]),
        (
            "scc-host-port-not-allowed",
            "restricted-v2",
            json!({}),
            port(8080),
            &["spec.containers[0].ports[1].hostPort"],
        ),
        ("scc-host-port-not-allowed", "restricted-v2", json!({}), port(0), &[]),
    ]
}

fn token() -> Vec<Case> {
    let none = json!({"volumes": ["none"]});
    let at_token = &["spec.automountServiceAccountToken"];
    vec![
        ("scc-token-volume-not-allowed", "restricted-v2", none.clone(), pod(&json!({})), at_token),
        (
            "scc-token-volume-not-allowed",
            "restricted-v2",
            none.clone(),
            pod(&json!({"automountServiceAccountToken": false})),
            &[],
        ),
        (
            "scc-token-volume-not-allowed",
            "restricted-v2",
            none,
            pod(&json!({"containers": [{"volumeMounts": [{
                "name": "own", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
            }]}]})),
            &[],
        ),
        (
            "scc-token-volume-not-allowed",
            "restricted-v2",
            json!({"volumes": ["secret"]}),
            pod(&json!({})),
            &[],
        ),
    ]
}

fn volumes_and_sysctls() -> Vec<Case> {
    let sysctl = |name: &str| whole(&json!({"sysctls": [{"name": name, "value": "1"}]}));
    let volume = |source: Value| {
        let mut volume = source;
        volume["name"] = json!("v");
        pod(&json!({"volumes": [volume]}))
    };
    let at_volume = &["spec.volumes[0]"];
    let at_sysctl = &["spec.securityContext.sysctls[0]"];
    let flex =
        json!({"volumes": ["flexVolume", "projected"], "allowedFlexVolumes": [{"driver": "example.com/a"}]});
    vec![
        ("scc-sysctl-not-allowed", "restricted-v2", json!({}), sysctl("kernel.msgmax"), at_sysctl),
        ("scc-sysctl-not-allowed", "restricted-v2", json!({}), sysctl("net.ipv4.tcp_wmem"), &[]),
        (
            "scc-sysctl-not-allowed",
            "restricted-v2",
            json!({"allowedUnsafeSysctls": ["kernel.msg*"]}),
            sysctl("kernel.msgmax"),
            &[],
        ),
        (
            "scc-sysctl-not-allowed",
            "privileged",
            json!({"forbiddenSysctls": ["net.*"]}),
            sysctl("net.ipv4.tcp_wmem"),
            at_sysctl,
        ),
        (
            "scc-volume-not-allowed",
            "restricted-v2",
            json!({}),
            volume(json!({"hostPath": {"path": "/"}})),
            at_volume,
        ),
        ("scc-volume-not-allowed", "hostaccess", json!({}), volume(json!({"hostPath": {"path": "/"}})), &[]),
        (
            "scc-volume-not-allowed",
            "restricted-v2",
            json!({}),
            volume(json!({"image": {"reference": "a"}})),
            &[],
        ),
        // What has no source is an emptyDir by then.
        ("scc-volume-not-allowed", "restricted-v2", json!({}), volume(json!({})), &[]),
        (
            "scc-volume-not-allowed",
            "restricted-v2",
            json!({"volumes": ["secret"]}),
            volume(json!({"projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}})),
            &[],
        ),
        (
            "scc-volume-not-allowed",
            "restricted-v2",
            json!({"volumes": ["secret"]}),
            volume(json!({"projected": {"sources": [{"secret": {"name": "a"}}]}})),
            at_volume,
        ),
        (
            "scc-flex-volume-driver-not-allowed",
            "restricted-v2",
            flex.clone(),
            volume(json!({"flexVolume": {"driver": "example.com/b"}})),
            &["spec.volumes[0].flexVolume.driver"],
        ),
        (
            "scc-flex-volume-driver-not-allowed",
            "restricted-v2",
            flex,
            volume(json!({"flexVolume": {"driver": "example.com/a"}})),
            &[],
        ),
        (
            "scc-malformed",
            "restricted-v2",
            json!({"runAsUser": {"type": "Anybody"}, "fsGroup": {"type": "MustRunAsRange"}}),
            pod(&json!({})),
            &["", ""],
        ),
        (
            "scc-malformed",
            "restricted-v2",
            json!({"runAsUser": {"type": "MustRunAs"}}),
            pod(&json!({})),
            &[""],
        ),
        (
            "scc-malformed",
            "restricted-v2",
            json!({"runAsUser": {"type": "MustRunAsRange", "uidRangeMin": 1}}),
            pod(&json!({})),
            &[""],
        ),
        (
            "scc-malformed",
            "restricted-v2",
            json!({"seLinuxContext": {"type": ""}, "supplementalGroups": {"type": ""}}),
            pod(&json!({})),
            &["", ""],
        ),
    ]
}

#[test]
fn every_rule_holds_on_both_sides() {
    let cases: Vec<_> = [people(), privileges(), confinement(), node(), token(), volumes_and_sysctls()]
        .into_iter()
        .flatten()
        .collect();
    for (rule, name, changes, pod, expected) in &cases {
        let found = under(&scc(name, changes), pod).err().unwrap_or_default();
        let expected: Vec<_> = expected.iter().map(|path| (*rule, (*path).to_owned())).collect();
        assert_eq!(found, expected, "{name} with {changes} on {}", serde_json::to_string(pod).unwrap());
    }
    for rule in fit::AREAS.iter().copied().flatten().copied() {
        let refuses = cases.iter().any(|(id, .., expected)| *id == rule.id && !expected.is_empty());
        let admits = cases.iter().any(|(id, .., expected)| *id == rule.id && expected.is_empty());
        assert!(refuses && (admits || rule.id == "scc-malformed"), "{} lacks a case", rule.id);
    }
}

#[test]
fn every_container_is_looked_at() {
    let privileged = json!({"securityContext": {"privileged": true}});
    let pod = pod(&json!({
        "initContainers": [privileged], "containers": [{}, privileged], "ephemeralContainers": [privileged],
    }));
    let found = under(&scc("restricted-v2", &json!({})), &pod).unwrap_err();
    let paths: Vec<_> = found.iter().map(|(_, path)| path.as_str()).collect();
    let expected = ["initContainers[0]", "containers[1]", "ephemeralContainers[0]"]
        .map(|container| format!("spec.{container}.securityContext.privileged"));
    assert_eq!(paths, expected);
}

#[test]
fn what_is_said_for_all_is_refused_once() {
    let pod =
        pod(&json!({"securityContext": {"runAsUser": 1000}, "containers": [{}, {}], "initContainers": [{}]}));
    let found = under(&scc("restricted-v2", &json!({})), &pod).unwrap_err();
    assert_eq!(found, [("scc-user-not-allowed", "spec.securityContext.runAsUser".to_owned())]);
}

#[test]
fn a_field_is_named_as_openshift_names_it_where_that_is_odd() {
    let pod = pod(&json!({"containers": [{"ports": [{"containerPort": 1, "hostPort": 1}]}]}));
    let ranges = crate::validate::scc::ranges::Ranges::unknown();
    let refusals = fit::fit(&pod, &scc("restricted-v2", &json!({})), &ranges).unwrap_err();
    assert_eq!(refusals[0].spelt.as_deref(), Some(".containers[0].containers[0].hostPort"));
}

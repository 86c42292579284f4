//! The checks that both levels have.

use serde_json::json;

use super::{Case, Level, NEWEST_PROVEN, enforced, hold, pod, run};

const CASES: &[Case] = &[
    ("", "baseline", "", "", &[]),
    // Nothing of what only `restricted` asks for.
    ("", "baseline", r#""securityContext":null"#, r#""securityContext":null"#, &[]),
    // privileged
    (
        "container-privileged",
        "baseline",
        "",
        r#""securityContext":{"privileged":true,"allowPrivilegeEscalation":null}"#,
        &[("privileged", "spec.containers[0].securityContext.privileged")],
    ),
    ("", "baseline", "", r#""securityContext":{"privileged":false}"#, &[]),
    (
        "container-privileged",
        "baseline",
        r#""initContainers":[{"name":"a","securityContext":{}},{"name":"b","securityContext":{"privileged":true}}],"ephemeralContainers":[{"name":"c","securityContext":{"privileged":true}}]"#,
        "",
        &[
            ("privileged", "spec.initContainers[1].securityContext.privileged"),
            ("privileged", "spec.ephemeralContainers[0].securityContext.privileged"),
        ],
    ),
    ("", "privileged", "", r#""securityContext":{"privileged":true}"#, &[]),
    // hostNamespaces
    (
        "host-namespace-shared",
        "baseline",
        r#""hostNetwork":true,"hostPID":true,"hostIPC":true"#,
        "",
        &[
            ("hostNamespaces", "spec.hostNetwork"),
            ("hostNamespaces", "spec.hostPID"),
            ("hostNamespaces", "spec.hostIPC"),
        ],
    ),
    (
        "",
        "baseline",
        r#""hostNetwork":false,"hostPID":false,"hostIPC":false,"shareProcessNamespace":true"#,
        "",
        &[],
    ),
    // hostPorts, also those that the server fills in
    (
        "host-port-taken",
        "baseline",
        "",
        r#""ports":[{"containerPort":1},{"containerPort":2,"hostPort":80}]"#,
        &[("hostPorts", "spec.containers[0].ports[1].hostPort")],
    ),
    ("", "baseline", "", r#""ports":[{"containerPort":1,"hostPort":0}]"#, &[]),
    (
        "host-port-taken",
        "baseline",
        r#""hostNetwork":true"#,
        r#""ports":[{"containerPort":1}]"#,
        &[("hostNamespaces", "spec.hostNetwork"), ("hostPorts", "spec.containers[0].ports[0].hostPort")],
    ),
    // hostPathVolumes
    (
        "host-path-volume",
        "baseline",
        r#""volumes":[{"name":"a","emptyDir":{}},{"name":"b","hostPath":{"path":"/"}}]"#,
        "",
        &[("hostPathVolumes", "spec.volumes[1].hostPath")],
    ),
    ("", "baseline", r#""volumes":[{"name":"a","nfs":{"server":"s","path":"/"}}]"#, "", &[]),
    // hostProbesAndHostLifecycle
    (
        "probe-of-other-host",
        "baseline",
        "",
        r#""livenessProbe":{"httpGet":{"port":1,"host":"db"}},"readinessProbe":{"tcpSocket":{"port":1,"host":"127.0.0.1"}},"startupProbe":{"httpGet":{"port":1,"host":"x"}}"#,
        &[
            ("hostProbesAndHostLifecycle", "spec.containers[0].livenessProbe.httpGet.host"),
            ("hostProbesAndHostLifecycle", "spec.containers[0].readinessProbe.tcpSocket.host"),
            ("hostProbesAndHostLifecycle", "spec.containers[0].startupProbe.httpGet.host"),
        ],
    ),
    (
        "probe-of-other-host",
        "baseline",
        "",
        r#""lifecycle":{"postStart":{"httpGet":{"port":1,"host":"db"}},"preStop":{"tcpSocket":{"port":1,"host":"db"}}}"#,
        &[
            ("hostProbesAndHostLifecycle", "spec.containers[0].lifecycle.postStart.httpGet.host"),
            ("hostProbesAndHostLifecycle", "spec.containers[0].lifecycle.preStop.tcpSocket.host"),
        ],
    ),
    (
        "",
        "baseline",
        "",
        r#""livenessProbe":{"httpGet":{"port":1,"host":"","httpHeaders":[{"name":"Host","value":"db"}]}},"readinessProbe":{"grpc":{"port":1}},"lifecycle":{"preStop":{"exec":{"command":["a"]}}}"#,
        &[],
    ),
    ("", "baseline:v1.33", "", r#""livenessProbe":{"httpGet":{"port":1,"host":"db"}}"#, &[]),
    // capabilities_baseline: the names are compared as they are
    (
        "capability-beyond-default",
        "baseline",
        "",
        r#""securityContext":{"capabilities":{"add":["CHOWN","SYS_PTRACE","CAP_CHOWN","chown"]}}"#,
        &[
            ("capabilities_baseline", "spec.containers[0].securityContext.capabilities.add[1]"),
            ("capabilities_baseline", "spec.containers[0].securityContext.capabilities.add[2]"),
            ("capabilities_baseline", "spec.containers[0].securityContext.capabilities.add[3]"),
        ],
    ),
    (
        "",
        "baseline",
        "",
        r#""securityContext":{"capabilities":{"add":["AUDIT_WRITE","NET_BIND_SERVICE","SYS_CHROOT"],"drop":["FOO"]}}"#,
        &[],
    ),
    // procMount, which a user namespace excuses since 1.35
    (
        "proc-mount-unmasked",
        "baseline",
        "",
        r#""securityContext":{"procMount":"Unmasked"}"#,
        &[("procMount", "spec.containers[0].securityContext.procMount")],
    ),
    ("", "baseline", "", r#""securityContext":{"procMount":"Default"}"#, &[]),
    ("", "baseline", r#""hostUsers":false"#, r#""securityContext":{"procMount":"Unmasked"}"#, &[]),
    (
        "proc-mount-unmasked",
        "baseline",
        r#""hostUsers":true"#,
        r#""securityContext":{"procMount":"Unmasked"}"#,
        &[("procMount", "spec.containers[0].securityContext.procMount")],
    ),
    (
        "proc-mount-unmasked",
        "baseline:v1.34",
        r#""hostUsers":false"#,
        r#""securityContext":{"procMount":"Unmasked"}"#,
        &[("procMount", "spec.containers[0].securityContext.procMount")],
    ),
    // seLinuxOptions
    (
        "selinux-options-custom",
        "baseline",
        r#""securityContext":{"seLinuxOptions":{"type":"spc_t","user":"u","role":"r","level":"s0"}}"#,
        r#""securityContext":{"seLinuxOptions":{"user":"u"}}"#,
        &[
            ("seLinuxOptions", "spec.securityContext.seLinuxOptions.type"),
            ("seLinuxOptions", "spec.securityContext.seLinuxOptions.user"),
            ("seLinuxOptions", "spec.securityContext.seLinuxOptions.role"),
            ("seLinuxOptions", "spec.containers[0].securityContext.seLinuxOptions.user"),
        ],
    ),
    (
        "",
        "baseline",
        r#""securityContext":{"seLinuxOptions":{"type":"container_init_t","user":"","role":"","level":"s0:c1"}}"#,
        r#""securityContext":{"seLinuxOptions":{"type":"container_kvm_t"}}"#,
        &[],
    ),
    ("", "baseline:v1.31", r#""securityContext":{"seLinuxOptions":{"type":"container_engine_t"}}"#, "", &[]),
    (
        "selinux-options-custom",
        "baseline:v1.30",
        r#""securityContext":{"seLinuxOptions":{"type":"container_engine_t"}}"#,
        "",
        &[("seLinuxOptions", "spec.securityContext.seLinuxOptions.type")],
    ),
    // seccompProfile_baseline
    (
        "seccomp-unconfined",
        "baseline",
        r#""securityContext":{"seccompProfile":{"type":"Unconfined"}}"#,
        r#""securityContext":{"seccompProfile":{"type":"Unconfined"}}"#,
        &[
            ("seccompProfile_baseline", "spec.securityContext.seccompProfile.type"),
            ("seccompProfile_baseline", "spec.containers[0].securityContext.seccompProfile.type"),
        ],
    ),
    (
        "",
        "baseline",
        r#""securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"a"}}"#,
        "",
        &[],
    ),
    (
        "seccomp-unconfined",
        "baseline:v1.19",
        r#""securityContext":{"seccompProfile":{"type":"Unconfined"}}"#,
        "",
        &[("seccompProfile_baseline", "spec.securityContext.seccompProfile.type")],
    ),
    ("", "baseline:v1.18", r#""securityContext":{"seccompProfile":{"type":"Unconfined"}}"#, "", &[]),
    // appArmorProfile
    (
        "app-armor-unconfined",
        "baseline",
        r#""securityContext":{"appArmorProfile":{"type":"Unconfined"}},"initContainers":[{"name":"i","securityContext":{"appArmorProfile":{"type":"Unconfined"}}}]"#,
        "",
        &[
            ("appArmorProfile", "spec.securityContext.appArmorProfile.type"),
            ("appArmorProfile", "spec.initContainers[0].securityContext.appArmorProfile.type"),
        ],
    ),
    (
        "",
        "baseline",
        r#""securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}}"#,
        r#""securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"a"}}"#,
        &[],
    ),
    // sysctls
    (
        "sysctl-unsafe",
        "baseline",
        r#""securityContext":{"sysctls":[{"name":"net.ipv4.tcp_syncookies","value":"1"},{"name":"kernel.msgmax","value":"1"},{"name":"net/ipv4/tcp_syncookies","value":"1"}]}"#,
        "",
        &[
            ("sysctls", "spec.securityContext.sysctls[1].name"),
            ("sysctls", "spec.securityContext.sysctls[2].name"),
        ],
    ),
    (
        "",
        "baseline",
        r#""securityContext":{"sysctls":[{"name":"net.ipv4.ip_local_reserved_ports","value":"1"},{"name":"net.ipv4.tcp_fin_timeout","value":"1"},{"name":"net.ipv4.tcp_wmem","value":"1"}]}"#,
        "",
        &[],
    ),
    (
        "sysctl-unsafe",
        "baseline:v1.31",
        r#""securityContext":{"sysctls":[{"name":"net.ipv4.tcp_keepalive_time","value":"1"},{"name":"net.ipv4.tcp_rmem","value":"1"}]}"#,
        "",
        &[("sysctls", "spec.securityContext.sysctls[1].name")],
    ),
    (
        "sysctl-unsafe",
        "baseline:v1.28",
        r#""securityContext":{"sysctls":[{"name":"net.ipv4.ip_local_reserved_ports","value":"1"},{"name":"net.ipv4.tcp_keepalive_time","value":"1"}]}"#,
        "",
        &[("sysctls", "spec.securityContext.sysctls[1].name")],
    ),
    (
        "sysctl-unsafe",
        "baseline:v1.26",
        r#""securityContext":{"sysctls":[{"name":"net.ipv4.ip_local_reserved_ports","value":"1"},{"name":"kernel.shm_rmid_forced","value":"1"}]}"#,
        "",
        &[("sysctls", "spec.securityContext.sysctls[0].name")],
    ),
    (
        "",
        "baseline:v1.32",
        r#""securityContext":{"sysctls":[{"name":"net.ipv4.tcp_rmem","value":"1"}]}"#,
        "",
        &[],
    ),
    (
        "",
        "baseline:v1.29",
        r#""securityContext":{"sysctls":[{"name":"net.ipv4.tcp_keepalive_time","value":"1"}]}"#,
        "",
        &[],
    ),
    (
        "",
        "baseline:v1.27",
        r#""securityContext":{"sysctls":[{"name":"net.ipv4.ip_local_reserved_ports","value":"1"}]}"#,
        "",
        &[],
    ),
    // windowsHostProcess
    (
        "windows-host-process",
        "baseline",
        r#""securityContext":{"windowsOptions":{"hostProcess":true}}"#,
        r#""securityContext":{"windowsOptions":{"hostProcess":true}}"#,
        &[
            ("windowsHostProcess", "spec.securityContext.windowsOptions.hostProcess"),
            ("windowsHostProcess", "spec.containers[0].securityContext.windowsOptions.hostProcess"),
        ],
    ),
    (
        "",
        "baseline",
        r#""securityContext":{"windowsOptions":{"hostProcess":false,"runAsUserName":"a"}}"#,
        "",
        &[],
    ),
    // What `restricted` does not say more strictly itself, it takes over.
    ("host-namespace-shared", "restricted", r#""hostPID":true"#, "", &[("hostNamespaces", "spec.hostPID")]),
];

#[test]
fn cases() {
    run(Level::Baseline, CASES);
}

#[test]
fn annotations_are_looked_at() {
    let violated = |standard: &str, annotation: &str, value: &str| {
        let pod = pod(json!({"annotations": {annotation: value}}), "", "");
        enforced(NEWEST_PROVEN, "", standard, &pod)
    };
    let armor = "container.apparmor.security.beta.kubernetes.io/web";
    let expected = |check: &str, key: &str| vec![(check.to_owned(), format!("metadata.annotations[{key}]"))];
    assert_eq!(violated("baseline", armor, "unconfined"), expected("appArmorProfile", armor));
    for profile in ["", "runtime/default", "localhost/mine"] {
        assert_eq!(violated("baseline", armor, profile), []);
    }
    // Those of seccomp count as long as there were no fields.
    for key in
        ["seccomp.security.alpha.kubernetes.io/pod", "container.seccomp.security.alpha.kubernetes.io/web"]
    {
        assert_eq!(violated("baseline:v1.18", key, "unconfined"), expected("seccompProfile_baseline", key));
        assert_eq!(violated("restricted:v1.18", key, "unconfined"), expected("seccompProfile_baseline", key));
        assert_eq!(violated("baseline:v1.19", key, "unconfined"), []);
        for profile in ["runtime/default", "docker/default", "localhost/mine"] {
            assert_eq!(violated("baseline:v1.18", key, profile), []);
        }
    }
    assert_eq!(
        violated("baseline:v1.18", "container.seccomp.security.alpha.kubernetes.io/gone", "unconfined"),
        []
    );
}

#[test]
fn a_server_knows_no_newer_version_than_its_own() {
    let other_host = |rule, standard, expected| -> Case {
        (rule, standard, "", r#""livenessProbe":{"httpGet":{"port":1,"host":"db"}}"#, expected)
    };
    let violated = &[("hostProbesAndHostLifecycle", "spec.containers[0].livenessProbe.httpGet.host")];
    for standard in ["baseline", "baseline:v1.36"] {
        hold((33, None), &other_host("", standard, &[]));
        hold((34, None), &other_host("probe-of-other-host", standard, violated));
    }
}

#[test]
fn sysctls_that_a_newer_release_finds_safe() {
    let spec = r#""securityContext":{"sysctls":[{"name":"net.ipv4.tcp_notsent_lowat","value":"1"},{"name":"net.ipv4.tcp_slow_start_after_idle","value":"0"}]}"#;
    hold((37, None), &("", "baseline", spec, "", &[]));
    let at = |index| format!("spec.securityContext.sysctls[{index}].name");
    let (first, second) = (at(0), at(1));
    let expected = [("sysctls", first.as_str()), ("sysctls", second.as_str())];
    for (release, standard) in [(37, "baseline:v1.36"), (36, "baseline")] {
        let found = enforced((release, None), "", standard, &pod(json!({}), spec, ""));
        let found: Vec<_> = found.iter().map(|(check, path)| (check.as_str(), path.as_str())).collect();
        assert_eq!(found, expected, "{release} {standard}");
    }
}

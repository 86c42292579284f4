use crate::{
    KubeVersion,
    validate::{
        Form, Judge, Path,
        api::metadata::tests::{bring, padded, text},
        trials::{Case, Trial},
    },
};

macro_rules! pod {
    ($spec:literal) => {
        concat!(r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"#, $spec, "}}")
    };
}
macro_rules! context {
    ($context:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"securityContext":{"#,
            $context,
            "}}}"
        )
    };
}
macro_rules! container {
    ($context:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i","securityContext":{"#,
            $context,
            "}}]}}"
        )
    };
}

const INVALID: &str = "FieldValueInvalid";
const REQUIRED: &str = "FieldValueRequired";
const UNSUPPORTED: &str = "FieldValueNotSupported";

static LONG_PROFILE: [u8; 4300] = padded(
    r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":""#,
    r#""}}}}"#,
);

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", context!(r#""runAsUser":0,"runAsGroup":2147483647,"fsGroup":1000,"supplementalGroups":[1,2],"fsGroupChangePolicy":"OnRootMismatch","supplementalGroupsPolicy":"Strict","seLinuxChangePolicy":"Recursive","seccompProfile":{"type":"Localhost","localhostProfile":"a/b.json"},"appArmorProfile":{"type":"Localhost","localhostProfile":"k8s"},"sysctls":[{"name":"net.core.somaxconn","value":"1"},{"name":"net/core/a.b/c","value":""}]"#), &[]),
    ("", container!(r#""allowPrivilegeEscalation":false,"capabilities":{"add":["SYS_ADMIN","NOT_A_CAP"],"drop":["ALL"]},"procMount":"Default","seccompProfile":{"type":"RuntimeDefault"},"appArmorProfile":{"type":"Unconfined"}"#), &[]),
    ("", pod!(r#""hostUsers":false,"initContainers":[{"name":"c","image":"i","securityContext":{"procMount":"Unmasked"}}]"#), &[]),
    ("", pod!(r#""hostPID":true,"shareProcessNamespace":false"#), &[]),
    ("security-pod-id-out-of-range", context!(r#""runAsUser":-1"#), &[(INVALID, "spec.securityContext.runAsUser")]),
    ("security-pod-id-out-of-range", context!(r#""runAsGroup":2147483648"#), &[(INVALID, "spec.securityContext.runAsGroup")]),
    ("security-pod-id-out-of-range", context!(r#""fsGroup":-1"#), &[(INVALID, "spec.securityContext.fsGroup")]),
    ("security-pod-id-out-of-range", context!(r#""supplementalGroups":[0,-1]"#), &[(INVALID, "spec.securityContext.supplementalGroups[1]")]),
    ("security-container-id-out-of-range", container!(r#""runAsUser":-1"#), &[(INVALID, "spec.containers[0].securityContext.runAsUser")]),
    ("security-container-id-out-of-range", container!(r#""runAsGroup":-1"#), &[(INVALID, "spec.containers[0].securityContext.runAsGroup")]),
    ("security-shared-processes-with-host-pid", pod!(r#""hostPID":true,"shareProcessNamespace":true"#), &[(INVALID, "spec.securityContext.shareProcessNamespace")]),
    ("security-fs-group-change-policy-unknown", context!(r#""fsGroupChangePolicy":"Never""#), &[(UNSUPPORTED, "spec.securityContext.fsGroupChangePolicy")]),
    ("security-supplemental-groups-policy-unknown", context!(r#""supplementalGroupsPolicy":"""#), &[(UNSUPPORTED, "spec.securityContext.supplementalGroupsPolicy")]),
    ("security-selinux-change-policy-unknown", context!(r#""seLinuxChangePolicy":"MountOption""#), &[(UNSUPPORTED, "spec.securityContext.seLinuxChangePolicy")]),
    ("security-proc-mount-unknown", container!(r#""procMount":"unmasked""#), &[(UNSUPPORTED, "spec.containers[0].securityContext.procMount")]),
    ("security-proc-mount-with-host-users", container!(r#""procMount":"Unmasked""#), &[(INVALID, "spec.containers[0].securityContext.procMount")]),
    ("security-escalation-denied-but-privileged", container!(r#""allowPrivilegeEscalation":false,"privileged":true"#), &[(INVALID, "spec.containers[0].securityContext")]),
    ("security-escalation-denied-but-sys-admin", container!(r#""allowPrivilegeEscalation":false,"capabilities":{"add":["CAP_SYS_ADMIN"]}"#), &[(INVALID, "spec.containers[0].securityContext")]),
    ("seccomp-type-missing", context!(r#""seccompProfile":{"type":""}"#), &[(REQUIRED, "spec.securityContext.seccompProfile.type")]),
    ("seccomp-type-unknown", container!(r#""seccompProfile":{"type":"runtime/default"}"#), &[(UNSUPPORTED, "spec.containers[0].securityContext.seccompProfile.type")]),
    ("seccomp-localhost-profile-missing", context!(r#""seccompProfile":{"type":"Localhost"}"#), &[(REQUIRED, "spec.securityContext.seccompProfile.localhostProfile")]),
    ("seccomp-localhost-profile-malformed", context!(r#""seccompProfile":{"type":"Localhost","localhostProfile":"/../a"}"#), &[(INVALID, "spec.securityContext.seccompProfile.localhostProfile"), (INVALID, "spec.securityContext.seccompProfile.localhostProfile")]),
    ("seccomp-localhost-profile-unused", context!(r#""seccompProfile":{"type":"RuntimeDefault","localhostProfile":""}"#), &[(INVALID, "spec.securityContext.seccompProfile.localhostProfile")]),
    ("app-armor-type-missing", context!(r#""appArmorProfile":{"type":"","localhostProfile":"a"}"#), &[(REQUIRED, "spec.securityContext.appArmorProfile.type")]),
    ("app-armor-type-unknown", container!(r#""appArmorProfile":{"type":"localhost"}"#), &[(UNSUPPORTED, "spec.containers[0].securityContext.appArmorProfile.type")]),
    ("app-armor-localhost-profile-missing", context!(r#""appArmorProfile":{"type":"Localhost","localhostProfile":""}"#), &[(REQUIRED, "spec.securityContext.appArmorProfile.localhostProfile")]),
    ("app-armor-localhost-profile-padded", context!(r#""appArmorProfile":{"type":"Localhost","localhostProfile":" "}"#), &[(INVALID, "spec.securityContext.appArmorProfile.localhostProfile")]),
    ("app-armor-localhost-profile-too-long", text(&LONG_PROFILE), &[("FieldValueTooLong", "spec.securityContext.appArmorProfile.localhostProfile")]),
    ("app-armor-localhost-profile-unused", context!(r#""appArmorProfile":{"type":"Unconfined","localhostProfile":"a"}"#), &[(INVALID, "spec.securityContext.appArmorProfile.localhostProfile")]),
    ("sysctl-name-missing", context!(r#""sysctls":[{"name":"","value":"1"},{"name":"","value":"1"}]"#), &[(REQUIRED, "spec.securityContext.sysctls[0].name"), (REQUIRED, "spec.securityContext.sysctls[1].name")]),
    ("sysctl-name-malformed", context!(r#""sysctls":[{"name":"Net.core","value":"1"}]"#), &[(INVALID, "spec.securityContext.sysctls[0].name")]),
    ("sysctl-twice", context!(r#""sysctls":[{"name":"kernel.sem","value":"1"},{"name":"kernel.sem","value":"2"}]"#), &[("FieldValueDuplicate", "spec.securityContext.sysctls[1].name")]),
    ("sysctl-on-host-network", pod!(r#""hostNetwork":true,"securityContext":{"sysctls":[{"name":"net.core.somaxconn","value":"1"},{"name":"net/core/somaxconn","value":"1"},{"name":"kernel.sem","value":"1"}]}"#), &[(INVALID, "spec.securityContext.sysctls[0].name"), (INVALID, "spec.securityContext.sysctls[1].name")]),
    ("sysctl-on-host-ipc", pod!(r#""hostIPC":true,"securityContext":{"sysctls":[{"name":"kernel.sem*","value":"1"}]}"#), &[(INVALID, "spec.securityContext.sysctls[0].name"), (INVALID, "spec.securityContext.sysctls[0].name")]),
    ("sysctl-on-host-ipc", pod!(r#""hostIPC":true,"securityContext":{"sysctls":[{"name":"kernel.sem","value":"1"},{"name":"kernel.shmmax","value":"1"},{"name":"kernel.semaphore","value":"1"},{"name":"net.core.somaxconn","value":"1"}]}"#), &[(INVALID, "spec.securityContext.sysctls[0].name"), (INVALID, "spec.securityContext.sysctls[1].name")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(CASES, |j, seen| super::check(j, &seen.spec, &Path::root("spec")))
}

#[test]
fn relabelling_by_mount_option_comes_with_a_later_release() {
    let judge = |minor| {
        let spec =
            serde_json::json!({"containers": [], "securityContext": {"seLinuxChangePolicy": "MountOption"}});
        let mut j = Judge::new(KubeVersion::new(minor).unwrap(), Form::Pod);
        super::check(&mut j, &serde_json::from_value(spec).unwrap(), &Path::root("spec"));
        j.finish().0.len()
    };
    assert_eq!((judge(36), judge(37)), (1, 0));
}

//! The checks that only `restricted` has, and what excuses a pod from some.

use super::{Case, Level, hold, run};
use crate::validate::gates::Gate;

const ESCALATION: (&str, &str) =
    ("allowPrivilegeEscalation", "spec.containers[0].securityContext.allowPrivilegeEscalation");
const DROP: (&str, &str) =
    ("capabilities_restricted", "spec.containers[0].securityContext.capabilities.drop");
const SECCOMP: (&str, &str) = ("seccompProfile_restricted", "spec.securityContext.seccompProfile.type");
const NON_ROOT: (&str, &str) = ("runAsNonRoot", "spec.securityContext.runAsNonRoot");

const BARE: &str = r#""securityContext":null"#;

const CASES: &[Case] = &[
    ("", "restricted", "", "", &[]),
    ("may-run-as-root", "restricted", BARE, BARE, &[ESCALATION, DROP, NON_ROOT, SECCOMP]),
    // allowPrivilegeEscalation
    (
        "privilege-escalation-allowed",
        "restricted",
        "",
        r#""securityContext":{"allowPrivilegeEscalation":true}"#,
        &[ESCALATION],
    ),
    (
        "privilege-escalation-allowed",
        "restricted",
        "",
        r#""securityContext":{"allowPrivilegeEscalation":null}"#,
        &[ESCALATION],
    ),
    (
        "privilege-escalation-allowed",
        "restricted:v1.8",
        "",
        r#""securityContext":{"allowPrivilegeEscalation":null}"#,
        &[ESCALATION],
    ),
    ("", "restricted:v1.7", "", r#""securityContext":{"allowPrivilegeEscalation":true}"#, &[]),
    (
        "privilege-escalation-allowed",
        "restricted",
        r#""ephemeralContainers":[{"name":"e","securityContext":{"capabilities":{"drop":["ALL"]}}}]"#,
        "",
        &[(
            "allowPrivilegeEscalation",
            "spec.ephemeralContainers[0].securityContext.allowPrivilegeEscalation",
        )],
    ),
    // capabilities_restricted, which stands for capabilities_baseline
    (
        "capabilities-kept",
        "restricted",
        "",
        r#""securityContext":{"capabilities":{"drop":["all","NET_RAW"]}}"#,
        &[DROP],
    ),
    (
        "capabilities-kept",
        "restricted",
        "",
        r#""securityContext":{"capabilities":{"add":["NET_BIND_SERVICE","CHOWN","SYS_ADMIN"]}}"#,
        &[
            ("capabilities_restricted", "spec.containers[0].securityContext.capabilities.add[1]"),
            ("capabilities_restricted", "spec.containers[0].securityContext.capabilities.add[2]"),
        ],
    ),
    (
        "",
        "restricted",
        "",
        r#""securityContext":{"capabilities":{"add":["NET_BIND_SERVICE"],"drop":["KILL","ALL"]}}"#,
        &[],
    ),
    ("capabilities-kept", "restricted:v1.22", "", r#""securityContext":{"capabilities":null}"#, &[DROP]),
    ("", "restricted:v1.21", "", r#""securityContext":{"capabilities":{"add":["CHOWN"],"drop":null}}"#, &[]),
    (
        "capability-beyond-default",
        "restricted:v1.21",
        "",
        r#""securityContext":{"capabilities":{"add":["SYS_TIME"]}}"#,
        &[("capabilities_baseline", "spec.containers[0].securityContext.capabilities.add[0]")],
    ),
    // procMount_restricted, which a user namespace does not excuse; before 1.35 that was said at baseline
    (
        "proc-mount-unmasked-anyway",
        "restricted",
        r#""hostUsers":false"#,
        r#""securityContext":{"procMount":"Unmasked"}"#,
        &[("procMount_restricted", "spec.containers[0].securityContext.procMount")],
    ),
    (
        "proc-mount-unmasked",
        "restricted:v1.34",
        r#""hostUsers":false"#,
        r#""securityContext":{"procMount":"Unmasked"}"#,
        &[("procMount", "spec.containers[0].securityContext.procMount")],
    ),
    ("", "restricted", "", r#""securityContext":{"procMount":"Default"}"#, &[]),
    // restrictedVolumes, which stands for hostPathVolumes
    (
        "volume-type-restricted",
        "restricted",
        r#""volumes":[{"name":"a","hostPath":{"path":"/"}},{"name":"b","nfs":{"server":"s","path":"/"}},{"name":"c","gitRepo":{"repository":"r"}},{"name":"d","fc":{"wwids":["w"]}}]"#,
        "",
        &[
            ("restrictedVolumes", "spec.volumes[0].hostPath"),
            ("restrictedVolumes", "spec.volumes[1].nfs"),
            ("restrictedVolumes", "spec.volumes[2].gitRepo"),
            ("restrictedVolumes", "spec.volumes[3].fc"),
        ],
    ),
    (
        "",
        "restricted",
        r#""volumes":[{"name":"a"},{"name":"b","configMap":{"name":"c"}},{"name":"c","secret":{"secretName":"s"}},{"name":"d","persistentVolumeClaim":{"claimName":"c"}},{"name":"e","csi":{"driver":"d"}},{"name":"f","projected":{"sources":[]}},{"name":"g","downwardAPI":{}},{"name":"h","ephemeral":{}},{"name":"i","image":{"reference":"r"}}]"#,
        "",
        &[],
    ),
    // runAsNonRoot
    ("may-run-as-root", "restricted", r#""securityContext":{"runAsNonRoot":null}"#, "", &[NON_ROOT]),
    (
        "may-run-as-root",
        "restricted",
        r#""securityContext":{"runAsNonRoot":false}"#,
        r#""securityContext":{"runAsNonRoot":true}"#,
        &[NON_ROOT],
    ),
    (
        "may-run-as-root",
        "restricted",
        "",
        r#""securityContext":{"runAsNonRoot":false}"#,
        &[("runAsNonRoot", "spec.containers[0].securityContext.runAsNonRoot")],
    ),
    (
        "",
        "restricted",
        r#""securityContext":{"runAsNonRoot":null}"#,
        r#""securityContext":{"runAsNonRoot":true}"#,
        &[],
    ),
    (
        "may-run-as-root",
        "restricted",
        r#""securityContext":{"runAsNonRoot":null},"initContainers":[{"name":"i","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]"#,
        r#""securityContext":{"runAsNonRoot":true}"#,
        &[NON_ROOT],
    ),
    ("may-run-as-root", "restricted:v1.0", r#""securityContext":{"runAsNonRoot":null}"#, "", &[NON_ROOT]),
    // runAsUser
    (
        "run-as-user-zero",
        "restricted",
        r#""securityContext":{"runAsUser":0}"#,
        r#""securityContext":{"runAsUser":0}"#,
        &[
            ("runAsUser", "spec.securityContext.runAsUser"),
            ("runAsUser", "spec.containers[0].securityContext.runAsUser"),
        ],
    ),
    (
        "",
        "restricted",
        r#""securityContext":{"runAsUser":1000,"runAsGroup":0}"#,
        r#""securityContext":{"runAsUser":1}"#,
        &[],
    ),
    (
        "run-as-user-zero",
        "restricted:v1.23",
        r#""securityContext":{"runAsUser":0}"#,
        "",
        &[("runAsUser", "spec.securityContext.runAsUser")],
    ),
    ("", "restricted:v1.22", r#""securityContext":{"runAsUser":0}"#, "", &[]),
    // seccompProfile_restricted, which stands for seccompProfile_baseline
    ("seccomp-profile-unset", "restricted", r#""securityContext":{"seccompProfile":null}"#, "", &[SECCOMP]),
    (
        "",
        "restricted",
        r#""securityContext":{"seccompProfile":null}"#,
        r#""securityContext":{"seccompProfile":{"type":"RuntimeDefault"}}"#,
        &[],
    ),
    (
        "seccomp-profile-unset",
        "restricted",
        r#""securityContext":{"seccompProfile":{"type":"Unconfined"}}"#,
        r#""securityContext":{"seccompProfile":{"type":"RuntimeDefault"}}"#,
        &[SECCOMP],
    ),
    (
        "seccomp-profile-unset",
        "restricted",
        "",
        r#""securityContext":{"seccompProfile":{"type":"Unconfined"}}"#,
        &[("seccompProfile_restricted", "spec.containers[0].securityContext.seccompProfile.type")],
    ),
    (
        "seccomp-profile-unset",
        "restricted:v1.19",
        r#""securityContext":{"seccompProfile":null}"#,
        "",
        &[SECCOMP],
    ),
    ("", "restricted:v1.18", r#""securityContext":{"seccompProfile":null}"#, "", &[]),
];

#[test]
fn cases() {
    run(Level::Restricted, CASES);
}

#[test]
fn windows_is_excused_from_what_it_does_not_have() {
    let bare = |spec, standard, rule, expected| hold((36, None), &(rule, standard, spec, BARE, expected));
    let windows = r#""os":{"name":"windows"},"securityContext":{"runAsNonRoot":true,"seccompProfile":null}"#;
    let linux = r#""os":{"name":"linux"},"securityContext":{"runAsNonRoot":true,"seccompProfile":null}"#;
    bare(windows, "restricted", "", &[]);
    bare(windows, "restricted:v1.25", "", &[]);
    bare(windows, "restricted:v1.24", "seccomp-profile-unset", &[ESCALATION, DROP, SECCOMP]);
    bare(linux, "restricted", "seccomp-profile-unset", &[ESCALATION, DROP, SECCOMP]);
    // Not from the rest.
    bare(r#""os":{"name":"windows"},"securityContext":null"#, "restricted", "may-run-as-root", &[NON_ROOT]);
}

#[test]
fn a_user_namespace_excuses_root() {
    const ROOT: &str = r#""hostUsers":false,"securityContext":{"runAsNonRoot":false,"runAsUser":0}"#;
    const USER: (&str, &str) = ("runAsUser", "spec.securityContext.runAsUser");
    let root = |server, standard, excused| {
        let (rule, expected): (_, &[_]) =
            if excused { ("", &[]) } else { ("run-as-user-zero", &[NON_ROOT, USER]) };
        hold(server, &(rule, standard, ROOT, "", expected));
    };
    let gate = Some(Gate::UserNamespacesPodSecurityStandards);
    root((36, None), "restricted", true);
    root((36, None), "restricted:v1.35", true);
    root((36, None), "restricted:v1.34", false);
    root((34, None), "restricted", false);
    root((34, gate), "restricted", true);
    root((34, gate), "restricted:v1.30", true);
    let unset = r#""hostUsers":false,"securityContext":{"runAsNonRoot":null}"#;
    hold((36, None), &("", "restricted", unset, "", &[]));
    // A server that throws the field away trusts nothing.
    hold((32, gate), &("run-as-user-zero", "restricted", ROOT, "", &[NON_ROOT, USER]));
}

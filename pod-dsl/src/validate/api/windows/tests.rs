use crate::validate::{
    Path,
    api::{
        metadata::tests::{bring, padded, text},
        security,
    },
    trials::{Case, Trial},
};

macro_rules! pod {
    ($spec:literal) => {
        concat!(r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"#, $spec, "}}")
    };
}
macro_rules! options {
    ($options:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"securityContext":{"windowsOptions":{"#,
            $options,
            "}}}}"
        )
    };
}

const INVALID: &str = "FieldValueInvalid";
const FORBIDDEN: &str = "FieldValueForbidden";
const USER: &str = "spec.securityContext.windowsOptions.runAsUserName";

static LARGE_SPEC: [u8; 65_700] = padded(
    r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"securityContext":{"windowsOptions":{"gmsaCredentialSpec":""#,
    r#""}}}}"#,
);
static LONG_DOMAIN: [u8; 420] = padded(
    r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"securityContext":{"windowsOptions":{"runAsUserName":"b."#,
    r#"\\user"}}}}"#,
);
static LONG_NAME: [u8; 240] = padded(
    r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"securityContext":{"windowsOptions":{"runAsUserName":""#,
    r#""}}}}"#,
);

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", pod!(r#""os":{"name":"windows"},"hostNetwork":true,"containers":[{"name":"c","image":"i","securityContext":{"runAsNonRoot":true,"windowsOptions":{"runAsUserName":"ContainerUser"}}}],"securityContext":{"runAsNonRoot":true,"windowsOptions":{"hostProcess":true,"gmsaCredentialSpecName":"spec-1","gmsaCredentialSpec":"{}"}}"#), &[]),
    ("", pod!(r#""os":{"name":"linux"},"containers":[{"name":"c","image":"i","securityContext":{"privileged":true}}],"securityContext":{"runAsUser":1}"#), &[]),
    // Without an operating system both kinds of fields are allowed.
    ("", pod!(r#""containers":[{"name":"c","image":"i","securityContext":{"privileged":true,"windowsOptions":{"runAsUserName":"NT AUTHORITY\\SYSTEM"}}}],"securityContext":{"runAsUser":1,"windowsOptions":{"runAsUserName":"Sub.Example.com\\some user"}}"#), &[]),
    ("windows-options-of-linux-pod", pod!(r#""os":{"name":"linux"},"containers":[],"securityContext":{"windowsOptions":{}}"#), &[(FORBIDDEN, "spec.securityContext.windowsOptions")]),
    ("windows-options-of-linux-container", pod!(r#""os":{"name":"linux"},"containers":[],"initContainers":[{"name":"c","image":"i","securityContext":{"windowsOptions":{}}}]"#), &[(FORBIDDEN, "spec.initContainers[0].securityContext.windowsOptions")]),
    ("windows-pod-with-linux-field", pod!(r#""os":{"name":"windows"},"containers":[],"hostUsers":true,"hostPID":true,"hostIPC":true,"shareProcessNamespace":false"#), &[(FORBIDDEN, "spec.hostUsers"), (FORBIDDEN, "spec.hostPID"), (FORBIDDEN, "spec.hostIPC"), (FORBIDDEN, "spec.shareProcessNamespace")]),
    ("windows-pod-with-linux-field", pod!(r#""os":{"name":"windows"},"containers":[],"securityContext":{"appArmorProfile":{"type":"Unconfined"},"seLinuxOptions":{},"seLinuxChangePolicy":"Recursive","seccompProfile":{"type":"Unconfined"},"fsGroup":1,"fsGroupChangePolicy":"Always","sysctls":[{"name":"a","value":"b"}],"runAsUser":1,"runAsGroup":1,"supplementalGroups":[],"supplementalGroupsPolicy":"Merge"}"#), &[
        (FORBIDDEN, "spec.securityContext.appArmorProfile"),
        (FORBIDDEN, "spec.securityContext.seLinuxOptions"),
        (FORBIDDEN, "spec.securityContext.seLinuxChangePolicy"),
        (FORBIDDEN, "spec.securityContext.seccompProfile"),
        (FORBIDDEN, "spec.securityContext.fsGroup"),
        (FORBIDDEN, "spec.securityContext.fsGroupChangePolicy"),
        (FORBIDDEN, "spec.securityContext.sysctls"),
        (FORBIDDEN, "spec.securityContext.runAsUser"),
        (FORBIDDEN, "spec.securityContext.runAsGroup"),
        (FORBIDDEN, "spec.securityContext.supplementalGroups"),
        (FORBIDDEN, "spec.securityContext.supplementalGroupsPolicy"),
    ]),
    ("windows-container-with-linux-field", pod!(r#""os":{"name":"windows"},"containers":[{"name":"c","image":"i","securityContext":{"appArmorProfile":{"type":"Unconfined"},"seLinuxOptions":{},"seccompProfile":{"type":"Unconfined"},"capabilities":{},"readOnlyRootFilesystem":false,"privileged":false,"allowPrivilegeEscalation":true,"procMount":"Default","runAsUser":1,"runAsGroup":1}}]"#), &[
        (FORBIDDEN, "spec.containers[0].securityContext.appArmorProfile"),
        (FORBIDDEN, "spec.containers[0].securityContext.seLinuxOptions"),
        (FORBIDDEN, "spec.containers[0].securityContext.seccompProfile"),
        (FORBIDDEN, "spec.containers[0].securityContext.capabilities"),
        (FORBIDDEN, "spec.containers[0].securityContext.readOnlyRootFilesystem"),
        (FORBIDDEN, "spec.containers[0].securityContext.privileged"),
        (FORBIDDEN, "spec.containers[0].securityContext.allowPrivilegeEscalation"),
        (FORBIDDEN, "spec.containers[0].securityContext.procMount"),
        (FORBIDDEN, "spec.containers[0].securityContext.runAsUser"),
        (FORBIDDEN, "spec.containers[0].securityContext.runAsGroup"),
    ]),
    ("windows-host-process-differs", pod!(r#""containers":[{"name":"c","image":"i","securityContext":{"windowsOptions":{"hostProcess":true}}}],"hostNetwork":true,"securityContext":{"windowsOptions":{"hostProcess":false}}"#), &[(INVALID, "spec.containers[0].securityContext.windowsOptions.hostProcess")]),
    ("windows-host-process-partial", pod!(r#""containers":[{"name":"c","image":"i","securityContext":{"windowsOptions":{"hostProcess":true}}},{"name":"d","image":"i"}],"hostNetwork":true"#), &[(INVALID, "spec")]),
    ("windows-host-process-without-host-network", pod!(r#""containers":[{"name":"c","image":"i"}],"securityContext":{"windowsOptions":{"hostProcess":true}}"#), &[(INVALID, "spec.hostNetwork")]),
    ("windows-gmsa-name-malformed", options!(r#""gmsaCredentialSpecName":"A""#), &[(INVALID, "spec.securityContext.windowsOptions.gmsaCredentialSpecName")]),
    ("windows-gmsa-spec-empty", options!(r#""gmsaCredentialSpec":"""#), &[(INVALID, "spec.securityContext.windowsOptions.gmsaCredentialSpec")]),
    ("windows-gmsa-spec-too-large", text(&LARGE_SPEC), &[(INVALID, "spec.securityContext.windowsOptions.gmsaCredentialSpec")]),
    ("windows-user-empty", pod!(r#""containers":[{"name":"c","image":"i","securityContext":{"windowsOptions":{"runAsUserName":""}}}]"#), &[(INVALID, "spec.containers[0].securityContext.windowsOptions.runAsUserName")]),
    ("windows-user-with-control-character", options!(r#""runAsUserName":"a\\b\\c\n""#), &[(INVALID, USER)]),
    ("windows-user-with-backslashes", options!(r#""runAsUserName":"a\\b\\c""#), &[(INVALID, USER)]),
    ("windows-user-domain-too-long", text(&LONG_DOMAIN), &[(INVALID, USER), (INVALID, USER)]),
    ("windows-user-domain-malformed", options!(r#""runAsUserName":".a\\user""#), &[(INVALID, USER)]),
    ("windows-user-domain-malformed", options!(r#""runAsUserName":"\\user""#), &[(INVALID, USER)]),
    ("windows-user-name-empty", options!(r#""runAsUserName":"domain\\""#), &[(INVALID, USER)]),
    ("windows-user-name-too-long", text(&LONG_NAME), &[(INVALID, USER)]),
    ("windows-user-name-of-dots", options!(r#""runAsUserName":". .""#), &[(INVALID, USER)]),
    ("windows-user-name-malformed", options!(r#""runAsUserName":"user@example""#), &[(INVALID, USER)]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(CASES, |j, seen| {
        super::check(j, &seen.spec, &Path::root("spec"));
        // The options are judged with the security contexts, which have no other fault here.
        security::check(j, &seen.spec, &Path::root("spec"));
    })
}

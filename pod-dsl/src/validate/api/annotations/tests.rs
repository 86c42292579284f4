use crate::validate::{
    Form, Path,
    api::metadata::tests::bring,
    trials::{Case, Trial},
};

macro_rules! pod {
    ($annotations:literal, $spec:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a","annotations":{"#,
            $annotations,
            r#"}},"spec":{"#,
            $spec,
            "}}"
        )
    };
    ($annotations:literal) => {
        pod!($annotations, r#""containers":[{"name":"c"}]"#)
    };
}
macro_rules! template {
    ($annotations:literal, $spec:literal) => {
        concat!(
            r#"{"kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{},"template":{"metadata":{"annotations":{"#,
            $annotations,
            r#"}},"spec":{"#,
            $spec,
            "}}}}"
        )
    };
}

const INVALID: &str = "FieldValueInvalid";
const FORBIDDEN: &str = "FieldValueForbidden";

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", pod!(r#""kubernetes.io/config.mirror":"x""#, r#""nodeName":"n","containers":[]"#), &[]),
    ("", pod!(r#""controller.kubernetes.io/pod-deletion-cost":"-2147483648","scheduler.alpha.kubernetes.io/tolerations":"[{\"Key\":\"a\",\"operator\":\"Exists\"}]""#), &[]),
    ("", pod!(r#""seccomp.security.alpha.kubernetes.io/pod":"docker/default","container.apparmor.security.beta.kubernetes.io/c":"localhost/p""#, r#""securityContext":{"seccompProfile":{"type":"RuntimeDefault"},"appArmorProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"c"}]"#), &[]),
    ("", pod!(r#""container.apparmor.security.beta.kubernetes.io/c":"unconfined""#, r#""os":{"name":"windows"},"containers":[{"name":"c","securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}}}]"#), &[]),
    ("annotation-mirror-without-node", pod!(r#""kubernetes.io/config.mirror":"x""#), &[(INVALID, "metadata.annotations[kubernetes.io/config.mirror]")]),
    ("annotation-tolerations-unreadable", pod!(r#""scheduler.alpha.kubernetes.io/tolerations":"[{]""#), &[(INVALID, "metadata.annotations")]),
    ("toleration-value-unused", pod!(r#""scheduler.alpha.kubernetes.io/tolerations":"[{\"Key\":\"a\",\"operator\":\"Exists\",\"value\":\"b\"}]""#), &[(INVALID, "metadata.annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator")]),
    ("toleration-value-unused", template!(r#""scheduler.alpha.kubernetes.io/tolerations":"[{\"operator\":\"Exists\",\"value\":\"b\"}]""#, r#""containers":[]"#), &[(INVALID, "spec.template.annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator")]),
    ("annotation-deletion-cost-malformed", pod!(r#""controller.kubernetes.io/pod-deletion-cost":"+10""#), &[(INVALID, "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]")]),
    ("annotation-deletion-cost-malformed", pod!(r#""controller.kubernetes.io/pod-deletion-cost":"008""#), &[(INVALID, "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]")]),
    ("annotation-seccomp-unknown", pod!(r#""seccomp.security.alpha.kubernetes.io/pod":"default""#), &[(INVALID, "metadata.annotations.seccomp.security.alpha.kubernetes.io/pod")]),
    ("annotation-seccomp-path-malformed", pod!(r#""container.seccomp.security.alpha.kubernetes.io/c":"localhost//../p""#), &[(INVALID, "metadata.annotations.container.seccomp.security.alpha.kubernetes.io/c"), (INVALID, "metadata.annotations.container.seccomp.security.alpha.kubernetes.io/c")]),
    ("annotation-seccomp-type-differs", pod!(r#""seccomp.security.alpha.kubernetes.io/pod":"unconfined""#, r#""securityContext":{"seccompProfile":{"type":"RuntimeDefault"}},"containers":[]"#), &[(FORBIDDEN, "spec.securityContext.seccompProfile.type")]),
    ("annotation-seccomp-type-differs", template!(r#""seccomp.security.alpha.kubernetes.io/pod":"unconfined""#, r#""securityContext":{"seccompProfile":{"type":"RuntimeDefault"}},"containers":[]"#), &[(FORBIDDEN, "spec.template.spec.securityContext.seccompProfile.type")]),
    ("annotation-seccomp-profile-differs", pod!(r#""container.seccomp.security.alpha.kubernetes.io/c":"localhost/p""#, r#""containers":[{"name":"c","securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"q"}}}]"#), &[(FORBIDDEN, "spec.containers[0].securityContext.seccompProfile.localhostProfile")]),
    ("annotation-app-armor-container-unknown", pod!(r#""container.apparmor.security.beta.kubernetes.io/d":"unconfined""#), &[(INVALID, "metadata.annotations[container.apparmor.security.beta.kubernetes.io/d]")]),
    ("annotation-app-armor-unknown", pod!(r#""container.apparmor.security.beta.kubernetes.io/c":"default""#), &[(INVALID, "metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]")]),
    ("annotation-app-armor-type-differs", pod!(r#""container.apparmor.security.beta.kubernetes.io/c":"""#, r#""securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"c"}]"#), &[(FORBIDDEN, "spec.containers[0].securityContext.appArmorProfile.type")]),
    ("annotation-app-armor-type-differs", template!(r#""container.apparmor.security.beta.kubernetes.io/c":"unconfined""#, r#""containers":[{"name":"c","securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}}}]"#), &[(FORBIDDEN, "spec.template.spec.containers[0].securityContext.appArmorProfile.type")]),
    // What a pod would take over from its annotation is not taken over in a template.
    ("", pod!(r#""container.apparmor.security.beta.kubernetes.io/c":"unconfined""#, r#""securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"c"}]"#), &[]),
    ("annotation-app-armor-type-differs", template!(r#""container.apparmor.security.beta.kubernetes.io/c":"unconfined""#, r#""securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"c"}]"#), &[(FORBIDDEN, "spec.template.spec.containers[0].securityContext.appArmorProfile.type")]),
    ("annotation-app-armor-profile-differs", pod!(r#""container.apparmor.security.beta.kubernetes.io/c":"localhost/p""#, r#""containers":[{"name":"c","securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"q"}}}]"#), &[(FORBIDDEN, "spec.containers[0].securityContext.appArmorProfile.localhostProfile")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(CASES, |j, seen| {
        let spec = Path::root("spec");
        let template = spec.field("template");
        let meta = Path::root("metadata");
        let (annotations, at, path) = match j.form {
            Form::Pod => (seen.meta.annotations.as_ref(), meta.field("annotations"), spec),
            Form::Template => {
                let meta = seen.template_meta.as_ref();
                (
                    meta.and_then(|meta| meta.annotations.as_ref()),
                    template.field("annotations"),
                    template.field("spec"),
                )
            }
        };
        super::check(j, annotations, &at, &seen.spec);
        super::agree(j, annotations, &seen.spec, &path);
    })
}

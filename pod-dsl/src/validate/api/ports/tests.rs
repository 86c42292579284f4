use crate::validate::{
    api::case::{DUPLICATE, INVALID, NOT_SUPPORTED, REQUIRED, bring, container, deployment, pod},
    trials::{Case, Trial},
};

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", container!(r#","ports":[{"name":"http-2","containerPort":80},{"containerPort":65535,"protocol":"SCTP","hostIP":"nonsense","hostPort":1}]"#), &[]),
    ("", pod!(r#""hostNetwork":true,"#, r#","ports":[{"containerPort":80}]"#), &[]),
    ("", deployment!(r#""hostNetwork":true,"#, r#","ports":[{"containerPort":80},{"containerPort":81,"hostPort":0}]"#), &[]),
    ("", container!(r#","ports":[{"containerPort":1,"hostPort":9},{"containerPort":2,"hostPort":9,"protocol":"UDP"},{"containerPort":3,"hostPort":9,"hostIP":"::1"}]"#), &[]),
    ("", pod!(r#""initContainers":[{"name":"a","image":"i","ports":[{"containerPort":1,"hostPort":9}]},{"name":"b","image":"i","ports":[{"containerPort":1,"hostPort":9}]}],"#, r#","ports":[{"containerPort":1,"hostPort":9}]"#), &[]),
    ("port-name-malformed", container!(r#","ports":[{"name":"Web","containerPort":80}]"#), &[(INVALID, "spec.containers[0].ports[0].name")]),
    ("port-name-malformed", container!(r#","ports":[{"name":"-1--","containerPort":80}]"#), &[(INVALID, "spec.containers[0].ports[0].name"), (INVALID, "spec.containers[0].ports[0].name"), (INVALID, "spec.containers[0].ports[0].name")]),
    ("port-name-repeated", container!(r#","ports":[{"name":"a","containerPort":80},{"name":"a","containerPort":81}]"#), &[(DUPLICATE, "spec.containers[0].ports[1].name")]),
    ("port-number-missing", container!(r#","ports":[{"name":"a"}]"#), &[(REQUIRED, "spec.containers[0].ports[0].containerPort")]),
    ("port-number-out-of-range", container!(r#","ports":[{"containerPort":65536}]"#), &[(INVALID, "spec.containers[0].ports[0].containerPort")]),
    ("port-host-number-out-of-range", container!(r#","ports":[{"containerPort":1,"hostPort":-1}]"#), &[(INVALID, "spec.containers[0].ports[0].hostPort")]),
    ("port-protocol-unknown", container!(r#","ports":[{"containerPort":1,"protocol":"tcp"}]"#), &[(NOT_SUPPORTED, "spec.containers[0].ports[0].protocol")]),
    ("port-host-taken", container!(r#","ports":[{"containerPort":1,"hostPort":9},{"containerPort":2,"hostPort":9}]"#), &[(DUPLICATE, "spec.containers[0].ports[1].hostPort")]),
    ("port-host-taken", pod!(r#""initContainers":[{"name":"a","image":"i"},{"name":"b","image":"i","ports":[{"containerPort":1,"hostPort":9},{"containerPort":2,"hostPort":9}]}],"#, ""), &[(DUPLICATE, "spec.initContainers[0].ports[1].hostPort")]),
    ("port-host-differs", pod!(r#""hostNetwork":true,"#, r#","ports":[{"containerPort":80,"hostPort":81}]"#), &[(INVALID, "spec.containers[0].ports[0].hostPort")]),
    ("port-host-differs", deployment!(r#""hostNetwork":true,"#, r#","ports":[{"containerPort":80,"hostPort":81}]"#), &[(INVALID, "spec.template.spec.containers[0].ports[0].hostPort")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(|j, spec, _, path| super::check(j, spec, path), CASES, &[])
}

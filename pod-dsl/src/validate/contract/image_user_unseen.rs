//! An image that must not run as root does not say by number as whom it runs.

use super::{ContractRule, Example, rule::Check};
use crate::{
    intent::Fault,
    validate::{Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(
        Severity::Warning,
        "image-user-unseen",
        "an image that must not run as root says by number as whom it runs",
    ),
    guessed: Severity::Warning,
    references: &[],
    doc: "
Under `runAsNonRoot` the kubelet looks at the image's USER before it starts the container. A number other than 0 is well; a
name tells it nothing, because only the image's own files say which number it stands for; and no USER at all is root. In
the last two cases the container waits in `CreateContainerConfigError` for ever, although the API server has accepted the
pod. OpenShift gives a number of the project's range and so starts it.

`.image_user(99)`, which the presets of such images say, is therefore written as `runAsUser` for Kubernetes and left out
for OpenShift. A pod of `Profile::portable()` is the same for both, so there it can stand for neither.
",
    bad: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let proxy = Container::new("proxy", "docker.io/library/haproxy:3.2").image_user(99);
let pod = Pod::new("shop").profile(Profile::portable()).container(proxy);
let report = pod.check(&Target::kubernetes());
assert_eq!(report.findings()[0].rule, "image-user-unseen");
"#,
    ),
    good: Example::Rust(
        r#"
use pod_dsl::prelude::*;

let proxy = Container::new("proxy", "docker.io/library/haproxy:3.2").image_user(99);
let pod = Pod::new("shop").profile(Profile::restricted()).container(proxy);
let report = pod.check(&Target::kubernetes());
assert!(report.findings().iter().all(|finding| finding.rule != "image-user-unseen"));
"#,
    ),
    check: Check::loose_end(Fault::ImageUserUnseen),
};

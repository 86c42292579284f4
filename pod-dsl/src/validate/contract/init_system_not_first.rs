//! An image that wants to be process 1 shares the process namespace.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "init-system-not-first", "an image with an init system of its own has a process namespace of its own"),
    guessed: Severity::Warning,
    references: &["S04"],
    doc: "
With `shareProcessNamespace` process 1 is the pod's own pause process. An image that starts by an init system (s6, systemd)
checks that it is process 1, and ends where it is not.

Keep such an image out of a pod that shares processes, or use another image of the same program.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  shareProcessNamespace: true
  containers:
    - name: ssh
      image: lscr.io/linuxserver/openssh-server:9.7_p1-r4
    - name: watch
      image: example.com/watch:1
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: ssh
      image: lscr.io/linuxserver/openssh-server:9.7_p1-r4
    - name: watch
      image: example.com/watch:1
"),
    check: Check::pod(check),
};

/// Parts of image references whose images start by an init system that wants to be process 1.
const INIT_SYSTEMS: &[&str] = &[
    "linuxserver/",
    "s6-overlay",
    "systemd",
    "/ubi-init",
    "ubi8-init",
    "ubi9-init",
    "homeassistant/home-assistant",
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.spec().share_process_namespace != Some(true) {
        return;
    }
    for member in context.running() {
        let image = context.container(member).image.as_deref().unwrap_or_default();
        if !INIT_SYSTEMS.iter().any(|part| image.contains(part)) {
            continue;
        }
        let message = format!(
            "the image of `{}` starts by an init system, which is not process 1 in this pod",
            context.name(member)
        );
        let mut finding = RULE.seen(context.at(member, "image"), message);
        finding.help("drop `shareProcessNamespace`, or use an image without an init system");
        found.push(finding);
    }
}

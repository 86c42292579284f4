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

/// Tells whether a program is an init system.
fn is_init(program: &str) -> bool {
    let name = program.rsplit('/').next().unwrap_or(program);
    program == "/init" || program == "/sbin/init" || matches!(name, "s6-svscan" | "systemd" | "tini")
}

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.spec().share_process_namespace != Some(true) {
        return;
    }
    for member in context.running() {
        let image = context.container(member).image.as_deref().unwrap_or_default();
        let line = context.command(member);
        let program = line.words.first().filter(|_| line.replaces_entry_point);
        let named = program.filter(|word| is_init(&word.text));
        // `tini -s` adopts orphans wherever it stands.
        let wrapped = named
            .filter(|word| word.text.ends_with("tini") && line.words.iter().any(|word| word.text == "-s"));
        let by_image = program.is_none() && INIT_SYSTEMS.iter().any(|part| image.contains(part));
        let (field, what) = match named {
            Some(word) if wrapped.is_none() => (word.field.to_string(), "the command"),
            _ if by_image => ("image".to_owned(), "the image"),
            _ => continue,
        };
        let message = format!(
            "{what} of `{}` starts by an init system, which is not process 1 in this pod",
            context.name(member)
        );
        let mut finding = RULE.seen(context.at(member, &field), message);
        finding.help("drop `shareProcessNamespace`, or use an image without an init system");
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_command_starts_an_init_system_too() {
        tells(
            &super::RULE,
            &[
                (
                    "{shareProcessNamespace: true, containers: [{name: app, image: example.com/app:1, command: [/init]}, {name: peer, image: example.com/peer:1}]}",
                    "{shareProcessNamespace: true, containers: [{name: app, image: example.com/app:1, command: [/app]}, {name: peer, image: example.com/peer:1}]}",
                ),
                (
                    "{shareProcessNamespace: true, containers: [{name: app, image: example.com/app:1, command: [/usr/lib/systemd/systemd]}, {name: peer, image: example.com/peer:1}]}",
                    "{shareProcessNamespace: true, containers: [{name: app, image: example.com/app:1, command: [/usr/bin/app]}, {name: peer, image: example.com/peer:1}]}",
                ),
                (
                    "{shareProcessNamespace: true, containers: [{name: app, image: example.com/app:1, command: [/usr/bin/tini, --, /app]}, {name: peer, image: example.com/peer:1}]}",
                    "{shareProcessNamespace: true, containers: [{name: app, image: example.com/app:1, command: [/usr/bin/tini, -s, --, /app]}, {name: peer, image: example.com/peer:1}]}",
                ),
            ],
        );
    }
}

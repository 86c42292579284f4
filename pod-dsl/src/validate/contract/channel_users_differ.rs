//! Containers that write one volume run as different users.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "channel-users-differ", "containers that write one volume have a group in common"),
    guessed: Severity::Warning,
    references: &["V11"],
    doc: "
A file belongs to the user who made it, and others may read it at most. Two containers with different users cannot change each
other's files, and a reader is shut out of files that are made for their owner alone. On OpenShift all containers of a pod have
one user, unless some are fixed.

Two writers are a warning, a writer and a reader an information.

Set `fsGroup` for the pod: the volume then belongs to a group that all containers are in. Or give them one user.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      securityContext: {runAsUser: 1000}
      volumeMounts: [{name: data, mountPath: /data}]
    - name: sync
      image: example.com/sync:1
      securityContext: {runAsUser: 2000}
      volumeMounts: [{name: data, mountPath: /data}]
  volumes:
    - name: data
      emptyDir: {}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  securityContext: {fsGroup: 3000}
  containers:
    - name: web
      image: example.com/web:1
      securityContext: {runAsUser: 1000}
      volumeMounts: [{name: data, mountPath: /data}]
    - name: sync
      image: example.com/sync:1
      securityContext: {runAsUser: 2000}
      volumeMounts: [{name: data, mountPath: /data}]
  volumes:
    - name: data
      emptyDir: {}
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let shared = context.spec().security_context.as_ref();
    if shared.is_some_and(|security| security.fs_group.is_some()) {
        return;
    }
    for (at, volume) in context.spec().volumes.iter().flatten().enumerate() {
        if volume.empty_dir.is_none() && volume.persistent_volume_claim.is_none() {
            continue;
        }
        let writers: Vec<_> = context
            .mounts_of(&volume.name)
            .filter(|(_, _, mount)| mount.read_only != Some(true) && mount.sub_path.is_none())
            // Root may change everybody's files.
            .filter_map(|(member, ..)| Some((member, context.uid(member).filter(|&user| user != 0)?)))
            .collect();
        let Some(&(first, user)) = writers.first() else { continue };
        if writers.iter().all(|(_, other)| *other == user) {
            found.extend(reader(context, at, &volume.name, (first, user)));
            continue;
        }
        let Some(&(second, other)) = writers.iter().find(|(_, other)| *other != user) else { continue };
        let message = format!(
            "`{}` writes volume `{}` as user {user} and `{}` as user {other}, and they have no group in common",
            context.name(first),
            volume.name,
            context.name(second)
        );
        let mut finding = RULE.seen(context.in_spec(&format!("volumes[{at}]")), message);
        finding.help("set `fsGroup` in the pod's securityContext");
        found.push(finding);
    }
}

/// Finds a reader of another user, who sees only what is not made for its owner alone.
fn reader(context: &Context<'_>, at: usize, volume: &str, (writer, user): (usize, i64)) -> Option<Finding> {
    let (member, other) = context
        .mounts_of(volume)
        .filter(|(_, _, mount)| mount.read_only == Some(true))
        .filter_map(|(member, ..)| Some((member, context.uid(member)?)))
        .find(|(_, other)| *other != user && *other != 0)?;
    let (one, second) = (context.name(writer), context.name(member));
    let message = format!(
        "`{one}` writes volume `{volume}` as user {user} and `{second}` reads it as user {other}, without a group in common"
    );
    let mut finding = RULE.seen(context.in_spec(&format!("volumes[{at}]")), message);
    finding.severity = Severity::Info;
    finding.help("set `fsGroup` in the pod's securityContext");
    Some(finding)
}

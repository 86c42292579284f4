//! Containers that write one volume run as different users.

use super::{
    ContractRule, Example,
    context::{Context, Workload},
    rule::Check,
};
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
    let kept = context
        .spec()
        .volumes
        .iter()
        .flatten()
        .enumerate()
        .filter(|(_, volume)| volume.empty_dir.is_some() || volume.persistent_volume_claim.is_some());
    let volumes = kept.map(|(at, volume)| (volume.name.as_str(), context.in_spec(&format!("volumes[{at}]"))));
    for (volume, path) in volumes.chain(claimed(context)) {
        let writers: Vec<_> = context
            .mounts_of(volume)
            .filter(|(_, _, mount)| mount.read_only != Some(true) && mount.sub_path.is_none())
            // Root may change everybody's files.
            .filter_map(|(member, ..)| Some((member, context.uid(member).filter(|&user| user != 0)?)))
            .collect();
        let Some(&(first, user)) = writers.first() else { continue };
        if writers.iter().all(|(_, other)| *other == user) {
            found.extend(reader(context, &path, volume, (first, user)));
            continue;
        }
        let Some(&(second, other)) = writers.iter().find(|(_, other)| *other != user) else { continue };
        let message = format!(
            "`{}` writes volume `{volume}` as user {user} and `{}` as user {other}, and they have no group in common",
            context.name(first),
            context.name(second)
        );
        let mut finding = RULE.seen(path, message);
        finding.help("set `fsGroup` in the pod's securityContext");
        found.push(finding);
    }
}

/// Lists the volumes that a `StatefulSet` makes by its claim templates, each with the first mount of it.
fn claimed<'c>(context: &'c Context<'_>) -> impl Iterator<Item = (&'c str, String)> {
    let of_set = context.subject.workload == Workload::Service("StatefulSet");
    let mut told: Vec<&str> = Vec::new();
    let mounts = context.all().filter(move |_| of_set).flat_map(move |member| {
        let mounts = context.container(member).volume_mounts.iter().flatten().enumerate();
        mounts
            .map(move |(at, mount)| (mount.name.as_str(), context.at(member, &format!("volumeMounts[{at}]"))))
    });
    mounts.filter(move |(volume, _)| {
        let new = context.volume(volume).is_none() && !told.contains(volume);
        if new {
            told.push(volume);
        }
        new
    })
}

/// Finds a reader of another user, who sees only what is not made for its owner alone.
fn reader(context: &Context<'_>, path: &str, volume: &str, (writer, user): (usize, i64)) -> Option<Finding> {
    let (member, other) = context
        .mounts_of(volume)
        .filter(|(_, _, mount)| mount.read_only == Some(true))
        .filter_map(|(member, ..)| Some((member, context.uid(member)?)))
        .find(|(_, other)| *other != user && *other != 0)?;
    let (one, second) = (context.name(writer), context.name(member));
    let message = format!(
        "`{one}` writes volume `{volume}` as user {user} and `{second}` reads it as user {other}, without a group in common"
    );
    let mut finding = RULE.seen(path, message);
    finding.severity = Severity::Info;
    finding.help("set `fsGroup` in the pod's securityContext");
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_claim_of_a_stateful_set_is_a_volume_too() {
        tells(
            &super::RULE,
            &[(
                "apiVersion: apps/v1
kind: StatefulSet
metadata: {name: shop}
spec:
  serviceName: shop
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      securityContext: {}
      containers:
        - {name: one, image: example.com/one:1, securityContext: {runAsUser: 999}, volumeMounts: [{name: data, mountPath: /data}]}
        - {name: two, image: example.com/two:1, securityContext: {runAsUser: 1001}, volumeMounts: [{name: data, mountPath: /data}]}
  volumeClaimTemplates:
    - {metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}",
                "apiVersion: apps/v1
kind: StatefulSet
metadata: {name: shop}
spec:
  serviceName: shop
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      securityContext: {fsGroup: 1}
      containers:
        - {name: one, image: example.com/one:1, securityContext: {runAsUser: 999}, volumeMounts: [{name: data, mountPath: /data}]}
        - {name: two, image: example.com/two:1, securityContext: {runAsUser: 1001}, volumeMounts: [{name: data, mountPath: /data}]}
  volumeClaimTemplates:
    - {metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}",
            )],
        );
    }
}

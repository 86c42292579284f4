//! Nobody may write where somebody is to write.

use super::{ContractRule, Example, context::Context, guess::below, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("channel-unwritable", "whoever writes to a volume has a mount that lets it"),
    guessed: Severity::Warning,
    references: &["V04"],
    doc: r#"
An `emptyDir` begins empty. Where every mount of it is read-only it stays so, and whoever waits for its content waits for ever;
a writer whose mount is read-only ends with "read-only file system".

One container alone with an empty folder may mean to cover what the image has there; that is an information.

Let the writer's mount be writable, and only the readers' read-only. In Rust that follows from `.writes(…)` and `.reads(…)`.
"#,
    bad: Example::Yaml(
        "
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: content, mountPath: /srv, readOnly: true}]
    - name: fetch
      image: example.com/fetch:1
      volumeMounts: [{name: content, mountPath: /out, readOnly: true}]
  volumes:
    - name: content
      emptyDir: {}
",
    ),
    good: Example::Yaml(
        "
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: content, mountPath: /srv, readOnly: true}]
    - name: fetch
      image: example.com/fetch:1
      volumeMounts: [{name: content, mountPath: /out}]
  volumes:
    - name: content
      emptyDir: {}
",
    ),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (at, volume) in context.spec().volumes.iter().flatten().enumerate() {
        let name = &volume.name;
        let mut users: Vec<_> = context.mounts_of(name).map(|(member, ..)| member).collect();
        users.dedup();
        let nobody = context.mounts_of(name).all(|(_, _, mount)| mount.read_only == Some(true));
        // One container alone may cover a folder with an empty one.
        if volume.empty_dir.is_some() && nobody && users.len() > 1 {
            let message =
                format!("{} may only read volume `{name}`, which begins empty", context.names(users));
            let mut finding = RULE.seen(context.in_spec(&format!("volumes[{at}]")), message);
            finding.help("let the container that fills it mount it without `readOnly`");
            found.push(finding);
            continue;
        }
        if let (Some(_), true, [member]) = (&volume.empty_dir, nobody, users.as_slice()) {
            let message = format!(
                "`{}` may only read volume `{name}`, which begins empty and stays so",
                context.name(*member)
            );
            let mut finding = RULE.seen(context.in_spec(&format!("volumes[{at}]")), message);
            finding.severity = Severity::Info;
            found.push(finding);
        }
        for (member, index, mount) in context.mounts_of(name) {
            if mount.read_only != Some(true) {
                continue;
            }
            let written = context.intent.accesses.iter().find(|access| {
                access.owner == member
                    && access.writes
                    && below(&access.path, &mount.mount_path).is_some()
                    && !nearer(context, member, &access.path, &mount.mount_path)
            });
            let Some(access) = written else { continue };
            let message = format!(
                "`{}` writes {}, and its mount of `{name}` is read-only",
                context.name(member),
                access.path
            );
            let path = context.at(member, &format!("volumeMounts[{index}].readOnly"));
            let mut finding = RULE.found(&access.basis, path, message);
            finding.help("let this mount be writable, and the readers' read-only");
            found.push(finding);
        }
    }
}

/// Tells whether another mount of the container stands nearer to the path.
fn nearer(context: &Context<'_>, member: usize, path: &str, folder: &str) -> bool {
    let mounts = context.container(member).volume_mounts.iter().flatten();
    mounts
        .into_iter()
        .any(|mount| mount.mount_path.len() > folder.len() && below(path, &mount.mount_path).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn who_is_told_where_to_write_and_who_only_makes_a_file_to_follow_are_told_apart() {
        tells(
            &super::RULE,
            &[(
                "{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /repo}]}, {name: sync, image: registry.k8s.io/git-sync/git-sync:v4.2.3, args: [--root=/git], volumeMounts: [{name: v, mountPath: /git, readOnly: true}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}",
                r#"{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /logs}]}, {name: tail, image: busybox:1.37, command: [sh, -c, "touch /logs/a; tail -F /logs/a"], volumeMounts: [{name: v, mountPath: /logs, readOnly: true}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
            )],
        );
    }
}

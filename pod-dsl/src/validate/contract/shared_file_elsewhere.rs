//! Writer and reader of a shared volume name different files.

use super::{ContractRule, Example, context::Context, guess::below, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("shared-file-elsewhere", "writer and reader of a shared volume name one file"),
    guessed: Severity::Warning,
    references: &["V06"],
    doc: "
Each container has the volume at a place of its own, so the same file has two paths. They are typed in two places, and where
they come apart the reader waits for a file that nobody writes.

Compare what follows the mount path on both sides. In Rust a shared file is one value with its path on the volume, and each
side's path has to end with it.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: busybox:1.37
      command: [sh, -c, "while true; do date >> /var/log/web/access.log; sleep 1; done"]
      volumeMounts: [{name: logs, mountPath: /var/log/web}]
    - name: tail
      image: busybox:1.37
      command: [sh, -c, "tail -F /logs/web/access.log"]
      volumeMounts: [{name: logs, mountPath: /logs, readOnly: true}]
  volumes:
    - name: logs
      emptyDir: {}
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: busybox:1.37
      command: [sh, -c, "while true; do date >> /var/log/web/access.log; sleep 1; done"]
      volumeMounts: [{name: logs, mountPath: /var/log/web}]
    - name: tail
      image: busybox:1.37
      command: [sh, -c, "tail -F /logs/access.log"]
      volumeMounts: [{name: logs, mountPath: /logs, readOnly: true}]
  volumes:
    - name: logs
      emptyDir: {}
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let files =
        || context.intent.channels.iter().filter_map(|channel| Some((channel, channel.file.as_deref()?)));
    for (read, file) in files().filter(|(channel, _)| channel.writers.is_empty()) {
        let Some(&reader) = read.readers.first() else { continue };
        // Who writes is known, and it is another file, or one of that name in another folder.
        let written: Vec<_> = files()
            .filter(|(channel, other)| {
                channel.volume == read.volume
                    && *other != file
                    && !channel.writers.is_empty()
                    && below(file, other).is_none()
                    && below(other, file).is_none()
            })
            .collect();
        let every_user = context.mounts_of(&read.volume).all(|(member, _, mount)| {
            mount.read_only == Some(true)
                || files().any(|(channel, _)| {
                    channel.volume == read.volume
                        && (channel.writers.contains(&member) || channel.readers.contains(&member))
                })
        });
        let base = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let Some((channel, other)) = written
            .iter()
            .find(|(_, other)| base(other) == base(file))
            .or(written.first().filter(|_| every_user))
        else {
            continue;
        };
        let (Some(&writer), volume) = (channel.writers.first(), &read.volume) else { continue };
        let (one, second) = (context.name(writer), context.name(reader));
        let message =
            format!("`{second}` reads `{file}` on volume `{volume}`, and `{one}` writes `{other}` there");
        let mut finding = RULE.found(&read.basis, context.path(reader), message);
        finding.help("let both paths be the same after their mount paths");
        found.push(finding);
    }
}

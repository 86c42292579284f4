//! Writer and reader of a shared volume name different files.

use super::{ContractRule, Example, context::Context, guess::below, rule::Check};
use crate::{
    intent::Source,
    validate::{Finding, Rule, Severity},
};

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
                    && !stands_for(file, other)
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
        if files().any(|(channel, other)| {
            channel.volume == read.volume && !channel.writers.is_empty() && stands_for(file, other)
        }) {
            continue;
        }
        let base = |path: &'_ str| path.rsplit('/').next().unwrap_or_default().to_owned();
        // What is only likely read needs the same name to be a mistake.
        let likely = read.basis.source() == Some(Source::Likely);
        let Some((channel, other)) = written
            .iter()
            .find(|(_, other)| stands_for(&base(file), &base(other)))
            .or(written.first().filter(|_| every_user && !likely))
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

/// Tells whether a path, which may hold one `*` in its last part, is that of a file.
fn stands_for(path: &str, file: &str) -> bool {
    let Some((before, after)) = path.split_once('*') else { return path == file };
    let rest = file.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    rest.is_some_and(|rest| !rest.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn what_a_shipper_or_a_flag_names_is_the_file_that_is_written() {
        tells(
            &super::RULE,
            &[
                (
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: ship}
data: {fluent-bit.conf: "[INPUT]\n    Name tail\n    Path /logs/app/app.log\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - {name: app, image: example.com/app:1, env: [{name: LOG_FILE, value: /var/log/app/app.log}], volumeMounts: [{name: v, mountPath: /var/log/app}]}
    - name: ship
      image: fluent/fluent-bit:4.0
      volumeMounts: [{name: v, mountPath: /logs, readOnly: true}, {name: c, mountPath: /fluent-bit/etc}]
  volumes: [{name: v, emptyDir: {}}, {name: c, configMap: {name: ship}}]"#,
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: ship}
data: {fluent-bit.conf: "[INPUT]\n    Name tail\n    Path /logs/app.log\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - {name: app, image: example.com/app:1, env: [{name: LOG_FILE, value: /var/log/app/app.log}], volumeMounts: [{name: v, mountPath: /var/log/app}]}
    - name: ship
      image: fluent/fluent-bit:4.0
      volumeMounts: [{name: v, mountPath: /logs, readOnly: true}, {name: c, mountPath: /fluent-bit/etc}]
  volumes: [{name: v, emptyDir: {}}, {name: c, configMap: {name: ship}}]"#,
                ),
                (
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: ship}
data: {fluent-bit.conf: "[INPUT]\n    Name tail\n    Path /logs/app/*.log\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - {name: app, image: example.com/app:1, env: [{name: LOG_FILE, value: /var/log/app/app.log}], volumeMounts: [{name: v, mountPath: /var/log/app}]}
    - name: ship
      image: fluent/fluent-bit:4.0
      volumeMounts: [{name: v, mountPath: /logs, readOnly: true}, {name: c, mountPath: /fluent-bit/etc}]
  volumes: [{name: v, emptyDir: {}}, {name: c, configMap: {name: ship}}]"#,
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: ship}
data: {fluent-bit.conf: "[INPUT]\n    Name tail\n    Path /logs/*.log\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - {name: app, image: example.com/app:1, env: [{name: LOG_FILE, value: /var/log/app/app.log}], volumeMounts: [{name: v, mountPath: /var/log/app}]}
    - name: ship
      image: fluent/fluent-bit:4.0
      volumeMounts: [{name: v, mountPath: /logs, readOnly: true}, {name: c, mountPath: /fluent-bit/etc}]
  volumes: [{name: v, emptyDir: {}}, {name: c, configMap: {name: ship}}]"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, args: [--config=/etc/app/config/app.conf], volumeMounts: [{name: v, mountPath: /etc/app, readOnly: true}]}], initContainers: [{name: render, image: alpine:3.22, command: [sh, -c, "envsubst < /tpl/app.conf > /out/app.conf"], volumeMounts: [{name: v, mountPath: /out}]}], volumes: [{name: v, emptyDir: {}}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, args: [--config=/etc/app/app.conf], volumeMounts: [{name: v, mountPath: /etc/app, readOnly: true}]}], initContainers: [{name: render, image: alpine:3.22, command: [sh, -c, "envsubst < /tpl/app.conf > /out/app.conf"], volumeMounts: [{name: v, mountPath: /out}]}], volumes: [{name: v, emptyDir: {}}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, args: [--config=/etc/app/config/app.conf], volumeMounts: [{name: v, mountPath: /etc/app, readOnly: true}]}], initContainers: [{name: render, image: alpine:3.22, command: [sh, -c, "envsubst < /tpl/app.conf > /out/app.conf"], volumeMounts: [{name: v, mountPath: /out}]}], volumes: [{name: v, emptyDir: {}}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, args: [--config=/etc/app/other.conf], volumeMounts: [{name: v, mountPath: /etc/app, readOnly: true}]}], initContainers: [{name: render, image: alpine:3.22, command: [sh, -c, "envsubst < /tpl/app.conf > /out/app.conf"], volumeMounts: [{name: v, mountPath: /out}]}], volumes: [{name: v, emptyDir: {}}]}"#,
                ),
            ],
        );
    }
}

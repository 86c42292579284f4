//! `tail -f` waits for a file that is not there yet, or that is rotated.

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    guess::{below, follows},
    rule::Check,
};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "tail-loses-file", "a file that another container writes is followed by its name"),
    guessed: Severity::Warning,
    references: &["V14"],
    doc: "
`tail -f` ends when the file does not exist yet, which it need not, since nobody waits for the writer; and it goes on reading
the old file when the writer rotates its log.

Use `tail -F`, which waits for the file and follows its name, or `touch` the file first where it is never rotated.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: logs, mountPath: /var/log/web}]
    - name: tail
      image: busybox:1.37
      command: [sh, -c, "tail -n+1 -f /logs/access.log"]
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
      image: example.com/web:1
      volumeMounts: [{name: logs, mountPath: /var/log/web}]
    - name: tail
      image: busybox:1.37
      command: [sh, -c, "tail -n+1 -F /logs/access.log"]
      volumeMounts: [{name: logs, mountPath: /logs, readOnly: true}]
  volumes:
    - name: logs
      emptyDir: {}
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.running() {
        let container = context.container(member);
        let line = context.command(member);
        if !line.words.iter().any(|word| word.text.ends_with("tail")) {
            continue;
        }
        let commands = line.commands();
        let touched =
            |file: &str| commands.iter().any(|words| words.contains(&"touch") && words.contains(&file));
        for words in &commands {
            let Some(tail) = words.iter().position(|word| *word == "tail" || word.ends_with("/tail")) else {
                continue;
            };
            let Some(file) = words[tail + 1..].iter().find(|word| word.starts_with('/')) else { continue };
            if follows(words) != Some(false) || touched(file) || !is_anothers(context, member, file) {
                continue;
            }
            let message = format!(
                "`{}` follows {file} by `tail -f`, which ends where the file is not there yet",
                container.name
            );
            let field =
                line.script.as_ref().map_or_else(|| "command".to_owned(), |script| script.field.to_string());
            let mut finding = RULE.seen(context.at(member, &field), message);
            finding.help("use `tail -F`, which waits for the file and follows it when it is rotated");
            found.push(finding);
            break;
        }
    }
}

/// Tells whether a file is on a volume that another container of the pod mounts as well.
fn is_anothers(context: &Context<'_>, member: usize, file: &str) -> bool {
    context.container(member).volume_mounts.iter().flatten().any(|mount| {
        below(file, &mount.mount_path).is_some()
            && context
                .mounts_of(&mount.name)
                .any(|(other, ..)| other != member && context.stand(other) != Stand::Init)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn the_long_option_follows_as_the_short_one_does() {
        tells(
            &super::RULE,
            &[
                (
                    r#"{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /logs}]}, {name: tail, image: busybox:1.37, command: [sh, -c, "tail -n 100 --follow /logs/a"], volumeMounts: [{name: v, mountPath: /logs, readOnly: true}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /logs}]}, {name: tail, image: busybox:1.37, command: [sh, -c, "tail --follow=name --retry /logs/a"], volumeMounts: [{name: v, mountPath: /logs, readOnly: true}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /logs}]}, {name: tail, image: busybox:1.37, command: [sh, -c, "tail -fn0 /logs/a"], volumeMounts: [{name: v, mountPath: /logs, readOnly: true}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /logs}]}, {name: tail, image: busybox:1.37, command: [sh, -c, "tail -Fn0 /logs/a"], volumeMounts: [{name: v, mountPath: /logs, readOnly: true}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
                ),
            ],
        );
    }
}

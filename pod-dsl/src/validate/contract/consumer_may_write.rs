//! A container that only reads a shared volume may write it.

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    rule::Check,
};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "consumer-may-write", "who only reads a shared volume mounts it read-only"),
    guessed: Severity::Warning,
    references: &["V05"],
    doc: "
A volume is how data passes from one container to another. A reader that may write can spoil what it reads, by a mistake or in
the hands of an intruder, and the writer then serves or ships what it never wrote. Of 97 shared volumes in public manifests 77
have no reader that is held to reading.

Set `readOnly: true` on the reader's mount. In Rust `.reads(&file, path)` does it by itself.

It is a warning where a command or a well-known image tells that the container only reads, and an information where nobody
can tell who reads and who writes.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: fetch
      image: busybox:1.37
      command: [sh, -c, "wget -O /work/index.html http://example.com"]
      volumeMounts: [{name: content, mountPath: /work}]
  containers:
    - name: web
      image: nginx:1.29
      volumeMounts: [{name: content, mountPath: /usr/share/nginx/html}]
  volumes:
    - name: content
      emptyDir: {}
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: fetch
      image: busybox:1.37
      command: [sh, -c, "wget -O /work/index.html http://example.com"]
      volumeMounts: [{name: content, mountPath: /work}]
  containers:
    - name: web
      image: nginx:1.29
      volumeMounts: [{name: content, mountPath: /usr/share/nginx/html, readOnly: true}]
  volumes:
    - name: content
      emptyDir: {}
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for volume in context.spec().volumes.iter().flatten().filter(|volume| volume.empty_dir.is_some()) {
        let mounts: Vec<_> = context.mounts_of(&volume.name).collect();
        let shared = mounts.iter().any(|(member, ..)| *member != mounts[0].0);
        if !shared {
            continue;
        }
        let channels: Vec<_> =
            context.intent.channels.iter().filter(|channel| channel.volume == volume.name).collect();
        let writes = |member: usize| channels.iter().any(|channel| channel.writers.contains(&member));
        let mut told = false;
        for &(member, index, mount) in &mounts {
            let reads = channels.iter().find(|channel| channel.readers.contains(&member));
            let (Some(channel), false, false) = (reads, writes(member), mount.read_only == Some(true)) else {
                continue;
            };
            let name = context.name(member);
            let message = format!("`{name}` only reads volume `{}`, and may write it", volume.name);
            let path = context.at(member, &format!("volumeMounts[{index}]"));
            let mut finding = RULE.found(&channel.basis, path, message);
            finding.help("set `readOnly: true` on this mount");
            found.push(finding);
            told = true;
        }
        let all_may = mounts.iter().all(|(_, _, mount)| mount.read_only != Some(true));
        let all_write = mounts.iter().all(|(member, ..)| writes(*member));
        let side_by_side = mounts.iter().filter(|(member, ..)| context.stand(*member) != Stand::Init).count();
        if all_may && !told && !all_write && side_by_side > 0 {
            let names = context.names(mounts.iter().map(|(member, ..)| *member));
            let message = format!("{names} may all write volume `{}`", volume.name);
            let (member, index, _) = mounts[mounts.len() - 1];
            let mut finding = RULE.seen(context.at(member, &format!("volumeMounts[{index}]")), message);
            finding.help("set `readOnly: true` where it is only read");
            finding.severity = Severity::Info;
            found.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn who_makes_a_file_only_to_follow_it_reads_it() {
        tells(
            &super::RULE,
            &[(
                r#"{containers: [{name: app, image: example.com/app:1, command: [sh, -c, "while true; do date >> /logs/a.log; sleep 1; done"], volumeMounts: [{name: v, mountPath: /logs}]}, {name: tail, image: busybox:1.37, command: [sh, -c, "touch /logs/a.log; tail -F /logs/a.log"], volumeMounts: [{name: v, mountPath: /logs}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
                r#"{containers: [{name: app, image: example.com/app:1, command: [sh, -c, "while true; do date >> /logs/a.log; sleep 1; done"], volumeMounts: [{name: v, mountPath: /logs}]}, {name: tail, image: busybox:1.37, command: [sh, -c, "touch /logs/a.log; tail -F /logs/a.log"], volumeMounts: [{name: v, mountPath: /logs, readOnly: true}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}"#,
            )],
        );
    }
}

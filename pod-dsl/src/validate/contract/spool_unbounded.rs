//! A shared log or spool grows until the node is full.

use super::{ContractRule, Example, amounts::limits, context::Context, rule::Check};
use crate::{
    intent::{Basis, Clue},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "spool-unbounded", "a volume for logs or a spool has a bound"),
    guessed: Severity::Info,
    references: &["V09"],
    doc: r#"
An `emptyDir` lies on the node's disk. A log that nobody rotates fills it, and then the kubelet evicts pods, not always the one
that wrote.

Set `sizeLimit` on the volume, or limit `ephemeral-storage` of the writer: then it is the writer that is evicted. In Rust:
`.size_limit("256Mi")`.
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
      volumeMounts: [{name: logs, mountPath: /var/log/web}]
    - name: agent
      image: fluent/fluent-bit:4.2.0
      volumeMounts: [{name: logs, mountPath: /logs, readOnly: true}]
  volumes:
    - name: logs
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
      volumeMounts: [{name: logs, mountPath: /var/log/web}]
    - name: agent
      image: fluent/fluent-bit:4.2.0
      volumeMounts: [{name: logs, mountPath: /logs, readOnly: true}]
  volumes:
    - name: logs
      emptyDir: {sizeLimit: 256Mi}
",
    ),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (at, volume) in context.spec().volumes.iter().flatten().enumerate() {
        let Some(dir) = &volume.empty_dir else { continue };
        let mounts: Vec<_> = context.mounts_of(&volume.name).collect();
        let growing = |text: &str| ["log", "spool", "queue", "buffer"].iter().any(|word| text.contains(word));
        let named = growing(&volume.name) || mounts.iter().any(|(_, _, mount)| growing(&mount.mount_path));
        let shared = mounts.iter().any(|(member, ..)| *member != mounts[0].0);
        let in_memory = dir.medium.as_deref() == Some("Memory");
        let bounded = dir.size_limit.is_some()
            || mounts.iter().any(|(member, _, mount)| {
                mount.read_only != Some(true) && limits(context.container(*member), "ephemeral-storage")
            });
        if !named || !shared || in_memory || bounded {
            continue;
        }
        let said = context.intent.channels.iter().find(|channel| {
            channel.volume == volume.name
                && channel.file.is_some()
                && !channel.basis.is_guess()
                && !channel.writers.is_empty()
        });
        let basis = said.map_or(Basis::Guessed(Clue::default()), |channel| channel.basis.clone());
        let message = format!("volume `{}` grows without bound, on the disk of the node", volume.name);
        let mut finding = RULE.found(&basis, context.in_spec(&format!("volumes[{at}].emptyDir")), message);
        finding.help("set `sizeLimit`, or limit `ephemeral-storage` of the container that writes");
        found.push(finding);
    }
}

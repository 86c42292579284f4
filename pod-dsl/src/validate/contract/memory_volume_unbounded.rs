//! A volume in memory has no bound.

use super::{ContractRule, Example, amounts::limits, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "memory-volume-unbounded", "a volume in memory has a size limit, or its containers have memory limits"),
    guessed: Severity::Warning,
    references: &["V10"],
    doc: "
What is written to an `emptyDir` with `medium: Memory` counts as memory of the container that writes. Without a size limit and
without a memory limit it may take half of the node's memory, and the kernel then kills somebody.

Set `sizeLimit`, or a memory limit for every container that mounts it.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: cache, mountPath: /cache}]
  volumes:
    - name: cache
      emptyDir: {medium: Memory}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: cache, mountPath: /cache}]
  volumes:
    - name: cache
      emptyDir: {medium: Memory, sizeLimit: 64Mi}
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (at, volume) in context.spec().volumes.iter().flatten().enumerate() {
        let Some(dir) = &volume.empty_dir else { continue };
        if dir.medium.as_deref() != Some("Memory") || dir.size_limit.is_some() {
            continue;
        }
        let mut writers =
            context.mounts_of(&volume.name).filter(|(_, _, mount)| mount.read_only != Some(true));
        let Some((member, ..)) = writers.find(|(member, ..)| !limits(context.container(*member), "memory"))
        else {
            continue;
        };
        let message = format!(
            "volume `{}` is in memory without a size limit, and `{}`, which may write it, has no memory limit",
            volume.name,
            context.name(member)
        );
        let mut finding = RULE.seen(context.in_spec(&format!("volumes[{at}].emptyDir")), message);
        finding.help("set `sizeLimit`");
        found.push(finding);
    }
}

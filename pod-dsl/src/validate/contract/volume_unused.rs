//! A volume is declared and never mounted.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "volume-unused", "a volume is mounted by some container"),
    guessed: Severity::Warning,
    references: &["V03"],
    doc: "
A volume that nobody mounts is still made: a claim is bound, a Secret must exist, or the pod does not start. Mostly the mount
was forgotten, or has another name.

Mount it, or drop it. In Rust mounting a volume is what adds it to the pod.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
  volumes:
    - name: cache
      emptyDir: {}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: cache, mountPath: /var/cache/web}]
  volumes:
    - name: cache
      emptyDir: {}
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (at, volume) in context.spec().volumes.iter().flatten().enumerate() {
        let name = &volume.name;
        let used = context.mounts_of(name).next().is_some()
            || context.all().any(|member| {
                let container = context.container(member);
                let device = container.volume_devices.iter().flatten().any(|device| device.name == *name);
                let file = container.env.iter().flatten().any(|env| {
                    let source = env.value_from.as_ref().and_then(|from| from.file_key_ref.as_ref());
                    source.is_some_and(|source| source.volume_name == *name)
                });
                device || file
            });
        let ephemeral = context.spec().ephemeral_containers.iter().flatten();
        let looked_at = ephemeral
            .flat_map(|container| container.volume_mounts.iter().flatten())
            .any(|mount| mount.name == *name);
        if used || looked_at {
            continue;
        }
        let message = format!("no container mounts volume `{name}`");
        let mut finding = RULE.seen(context.in_spec(&format!("volumes[{at}]")), message);
        finding.help("mount it, or drop it");
        found.push(finding);
    }
}

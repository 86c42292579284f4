//! Configuration that is to change while the pod runs is mounted by subPath.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("live-config-frozen", "configuration that somebody reloads is mounted as a folder"),
    guessed: Severity::Warning,
    references: &["V07"],
    doc: "
A `ConfigMap` or a Secret that changes is put into the running pod, but not where it is mounted by `subPath`: there it stays as
it was when the container started. A reloader beside it never sees a change.

Mount the folder, and point the program at the file in it. It is a warning where a container of the pod reloads, and else an
information.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: nginx:1.29
      volumeMounts: [{name: config, mountPath: /etc/nginx/nginx.conf, subPath: nginx.conf}]
    - name: reload
      image: ghcr.io/jimmidyson/configmap-reload:v0.15.0
      args: ["--volume-dir=/etc/config", "--webhook-url=http://127.0.0.1:8080/reload"]
      volumeMounts: [{name: config, mountPath: /etc/config}]
  volumes:
    - name: config
      configMap: {name: web}
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: nginx:1.29
      volumeMounts: [{name: config, mountPath: /etc/nginx/conf.d}]
    - name: reload
      image: ghcr.io/jimmidyson/configmap-reload:v0.15.0
      args: ["--volume-dir=/etc/config", "--webhook-url=http://127.0.0.1:8080/reload"]
      volumeMounts: [{name: config, mountPath: /etc/config}]
  volumes:
    - name: config
      configMap: {name: web}
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.running() {
        let container = context.container(member);
        for (index, mount) in container.volume_mounts.iter().flatten().enumerate() {
            if mount.sub_path.is_none() && mount.sub_path_expr.is_none() {
                continue;
            }
            let Some((_, volume)) = context.volume(&mount.name) else { continue };
            let changes = volume.config_map.is_some()
                || volume.secret.is_some()
                || volume.downward_api.is_some()
                || volume.projected.is_some();
            if !changes {
                continue;
            }
            let reloader = context.running().find(|&other| reloads(context, other, &mount.name));
            let message = match reloader {
                Some(other) => format!(
                    "`{}` reloads what changes on volume `{}`, and this mount by subPath never changes",
                    context.name(other),
                    mount.name
                ),
                None => {
                    format!("what changes on volume `{}` does not reach this mount by subPath", mount.name)
                }
            };
            let mut finding =
                RULE.seen(context.at(member, &format!("volumeMounts[{index}].subPath")), message);
            finding.severity = if reloader.is_some() { Severity::Warning } else { Severity::Info };
            finding.help("mount the folder, and point the program at the file in it");
            found.push(finding);
        }
    }
}

/// Tells whether a container watches a volume to make others read it again.
fn reloads(context: &Context<'_>, member: usize, volume: &str) -> bool {
    let container = context.container(member);
    let named = [container.image.as_deref().unwrap_or_default(), &container.name]
        .into_iter()
        .any(|name| name.contains("reload"));
    let mounts = container.volume_mounts.iter().flatten().any(|mount| mount.name == volume);
    let signals =
        context.intent.signals.iter().any(|signal| signal.from == member && signal.signal == "SIGHUP");
    mounts && (named || signals)
}

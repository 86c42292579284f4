//! A mount hides what the image has in that folder.

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    guess::{below, known},
    rule::Check,
};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "mount-hides-files", "a mount does not cover a folder that the program needs"),
    guessed: Severity::Warning,
    references: &["V08"],
    doc: "
A mount covers what the image has at that path. Over `/etc` or `/usr` nothing is left to start the program with; over the
folder of a program's own configuration the files that are not in the volume are gone.

Mount a folder of its own, or a single file by `subPath`. Over a system folder it is a warning, over the folder of a
well-known program an information, since the volume may hold all that is needed.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: config, mountPath: /etc}]
  volumes:
    - name: config
      configMap: {name: web}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: config, mountPath: /etc/web}]
  volumes:
    - name: config
      configMap: {name: web}
"),
    check: Check::pod(check),
};

/// Folders without which hardly any image starts.
const SYSTEM: &[&str] = &[
    "/",
    "/bin",
    "/etc",
    "/lib",
    "/lib64",
    "/sbin",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/local/bin",
    "/usr/sbin",
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.all() {
        let container = context.container(member);
        covered(context, member, found);
        for (index, mount) in container.volume_mounts.iter().flatten().enumerate() {
            if mount.sub_path.is_some() || mount.sub_path_expr.is_some() {
                continue;
            }
            let Some((_, volume)) = context.volume(&mount.name) else { continue };
            let bare = volume.config_map.is_some() || volume.secret.is_some() || volume.empty_dir.is_some();
            let folder = match mount.mount_path.trim_end_matches('/') {
                "" => "/",
                folder => folder,
            };
            let fills = known(container.image.as_deref().unwrap_or_default())
                .is_some_and(|known| known.fills.contains(&folder));
            let filled = context.intent.channels.iter().any(|channel| {
                channel.volume == mount.name
                    && channel.writers.iter().any(|&writer| context.stand(writer) == Stand::Init)
            });
            let severity = if SYSTEM.contains(&folder) {
                Severity::Warning
            } else if fills {
                Severity::Info
            } else {
                continue;
            };
            if !bare || filled {
                continue;
            }
            let message = format!(
                "volume `{}` covers {folder}, and with it what the image of `{}` has there",
                mount.name, container.name
            );
            let mut finding =
                RULE.seen(context.at(member, &format!("volumeMounts[{index}].mountPath")), message);
            finding.severity = severity;
            finding.help("mount a folder of its own, or a single file by `subPath`");
            found.push(finding);
        }
    }
}

/// Finds mounts that one and the same container covers by another: at the same folder, spelled otherwise, or where what
/// others write on the volume comes to stand.
fn covered(context: &Context<'_>, member: usize, found: &mut Vec<Finding>) {
    let mounts: Vec<_> = context.container(member).volume_mounts.iter().flatten().enumerate().collect();
    let folder = |path: &str| path.trim_end_matches('/').to_owned();
    for (at, &(index, mount)) in mounts.iter().enumerate() {
        let twin = mounts[..at].iter().find(|(_, other)| {
            // The server compares what is written, and finds those itself that are written alike.
            other.mount_path != mount.mount_path && folder(&other.mount_path) == folder(&mount.mount_path)
        });
        let hidden = mounts.iter().filter(|(_, outer)| outer.name != mount.name && outer.sub_path.is_none());
        let hidden = hidden.clone().find_map(|(_, outer)| {
            let inner = below(&mount.mount_path, &outer.mount_path).filter(|inner| !inner.is_empty())?;
            let written = context.intent.channels.iter().find(|channel| {
                let file = channel.file.as_deref().unwrap_or_default();
                channel.volume == outer.name
                    && channel.writers.iter().any(|&writer| writer != member)
                    && below(file, inner).is_some()
            })?;
            Some((outer, written.file.clone().unwrap_or_default()))
        });
        let message = match (twin, hidden) {
            (Some((_, other)), _) => format!(
                "`{}` mounts `{}` and `{}` at one folder, and one covers the other",
                context.name(member),
                other.name,
                mount.name
            ),
            (None, Some((outer, file))) => format!(
                "`{}` does not see `{file}` of volume `{}`, which volume `{}` covers",
                context.name(member),
                outer.name,
                mount.name
            ),
            (None, None) => continue,
        };
        let mut finding = RULE.seen(context.at(member, &format!("volumeMounts[{index}].mountPath")), message);
        finding.help("mount one of them elsewhere");
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_mount_is_not_covered_by_another() {
        tells(
            &super::RULE,
            &[
                (
                    r#"{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /srv}, {name: w, mountPath: /srv/static}]}], initContainers: [{name: fill, image: busybox:1.37, command: [sh, -c, "cp /seed/logo.png /data/static/logo.png"], volumeMounts: [{name: v, mountPath: /data}]}], volumes: [{name: v, emptyDir: {}}, {name: w, emptyDir: {}}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /srv}, {name: w, mountPath: /srv/other}]}], initContainers: [{name: fill, image: busybox:1.37, command: [sh, -c, "cp /seed/logo.png /data/static/logo.png"], volumeMounts: [{name: v, mountPath: /data}]}], volumes: [{name: v, emptyDir: {}}, {name: w, emptyDir: {}}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /srv}, {name: w, mountPath: /srv/}]}], initContainers: [{name: fill, image: busybox:1.37, command: [sh, -c, "cp /seed/logo.png /data/static/logo.png"], volumeMounts: [{name: v, mountPath: /data}]}], volumes: [{name: v, emptyDir: {}}, {name: w, emptyDir: {}}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /srv}, {name: w, mountPath: /work}]}], initContainers: [{name: fill, image: busybox:1.37, command: [sh, -c, "cp /seed/logo.png /data/static/logo.png"], volumeMounts: [{name: v, mountPath: /data}]}], volumes: [{name: v, emptyDir: {}}, {name: w, emptyDir: {}}]}"#,
                ),
            ],
        );
    }
}

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

A mount below a `ConfigMap`, a Secret or another volume that the kubelet alone writes needs a folder there, which cannot be
made unless a key has its name; the container then does not start.

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
        nested(context, member, found);
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

/// Finds a mount below one that nobody may write: the folder for it cannot be made.
fn nested(context: &Context<'_>, member: usize, found: &mut Vec<Finding>) {
    let mounts: Vec<_> = context.container(member).volume_mounts.iter().flatten().collect();
    for (index, inner) in mounts.iter().enumerate() {
        let outer = mounts.iter().find(|outer| {
            let volume = context.volume(&outer.name).map(|(_, volume)| volume);
            let fixed = volume.is_some_and(|volume| {
                volume.config_map.is_some()
                    || volume.secret.is_some()
                    || volume.projected.is_some()
                    || volume.downward_api.is_some()
            });
            fixed
                && outer.sub_path.is_none()
                && below(&inner.mount_path, &outer.mount_path).is_some_and(|rest| !rest.is_empty())
        });
        let Some(outer) = outer else { continue };
        let message = format!(
            "volume `{}` is mounted at {}, below {}, where volume `{}` lets nobody make a folder for it",
            inner.name, inner.mount_path, outer.mount_path, outer.name
        );
        let mut finding = RULE.seen(context.at(member, &format!("volumeMounts[{index}].mountPath")), message);
        finding.help("mount it elsewhere, or mount single files of the outer volume by `subPath`");
        found.push(finding);
    }
}

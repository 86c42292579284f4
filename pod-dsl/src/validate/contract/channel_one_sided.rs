//! A volume that two containers are to share is mounted by one.

use super::{ContractRule, Example, context::Context, guess::below, rule::Check};
use crate::{
    intent::Access,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("channel-one-sided", "what one container reads on a volume another one writes there"),
    guessed: Severity::Warning,
    references: &["V01"],
    doc: "
A file passes from one container to another only over a volume that both mount. Without the mount the reader looks into its own
image, finds nothing, and says nothing.

Mount the volume in both, the reader's mount read-only. In Rust `.writes(&file, path)` and `.reads(&file, path)` make the
mounts, so a side cannot be forgotten.

In a manifest of others it is a warning where a container reads or writes, outside of its mounts, a file of the folder in which
another one has the volume. That a volume is mounted once is an information where it is only read or has the name of something
shared, and else no mistake: scratch volumes are.
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
      command: [sh, -c, "tail -F /var/log/web/access.log"]
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
      command: [sh, -c, "tail -F /var/log/web/access.log"]
      volumeMounts: [{name: logs, mountPath: /var/log/web, readOnly: true}]
  volumes:
    - name: logs
      emptyDir: {}
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (at, volume) in context.spec().volumes.iter().flatten().enumerate() {
        if volume.empty_dir.is_none() {
            continue;
        }
        said(context, at, &volume.name, found);
        let mut mounts = context.mounts_of(&volume.name);
        let (Some((owner, _, mount)), None) = (mounts.next(), mounts.next()) else { continue };
        let (mut told, before) = (false, found.len());
        for access in &context.intent.accesses {
            let other = access.owner;
            if other == owner
                || below(&access.path, &mount.mount_path).is_none_or(str::is_empty)
                || mounted(context, access)
            {
                continue;
            }
            let does = if access.writes { "writes" } else { "reads" };
            let (one, second) = (context.name(owner), context.name(other));
            let message = format!(
                "`{second}` {does} {} without mounting volume `{}`, which `{one}` has at {}",
                access.path, volume.name, mount.mount_path
            );
            let mut finding = RULE.found(&access.basis, context.at(other, access.basis.field()), message);
            finding.help(format!("mount `{}` in `{second}`, too", volume.name));
            found.push(finding);
            told = true;
            break;
        }
        if !told {
            let named = context.all().filter(|&other| other != owner);
            let named = named.filter_map(|other| named_in(context, other, &mount.mount_path, &volume.name));
            found.extend(named.map(|mut finding| {
                finding.help(format!("mount `{}` there, too", volume.name));
                finding
            }));
            told = found.len() > before;
        }
        if !told {
            found.extend(alone(context, at, &volume.name, owner));
        }
    }
}

/// Folders that every image has for itself, so that two containers name them without meaning one volume.
const OWN: &[&str] = &["/data", "/etc", "/opt", "/proc", "/run", "/sys", "/tmp", "/usr", "/var"];

/// Finds an argument or a variable of a container that names a path where only another one has the volume.
fn named_in(context: &Context<'_>, member: usize, folder: &str, volume: &str) -> Option<Finding> {
    if OWN.iter().any(|own| below(folder, own).is_some()) || folder == "/" {
        return None;
    }
    let container = context.container(member);
    let env = container.env.iter().flatten().enumerate();
    let env = env.filter_map(|(at, env)| Some((format!("env[{at}].value"), env.value.as_deref()?)));
    let args =
        container.args.iter().flatten().enumerate().map(|(at, arg)| (format!("args[{at}]"), arg.as_str()));
    let mounts = || container.volume_mounts.iter().flatten();
    let (field, path) = env.chain(args).find_map(|(field, text)| {
        let path = text.rsplit_once('=').map_or(text, |(_, value)| value);
        let inside = below(path, folder).is_some_and(|file| !file.is_empty());
        (inside && mounts().all(|mount| below(path, &mount.mount_path).is_none())).then_some((field, path))
    })?;
    let message = format!(
        "`{}` is told of {path}, and does not mount volume `{volume}`, which a peer has there",
        container.name
    );
    let mut finding = RULE.seen(context.at(member, &field), message);
    finding.severity = Severity::Info;
    Some(finding)
}

/// Names of volumes that are there to be shared.
const SHARED: &[&str] =
    &["shared", "common", "exchange", "log", "content", "html", "output", "sock", "spool", "www"];

/// Finds a volume that only one of several containers mounts, where its use or its name tells of another one.
fn alone(context: &Context<'_>, at: usize, volume: &str, owner: usize) -> Option<Finding> {
    if context.all().count() < 2 {
        return None;
    }
    let mut channels = context.intent.channels.iter().filter(|channel| channel.volume == volume);
    let reads = channels.clone().find(|channel| channel.readers.contains(&owner));
    let writes = channels.any(|channel| channel.writers.contains(&owner));
    let (name, path) = (context.name(owner), context.in_spec(&format!("volumes[{at}]")));
    let mut finding = match reads.filter(|_| !writes) {
        Some(channel) => {
            let message =
                format!("`{name}` reads volume `{volume}`, which begins empty and which nobody else mounts");
            let mut finding = RULE.found(&channel.basis, path, message);
            finding.severity = Severity::Info;
            finding
        }
        None if SHARED.iter().any(|word| volume.contains(word)) => {
            let message = format!("volume `{volume}` is mounted by `{name}` alone");
            let mut finding = RULE.seen(path, message);
            finding.severity = Severity::Info;
            finding
        }
        None => return None,
    };
    finding.help("mount it in the container that it is shared with");
    Some(finding)
}

/// Finds a shared file that was said to be read and that nobody in the pod was said to write.
fn said(context: &Context<'_>, at: usize, volume: &str, found: &mut Vec<Finding>) {
    let files = context
        .intent
        .channels
        .iter()
        .filter(|channel| channel.volume == volume && !channel.basis.is_guess());
    for channel in files {
        let Some(file) = &channel.file else { continue };
        let written = context.mounts_of(volume).any(|(_, _, mount)| mount.read_only != Some(true));
        if channel.readers.is_empty() || !channel.writers.is_empty() || written {
            continue;
        }
        let readers = context.names(channel.readers.iter().copied());
        let message = format!("{readers} reads `{file}` on volume `{volume}`, and nobody writes there");
        let mut finding = RULE.seen(context.in_spec(&format!("volumes[{at}]")), message);
        finding.help("let the container that makes the file write it: `.writes(&file, path)`");
        found.push(finding);
    }
}

/// Tells whether a path is on some volume in the container that uses it.
fn mounted(context: &Context<'_>, access: &Access) -> bool {
    let mounts = context.container(access.owner).volume_mounts.iter().flatten();
    mounts.into_iter().any(|mount| below(&access.path, &mount.mount_path).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_path_that_a_peer_is_told_of_is_mounted_there_too() {
        tells(
            &super::RULE,
            &[
                (
                    "{containers: [{name: app, image: example.com/app:1, args: [--in=/work/in.csv]}, {name: peer, image: example.com/peer:1, volumeMounts: [{name: v, mountPath: /work}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}",
                    "{containers: [{name: app, image: example.com/app:1, args: [--in=/work/in.csv], volumeMounts: [{name: v, mountPath: /work, readOnly: true}]}, {name: peer, image: example.com/peer:1, volumeMounts: [{name: v, mountPath: /work}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}",
                ),
                (
                    "{containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: sock, mountPath: /run/php}]}, {name: web, image: nginx:1.29}], volumes: [{name: sock, emptyDir: {}}]}",
                    "{containers: [{name: app, image: example.com/app:1, args: [--cache=/tmp/x]}, {name: peer, image: example.com/peer:1, volumeMounts: [{name: v, mountPath: /tmp}]}], volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}",
                ),
            ],
        );
    }
}

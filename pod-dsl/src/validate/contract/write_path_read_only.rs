//! A container writes where its file system is read-only.

use super::{ContractRule, Example, context::Context, guess::below, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract(
        "write-path-read-only",
        "with a read-only root file system a container writes to volumes only",
    ),
    guessed: Severity::Warning,
    references: &["S07"],
    doc: r#"
`readOnlyRootFilesystem: true` leaves volumes alone to be written. A program that writes a cache, a pid file or its own
configuration elsewhere ends with "read-only file system".

Mount an `emptyDir` where it writes.
"#,
    bad: Example::Yaml(
        "
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: nginx:1.29
      securityContext: {readOnlyRootFilesystem: true}
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
      image: nginx:1.29
      securityContext: {readOnlyRootFilesystem: true}
      volumeMounts:
        - {name: cache, mountPath: /var/cache/nginx}
        - {name: run, mountPath: /var/run}
  volumes:
    - name: cache
      emptyDir: {}
    - name: run
      emptyDir: {}
",
    ),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for access in context.intent.accesses.iter().filter(|access| access.writes) {
        let member = access.owner;
        let container = context.container(member);
        let read_only =
            container.security_context.as_ref().and_then(|security| security.read_only_root_filesystem);
        let mounted = container.volume_mounts.iter().flatten().any(|mount| {
            below(&access.path, &mount.mount_path).is_some() || is_alias(&access.path, &mount.mount_path)
        });
        if read_only != Some(true) || mounted || access.path.contains('$') {
            continue;
        }
        let message =
            format!("`{}` writes {}, and its root file system is read-only", container.name, access.path);
        let mut finding = RULE.found(&access.basis, context.at(member, access.basis.field()), message);
        finding.help(format!("mount an emptyDir at {}", folder(&access.path)));
        found.push(finding);
    }
}

/// `/var/run` leads to `/run` in nearly every image.
fn is_alias(path: &str, mount: &str) -> bool {
    let short = |path: &str| {
        path.strip_prefix("/var")
            .filter(|rest| rest.starts_with("/run"))
            .map_or(path.to_owned(), str::to_owned)
    };
    below(&short(path), &short(mount)).is_some()
}

/// Gives the folder of a path that looks like a file, and else the path itself.
fn folder(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some((folder, file)) if file.contains('.') && !folder.is_empty() => folder,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn flags_and_variables_tell_what_is_written() {
        tells(
            &super::RULE,
            &[
                (
                    "{containers: [{name: app, image: example.com/app:1, args: [--data-dir=/srv/app], securityContext: {readOnlyRootFilesystem: true}}]}",
                    "{containers: [{name: app, image: example.com/app:1, args: [--data-file=/srv/app], securityContext: {readOnlyRootFilesystem: true}}]}",
                ),
                (
                    "{containers: [{name: app, image: example.com/app:1, env: [{name: LOG_FILE, value: /var/log/app.log}], securityContext: {readOnlyRootFilesystem: true}}]}",
                    "{containers: [{name: app, image: example.com/app:1, env: [{name: LOG_FILE, value: /dev/stdout}], securityContext: {readOnlyRootFilesystem: true}}]}",
                ),
            ],
        );
    }
}

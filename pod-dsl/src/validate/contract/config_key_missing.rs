//! A key is asked for that the `ConfigMap` or Secret beside the pod does not have.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::KeyToPath;

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("config-key-missing", "a key that a pod asks for is in its `ConfigMap` or Secret"),
    guessed: Severity::Warning,
    references: &["V12"],
    doc: "
A container whose environment names a key that is not there does not start (`CreateContainerConfigError`); a volume whose items
name one is not mounted, and the pod waits. By `subPath` a key that is not there becomes an empty folder.

Correct the key, or mark the reference as optional. Only objects of the same file or bundle are looked at.
",
    bad: Example::Yaml("
apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data: {level: info}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      env:
        - name: LEVEL
          valueFrom: {configMapKeyRef: {name: shop, key: log-level}}
"),
    good: Example::Yaml("
apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data: {level: info}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      env:
        - name: LEVEL
          valueFrom: {configMapKeyRef: {name: shop, key: level}}
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.all() {
        for (at, env) in context.container(member).env.iter().flatten().enumerate() {
            let Some(from) = &env.value_from else { continue };
            if let Some(key) = from.config_map_key_ref.as_ref().filter(|key| key.optional != Some(true)) {
                let path = context.at(member, &format!("env[{at}].valueFrom.configMapKeyRef.key"));
                missing(context, Kind::ConfigMap, &key.name, &key.key, path, found);
            }
            if let Some(key) = from.secret_key_ref.as_ref().filter(|key| key.optional != Some(true)) {
                let path = context.at(member, &format!("env[{at}].valueFrom.secretKeyRef.key"));
                missing(context, Kind::Secret, &key.name, &key.key, path, found);
            }
        }
    }
    for (at, volume) in context.spec().volumes.iter().flatten().enumerate() {
        if let Some(source) = volume.config_map.as_ref().filter(|source| source.optional != Some(true)) {
            let path = context.in_spec(&format!("volumes[{at}].configMap.items"));
            items(context, Kind::ConfigMap, &source.name, source.items.as_deref(), &path, found);
            let of = (Kind::ConfigMap, source.name.as_str());
            sub_paths(context, &volume.name, of, source.items.as_deref(), found);
        }
        if let Some(source) = volume.secret.as_ref().filter(|source| source.optional != Some(true)) {
            let name = source.secret_name.as_deref().unwrap_or_default();
            let path = context.in_spec(&format!("volumes[{at}].secret.items"));
            items(context, Kind::Secret, name, source.items.as_deref(), &path, found);
            sub_paths(context, &volume.name, (Kind::Secret, name), source.items.as_deref(), found);
        }
        let parts = volume.projected.iter().flat_map(|projected| projected.sources.iter().flatten());
        for (part, source) in parts.enumerate() {
            let path = context.in_spec(&format!("volumes[{at}].projected.sources[{part}]"));
            if let Some(map) = source.config_map.as_ref().filter(|map| map.optional != Some(true)) {
                let path = format!("{path}.configMap.items");
                items(context, Kind::ConfigMap, &map.name, map.items.as_deref(), &path, found);
            }
            if let Some(secret) = source.secret.as_ref().filter(|secret| secret.optional != Some(true)) {
                let path = format!("{path}.secret.items");
                items(context, Kind::Secret, &secret.name, secret.items.as_deref(), &path, found);
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    ConfigMap,
    Secret,
}

/// Lists the keys of an object beside the pod; `None` where it is not beside it.
fn keys(context: &Context<'_>, kind: Kind, name: &str) -> Option<BTreeSet<String>> {
    let owner = context.subject.owner;
    Some(match kind {
        Kind::ConfigMap => {
            let map = context.companions.config_map(owner, name)?;
            map.data
                .iter()
                .flat_map(BTreeMap::keys)
                .chain(map.binary_data.iter().flat_map(BTreeMap::keys))
                .cloned()
                .collect()
        }
        Kind::Secret => {
            let secret = context.companions.secret(owner, name)?;
            secret
                .data
                .iter()
                .flat_map(BTreeMap::keys)
                .chain(secret.string_data.iter().flat_map(BTreeMap::keys))
                .cloned()
                .collect()
        }
    })
}

fn missing(context: &Context<'_>, kind: Kind, name: &str, key: &str, path: String, found: &mut Vec<Finding>) {
    let Some(keys) = keys(context, kind, name) else { return };
    // One without any is filled by somebody else, as many Secrets are.
    if keys.contains(key) || keys.is_empty() {
        return;
    }
    let kind = match kind {
        Kind::ConfigMap => "ConfigMap",
        Kind::Secret => "Secret",
    };
    let mut finding = RULE.seen(path, format!("{kind} `{name}` has no key `{key}`"));
    let known: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
    finding.help(format!("it has {}", known.join(", ")));
    found.push(finding);
}

fn items(
    context: &Context<'_>,
    kind: Kind,
    name: &str,
    items: Option<&[KeyToPath]>,
    path: &str,
    found: &mut Vec<Finding>,
) {
    for (at, item) in items.into_iter().flatten().enumerate() {
        missing(context, kind, name, &item.key, format!("{path}[{at}].key"), found);
    }
}

/// Finds mounts of a single file that is not there.
fn sub_paths(
    context: &Context<'_>,
    volume: &str,
    (kind, name): (Kind, &str),
    items: Option<&[KeyToPath]>,
    found: &mut Vec<Finding>,
) {
    for (member, at, mount) in context.mounts_of(volume) {
        let Some(sub_path) = mount.sub_path.as_deref().filter(|path| !path.is_empty()) else { continue };
        let first = sub_path.split('/').next().unwrap_or(sub_path);
        let path = context.at(member, &format!("volumeMounts[{at}].subPath"));
        match items {
            Some(items)
                if items
                    .iter()
                    .any(|item| item.path == sub_path || item.path.starts_with(&format!("{first}/"))) => {}
            Some(_) => {
                let mut finding = RULE.seen(path, format!("volume `{volume}` has no file `{sub_path}`"));
                finding.help("name the `path` of one of its items");
                found.push(finding);
            }
            None => missing(context, kind, name, sub_path, path, found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn keys_are_looked_up_in_projected_volumes_and_for_single_files_of_secrets() {
        tells(
            &super::RULE,
            &[
                (
                    "apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {a: b}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, projected: {sources: [{configMap: {name: c, items: [{key: b, path: x}]}}]}}]}",
                    "apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {a: b}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, projected: {sources: [{configMap: {name: c, items: [{key: a, path: x}]}}]}}]}",
                ),
                (
                    "apiVersion: v1
kind: Secret
metadata: {name: c}
stringData: {a: b}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /v/b, subPath: b}]}], volumes: [{name: v, secret: {secretName: c}}]}",
                    "apiVersion: v1
kind: Secret
metadata: {name: c}
stringData: {a: b}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, volumeMounts: [{name: v, mountPath: /v/a, subPath: a}]}], volumes: [{name: v, secret: {secretName: c}}]}",
                ),
            ],
        );
    }
}

//! `ConfigMap` and Secret: those that are immutable, and whether pods that run see what changes.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::{Container, PodSpec, Volume};

use super::{Against, Difference, Update, change, first};
use crate::{object::Object, target::Target, validate::rule::rules};

rules! {
    IMMUTABLE: Forbidden, "immutable-content-changed", "what is marked as immutable stays what it was, and stays immutable";
    UNSEEN: info, "config-seen-after-restart", "containers read their environment, and files mounted by subPath, when they start";
}

/// The fields that hold the content.
const CONTENT: &[&str] = &["data", "binaryData"];

/// Judges the update of a `ConfigMap` or a Secret.
///
/// Source: `ValidateConfigMapUpdate`, `ValidateSecretUpdate`.
pub(super) fn check(u: &mut Update<'_>) {
    let immutable = |object: &Object| match object {
        Object::ConfigMap(map) => map.immutable == Some(true),
        Object::Secret(secret) => secret.immutable == Some(true),
        _ => false,
    };
    if !immutable(u.old) {
        return;
    }
    if !immutable(&u.new) {
        u.refuse(&IMMUTABLE, "immutable", "what is immutable does not become mutable again");
    }
    for field in CONTENT {
        let changes = u.changes(&[field]);
        if !changes.is_empty() {
            let message = format!("{}, and the object is immutable", change(&changes));
            let spot = spot(u, field, &changes);
            u.refuse(&IMMUTABLE, field, message).at(spot);
        }
    }
}

/// Gives where to look. The line with a value of a Secret is not for a log.
fn spot(u: &Update<'_>, field: &str, changes: &[Difference]) -> String {
    if u.old.kind() == "Secret" { field.to_owned() } else { first(changes) }
}

/// Tells of pods that run and read what changes only when their containers start.
pub(super) fn unseen(u: &mut Update<'_>, against: &Against<'_>, target: &Target) {
    let (Object::ConfigMap(_) | Object::Secret(_)) = u.old else { return };
    let changes: Vec<_> = CONTENT.iter().flat_map(|field| u.changes(&[field])).collect();
    if changes.is_empty() {
        return;
    }
    let reading = Reading { kind: u.old.kind(), name: u.old.name(), keys: keys(&changes) };
    let namespace = u.there.id.namespace.clone();
    let mut told = Vec::new();
    for there in against.applied.objects() {
        let Some(old) = there.object.as_ref().filter(|old| keeps_pods(old)) else { continue };
        if there.is_owned() || there.id.namespace != namespace {
            continue;
        }
        // A workload that is applied as well may replace its pods.
        let renewed = against
            .beside
            .iter()
            .find(|new| new.kind() == old.kind() && new.name() == old.name() && new.group() == old.group());
        let update = renewed.and_then(|new| Update::begin(new, against, target, u.version));
        let rolls = update.is_some_and(|update| !update.changes(&["spec", "template"]).is_empty());
        let mut copy = old.clone();
        if let (false, Some(within)) = (rolls, copy.pod_within())
            && let Some(how) = reading.how(within.spec)
        {
            told.push((format!("{}/{}", old.kind(), old.name()), old.kind().to_lowercase(), how));
        }
    }
    for (workload, kind, how) in told {
        let message =
            format!("`{workload}` reads this {how} when its containers start: pods that run keep what was");
        let help = if kind == "pod" {
            "replace the pod".to_owned()
        } else {
            format!(
                "`kubectl rollout restart {}`, or let the template carry a hash of the content",
                workload.to_lowercase()
            )
        };
        let spot = spot(u, "data", &changes);
        u.tell(&UNSEEN, "data", message).at(spot).help(help);
    }
}

/// Tells whether an object keeps pods running that nothing but it replaces.
fn keeps_pods(object: &Object) -> bool {
    matches!(
        object,
        Object::Pod(_)
            | Object::Deployment(_)
            | Object::StatefulSet(_)
            | Object::DaemonSet(_)
            | Object::ReplicaSet(_)
            | Object::ReplicationController(_)
    )
}

/// Gives the keys whose values change; none where the field comes or goes as a whole.
fn keys(changes: &[Difference]) -> BTreeSet<String> {
    let key = |change: &Difference| {
        let (_, key) = change.path.split_once(['.', '['])?;
        Some(key.trim_end_matches(']').to_owned())
    };
    changes.iter().filter_map(key).collect()
}

/// Is what changes: an object, and its keys.
struct Reading<'a> {
    kind: &'a str,
    name: &'a str,
    keys: BTreeSet<String>,
}

impl Reading<'_> {
    /// Says how a pod reads it when its containers start, where it does.
    fn how(&self, spec: &PodSpec) -> Option<String> {
        let containers = spec.containers.iter().chain(spec.init_containers.iter().flatten());
        let volumes = spec.volumes.as_deref().unwrap_or_default();
        containers.into_iter().find_map(|container| {
            let how = self.variable(container).or_else(|| self.file(container, volumes))?;
            Some(format!("{how} of container `{}`", container.name))
        })
    }

    fn changes(&self, key: &str) -> bool {
        self.keys.is_empty() || self.keys.contains(key)
    }

    fn variable(&self, container: &Container) -> Option<String> {
        let map = self.kind == "ConfigMap";
        for from in container.env_from.iter().flatten() {
            let name = if map {
                from.config_map_ref.as_ref().map(|from| from.name.as_str())
            } else {
                from.secret_ref.as_ref().map(|from| from.name.as_str())
            };
            if name == Some(self.name) {
                return Some("in `envFrom`".to_owned());
            }
        }
        container.env.iter().flatten().find_map(|variable| {
            let from = variable.value_from.as_ref()?;
            let (name, key) = if map {
                from.config_map_key_ref.as_ref().map(|from| (from.name.as_str(), from.key.as_str()))?
            } else {
                from.secret_key_ref.as_ref().map(|from| (from.name.as_str(), from.key.as_str()))?
            };
            (name == self.name && self.changes(key)).then(|| format!("in the variable `{}`", variable.name))
        })
    }

    fn file(&self, container: &Container, volumes: &[Volume]) -> Option<String> {
        container.volume_mounts.iter().flatten().find_map(|mount| {
            let sub_path = mount.sub_path.as_ref().or(mount.sub_path_expr.as_ref())?;
            let volume = volumes.iter().find(|volume| volume.name == mount.name)?;
            (!sub_path.is_empty() && self.is_in(volume))
                .then(|| format!("by `subPath` at `{}`", mount.mount_path))
        })
    }

    fn is_in(&self, volume: &Volume) -> bool {
        let plain = if self.kind == "ConfigMap" {
            volume.config_map.as_ref().map(|source| source.name.as_str())
        } else {
            volume.secret.as_ref().and_then(|source| source.secret_name.as_deref())
        };
        let projected = volume.projected.iter().flat_map(|source| source.sources.iter().flatten());
        plain == Some(self.name)
            || projected.into_iter().any(|source| {
                let name = if self.kind == "ConfigMap" {
                    source.config_map.as_ref().map(|source| source.name.as_str())
                } else {
                    source.secret.as_ref().map(|source| source.name.as_str())
                };
                name == Some(self.name)
            })
    }
}

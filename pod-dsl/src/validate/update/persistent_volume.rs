//! `PersistentVolume`: where the data lies stays.

use super::{Difference, Update, change, first};
use crate::{
    object::{Data, Object},
    validate::rule::rules,
};

rules! {
    SOURCE: Forbidden, "volume-source-changed", "a PersistentVolume stays where its data lies";
    /// The server leaves `spec` out of the path.
    MODE: Invalid, "volume-mode-changed", "the mode of a volume or a claim stays what it was";
    /// The server leaves `spec` out of this path, too.
    AFFINITY: Invalid, "volume-node-affinity-changed", "the node affinity of a PersistentVolume, once set, stays";
    CLASS: Forbidden, "volume-attributes-class-changed", "a volume attributes class is exchanged and never taken away";
}

/// The fields of a spec that are not its source.
const NO_SOURCE: &[&str] = &[
    "accessModes",
    "capacity",
    "claimRef",
    "mountOptions",
    "nodeAffinity",
    "persistentVolumeReclaimPolicy",
    "storageClassName",
    "volumeAttributesClassName",
    "volumeMode",
];

/// Labels of nodes by their old name and their new one: a volume may go over to the new one.
const RENAMED: &[(&str, &str)] = &[
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
];

/// Judges the update of a `PersistentVolume`.
///
/// Source: `ValidatePersistentVolumeUpdate`.
pub(super) fn check(u: &mut Update<'_>) {
    let Object::PersistentVolume(old) = u.old else { return };
    let had_secret = old
        .spec
        .as_ref()
        .and_then(|spec| spec.csi.as_ref())
        .is_none_or(|csi| csi.controller_expand_secret_ref.is_some());
    let mut changes = u.changes(&["spec"]);
    changes.retain(|change| {
        let field = change.path.trim_start_matches("spec.").split(['.', '[']).next().unwrap_or_default();
        // A secret for growing may be named once.
        let named = !had_secret && change.path.starts_with("spec.csi.controllerExpandSecretRef");
        !NO_SOURCE.contains(&field) && !named
    });
    if !changes.is_empty() {
        let message = format!("{}, and a PersistentVolume stays where its data lies", change(&changes));
        u.refuse(&SOURCE, "spec.persistentvolumesource", message).at(first(&changes));
    }
    mode(u);
    affinity(u);
    attributes_class(u);
}

/// Refuses another mode, of a claim as well.
pub(super) fn mode(u: &mut Update<'_>) {
    let changes = u.changes(&["spec", "volumeMode"]);
    if !changes.is_empty() {
        let message = format!("{}, and a volume keeps its mode", change(&changes));
        u.refuse(&MODE, "volumeMode", message).at(first(&changes));
    }
}

fn affinity(u: &mut Update<'_>) {
    let path = ["spec", "nodeAffinity"];
    if u.old_tree.get(&path).is_none_or(|affinity| *affinity == Data::Null) {
        return;
    }
    let renamed = |change: &Difference| {
        change.path.rsplit('.').next() == Some("key")
            && change.values().is_some_and(|(old, new)| RENAMED.contains(&(old, new)))
    };
    let mut changes = u.changes(&path);
    changes.retain(|change| !renamed(change));
    if !changes.is_empty() {
        let message = format!("{}, and a node affinity that is set stays", change(&changes));
        u.refuse(&AFFINITY, "nodeAffinity", message).at(first(&changes));
    }
}

/// Refuses to take a class away, of a claim as well.
pub(super) fn attributes_class(u: &mut Update<'_>) {
    let path = ["spec", "volumeAttributesClassName"];
    let class = |tree: &Data| tree.get(&path).and_then(Data::as_str).map(str::to_owned);
    let Some(old) = class(&u.old_tree) else { return };
    if class(&u.new_tree).unwrap_or_default().is_empty() && !u.changes(&path).is_empty() {
        let message = format!("the class `{old}` cannot be taken away, only exchanged for another one");
        u.tell(&CLASS, &path.join("."), message).help("name the class that is to hold from now on");
    }
}

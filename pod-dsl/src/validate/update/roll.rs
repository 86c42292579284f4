//! What an update does to pods that run: it replaces them, or leaves them alone.

use super::{Difference, Update, change, differences, first};
use crate::{
    object::{Data, Object},
    validate::rule::rules,
};

rules! {
    ROLLS: info, "pods-replaced", "a changed template replaces the pods that run";
    LATER: info, "new-pods-only", "a changed template holds for new pods only, unless the controller replaces the old ones";
    STAYS: info, "pods-stay", "what is not in the template changes without a restart";
    RESTARTS: info, "container-restarted", "another image restarts the container in its pod";
}

/// Annotations of a workload that tools write.
const WRITTEN: &[&str] =
    &["kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision"];

/// Says what the update of a workload does to its pods.
pub(super) fn check(u: &mut Update<'_>) {
    if let Object::Pod(_) = u.old {
        restarts(u);
        return;
    }
    let mut copy = u.new.clone();
    let makes_pods = !matches!(u.old, Object::Job(_) | Object::PodTemplate(_)) && copy.pod_within().is_some();
    if !makes_pods {
        return;
    }
    let path: &[&str] = match u.old {
        Object::CronJob(_) => &["spec", "jobTemplate"],
        _ => &["spec", "template"],
    };
    let template = u.changes(path);
    let place = path.join(".");
    if template.is_empty() {
        let rest = rest(u, &place);
        if !rest.is_empty() {
            let message = format!("{}: no pod restarts", change(&rest));
            u.tell(&STAYS, &root(&rest), message).at(first(&rest));
        }
        return;
    }
    let strategy = |tree: &[&str]| u.new_tree.get(tree).and_then(Data::as_str).unwrap_or_default().to_owned();
    let by_hand = strategy(&["spec", "updateStrategy", "type"]) == "OnDelete";
    let how = match u.old {
        Object::CronJob(_) => Err("it holds from the next run on"),
        Object::ReplicaSet(_) | Object::ReplicationController(_) => {
            Err("pods that run stay as they are, and only new ones are made by it")
        }
        Object::StatefulSet(_) | Object::DaemonSet(_) if by_hand => {
            Err("with the strategy OnDelete a pod stays as it is until somebody deletes it")
        }
        Object::Deployment(_) if u.new_tree.get(&["spec", "paused"]) == Some(&Data::Bool(true)) => {
            Err("the Deployment is paused: nothing happens until it is resumed")
        }
        Object::Deployment(_) if strategy(&["spec", "strategy", "type"]) == "Recreate" => {
            Ok("with the strategy Recreate all pods end before the first new one starts")
        }
        Object::Deployment(_) => Ok("the pods are replaced, new ones beside old ones"),
        Object::StatefulSet(_) => Ok("the pods are replaced, the last one first"),
        _ => Ok("the pods are replaced, node by node"),
    };
    let (rule, how) = match how {
        Ok(how) => (&ROLLS, how),
        Err(how) => (&LATER, how),
    };
    let partition = u.new_tree.get(&["spec", "updateStrategy", "rollingUpdate", "partition"]);
    let kept = match partition {
        Some(Data::Number(number)) => number.as_i64().filter(|number| *number > 0),
        _ => None,
    };
    let message = format!("{}: {how}", change(&template));
    let rest = rest(u, &place);
    let finding = u.tell(rule, &place, message).at(first(&template));
    if !rest.is_empty() {
        finding.note(format!("beside the template {}", change(&rest)));
    }
    if let Some(kept) = kept {
        finding.note(format!("pods with an ordinal below {kept}, the partition, stay as they are"));
    }
}

/// Lists what changes outside of the template.
fn rest(u: &Update<'_>, template: &str) -> Vec<Difference> {
    let mut changes = u.changes(&["spec"]);
    changes.retain(|change| !change.path.starts_with(template));
    changes.extend(u.changes(&["metadata", "labels"]));
    let annotations = |tree: &Data| match tree.get(&["metadata", "annotations"]) {
        Some(Data::Map(entries)) => {
            Data::Map(entries.iter().filter(|(key, _)| !WRITTEN.contains(&key.as_str())).cloned().collect())
        }
        _ => Data::Null,
    };
    let (old, new) = (annotations(&u.old_tree), annotations(&u.new_tree));
    changes.extend(differences(Some(&old), Some(&new), "metadata.annotations"));
    changes
}

/// Gives the part of an object in which changes are: `spec`, or else `metadata`.
fn root(changes: &[Difference]) -> String {
    let path = first(changes);
    path.split('.').next().unwrap_or_default().to_owned()
}

fn restarts(u: &mut Update<'_>) {
    let mut images = u.changes(&["spec", "containers"]);
    images.extend(u.changes(&["spec", "initContainers"]));
    images.retain(|change| change.path.ends_with("].image"));
    if !images.is_empty() {
        let message = format!("{}: the container restarts, and its pod stays on its node", change(&images));
        u.tell(&RESTARTS, "spec", message).at(first(&images));
    }
}

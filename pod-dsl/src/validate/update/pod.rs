//! Pod: its containers' images change, and little else.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{NodeAffinity, NodeSelectorTerm, PodSpec, Toleration};

use super::{Difference, Update, change, first};
use crate::{
    object::Object,
    validate::{gates::Gate, rule::rules},
};

rules! {
    SPEC: Forbidden, "pod-spec-changed", "of a pod that is there only images, a deadline, tolerations and gates change";
    CONTAINERS: Forbidden, "pod-containers-changed", "a pod that is there keeps the containers it has";
    DEADLINE: Invalid, "pod-deadline-extended", "the deadline of a pod that is there only comes nearer";
    TOLERATION: Forbidden, "pod-toleration-changed", "a pod that is there keeps the tolerations it has";
    GATE: Forbidden, "pod-scheduling-gate-added", "a pod that is there loses scheduling gates and gets none";
    SELECTOR: Invalid, "pod-node-selector-changed", "the node selector of a gated pod only gets more labels";
    AFFINITY: Invalid, "pod-node-affinity-changed", "the node affinity of a gated pod only gets narrower";
    PROFILE: Forbidden, "pod-annotation-changed", "the AppArmor annotations of a pod and the mark of a mirror pod stay";
}

/// The tolerations that the server gives every pod, by the key of the taint, when it is made and again when it is updated.
const GIVEN: [&str; 2] = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

/// Gives a pod what admission gives it again: a list of tolerations is applied whole, and takes the given ones away.
pub(super) fn admit(new: &mut Object, old: &Object) {
    let (Object::Pod(new), Object::Pod(old)) = (new, old) else { return };
    let (Some(new), Some(old)) = (&mut new.spec, &old.spec) else { return };
    for given in old.tolerations.iter().flatten() {
        let key = given.key.as_deref().unwrap_or_default();
        let tolerations = new.tolerations.get_or_insert_default();
        let by_server = GIVEN.contains(&key) && given.effect.as_deref() == Some("NoExecute");
        if by_server && !tolerations.iter().any(|toleration| tolerates(toleration, key)) {
            tolerations.push(given.clone());
        }
    }
}

fn tolerates(toleration: &Toleration, key: &str) -> bool {
    let effect = toleration.effect.as_deref().unwrap_or_default();
    let named = toleration.key.as_deref().unwrap_or_default();
    (effect.is_empty() || effect == "NoExecute") && (named.is_empty() || named == key)
}

/// Judges the update of a Pod.
///
/// Source: `ValidatePodUpdate`.
pub(super) fn check(u: &mut Update<'_>) {
    let Object::Pod(old) = u.old else { return };
    annotations(u);
    let Object::Pod(new) = u.new.clone() else { return };
    let (old, new) = (old.spec.clone().unwrap_or_default(), new.spec.unwrap_or_default());
    // Where containers come or go, the server says nothing else.
    if containers(u, &old, &new) {
        return;
    }
    // A later deadline ends the server's look, too.
    if deadline(u, &old, &new) {
        return;
    }
    tolerations(u, &old, &new);
    gates(u, &old, &new);
    let gated = old.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty());
    if gated {
        node_selector(u, old.node_selector.as_ref(), new.node_selector.as_ref());
        let affinity = |spec: &PodSpec| spec.affinity.as_ref().and_then(|all| all.node_affinity.clone());
        node_affinity(u, affinity(&old).as_ref(), affinity(&new).as_ref());
    }
    let mut changes = u.changes(&["spec"]);
    changes.retain(|change| !may_change(change, gated, &old, &new));
    if !changes.is_empty() {
        spec(u, &changes);
    }
}

fn spec(u: &mut Update<'_>, changes: &[Difference]) {
    let resources = u.gates.on(Gate::InPlacePodVerticalScaling)
        && changes.iter().all(|change| change.path.contains("].resources"));
    let message = format!("{}, and a pod that is there keeps it as it is", change(changes));
    let name = u.old.name().to_owned();
    let finding = u.refuse(&SPEC, "spec", message).at(first(changes));
    if resources {
        finding.help(format!(
            "requests and limits of cpu and memory can be changed in place, but apart from the rest: `kubectl patch pod {name} --subresource resize --patch …`"
        ));
    }
    finding.note("images, a shorter activeDeadlineSeconds, additional tolerations and fewer scheduling gates can be applied");
}

/// Tells whether a change has a rule of its own, or none.
fn may_change(change: &Difference, gated: bool, old: &PodSpec, new: &PodSpec) -> bool {
    let path = change.path.trim_start_matches("spec.");
    let image =
        path.ends_with("].image") && (path.starts_with("containers[") || path.starts_with("initContainers["));
    let field = path.split(['.', '[']).next().unwrap_or_default();
    if image || matches!(field, "activeDeadlineSeconds" | "tolerations" | "schedulingGates") {
        return true;
    }
    let only_nodes = |spec: &PodSpec| {
        let affinity = spec.affinity.as_ref();
        affinity.is_none_or(|all| all.pod_affinity.is_none() && all.pod_anti_affinity.is_none())
    };
    let affinity = path.starts_with("affinity.nodeAffinity")
        || (path == "affinity" && only_nodes(old) && only_nodes(new));
    gated && (field == "nodeSelector" || affinity)
}

/// Refuses another number of containers; tells whether it did.
fn containers(u: &mut Update<'_>, old: &PodSpec, new: &PodSpec) -> bool {
    let number = |list: &Option<Vec<_>>| list.as_ref().map_or(0, Vec::len);
    let lists = [
        ("containers", old.containers.len(), new.containers.len()),
        ("initContainers", number(&old.init_containers), number(&new.init_containers)),
    ];
    let Some((list, was, is)) = lists.into_iter().find(|(_, was, is)| was != is) else { return false };
    let mut changes = u.changes(&["spec", list]);
    // Those that come or go are the point, and not what else changes in the others.
    changes.retain(|change| change.path.ends_with(']') || change.path.ends_with(list));
    let message = format!("there are {was} and would be {is}: a pod that is there keeps its containers");
    u.refuse(&CONTAINERS, &format!("spec.{list}"), message).at(first(&changes));
    true
}

/// Refuses a later deadline, or none; tells whether it was a later one.
fn deadline(u: &mut Update<'_>, old: &PodSpec, new: &PodSpec) -> bool {
    let Some(was) = old.active_deadline_seconds else { return false };
    let message = match new.active_deadline_seconds {
        Some(is) if is <= was => return false,
        Some(is) => format!("{is} is later than {was}: a deadline only comes nearer"),
        None => format!("the deadline of {was} seconds is taken away, and it only comes nearer"),
    };
    u.refuse(&DEADLINE, "spec.activeDeadlineSeconds", message);
    new.active_deadline_seconds.is_some()
}

fn tolerations(u: &mut Update<'_>, old: &PodSpec, new: &PodSpec) {
    let apart_from_time = |one: &Toleration, other: &Toleration| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let operator = |one: &Toleration| one.operator.clone().filter(|text| !text.is_empty());
        text(&one.key) == text(&other.key)
            && operator(one).as_deref().unwrap_or("Equal") == operator(other).as_deref().unwrap_or("Equal")
            && text(&one.value) == text(&other.value)
            && text(&one.effect) == text(&other.effect)
    };
    let kept = |was: &&Toleration| new.tolerations.iter().flatten().any(|is| apart_from_time(was, is));
    let Some(lost) = old.tolerations.iter().flatten().find(|was| !kept(was)) else { return };
    let message = format!(
        "the toleration of `{}` is changed or taken away, and only its tolerationSeconds may change",
        lost.key.as_deref().unwrap_or("every taint")
    );
    u.refuse(&TOLERATION, "spec.tolerations", message);
}

fn gates(u: &mut Update<'_>, old: &PodSpec, new: &PodSpec) {
    let had = |name: &str| old.scheduling_gates.iter().flatten().any(|gate| gate.name == name);
    for (index, gate) in new.scheduling_gates.iter().flatten().enumerate() {
        if !had(&gate.name) {
            let path = format!("spec.schedulingGates[{index}].name");
            let message = format!("the gate `{}` is new, and gates are only taken away", gate.name);
            u.refuse(&GATE, &path, message);
        }
    }
}

type Labels = BTreeMap<String, String>;

fn node_selector(u: &mut Update<'_>, old: Option<&Labels>, new: Option<&Labels>) {
    let kept = |(key, value): &(&String, &String)| new.and_then(|new| new.get(*key)) == Some(value);
    if let Some((key, _)) = old.into_iter().flatten().find(|label| !kept(label)) {
        let message = format!(
            "the label `{key}` is changed or taken away: while a gate holds the pod back, labels are only added"
        );
        u.refuse(&SELECTOR, "spec.nodeSelector", message);
    }
}

fn node_affinity(u: &mut Update<'_>, old: Option<&NodeAffinity>, new: Option<&NodeAffinity>) {
    let terms = |affinity: Option<&NodeAffinity>| {
        let required =
            affinity.and_then(|all| all.required_during_scheduling_ignored_during_execution.clone());
        required.map(|selector| selector.node_selector_terms).unwrap_or_default()
    };
    let (old, new) = (terms(old), terms(new));
    let path = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
    if old.is_empty() {
        return;
    }
    if old.len() != new.len() {
        let message = "the number of terms changes: while a gate holds the pod back, each term only gets more requirements";
        u.refuse(&AFFINITY, path, message);
        return;
    }
    for (index, (old, new)) in old.iter().zip(&new).enumerate() {
        if !narrower(old, new) {
            let message = "requirements of this term are changed or taken away: while a gate holds the pod back, they are only added";
            u.refuse(&AFFINITY, &format!("{path}[{index}]"), message);
        }
    }
}

/// Tells whether a term only has more requirements, behind those that it had. One without any may not get some: it
/// matches nothing.
fn narrower(old: &NodeSelectorTerm, new: &NodeSelectorTerm) -> bool {
    let lists = |term: &NodeSelectorTerm| {
        [term.match_expressions.clone().unwrap_or_default(), term.match_fields.clone().unwrap_or_default()]
    };
    let (old, new) = (lists(old), lists(new));
    if old.iter().all(Vec::is_empty) && new.iter().any(|list| !list.is_empty()) {
        return false;
    }
    old.iter().zip(&new).all(|(old, new)| new.starts_with(old))
}

/// Judges the annotations that stand for what a pod is.
///
/// Source: `ValidatePodSpecificAnnotationUpdates`.
fn annotations(u: &mut Update<'_>) {
    const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
    const MIRROR: &str = "kubernetes.io/config.mirror";
    let none = Labels::new();
    let all = |object: &Object| {
        object.metadata().and_then(|metadata| metadata.annotations.clone()).unwrap_or_else(|| none.clone())
    };
    let (old, new) = (all(u.old), all(&u.new));
    let keys: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for key in keys {
        if (key.starts_with(APP_ARMOR) || key == MIRROR) && old.get(key) != new.get(key) {
            let path = format!("metadata.annotations[{key}]");
            u.refuse(&PROFILE, &path, "this annotation is neither added nor changed nor taken away");
        }
    }
}

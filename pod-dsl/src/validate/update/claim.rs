//! `PersistentVolumeClaim`: it may grow, and little else.

use k8s_openapi::{api::core::v1::PersistentVolumeClaim, apimachinery::pkg::api::resource::Quantity};

use super::{Against, Update, change, first, persistent_volume};
use crate::{
    grammar,
    object::Object,
    validate::{gates::Gate, rule::rules},
};

rules! {
    SPEC: Forbidden, "claim-spec-changed", "of a claim only the size and the volume attributes class change, and only once it is bound";
    SHRUNK: Forbidden, "claim-shrunk", "a claim does not ask for less than its volume has";
    ANNOTATION: Invalid, "claim-class-annotation-changed", "the annotation with the StorageClass of a claim stays, or moves into the spec";
    GROWTH: admission, "claim-growth-not-allowed", "a claim grows only where its StorageClass allows it";
}

/// The annotation that named the class before there was a field.
const CLASS: &str = "volume.beta.kubernetes.io/storage-class";

/// Judges the update of a `PersistentVolumeClaim`.
///
/// Source: `ValidatePersistentVolumeClaimUpdate`, and the plugin `PersistentVolumeClaimResize`.
pub(super) fn check(u: &mut Update<'_>, against: &Against<'_>) {
    let Object::PersistentVolumeClaim(old) = u.old else { return };
    let Object::PersistentVolumeClaim(new) = u.new.clone() else { return };
    let phase = old.status.as_ref().and_then(|status| status.phase.as_deref());
    let bound = phase.is_none_or(|phase| phase == "Bound");
    // Of a claim that was read from a file nobody knows what the cluster made of it.
    if phase.is_none() && !u.changes(&["spec"]).is_empty() {
        u.assume(format!("{} is bound", u.subject()));
    }
    annotation(u, old, &new);
    spec(u, old, &new, bound);
    size(u, old, &new, bound, against);
    persistent_volume::mode(u);
    persistent_volume::attributes_class(u);
}

/// Refuses another class in the annotation. It may go where the spec names the same one from now on.
fn annotation(u: &mut Update<'_>, old: &PersistentVolumeClaim, new: &PersistentVolumeClaim) {
    let annotated = |claim: &PersistentVolumeClaim| claim.metadata.annotations.as_ref()?.get(CLASS).cloned();
    let class = |claim: &PersistentVolumeClaim| claim.spec.as_ref()?.storage_class_name.clone();
    let (was, is) = (annotated(old), annotated(new));
    let moves = was.is_some() && is.is_none() && class(old).is_none() && class(new) == was;
    if was.clone().unwrap_or_default() != is.clone().unwrap_or_default() && !moves {
        let shown = |class: Option<String>| class.unwrap_or_else(|| "unset".to_owned());
        let message =
            format!("the class in this annotation changes ({} → {}), and it stays", shown(was), shown(is));
        u.refuse(&ANNOTATION, &format!("metadata.annotations.{CLASS}"), message)
            .at(format!("metadata.annotations[{CLASS}]"));
    }
}

fn spec(u: &mut Update<'_>, old: &PersistentVolumeClaim, new: &PersistentVolumeClaim, bound: bool) {
    let old_spec = old.spec.as_ref();
    let no_volume = old_spec.and_then(|spec| spec.volume_name.as_deref()).unwrap_or_default().is_empty();
    let class = |claim: &PersistentVolumeClaim| claim.spec.as_ref()?.storage_class_name.clone();
    let annotated = old.metadata.annotations.as_ref().and_then(|all| all.get(CLASS));
    // A class may be named once where there was none, or where an annotation named it.
    let names_class = class(old).is_none()
        && class(new).is_some()
        && annotated.is_none_or(|annotated| Some(annotated) == class(new).as_ref());
    if names_class && annotated.is_none() && !u.there.live {
        u.assume(format!("{} has the StorageClass {}", u.subject(), class(new).unwrap_or_default()));
    }
    let mut changes = u.changes(&["spec"]);
    changes.retain(|change| {
        let path = change.path.trim_start_matches("spec.");
        let grows = path.starts_with("resources.requests.storage") && bound;
        let exchanges = path == "volumeAttributesClassName" && bound;
        let binds = path == "volumeName" && no_volume;
        !(grows || exchanges || binds || (path == "storageClassName" && names_class))
    });
    if !changes.is_empty() {
        let message = format!(
            "{}, and of a claim only the size and the volume attributes class may{}",
            change(&changes),
            if bound { "" } else { ", once it is bound; this one is not" },
        );
        u.refuse(&SPEC, "spec", message).at(first(&changes));
    }
}

fn size(
    u: &mut Update<'_>,
    old: &PersistentVolumeClaim,
    new: &PersistentVolumeClaim,
    bound: bool,
    against: &Against<'_>,
) {
    let amount = |amount: Option<&Quantity>| grammar::parse_wire_quantity(&amount?.0).ok();
    let asked = |claim: &PersistentVolumeClaim| {
        amount(claim.spec.as_ref()?.resources.as_ref()?.requests.as_ref()?.get("storage"))
    };
    let Some((was, is)) = asked(old).zip(asked(new)) else { return };
    let path = "spec.resources.requests.storage";
    if is.compare(was).is_gt() && bound {
        growth(u, old, against);
    }
    if is.compare(was).is_lt() {
        let capacity = old.status.as_ref().and_then(|status| status.capacity.as_ref()?.get("storage"));
        // As long as the volume has not grown, the claim may ask for less again, but for more than the volume has.
        let may_recover = u.there.live && u.gates.on(Gate::RecoverVolumeExpansionFailure);
        let has = if may_recover { amount(capacity) } else { Some(was) };
        if has.is_some_and(|has| is.compare(has).is_le()) {
            u.refuse(&SHRUNK, path, "the claim asks for less than its volume has, and volumes do not shrink");
        }
    }
}

/// Looks whether the class lets a claim grow, where the class is at hand.
fn growth(u: &mut Update<'_>, old: &PersistentVolumeClaim, against: &Against<'_>) {
    let name = old.spec.as_ref().and_then(|spec| spec.storage_class_name.as_deref()).unwrap_or_default();
    let there = against.applied.objects().filter_map(|there| there.object.as_ref());
    let allows = against.beside.iter().chain(there).find_map(|object| match object {
        Object::StorageClass(class) if object.name() == name => {
            Some(class.allow_volume_expansion == Some(true))
        }
        _ => None,
    });
    match (allows, name) {
        (Some(true), _) => {}
        (Some(false), _) => {
            let message = format!("the StorageClass `{name}` does not let claims grow");
            u.tell(&GROWTH, "", message)
                .at("spec.resources.requests.storage")
                .help("write `allowVolumeExpansion: true` into the StorageClass first, where its provisioner can do it");
        }
        (None, "") => u.assume("the default StorageClass lets claims grow"),
        (None, name) => u.assume(format!("StorageClass {name} lets claims grow")),
    }
}

//! Patches: the last change of a finished object, and what is said where one hits nothing.

use crate::{
    model::{Edit, Patch},
    object::{Data, Object},
    pattern::Expanded,
    target::{KubeVersion, Target},
    validate::{Finding, Report, decode, patched},
};

/// Changes the objects as the patches say; what cannot be done is told in the report.
pub(super) fn apply<'a>(
    patches: &[Patch],
    objects: impl Iterator<Item = &'a mut Expanded>,
    target: &Target,
    version: KubeVersion,
    report: &mut Report,
) {
    if patches.is_empty() {
        return;
    }
    let mut objects: Vec<_> = objects.collect();
    for patch in patches {
        if patch.only.is_some_and(|only| only != target.platform().as_str()) {
            continue;
        }
        match one(patch, &mut objects) {
            Err(fault) => report.push(fault),
            Ok(expanded) => {
                for mut finding in change(patch, expanded, version) {
                    finding.object = format!("{}/{}", patch.kind, patch.name);
                    report.push(finding);
                }
            }
        }
    }
}

/// Finds the one object that a patch means.
#[expect(clippy::result_large_err, reason = "a finding is made once for a patch that misses")]
fn one<'o>(patch: &Patch, objects: &'o mut [&mut Expanded]) -> Result<&'o mut Expanded, Finding> {
    let means = |object: &Object| {
        object.kind() == patch.kind
            && object.name() == patch.name
            && patch.namespace.as_deref().is_none_or(|namespace| namespace == object.namespace())
    };
    let hits: Vec<_> = (0..objects.len()).filter(|&at| means(&objects[at].object)).collect();
    match hits[..] {
        [at] => Ok(&mut *objects[at]),
        [] => {
            let there = objects.iter().map(|one| format!("{}/{}", one.object.kind(), one.object.name()));
            Err(patched::no_object(&patch.kind, &patch.name, there, patch.at))
        }
        _ => Err(patched::several(&patch.kind, &patch.name, hits.len(), patch.at)),
    }
}

/// Changes an object, and remembers the line of the patch for every field that has become another.
fn change(patch: &Patch, expanded: &mut Expanded, version: KubeVersion) -> Vec<Finding> {
    let unreadable = |path: &str, message: &str| vec![patched::unreadable(path, message, patch.at)];
    let before = match Data::of(&expanded.object) {
        Ok(before) => before,
        Err(error) => return unreadable("", &error.to_string()),
    };
    let changed = match &patch.edit {
        Edit::Change(change) => {
            // An object that came as data is read into its type first.
            let mut object = expanded.object.clone();
            if let Object::Other(data) = &object {
                object = match decode::decode_data(data, version) {
                    Ok(object) => object,
                    Err(faults) => return lined(faults, patch),
                };
            }
            if !change(&mut object) {
                return unreadable("", "the object is of another version of its kind than the closure takes");
            }
            Ok(object)
        }
        Edit::Merge { partial: Err(error), .. } => return unreadable("", error),
        Edit::Merge { partial: Ok(partial), missing } => {
            let mut data = before.clone();
            let faults = data.merge(partial, *missing);
            if !faults.is_empty() {
                let finding = |fault| patched::missed(fault, patch.at);
                return faults.iter().map(finding).collect();
            }
            // Read back as the server would, so that a field that its kind lacks is not lost but told.
            decode::decode_data(&data, version)
        }
        #[cfg(feature = "patch")]
        Edit::Json(Err(error)) => return unreadable("", error),
        #[cfg(feature = "patch")]
        Edit::Json(Ok(operations)) => match operate(&before, operations) {
            Ok(data) => decode::decode_data(&data, version),
            Err(message) => return vec![patched::path_missed(&message, patch.at)],
        },
    };
    let object = match changed {
        Ok(object) => object,
        Err(faults) => return lined(faults, patch),
    };
    let after = match Data::of(&object) {
        Ok(after) => after,
        Err(error) => return unreadable("", &error.to_string()),
    };
    let differences = before.differences(&after);
    if differences.is_empty() {
        return vec![patched::without_effect(patch.at)];
    }
    for path in differences {
        expanded.origins.rewritten(path, patch.at);
    }
    expanded.object = object;
    Vec::new()
}

fn lined(faults: Vec<Finding>, patch: &Patch) -> Vec<Finding> {
    faults.into_iter().map(|fault| patched::unreadable(&fault.path, &fault.message, patch.at)).collect()
}

/// Carries out a JSON patch. The fields that were there keep their order.
#[cfg(feature = "patch")]
fn operate(before: &Data, operations: &json_patch::Patch) -> Result<Data, String> {
    let mut value = serde_json::to_value(before).map_err(|error| error.to_string())?;
    json_patch::patch(&mut value, operations).map_err(|error| error.to_string())?;
    let mut after = Data::of(&value).map_err(|error| error.to_string())?;
    after.order_like(before);
    Ok(after)
}

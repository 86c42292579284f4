//! `StorageClass`: how volumes are made for claims.

use k8s_openapi::api::{
    core::v1::{TopologySelectorLabelRequirement, TopologySelectorTerm},
    storage::v1::StorageClass,
};

use super::super::metadata::{self, NameRule, report_all};
use crate::{
    grammar::{annotation_key, qualified_name},
    validate::{Judge, Path, rule::rules, warnings},
};

rules! {
    PROVISIONER_MISSING: Required, "storage-class-provisioner-missing", "a StorageClass names its provisioner";
    PROVISIONER: Invalid, "storage-class-provisioner-malformed", "a provisioner is named by a qualified name, capitals allowed";
    PARAMETERS_LARGE: TooLong, "storage-class-parameters-too-large", "a StorageClass has at most 512 parameters, of 256 KiB together";
    PARAMETER: Invalid, "storage-class-parameter-nameless", "a parameter has a name";
    RECLAIM: NotSupported, "storage-class-reclaim-policy-unknown", "a volume that is given back is kept (Retain) or removed (Delete)";
    BINDING: NotSupported, "storage-class-binding-mode-unknown", "a claim is bound Immediate or WaitForFirstConsumer";
    VALUES_MISSING: Required, "storage-class-topology-values-missing", "a requirement of topology has values";
    VALUE_TWICE: Duplicate, "storage-class-topology-value-twice", "each value of a requirement stands once";
    KEY_TWICE: Duplicate, "storage-class-topology-key-twice", "each key of a term stands once";
    KEY: Invalid, "storage-class-topology-key-malformed", "the key of a requirement is a label key";
    TERM_TWICE: Duplicate, "storage-class-topology-term-twice", "each term stands once";
}

const MOST_PARAMETERS: usize = 512;
const MOST_BYTES: usize = 256 << 10;

/// Judges a `StorageClass`.
///
/// Source: `ValidateStorageClass` of `pkg/apis/storage/validation`.
pub(crate) fn storage_class(j: &mut Judge, object: &StorageClass) {
    warnings::storage_class(j, object);
    let metadata = Path::root("metadata");
    metadata::check(j, "StorageClass", &object.metadata, NameRule::Subdomain, &metadata);
    let (name, at) = (object.provisioner.as_str(), Path::root("provisioner"));
    if name.is_empty() {
        j.report(&PROVISIONER_MISSING, &at, "nobody is to make volumes of this class")
            .help("for volumes that are there already, write `kubernetes.io/no-provisioner`");
    } else {
        report_all(j, &PROVISIONER, &at, "the provisioner", name, annotation_key(name));
    }
    parameters(j, object, &Path::root("parameters"));
    let policy = object.reclaim_policy.as_deref().unwrap_or_default();
    if !matches!(policy, "" | "Retain" | "Delete") {
        let message = format_args!("`{policy}` is no such policy: use Retain or Delete");
        j.report(&RECLAIM, &Path::root("reclaimPolicy"), message);
    }
    let mode = object.volume_binding_mode.as_deref().unwrap_or("Immediate");
    if !matches!(mode, "Immediate" | "WaitForFirstConsumer") {
        let message = format_args!("`{mode}` is no such mode: use Immediate or WaitForFirstConsumer");
        j.report(&BINDING, &Path::root("volumeBindingMode"), message);
    }
    topologies(j, object.allowed_topologies.as_deref().unwrap_or_default());
}

fn parameters(j: &mut Judge, object: &StorageClass, path: &Path<'_>) {
    let Some(parameters) = &object.parameters else { return };
    if parameters.len() > MOST_PARAMETERS {
        let message = format_args!("there are {}; {MOST_PARAMETERS} are allowed", parameters.len());
        j.report(&PARAMETERS_LARGE, path, message);
        return;
    }
    if parameters.contains_key("") {
        j.report(&PARAMETER, path, "a parameter has no name");
    }
    let bytes: usize = parameters.iter().map(|(name, value)| name.len() + value.len()).sum();
    if bytes > MOST_BYTES {
        let message = format_args!("they have {bytes} bytes together; {MOST_BYTES} are allowed");
        j.report(&PARAMETERS_LARGE, path, message);
    }
}

fn topologies(j: &mut Judge, terms: &[TopologySelectorTerm]) {
    let list = Path::root("allowedTopologies");
    for (index, term) in terms.iter().enumerate() {
        let path = list.index(index);
        let at = path.field("matchLabelExpressions");
        let requirements = expressions(term);
        for (index, one) in requirements.iter().enumerate() {
            requirement(
                j,
                one,
                requirements[..index].iter().any(|other| other.key == one.key),
                &at.index(index),
            );
        }
        // The server says so once for each earlier term.
        for _ in terms[..index].iter().filter(|other| is_same(expressions(other), requirements)) {
            j.report(&TERM_TWICE, &at, "an earlier term says the same");
        }
    }
}

fn expressions(term: &TopologySelectorTerm) -> &[TopologySelectorLabelRequirement] {
    term.match_label_expressions.as_deref().unwrap_or_default()
}

/// Compares terms whatever the order of keys and values is.
fn is_same(a: &[TopologySelectorLabelRequirement], b: &[TopologySelectorLabelRequirement]) -> bool {
    let within = |a: &[TopologySelectorLabelRequirement], b: &[TopologySelectorLabelRequirement]| {
        a.iter().all(|one| {
            b.iter().any(|other| {
                one.key == other.key
                    && one.values.iter().all(|value| other.values.contains(value))
                    && other.values.iter().all(|value| one.values.contains(value))
            })
        })
    };
    within(a, b) && within(b, a)
}

fn requirement(j: &mut Judge, one: &TopologySelectorLabelRequirement, again: bool, path: &Path<'_>) {
    let list = path.field("values");
    if one.values.is_empty() {
        j.report(&VALUES_MISSING, &list, "the requirement has no values, so no place would do");
    }
    for (index, value) in one.values.iter().enumerate() {
        if one.values[..index].contains(value) {
            j.report(&VALUE_TWICE, &list.index(index), format_args!("`{value}` stands twice"));
        }
    }
    let at = path.field("key");
    report_all(j, &KEY, &at, "the key", &one.key, qualified_name(&one.key));
    if again {
        j.report(&KEY_TWICE, &at, format_args!("`{}` stands twice", one.key));
    }
}

//! The metadata of an object of any kind, and of a pod template.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{ManagedFieldsEntry, ObjectMeta, OwnerReference};

use crate::{
    grammar::{self, Fault},
    validate::{Judge, Path, Rule, gates::Gate, rule::rules},
};

rules! {
    NAME_MISSING: Required, "metadata-name-missing", "an object has a name or a generateName";
    NAME_MALFORMED: Invalid, "metadata-name-malformed", "a name has the form that its kind asks for";
    GENERATE_NAME_MALFORMED: Invalid, "metadata-generate-name-malformed", "a generateName is the beginning of a legal name";
    /// A namespace that is not there is refused before the object is validated, so the server has no cause for it.
    NAMESPACE_MALFORMED: warning, "metadata-namespace-malformed", "a namespace is a DNS label";
    GENERATION_NEGATIVE: Invalid, "metadata-generation-negative", "a generation is not negative";
    LABEL_KEY_MALFORMED: Invalid, "label-key-malformed", "a label key is a qualified name";
    LABEL_VALUE_MALFORMED: Invalid, "label-value-malformed", "a label value is empty or a short word";
    ANNOTATION_KEY_MALFORMED: Invalid, "annotation-key-malformed", "an annotation key is a qualified name";
    ANNOTATIONS_TOO_LARGE: TooLong, "annotations-too-large", "all annotations of an object together have at most 256 KiB";
    OWNER_API_VERSION_EMPTY: Invalid, "owner-api-version-empty", "an owner reference says in which version of which group its owner is";
    OWNER_KIND_EMPTY: Invalid, "owner-kind-empty", "an owner reference says of which kind its owner is";
    OWNER_NAME_EMPTY: Invalid, "owner-name-empty", "an owner reference names its owner";
    OWNER_UID_EMPTY: Invalid, "owner-uid-empty", "an owner reference gives the uid of its owner";
    OWNER_EVENT: Invalid, "owner-event", "an Event owns nothing";
    OWNER_CONTROLLER_TWICE: Invalid, "owner-controller-twice", "at most one owner is the controller";
    FINALIZER_MALFORMED: Invalid, "finalizer-malformed", "a finalizer is a qualified name";
    FINALIZER_WITHOUT_DOMAIN: Invalid, "finalizer-without-domain", "a finalizer has a domain, but for the few of Kubernetes itself";
    FINALIZERS_EXCLUDE: Invalid, "finalizers-exclude-each-other", "dependents are either orphaned or deleted";
    MANAGER_TOO_LONG: TooLong, "managed-fields-manager-too-long", "the name of a field manager has at most 128 bytes";
    MANAGER_UNPRINTABLE: Invalid, "managed-fields-manager-unprintable", "the name of a field manager is printable";
    SUBRESOURCE_TOO_LONG: TooLong, "managed-fields-subresource-too-long", "the subresource of managed fields has at most 256 bytes";
}

/// As many bytes as the keys and values of all annotations may have together.
const ANNOTATIONS_LIMIT: usize = 256 << 10;

/// As many bytes of a `generateName` as the server keeps in front of the five random characters.
const GENERATED_BASE: usize = 58;

/// Tells which form the name of a kind has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameRule {
    /// A DNS subdomain: most kinds.
    Subdomain,
    /// A DNS label, because it becomes one: `StatefulSet`.
    Label,
    /// A DNS label that, before 1.36, had to begin with a letter: Service.
    Service,
    /// Whatever fits between two slashes of a URL: the kinds of RBAC, `PodDisruptionBudget`.
    PathSegment,
}

impl NameRule {
    /// Checks a name, also one by which another object is referred to.
    pub(super) fn check(self, j: &Judge, name: &str) -> Result<(), Fault> {
        match self {
            Self::Subdomain => grammar::dns_subdomain(name),
            Self::Label => grammar::dns_label(name),
            Self::Service if j.gates.on(Gate::RelaxedServiceNameValidation) => grammar::dns_label(name),
            Self::Service => grammar::dns_label_1035(name),
            Self::PathSegment => grammar::path_segment_name(name),
        }
    }

    fn check_prefix(self, j: &Judge, prefix: &str) -> Result<(), Fault> {
        match self {
            Self::Subdomain => grammar::dns_subdomain_prefix(prefix),
            Self::Label => grammar::dns_label_prefix(prefix),
            Self::Service if j.gates.on(Gate::RelaxedServiceNameValidation) => {
                grammar::dns_label_prefix(prefix)
            }
            Self::Service => match prefix.strip_suffix('-').filter(|rest| !rest.is_empty()) {
                // As upstream masks it: the last two characters give way to one letter.
                Some(rest) => {
                    let kept = rest.char_indices().next_back().map_or(0, |(at, _)| at);
                    grammar::dns_label_1035(&format!("{}a", &rest[..kept]))
                }
                None => grammar::dns_label_1035(prefix),
            },
            Self::PathSegment => grammar::path_segment_name(prefix),
        }
    }
}

/// Checks the metadata of an object of `kind`; `path` is `metadata`.
pub(super) fn check(j: &mut Judge, kind: &str, meta: &ObjectMeta, name: NameRule, path: &Path<'_>) {
    names(j, meta, name, path);
    if let Some(namespace) = meta.namespace.as_deref().filter(|namespace| !namespace.is_empty()) {
        let path = path.field("namespace");
        report_all(j, &NAMESPACE_MALFORMED, &path, "the namespace", namespace, grammar::dns_label(namespace));
    }
    if meta.generation.is_some_and(|generation| generation < 0) && keeps_generation(kind, j) {
        let path = path.field("generation");
        j.report(
            &GENERATION_NEGATIVE,
            &path,
            "the generation is negative; leave it out: the server counts it",
        );
    }
    labels(j, meta.labels.as_ref(), &path.field("labels"));
    annotations(j, meta.annotations.as_ref(), &path.field("annotations"));
    owners(j, meta.owner_references.as_deref().unwrap_or_default(), &path.field("ownerReferences"));
    let list = meta.finalizers.as_deref().unwrap_or_default();
    finalizers(j, kind, list, &path.field("finalizers"));
    managed_fields(j, meta.managed_fields.as_deref().unwrap_or_default(), &path.field("managedFields"));
}

/// Checks the metadata of a pod template, of which only labels and annotations count; `path` is that of the template,
/// and the server leaves `metadata` out of what it says: `spec.template.labels`.
pub(super) fn check_template(j: &mut Judge, meta: Option<&ObjectMeta>, path: &Path<'_>) {
    labels(j, meta.and_then(|meta| meta.labels.as_ref()), &path.field("labels"));
    annotations(j, meta.and_then(|meta| meta.annotations.as_ref()), &path.field("annotations"));
}

/// Checks a map of labels: of an object, of a template, of a node selector.
pub(super) fn labels(j: &mut Judge, labels: Option<&BTreeMap<String, String>>, path: &Path<'_>) {
    for (key, value) in labels.into_iter().flatten() {
        report_all(j, &LABEL_KEY_MALFORMED, path, "the label key", key, grammar::qualified_name(key));
        if let Err(fault) = grammar::label_value(value) {
            for reason in fault.messages() {
                j.report(
                    &LABEL_VALUE_MALFORMED,
                    path,
                    format_args!("the value `{value}` of the label `{key}` is {reason}"),
                );
            }
        }
    }
}

/// Checks the keys of a map of annotations, and how much it holds.
pub(super) fn annotations(j: &mut Judge, annotations: Option<&BTreeMap<String, String>>, path: &Path<'_>) {
    let mut size = 0;
    for (key, value) in annotations.into_iter().flatten() {
        report_all(
            j,
            &ANNOTATION_KEY_MALFORMED,
            path,
            "the annotation key",
            key,
            grammar::annotation_key(key),
        );
        size += key.len() + value.len();
    }
    if size > ANNOTATIONS_LIMIT {
        j.report(
            &ANNOTATIONS_TOO_LARGE,
            path,
            format_args!("the annotations have {size} bytes together; {ANNOTATIONS_LIMIT} are allowed"),
        )
        .help("keep large texts in a ConfigMap");
    }
}

fn names(j: &mut Judge, meta: &ObjectMeta, rule: NameRule, path: &Path<'_>) {
    let prefix = meta.generate_name.as_deref().unwrap_or_default();
    let name = meta.name.as_deref().unwrap_or_default();
    if !prefix.is_empty() {
        let path = path.field("generateName");
        report_all(
            j,
            &GENERATE_NAME_MALFORMED,
            &path,
            "the generateName",
            prefix,
            rule.check_prefix(j, prefix),
        );
    }
    let path = path.field("name");
    match (name, prefix) {
        ("", "") => {
            j.report(&NAME_MISSING, &path, "the object has no name")
                .help("give it a `name`, or a `generateName` that the server completes");
        }
        ("", _) => {
            // The server completes the name first and then checks what it made.
            let made = made_name(meta);
            report_all(
                j,
                &NAME_MALFORMED,
                &path,
                "the name made from the generateName",
                &made,
                rule.check(j, &made),
            );
        }
        (name, _) => report_all(j, &NAME_MALFORMED, &path, "the name", name, rule.check(j, name)),
    }
}

/// Gives the name that an object has once it is created. The random characters of one that the server completes stand as
/// `xxxxx`.
pub(crate) fn made_name(meta: &ObjectMeta) -> String {
    let prefix = meta.generate_name.as_deref().unwrap_or_default();
    match meta.name.as_deref().unwrap_or_default() {
        "" if prefix.is_empty() => String::new(),
        "" => {
            let mut end = prefix.len().min(GENERATED_BASE);
            while !prefix.is_char_boundary(end) {
                end -= 1;
            }
            format!("{}xxxxx", &prefix[..end])
        }
        name => name.to_owned(),
    }
}

/// Tells whether the server keeps the generation that it is given, where it does not count itself.
fn keeps_generation(kind: &str, j: &Judge) -> bool {
    match kind {
        "Pod" => j.version.minor() < 33,
        "HorizontalPodAutoscaler" => j.version.minor() < 37,
        "ClusterRole"
        | "ClusterRoleBinding"
        | "ConfigMap"
        | "Endpoints"
        | "Lease"
        | "LimitRange"
        | "Namespace"
        | "PersistentVolume"
        | "PersistentVolumeClaim"
        | "ResourceQuota"
        | "Role"
        | "RoleBinding"
        | "Route"
        | "RuntimeClass"
        | "Secret"
        | "Service"
        | "ServiceAccount"
        | "StorageClass" => true,
        _ => false,
    }
}

fn owners(j: &mut Judge, owners: &[OwnerReference], path: &Path<'_>) {
    let mut controller: Option<&OwnerReference> = None;
    for owner in owners {
        let version = version_of(&owner.api_version);
        if version.is_none() {
            let message = format_args!("the apiVersion `{}` of an owner has no version", owner.api_version);
            j.report(&OWNER_API_VERSION_EMPTY, &path.field("apiVersion"), message);
        }
        if owner.kind.is_empty() {
            j.report(&OWNER_KIND_EMPTY, &path.field("kind"), "an owner has no kind");
        }
        if owner.name.is_empty() {
            j.report(&OWNER_NAME_EMPTY, &path.field("name"), "an owner has no name");
        }
        if owner.uid.is_empty() {
            j.report(&OWNER_UID_EMPTY, &path.field("uid"), "an owner has no uid");
        }
        if version == Some(("", "v1")) && owner.kind == "Event" {
            j.report(&OWNER_EVENT, path, "an Event cannot own an object");
        }
        if owner.controller == Some(true) {
            if let Some(first) = controller {
                let message = format_args!(
                    "both {}/{} and {}/{} say that they are the controller; one may",
                    first.kind, first.name, owner.kind, owner.name
                );
                j.report(&OWNER_CONTROLLER_TWICE, path, message);
            }
            controller = controller.or(Some(owner));
        }
    }
}

/// Splits an `apiVersion` into group and version; nothing where it has no version or more than one `/`.
fn version_of(api_version: &str) -> Option<(&str, &str)> {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    (!version.is_empty() && !version.contains('/')).then_some((group, version))
}

fn finalizers(j: &mut Judge, kind: &str, finalizers: &[String], path: &Path<'_>) {
    // What every object has in common is checked first, and most of the kinds that the server defines itself once more.
    let general =
        matches!(kind, "Lease" | "PodDisruptionBudget" | "RuntimeClass" | "SecurityContextConstraints");
    for (index, finalizer) in finalizers.iter().enumerate() {
        finalizer_form(j, finalizer, path);
        if !general {
            finalizer_domain(j, finalizer, &path.index(index));
        }
    }
    let has = |name: &str| finalizers.iter().any(|finalizer| finalizer == name);
    if has("orphan") && has("foregroundDeletion") {
        j.report(&FINALIZERS_EXCLUDE, path, "`orphan` and `foregroundDeletion` exclude each other");
    }
}

/// Checks the form of one finalizer, of an object's metadata or of a namespace.
fn finalizer_form(j: &mut Judge, finalizer: &str, path: &Path<'_>) {
    let verdict = grammar::qualified_name(finalizer);
    report_all(j, &FINALIZER_MALFORMED, path, "the finalizer", finalizer, verdict);
}

fn finalizer_domain(j: &mut Judge, finalizer: &str, path: &Path<'_>) {
    if !finalizer.contains('/') && !matches!(finalizer, "kubernetes" | "orphan" | "foregroundDeletion") {
        let message = format_args!("the finalizer `{finalizer}` has no domain in front");
        j.report(&FINALIZER_WITHOUT_DOMAIN, path, message).help("write it as `example.com/name`");
    }
}

/// Checks the finalizers of the spec of a `Namespace`, whose path has no index.
pub(super) fn namespace_finalizers<'a>(
    j: &mut Judge,
    finalizers: impl IntoIterator<Item = &'a String>,
    path: &Path<'_>,
) {
    for finalizer in finalizers {
        finalizer_form(j, finalizer, path);
        finalizer_domain(j, finalizer, path);
    }
}

/// Checks what is left of managed fields: where one entry cannot be read, the server throws all of them away first.
fn managed_fields(j: &mut Judge, entries: &[ManagedFieldsEntry], path: &Path<'_>) {
    let readable = |entry: &ManagedFieldsEntry| {
        matches!(entry.operation.as_deref(), Some("Apply" | "Update"))
            && entry.fields_type.as_deref() == Some("FieldsV1")
            && entry.api_version.as_deref().is_some_and(|version| !version.is_empty())
    };
    if !entries.iter().all(readable) {
        return;
    }
    // An entry that owns no field is taken out before the others are looked at.
    let owns = |entry: &&ManagedFieldsEntry| {
        entry
            .fields_v1
            .as_ref()
            .and_then(|fields| fields.0.as_object())
            .is_some_and(|fields| !fields.is_empty())
    };
    for (index, entry) in entries.iter().filter(owns).enumerate() {
        let path = path.index(index);
        let manager = entry.manager.as_deref().unwrap_or_default();
        let at = path.field("manager");
        if manager.len() > 128 {
            let message = format_args!("the manager has {} bytes; 128 are allowed", manager.len());
            j.report(&MANAGER_TOO_LONG, &at, message);
        }
        for unprintable in manager.chars().filter(|character| !is_printable(*character)) {
            let message = format_args!("the manager holds {unprintable:?}, which cannot be printed");
            j.report(&MANAGER_UNPRINTABLE, &at, message);
        }
        let subresource = entry.subresource.as_deref().unwrap_or_default();
        if subresource.len() > 256 {
            let message = format_args!("the subresource has {} bytes; 256 are allowed", subresource.len());
            j.report(&SUBRESOURCE_TOO_LONG, &path.field("subresource"), message);
        }
    }
}

/// Tells whether a character is printed, as Go's `unicode.IsPrint` says: the only blank that counts is U+0020.
fn is_printable(character: char) -> bool {
    let invisible = matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    character == ' ' || !(character.is_control() || character.is_whitespace() || invisible)
}

/// Reports every reason for which a text does not have its form: the server counts each as a cause of its own.
pub(super) fn report_all(
    j: &mut Judge,
    rule: &'static Rule,
    path: &Path<'_>,
    what: &str,
    text: &str,
    verdict: Result<(), Fault>,
) {
    if let Err(fault) = verdict {
        for reason in fault.messages() {
            j.report(rule, path, format_args!("{what} `{text}`: {reason}"));
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;

//! What a claim asks for: the spec of a `PersistentVolumeClaim`, wherever it stands.

use k8s_openapi::api::core::v1::{
    PersistentVolumeClaimSpec, TypedLocalObjectReference, TypedObjectReference,
};

use super::checks::{one_of, required, sign, well_formed};
use crate::{
    grammar::{dns_label, dns_subdomain},
    validate::{Judge, Path, Rule, api::selector::label_selector, gates::Gate, rule::rules},
};

rules! {
    MODES_MISSING: Required, "claim-access-modes-missing", "a claim, and a volume for claims, has at least one access mode";
    MODE: NotSupported, "claim-access-mode-unknown", "an access mode is a known one";
    ONCE_POD: Forbidden, "claim-access-mode-not-alone", "ReadWriteOncePod is the only access mode where it stands";
    STORAGE_MISSING: Required, "claim-storage-missing", "a claim requests storage";
    STORAGE: Invalid, "claim-storage-not-positive", "a claim requests more than no storage";
    STORAGE_CLASS: Invalid, "claim-storage-class-malformed", "the name of a storage class is a DNS name";
    VOLUME_MODE: NotSupported, "claim-volume-mode-unknown", "the volume mode of a claim is Block or Filesystem";
    SOURCE_NAME: Required, "claim-source-name-missing", "the data source of a claim has a name";
    SOURCE_KIND_MISSING: Required, "claim-source-kind-missing", "the data source of a claim has a kind";
    SOURCE_KIND: Invalid, "claim-source-kind-unsupported", "a data source of the core group is a PersistentVolumeClaim";
    SOURCE_GROUP: Invalid, "claim-source-group-malformed", "the group of a data source is a DNS name";
    SOURCE_NAMESPACE: Invalid, "claim-source-namespace-malformed", "the namespace of a data source is a DNS label";
    SOURCES_BESIDE: Invalid, "claim-source-beside-namespace", "a claim whose dataSourceRef names a namespace has no dataSource";
    SOURCES_DIFFER: Invalid, "claim-sources-differ", "dataSource and dataSourceRef of a claim are the same";
    ATTRIBUTES_CLASS: Invalid, "claim-attributes-class-malformed", "the name of a class of volume attributes is a DNS name";
}

const MODES: &[&str] = &["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const VOLUME_MODES: &[&str] = &["Block", "Filesystem"];

/// Judges the spec of a claim: of an ephemeral volume, of a `StatefulSet`'s template, of a `PersistentVolumeClaim`.
///
/// Only the last is changed by the server before, see `dropped::claim_spec`.
pub(crate) fn claim_spec(j: &mut Judge, spec: &PersistentVolumeClaimSpec, path: &Path<'_>) {
    access_modes(j, spec.access_modes.as_deref().unwrap_or_default(), &path.field("accessModes"));
    if let Some(selector) = &spec.selector {
        label_selector(j, selector, &path.field("selector"));
    }
    storage(j, spec, &path.field("resources").key("storage"));
    class(j, &STORAGE_CLASS, spec.storage_class_name.as_deref(), &path.field("storageClassName"));
    if let Some(mode) = &spec.volume_mode {
        one_of(j, &VOLUME_MODE, mode, VOLUME_MODES, &path.field("volumeMode"));
    }
    sources(j, spec, path);
    if j.gates.on(Gate::VolumeAttributesClass) {
        let name = spec.volume_attributes_class_name.as_deref();
        class(j, &ATTRIBUTES_CLASS, name, &path.field("volumeAttributesClassName"));
    }
}

/// Gives the namespace of a source that may stand in another one.
fn foreign(source: &TypedObjectReference) -> Option<&str> {
    source.namespace.as_deref().filter(|namespace| !namespace.is_empty())
}

/// Judges access modes, of a claim or of a volume for claims.
pub(crate) fn access_modes(j: &mut Judge, modes: &[String], path: &Path<'_>) {
    if modes.is_empty() {
        j.report(
            &MODES_MISSING,
            path,
            format_args!("`accessModes` is empty: give at least one of {}", MODES.join(", ")),
        );
    }
    for mode in modes {
        one_of(j, &MODE, mode, MODES, path);
    }
    let alone = |mode: &String| mode == "ReadWriteOncePod";
    if modes.iter().any(alone) && modes.iter().any(|mode| !alone(mode) && MODES.contains(&mode.as_str())) {
        j.report(
            &ONCE_POD,
            path,
            format_args!("ReadWriteOncePod cannot stand beside others: {}", modes.join(", ")),
        );
    }
}

/// Judges the request; the server leaves `requests` out of its path.
fn storage(j: &mut Judge, spec: &PersistentVolumeClaimSpec, path: &Path<'_>) {
    let requests = spec.resources.as_ref().and_then(|resources| resources.requests.as_ref());
    match requests.and_then(|requests| requests.get("storage")) {
        None => {
            j.report(&STORAGE_MISSING, path, "no storage is requested")
                .help("write `resources.requests.storage`");
        }
        Some(amount) if sign(amount) <= 0 => {
            j.report(
                &STORAGE,
                path,
                format_args!("`{}` of storage is requested: it must be more than 0", amount.0),
            );
        }
        Some(_) => {}
    }
}

fn class(j: &mut Judge, rule: &'static Rule, name: Option<&str>, path: &Path<'_>) {
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        well_formed(j, rule, name, dns_subdomain(name), path);
    }
}

fn sources(j: &mut Judge, spec: &PersistentVolumeClaimSpec, path: &Path<'_>) {
    if let Some(TypedLocalObjectReference { api_group, kind, name }) = &spec.data_source {
        source(j, api_group.as_deref(), kind, name, &path.field("dataSource"));
    }
    let Some(reference) = &spec.data_source_ref else { return };
    let at = path.field("dataSourceRef");
    source(j, reference.api_group.as_deref(), &reference.kind, &reference.name, &at);
    let namespace = foreign(reference);
    if let Some(namespace) = namespace {
        well_formed(j, &SOURCE_NAMESPACE, namespace, dns_label(namespace), &at.field("namespace"));
    }
    match &spec.data_source {
        Some(_) if namespace.is_some() => {
            j.report(&SOURCES_BESIDE, path, "`dataSourceRef` names a namespace: leave `dataSource` out");
        }
        // A group that is left out and an empty one differ here, as they do for the server.
        Some(source)
            if (&source.api_group, &source.kind, &source.name)
                != (&reference.api_group, &reference.kind, &reference.name) =>
        {
            j.report(
                &SOURCES_DIFFER,
                path,
                format_args!(
                    "`dataSource` is {} {}, `dataSourceRef` is {} {}: write one of them only",
                    source.kind, source.name, reference.kind, reference.name
                ),
            );
        }
        _ => {}
    }
}

fn source(j: &mut Judge, group: Option<&str>, kind: &str, name: &str, path: &Path<'_>) {
    required(j, &SOURCE_NAME, name, path, "name");
    required(j, &SOURCE_KIND_MISSING, kind, path, "kind");
    match group.unwrap_or_default() {
        "" if kind != "PersistentVolumeClaim" => {
            j.report(
                &SOURCE_KIND,
                path,
                format_args!("`{kind}` without `apiGroup` is no source: only a PersistentVolumeClaim is"),
            );
        }
        "" => {}
        group => well_formed(j, &SOURCE_GROUP, group, dns_subdomain(group), &path.field("apiGroup")),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;

    macro_rules! claim {
        ($spec:literal) => {
            concat!(r#""ephemeral":{"volumeClaimTemplate":{"spec":{"#, $spec, "}}}")
        };
    }
    /// Adds to a claim that is right as it is.
    macro_rules! also {
        ($more:literal) => {
            claim_of!(r#""accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"#, $more)
        };
    }
    macro_rules! claim_of {
        ($spec:literal, $more:literal) => {
            concat!(r#""ephemeral":{"volumeClaimTemplate":{"spec":{"#, $spec, $more, "}}}")
        };
    }

    cases! {
        "" also!(r#""storageClassName":"","volumeAttributesClassName":"","volumeMode":"Block""#);
        "" claim!(r#""accessModes":["ReadWriteOncePod"],"resources":{"requests":{"storage":"1n"},"limits":{"storage":"-1"}}"#);
        "claim-access-modes-missing" claim!(r#""resources":{"requests":{"storage":"1"}}"#)
            => Required ".ephemeral.volumeClaimTemplate.spec.accessModes";
        "claim-access-mode-unknown" claim!(r#""accessModes":["RWO","ReadWriteOncePod"],"resources":{"requests":{"storage":"1"}}"#)
            => NotSupported ".ephemeral.volumeClaimTemplate.spec.accessModes";
        "claim-access-mode-not-alone" claim!(r#""accessModes":["ReadWriteOncePod","ReadOnlyMany"],"resources":{"requests":{"storage":"1"}}"#)
            => Forbidden ".ephemeral.volumeClaimTemplate.spec.accessModes";
        "claim-storage-missing" claim!(r#""accessModes":["ReadWriteOnce"],"resources":{"limits":{"storage":"1"}}"#)
            => Required ".ephemeral.volumeClaimTemplate.spec.resources[storage]";
        "claim-storage-not-positive" claim!(r#""accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"0"}}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.resources[storage]";
        "claim-storage-class-malformed" also!(r#""storageClassName":"Fast""#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.storageClassName";
        "claim-attributes-class-malformed" also!(r#""volumeAttributesClassName":"-""#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.volumeAttributesClassName";
        "claim-volume-mode-unknown" also!(r#""volumeMode":"block""#)
            => NotSupported ".ephemeral.volumeClaimTemplate.spec.volumeMode";
        "" also!(r#""dataSource":{"kind":"PersistentVolumeClaim","name":"c"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"c","namespace":""}"#);
        "" also!(r#""dataSourceRef":{"apiGroup":"a.b","kind":"Any","name":"c","namespace":"n"}"#);
        "claim-source-name-missing" also!(r#""dataSource":{"kind":"PersistentVolumeClaim","name":""}"#)
            => Required ".ephemeral.volumeClaimTemplate.spec.dataSource.name";
        "claim-source-kind-missing" also!(r#""dataSourceRef":{"apiGroup":"a.b","kind":"","name":"c"}"#)
            => Required ".ephemeral.volumeClaimTemplate.spec.dataSourceRef.kind";
        "claim-source-kind-unsupported" also!(r#""dataSource":{"apiGroup":"","kind":"Pod","name":"c"}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.dataSource";
        "claim-source-group-malformed" also!(r#""dataSourceRef":{"apiGroup":"A","kind":"Any","name":"c"}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.dataSourceRef.apiGroup";
        "claim-source-namespace-malformed" also!(r#""dataSourceRef":{"apiGroup":"a.b","kind":"Any","name":"c","namespace":"a.b"}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec.dataSourceRef.namespace";
        "claim-source-beside-namespace" also!(r#""dataSource":{"kind":"PersistentVolumeClaim","name":"c"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"c","namespace":"n"}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec";
        "claim-sources-differ" also!(r#""dataSource":{"apiGroup":"","kind":"PersistentVolumeClaim","name":"c"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"c"}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.spec";
    }
}

//! Volumes that are claims: `persistentVolumeClaim`, and `ephemeral`, whose claim is made with the pod.

use k8s_openapi::{
    api::core::v1::{EphemeralVolumeSource, PersistentVolumeClaimVolumeSource},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{
    checks::{required, well_formed},
    claim_spec,
};
use crate::{
    grammar::dns_subdomain,
    validate::{Judge, Path, api::metadata, rule::rules},
};

rules! {
    CLAIM_NAME: Required, "volume-claim-name-missing", "a persistentVolumeClaim volume names its claim";
    TEMPLATE: Required, "volume-claim-template-missing", "an ephemeral volume has a template for its claim";
    /// The claim is named after pod and volume, so anything else in its metadata would be lost.
    METADATA: Forbidden, "volume-claim-metadata-unused", "the metadata of a claim template has labels and annotations only";
    CREATED_NAME: Invalid, "volume-claim-created-name-malformed", "the name `<pod>-<volume>` of the claim that is made is a DNS name";
}

pub(super) fn persistent(j: &mut Judge, source: &PersistentVolumeClaimVolumeSource, path: &Path<'_>) {
    required(j, &CLAIM_NAME, &source.claim_name, path, "claimName");
}

pub(super) fn ephemeral(j: &mut Judge, source: &EphemeralVolumeSource, path: &Path<'_>) {
    let path = path.field("volumeClaimTemplate");
    let Some(template) = &source.volume_claim_template else {
        j.report(&TEMPLATE, &path, format_args!("`volumeClaimTemplate` is missing: {}", TEMPLATE.summary));
        return;
    };
    if let Some(meta) = &template.metadata {
        template_metadata(j, meta, &path.field("metadata"));
    }
    claim_spec(j, &template.spec, &path.field("spec"));
}

fn template_metadata(j: &mut Judge, meta: &ObjectMeta, path: &Path<'_>) {
    metadata::annotations(j, meta.annotations.as_ref(), &path.field("annotations"));
    metadata::labels(j, meta.labels.as_ref(), &path.field("labels"));
    // The server spells the field as Go does, with its first letter made small: hence `uID`. A text that is empty and a
    // generation of 0 count as left out; an empty list does not.
    for (given, field) in [
        (filled(meta.name.as_deref()), "name"),
        (filled(meta.generate_name.as_deref()), "generateName"),
        (filled(meta.namespace.as_deref()), "namespace"),
        (filled(meta.self_link.as_deref()), "selfLink"),
        (filled(meta.uid.as_deref()), "uID"),
        (filled(meta.resource_version.as_deref()), "resourceVersion"),
        (meta.generation.is_some_and(|generation| generation != 0), "generation"),
        (meta.creation_timestamp.is_some(), "creationTimestamp"),
        (meta.deletion_timestamp.is_some(), "deletionTimestamp"),
        (meta.deletion_grace_period_seconds.is_some(), "deletionGracePeriodSeconds"),
        (meta.owner_references.is_some(), "ownerReferences"),
        (meta.finalizers.is_some(), "finalizers"),
        (meta.managed_fields.is_some(), "managedFields"),
    ] {
        if given {
            j.report(
                &METADATA,
                &path.field(field),
                format_args!(
                    "`{field}` cannot be set: the template of a claim takes labels and annotations only"
                ),
            );
        }
    }
}

fn filled(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.is_empty())
}

/// Judges the name of the claim that will be made for an ephemeral volume; the server reports it at the volume's name.
pub(super) fn created_name(j: &mut Judge, pod: &str, volume: &str, path: &Path<'_>) {
    let name = format!("{pod}-{volume}");
    well_formed(j, &CREATED_NAME, &name, dns_subdomain(&name), &path.field("name"));
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;

    macro_rules! template {
        ($metadata:literal) => {
            concat!(
                r#""ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}},"metadata":"#,
                $metadata,
                "}}"
            )
        };
    }

    cases! {
        "" r#""persistentVolumeClaim":{"claimName":"Any Name Passes"}"#;
        "volume-claim-name-missing" r#""persistentVolumeClaim":{"claimName":""}"# => Required ".persistentVolumeClaim.claimName";

        "" template!(r#"{"labels":{"a":"b"},"annotations":{"Example.com/a":"b"},"name":"","generation":0}"#);
        "volume-claim-template-missing" r#""ephemeral":{}"# => Required ".ephemeral.volumeClaimTemplate";
        "volume-claim-metadata-unused" template!(r#"{"name":"n","uid":"u"}"#)
            => Forbidden ".ephemeral.volumeClaimTemplate.metadata.name", Forbidden ".ephemeral.volumeClaimTemplate.metadata.uID";
        "volume-claim-metadata-unused" template!(r#"{"finalizers":[],"deletionGracePeriodSeconds":0}"#)
            => Forbidden ".ephemeral.volumeClaimTemplate.metadata.finalizers",
               Forbidden ".ephemeral.volumeClaimTemplate.metadata.deletionGracePeriodSeconds";
        "label-key-malformed" template!(r#"{"labels":{"-":"a b"}}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.metadata.labels", Invalid ".ephemeral.volumeClaimTemplate.metadata.labels";
        "annotation-key-malformed" template!(r#"{"annotations":{"a b":"c"}}"#)
            => Invalid ".ephemeral.volumeClaimTemplate.metadata.annotations";
    }
}

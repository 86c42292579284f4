use crate::validate::{
    api::whole,
    trials::{Case, Trial},
};

macro_rules! claim {
    ($more:literal) => {
        concat!(
            r#"{"kind":"PersistentVolumeClaim","metadata":{"name":"a"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}"#,
            $more,
            "}}"
        )
    };
}

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", claim!(""), &[]),
    // The server ignores a source of a kind that it never knew.
    ("", claim!(r#","dataSource":{"kind":"Other","name":"b"}"#), &[]),
    ("claim-volume-mode-unknown", claim!(r#","volumeMode":"Disk""#), &[("FieldValueNotSupported", "spec.volumeMode")]),
    ("metadata-name-missing", r#"{"kind":"PersistentVolumeClaim","metadata":{},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}"#,
        &[("FieldValueRequired", "metadata.name")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    whole::bring(|j, object| super::claim(j, &serde_json::from_value(object).unwrap()), CASES, &[])
}

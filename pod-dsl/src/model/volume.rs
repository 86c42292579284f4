//! Storage that containers share, and a file on it.

use std::{panic::Location, sync::Arc};

use k8s_openapi::api::core::v1 as k8s;

use crate::intent::At;

/// Is a volume of a pod. Mounting it is what adds it to the pod.
///
/// Clones of a handle are the same volume. Every kind that a v1 `PodSpec` knows can be made: the common ones by the
/// constructors below, all others by [`Volume::raw`].
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Volume {
    /// Shared among the clones of a handle, of which every mount holds one.
    pub(crate) wire: Arc<k8s::Volume>,
    /// The claim that each pod of a `StatefulSet` gets of its own, under the volume's name.
    pub(crate) claim: Option<Box<k8s::PersistentVolumeClaimSpec>>,
    /// Verbs that do not fit this kind of volume; reported when the pod is judged.
    pub(crate) misuses: Vec<(At, String)>,
    pub(crate) at: At,
}

impl Volume {
    #[track_caller]
    pub(crate) fn new(wire: k8s::Volume) -> Self {
        Self { wire: Arc::new(wire), claim: None, misuses: Vec::new(), at: Location::caller() }
    }
}

/// Is a file on a volume that one container writes and others read: each says where the file stands in its own file
/// system, and the mounts follow from that.
///
/// Made by [`Volume::file`].
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct SharedFile {
    pub(crate) volume: Volume,
    /// The path relative to the volume's root.
    pub(crate) path: String,
}

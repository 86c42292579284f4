//! A change of one finished object of a bundle.

use std::{fmt, sync::Arc};

use crate::{
    intent::At,
    object::{Data, Missing, Object},
};

/// Changes one finished object of a bundle: by a closure, by a merge, or by a JSON patch.
///
/// A patch comes last, after the dialect of the target, and what comes out is judged like all else. One that hits nothing
/// is an error at its line: no such object, no such container, no such path. A patch that changes nothing is a warning.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Patch {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) namespace: Option<String>,
    /// The platform, as it is spelled; every platform where none is said.
    pub(crate) only: Option<&'static str>,
    pub(crate) edit: Edit,
    pub(crate) at: At,
}

/// Is what a patch does.
#[derive(Clone)]
pub(crate) enum Edit {
    /// Changes the object in its type; tells whether the object is of it.
    Change(Arc<dyn Fn(&mut Object) -> bool + Send + Sync>),
    /// Merges partial data into it.
    Merge { partial: Result<Data, String>, missing: Missing },
    /// Carries out the operations of RFC 6902.
    #[cfg(feature = "patch")]
    Json(Result<json_patch::Patch, String>),
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is merged may hold the values of a Secret.
        f.write_str(match self {
            Self::Change(_) => "Change(…)",
            Self::Merge { .. } => "Merge(…)",
            #[cfg(feature = "patch")]
            Self::Json(_) => "Json(…)",
        })
    }
}

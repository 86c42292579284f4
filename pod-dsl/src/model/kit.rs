//! What an image needs beside its command: files of configuration, folders to write to, a user that is a number.

use super::role::ProxyFile;

/// Holds what a container brings into its pod for its image's sake; it becomes volumes and config maps when the pod is
/// expanded, because they are named after the pod and the container.
#[derive(Clone, Debug, Default)]
pub struct Kit {
    pub(crate) files: Vec<ProxyFile>,
    /// Folders of its own, each with the most that may be in it.
    pub(crate) scratch: Vec<(String, String)>,
    /// The user the image runs as, where the image itself says root or a name.
    pub(crate) image_user: Option<i64>,
    /// The volumes that were mounted for it, and why.
    pub(crate) given: Vec<(String, &'static str)>,
}

//! Verbs of a namespace.

use crate::model::Namespace;

impl Namespace {
    /// Makes a namespace. On OpenShift an ordinary user may not create one: `oc new-project` makes a project.
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        Self::named(name)
    }

    /// Holds the pods of the namespace to a level of Pod Security: `privileged`, `baseline`, `restricted`.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let shop = Namespace::new("shop").enforce("restricted");
    /// assert!(shop.to_yaml(&Target::kubernetes())?.contains("pod-security.kubernetes.io/enforce: restricted"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn enforce(self, level: impl Into<String>) -> Self {
        self.label("pod-security.kubernetes.io/enforce", level)
    }

    /// Warns of pods that are not of a level of Pod Security.
    #[track_caller]
    pub fn warn(self, level: impl Into<String>) -> Self {
        self.label("pod-security.kubernetes.io/warn", level)
    }
}

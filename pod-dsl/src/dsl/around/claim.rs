//! Verbs of a claim for storage.

use k8s_openapi::{api::core::v1 as k8s, apimachinery::pkg::api::resource::Quantity};

use crate::model::{PersistentVolumeClaim, Volume};

impl PersistentVolumeClaim {
    /// Claims storage that outlives the pods that use it: access modes (`ReadWriteOnce`) and a size (`1Gi`).
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let claim = PersistentVolumeClaim::new("data", ["ReadWriteOnce"], "1Gi").storage_class("fast");
    /// let app = Container::new("app", "ghcr.io/example/app:1").mount(&claim.volume(), "/data");
    /// let bundle = Bundle::new().add(claim).add(Pod::new("app").container(app));
    /// assert!(bundle.to_yaml(&Target::kubernetes())?.contains("claimName: data"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn new<M: Into<String>>(
        name: impl Into<String>,
        access_modes: impl IntoIterator<Item = M>,
        size: impl Into<String>,
    ) -> Self {
        let mut claim = Self::named(name);
        let spec = claim.spec();
        spec.access_modes = Some(access_modes.into_iter().map(Into::into).collect());
        let requests = Some([("storage".to_owned(), Quantity(size.into()))].into());
        spec.resources = Some(k8s::VolumeResourceRequirements { requests, limits: None });
        claim
    }

    /// Names the class of storage; the cluster has a default where nothing is said.
    #[track_caller]
    pub fn storage_class(mut self, name: impl Into<String>) -> Self {
        self.spec().storage_class_name = Some(name.into());
        self.said("storageClassName")
    }

    /// Gives the volume by which a pod uses the claim, under the claim's name.
    #[track_caller]
    pub fn volume(&self) -> Volume {
        Volume::persistent_volume_claim(self.name(), self.name())
    }

    fn spec(&mut self) -> &mut k8s::PersistentVolumeClaimSpec {
        self.wire.spec.get_or_insert_default()
    }
}

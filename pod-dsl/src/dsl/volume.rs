//! Constructors of a volume, one for each common kind.

use k8s_openapi::{api::core::v1 as k8s, apimachinery::pkg::api::resource::Quantity};

use crate::model::{ConfigMapName, SecretName, SharedFile, Volume};

impl Volume {
    /// Makes an empty folder that lives as long as the pod and survives restarts of its containers.
    #[track_caller]
    pub fn empty_dir(name: impl Into<String>) -> Self {
        Self::of(name, |v| v.empty_dir = Some(k8s::EmptyDirVolumeSource::default()))
    }

    /// Shows the keys of a `ConfigMap` as files.
    #[track_caller]
    pub fn config_map(name: impl Into<String>, config_map: impl Into<ConfigMapName>) -> Self {
        let name_of_map = config_map.into().0;
        Self::of(name, |v| {
            v.config_map = Some(k8s::ConfigMapVolumeSource { name: name_of_map, ..Default::default() });
        })
    }

    /// Shows the keys of a Secret as files.
    #[track_caller]
    pub fn secret(name: impl Into<String>, secret: impl Into<SecretName>) -> Self {
        let secret_name = Some(secret.into().0);
        Self::of(name, |v| v.secret = Some(k8s::SecretVolumeSource { secret_name, ..Default::default() }))
    }

    /// Shows several sources in one folder; they are added by `with_config_map`, `with_secret`, `with_token`,
    /// `with_field`.
    #[track_caller]
    pub fn projected(name: impl Into<String>) -> Self {
        Self::of(name, |v| v.projected = Some(k8s::ProjectedVolumeSource::default()))
    }

    /// Uses storage that a `PersistentVolumeClaim` of the namespace holds.
    #[track_caller]
    pub fn persistent_volume_claim(name: impl Into<String>, claim: impl Into<String>) -> Self {
        let claim_name = claim.into();
        Self::of(name, |v| {
            v.persistent_volume_claim =
                Some(k8s::PersistentVolumeClaimVolumeSource { claim_name, ..Default::default() });
        })
    }

    /// Shows a path of the node. No restricted policy admits it.
    #[track_caller]
    pub fn host_path(name: impl Into<String>, path: impl Into<String>) -> Self {
        let path = path.into();
        Self::of(name, |v| v.host_path = Some(k8s::HostPathVolumeSource { path, type_: None }))
    }

    /// Uses storage that a CSI driver makes for this pod alone.
    #[track_caller]
    pub fn csi(name: impl Into<String>, driver: impl Into<String>) -> Self {
        let driver = driver.into();
        Self::of(name, |v| v.csi = Some(k8s::CSIVolumeSource { driver, ..Default::default() }))
    }

    /// Claims storage that is made with the pod and goes with it: access modes (`ReadWriteOnce`) and a size (`1Gi`).
    /// What else a claim can say is set by `claim`.
    #[track_caller]
    pub fn ephemeral<M: Into<String>>(
        name: impl Into<String>,
        access_modes: impl IntoIterator<Item = M>,
        size: impl Into<String>,
    ) -> Self {
        let spec = claim_spec(access_modes, size.into());
        let template = k8s::PersistentVolumeClaimTemplate { metadata: None, spec };
        Self::of(name, |v| {
            v.ephemeral = Some(k8s::EphemeralVolumeSource { volume_claim_template: Some(template) });
        })
    }

    /// Claims storage for each pod of a `StatefulSet`, which is kept when the pod is replaced: access modes
    /// (`ReadWriteOnce`) and a size (`1Gi`). What else a claim can say is set by `claim`.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let data = Volume::claim_template("data", ["ReadWriteOnce"], "1Gi");
    /// let redis = Container::new("redis", "docker.io/library/redis:8").port(6379).mount(&data, "/data");
    /// let yaml = Pod::new("redis").container(redis).stateful_set().to_yaml(&Target::kubernetes())?;
    /// assert!(yaml.contains("volumeClaimTemplates:") && yaml.contains("storage: \"1Gi\""));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn claim_template<M: Into<String>>(
        name: impl Into<String>,
        access_modes: impl IntoIterator<Item = M>,
        size: impl Into<String>,
    ) -> Self {
        let mut volume = Self::of(name, |_| {});
        volume.claim = Some(Box::new(claim_spec(access_modes, size.into())));
        volume
    }

    /// Shows the files of a container image, read-only.
    #[track_caller]
    pub fn image(name: impl Into<String>, reference: impl Into<String>) -> Self {
        let reference = Some(reference.into());
        Self::of(name, |v| v.image = Some(k8s::ImageVolumeSource { reference, pull_policy: None }))
    }

    /// Shows fields of the pod as files; they are added by `with_field` and `with_resource`.
    #[track_caller]
    pub fn downward_api(name: impl Into<String>) -> Self {
        Self::of(name, |v| v.downward_api = Some(k8s::DownwardAPIVolumeSource::default()))
    }

    /// Uses an NFS export.
    #[track_caller]
    pub fn nfs(name: impl Into<String>, server: impl Into<String>, path: impl Into<String>) -> Self {
        let (server, path) = (server.into(), path.into());
        Self::of(name, |v| v.nfs = Some(k8s::NFSVolumeSource { server, path, read_only: None }))
    }

    /// Makes a volume of any other kind: the closure fills in the wire form.
    ///
    /// ```
    /// use pod_dsl::{k8s, prelude::*};
    ///
    /// let disk = Volume::raw("data", |v| {
    ///     v.fc = Some(k8s::FCVolumeSource { wwids: Some(vec!["3600508b400105e21".into()]), ..Default::default() });
    /// });
    /// # let _ = disk;
    /// ```
    #[track_caller]
    pub fn raw(name: impl Into<String>, fill: impl FnOnce(&mut k8s::Volume)) -> Self {
        Self::of(name, fill)
    }

    /// Names a file on the volume, by its path relative to the volume's root, to be written by one container and read by
    /// others.
    pub fn file(&self, path: impl Into<String>) -> SharedFile {
        SharedFile { volume: self.clone(), path: path.into() }
    }

    #[track_caller]
    fn of(name: impl Into<String>, fill: impl FnOnce(&mut k8s::Volume)) -> Self {
        let mut wire = k8s::Volume { name: name.into(), ..k8s::Volume::default() };
        fill(&mut wire);
        Self::new(wire)
    }
}

fn claim_spec<M: Into<String>>(
    access_modes: impl IntoIterator<Item = M>,
    size: String,
) -> k8s::PersistentVolumeClaimSpec {
    let requests = [("storage".to_owned(), Quantity(size))].into();
    k8s::PersistentVolumeClaimSpec {
        access_modes: Some(access_modes.into_iter().map(Into::into).collect()),
        resources: Some(k8s::VolumeResourceRequirements { requests: Some(requests), limits: None }),
        ..Default::default()
    }
}

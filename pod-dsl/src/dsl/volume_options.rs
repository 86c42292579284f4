//! Options of a volume. One that does not fit the volume's kind is reported when the pod is judged.

use std::{panic::Location, sync::Arc};

use k8s_openapi::{api::core::v1 as k8s, apimachinery::pkg::api::resource::Quantity};

use crate::model::{ConfigMapName, Field, ResourceField, SecretName, Volume};

/// Options of one kind.
impl Volume {
    /// Bounds an empty folder: `256Mi`. A pod that fills it further is evicted.
    #[track_caller]
    pub fn size_limit(self, quantity: impl Into<String>) -> Self {
        let limit = Quantity(quantity.into());
        self.on("size_limit", "an emptyDir", |v| v.empty_dir.as_mut().map(|dir| dir.size_limit = Some(limit)))
    }

    /// Keeps an empty folder in memory; what it holds counts against the memory limits.
    #[track_caller]
    pub fn in_memory(self) -> Self {
        self.on("in_memory", "an emptyDir", |v| {
            v.empty_dir.as_mut().map(|dir| dir.medium = Some("Memory".to_owned()))
        })
    }

    /// Says what stands at a path of the node: `Directory`, `DirectoryOrCreate`, `File`, `FileOrCreate`, `Socket`,
    /// `CharDevice`, `BlockDevice`.
    #[track_caller]
    pub fn host_path_type(self, kind: impl Into<String>) -> Self {
        let kind = kind.into();
        self.on("host_path_type", "a hostPath", |v| v.host_path.as_mut().map(|path| path.type_ = Some(kind)))
    }

    /// Gives a CSI driver an attribute.
    #[track_caller]
    pub fn attribute(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let (key, value) = (key.into(), value.into());
        self.on("attribute", "a csi", |v| {
            v.csi.as_mut().map(|csi| {
                csi.volume_attributes.get_or_insert_default().insert(key, value);
            })
        })
    }

    /// Says when the image of an image volume is pulled: `Always`, `IfNotPresent`, `Never`.
    #[track_caller]
    pub fn pull_policy(self, policy: impl Into<String>) -> Self {
        let policy = policy.into();
        self.on("pull_policy", "an image", |v| v.image.as_mut().map(|image| image.pull_policy = Some(policy)))
    }

    /// Changes the claim of an ephemeral volume or of a claim template.
    #[track_caller]
    pub fn claim(mut self, change: impl FnOnce(&mut k8s::PersistentVolumeClaimSpec)) -> Self {
        if let Some(claim) = &mut self.claim {
            change(claim);
            return self;
        }
        self.on("claim", "an ephemeral or a claim template", |v| {
            v.ephemeral.as_mut()?.volume_claim_template.as_mut().map(|claim| change(&mut claim.spec))
        })
    }
}

/// Options of several kinds.
impl Volume {
    /// Sets the permission bits of the files, as `0o440`. They are written in decimal, which every YAML reader takes
    /// for the same number.
    #[track_caller]
    pub fn default_mode(self, mode: u16) -> Self {
        let mode = Some(i32::from(mode));
        self.on("default_mode", "a configMap, secret, projected or downwardAPI", |v| {
            let slot = if let Some(map) = &mut v.config_map {
                &mut map.default_mode
            } else if let Some(secret) = &mut v.secret {
                &mut secret.default_mode
            } else if let Some(projected) = &mut v.projected {
                &mut projected.default_mode
            } else {
                &mut v.downward_api.as_mut()?.default_mode
            };
            *slot = mode;
            Some(())
        })
    }

    /// Shows only the named keys of a `ConfigMap` or Secret: `key` as the file `path`.
    #[track_caller]
    pub fn item(self, key: impl Into<String>, path: impl Into<String>) -> Self {
        let item = k8s::KeyToPath { key: key.into(), path: path.into(), ..Default::default() };
        self.on("item", "a configMap or secret", |v| {
            let items = match (&mut v.config_map, &mut v.secret) {
                (Some(map), _) => &mut map.items,
                (None, Some(secret)) => &mut secret.items,
                (None, None) => return None,
            };
            items.get_or_insert_default().push(item);
            Some(())
        })
    }

    /// Lets the pod start where the `ConfigMap` or Secret does not exist.
    #[track_caller]
    pub fn optional(self) -> Self {
        self.on("optional", "a configMap or secret", |v| {
            let slot = match (&mut v.config_map, &mut v.secret) {
                (Some(map), _) => &mut map.optional,
                (None, Some(secret)) => &mut secret.optional,
                (None, None) => return None,
            };
            *slot = Some(true);
            Some(())
        })
    }

    /// Attaches the storage read-only, for every container.
    #[track_caller]
    pub fn read_only(self) -> Self {
        self.on("read_only", "a persistentVolumeClaim, csi or nfs", |v| {
            if let Some(claim) = &mut v.persistent_volume_claim {
                claim.read_only = Some(true);
            } else if let Some(csi) = &mut v.csi {
                csi.read_only = Some(true);
            } else {
                v.nfs.as_mut()?.read_only = Some(true);
            }
            Some(())
        })
    }
}

/// Sources of a projected volume, and fields of a downward API volume.
impl Volume {
    /// Adds the keys of a `ConfigMap`.
    #[track_caller]
    pub fn with_config_map(self, name: impl Into<ConfigMapName>) -> Self {
        let map = k8s::ConfigMapProjection { name: name.into().0, ..Default::default() };
        self.source("with_config_map", k8s::VolumeProjection { config_map: Some(map), ..Default::default() })
    }

    /// Adds the keys of a Secret.
    #[track_caller]
    pub fn with_secret(self, name: impl Into<SecretName>) -> Self {
        let secret = k8s::SecretProjection { name: name.into().0, ..Default::default() };
        self.source("with_secret", k8s::VolumeProjection { secret: Some(secret), ..Default::default() })
    }

    /// Adds a token of the pod's `ServiceAccount` as the file `path`, made for `audience` and valid for so many seconds
    /// (600 at least); the kubelet renews it.
    #[track_caller]
    pub fn with_token(self, path: impl Into<String>, audience: impl Into<String>, seconds: i64) -> Self {
        let token = k8s::ServiceAccountTokenProjection {
            path: path.into(),
            audience: Some(audience.into()),
            expiration_seconds: Some(seconds),
            ..Default::default()
        };
        self.source(
            "with_token",
            k8s::VolumeProjection { service_account_token: Some(token), ..Default::default() },
        )
    }

    /// Adds a field of the pod as the file `path`.
    #[track_caller]
    pub fn with_field(self, path: impl Into<String>, field: Field) -> Self {
        let field_ref = Some(field.selector());
        self.downward(
            "with_field",
            k8s::DownwardAPIVolumeFile { path: path.into(), field_ref, ..Default::default() },
        )
    }

    /// Adds a request or limit of a container as the file `path`.
    #[track_caller]
    pub fn with_resource(self, path: impl Into<String>, resource: ResourceField) -> Self {
        let resource_field_ref = Some(resource.wire);
        let file = k8s::DownwardAPIVolumeFile { path: path.into(), resource_field_ref, ..Default::default() };
        self.downward("with_resource", file)
    }

    #[track_caller]
    fn downward(self, verb: &'static str, file: k8s::DownwardAPIVolumeFile) -> Self {
        self.on(verb, "a downwardAPI or projected", |v| {
            if let Some(downward) = &mut v.downward_api {
                downward.items.get_or_insert_default().push(file);
                return Some(());
            }
            let sources = v.projected.as_mut()?.sources.get_or_insert_default();
            // All fields go into one source, as a person would write them.
            if let Some(items) = sources.iter_mut().find_map(|source| source.downward_api.as_mut()) {
                items.items.get_or_insert_default().push(file);
            } else {
                let downward_api = Some(k8s::DownwardAPIProjection { items: Some(vec![file]) });
                sources.push(k8s::VolumeProjection { downward_api, ..Default::default() });
            }
            Some(())
        })
    }

    #[track_caller]
    fn source(self, verb: &'static str, source: k8s::VolumeProjection) -> Self {
        self.on(verb, "a projected", |v| {
            v.projected.as_mut().map(|projected| projected.sources.get_or_insert_default().push(source))
        })
    }

    /// Applies an option, or notes that this kind of volume has none such.
    #[track_caller]
    fn on(mut self, verb: &str, kinds: &str, apply: impl FnOnce(&mut k8s::Volume) -> Option<()>) -> Self {
        if apply(Arc::make_mut(&mut self.wire)).is_none() {
            let message =
                format!("`{verb}` is an option of {kinds} volume; `{}` is of another kind", self.wire.name);
            self.misuses.push((Location::caller(), message));
        }
        self
    }
}

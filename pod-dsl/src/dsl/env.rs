//! Where the value of an environment variable comes from.

use k8s_openapi::{api::core::v1 as k8s, apimachinery::pkg::api::resource::Quantity};

use crate::model::{
    ConfigMap, ConfigMapName, EnvFrom, EnvValue, Field, PortAddress, ResourceField, Secret, SecretName,
};

impl EnvValue {
    /// Gives a text.
    pub fn text(value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), from: None, calls: None }
    }

    /// Takes the value of a key of a `ConfigMap`.
    pub fn config_map_key(name: impl Into<ConfigMapName>, key: impl Into<String>) -> Self {
        let selector = k8s::ConfigMapKeySelector { name: name.into().0, key: key.into(), optional: None };
        Self::source(k8s::EnvVarSource { config_map_key_ref: Some(selector), ..Default::default() })
    }

    /// Takes the value of a key of a Secret.
    pub fn secret_key(name: impl Into<SecretName>, key: impl Into<String>) -> Self {
        let selector = k8s::SecretKeySelector { name: name.into().0, key: key.into(), optional: None };
        Self::source(k8s::EnvVarSource { secret_key_ref: Some(selector), ..Default::default() })
    }

    /// Takes the value of a key of an env file on an `emptyDir` volume, which an init container wrote (Kubernetes 1.34
    /// and newer).
    pub fn file_key(volume: impl Into<String>, path: impl Into<String>, key: impl Into<String>) -> Self {
        let selector = k8s::FileKeySelector {
            volume_name: volume.into(),
            path: path.into(),
            key: key.into(),
            optional: None,
        };
        Self::source(k8s::EnvVarSource { file_key_ref: Some(selector), ..Default::default() })
    }

    /// Lets the container start where the `ConfigMap`, Secret or key does not exist; the variable is then not set.
    pub fn optional(mut self) -> Self {
        if let Some(from) = &mut self.from {
            if let Some(key) = &mut from.config_map_key_ref {
                key.optional = Some(true);
            }
            if let Some(key) = &mut from.secret_key_ref {
                key.optional = Some(true);
            }
            if let Some(key) = &mut from.file_key_ref {
                key.optional = Some(true);
            }
        }
        self
    }

    fn source(from: k8s::EnvVarSource) -> Self {
        Self { value: None, from: Some(from), calls: None }
    }
}

macro_rules! text_from {
    ($($type:ty),*) => {$(
        impl From<$type> for EnvValue {
            fn from(value: $type) -> Self {
                Self::text(value.to_string())
            }
        }
    )*};
}
text_from!(&str, &String, bool, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64);

impl From<String> for EnvValue {
    fn from(value: String) -> Self {
        Self::text(value)
    }
}

impl From<Field> for EnvValue {
    fn from(field: Field) -> Self {
        Self::source(k8s::EnvVarSource { field_ref: Some(field.selector()), ..Default::default() })
    }
}

impl From<ResourceField> for EnvValue {
    fn from(resource: ResourceField) -> Self {
        Self::source(k8s::EnvVarSource { resource_field_ref: Some(resource.wire), ..Default::default() })
    }
}

/// The address of a port of the pod; the link between the two containers is then known.
impl From<PortAddress> for EnvValue {
    fn from(address: PortAddress) -> Self {
        Self { value: Some(address.to_string()), from: None, calls: Some(address.of) }
    }
}

impl Field {
    /// Names any field by its path, as `metadata.annotations['example.com/owner']`.
    pub fn path(path: impl Into<String>) -> Self {
        Self { path: path.into() }
    }

    /// The pod's name.
    pub fn pod_name() -> Self {
        Self::path("metadata.name")
    }

    /// The pod's namespace.
    pub fn pod_namespace() -> Self {
        Self::path("metadata.namespace")
    }

    /// The pod's unique id.
    pub fn pod_uid() -> Self {
        Self::path("metadata.uid")
    }

    /// The pod's IP address.
    pub fn pod_ip() -> Self {
        Self::path("status.podIP")
    }

    /// The IP address of the node.
    pub fn host_ip() -> Self {
        Self::path("status.hostIP")
    }

    /// The name of the node.
    pub fn node_name() -> Self {
        Self::path("spec.nodeName")
    }

    /// The name of the pod's `ServiceAccount`.
    pub fn service_account() -> Self {
        Self::path("spec.serviceAccountName")
    }

    /// A label of the pod.
    pub fn label(key: impl AsRef<str>) -> Self {
        Self::path(format!("metadata.labels['{}']", key.as_ref()))
    }

    /// An annotation of the pod.
    pub fn annotation(key: impl AsRef<str>) -> Self {
        Self::path(format!("metadata.annotations['{}']", key.as_ref()))
    }

    pub(crate) fn selector(self) -> k8s::ObjectFieldSelector {
        k8s::ObjectFieldSelector { field_path: self.path, api_version: None }
    }
}

impl ResourceField {
    /// Names a request or limit, as `limits.memory`; of the container itself, unless `container` names another.
    pub fn of(resource: impl Into<String>) -> Self {
        let resource = resource.into();
        Self { wire: k8s::ResourceFieldSelector { resource, container_name: None, divisor: None } }
    }

    /// Names the container whose value is meant; a volume must.
    pub fn container(mut self, name: impl Into<String>) -> Self {
        self.wire.container_name = Some(name.into());
        self
    }

    /// Sets the unit in which the value is given: `1m` for thousandths of a CPU, `1Mi` for mebibytes.
    pub fn divisor(mut self, quantity: impl Into<String>) -> Self {
        self.wire.divisor = Some(Quantity(quantity.into()));
        self
    }
}

impl EnvFrom {
    /// Takes every key of a `ConfigMap`.
    pub fn config_map(name: impl Into<ConfigMapName>) -> Self {
        let config_map_ref = Some(k8s::ConfigMapEnvSource { name: name.into().0, optional: None });
        Self { wire: k8s::EnvFromSource { config_map_ref, ..Default::default() } }
    }

    /// Takes every key of a Secret.
    pub fn secret(name: impl Into<SecretName>) -> Self {
        let secret_ref = Some(k8s::SecretEnvSource { name: name.into().0, optional: None });
        Self { wire: k8s::EnvFromSource { secret_ref, ..Default::default() } }
    }

    /// Puts a text before every name.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.wire.prefix = Some(prefix.into());
        self
    }

    /// Lets the container start where the `ConfigMap` or Secret does not exist.
    pub fn optional(mut self) -> Self {
        if let Some(source) = &mut self.wire.config_map_ref {
            source.optional = Some(true);
        }
        if let Some(source) = &mut self.wire.secret_ref {
            source.optional = Some(true);
        }
        self
    }
}

impl From<&ConfigMap> for EnvFrom {
    fn from(config: &ConfigMap) -> Self {
        Self::config_map(config)
    }
}

impl From<&Secret> for EnvFrom {
    fn from(secret: &Secret) -> Self {
        Self::secret(secret)
    }
}

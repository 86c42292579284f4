//! The names of configuration beside the pod.

/// Names a `ConfigMap`: by the object, or by its name where somebody else made it.
#[derive(Clone, Debug)]
pub struct ConfigMapName(pub(crate) String);

/// Names a Secret: by the object, or by its name where somebody else made it.
#[derive(Clone, Debug)]
pub struct SecretName(pub(crate) String);

//! Nouns: what a pod is made of, as data. What may be done with them is in `dsl/`, what they become in `pattern/`.

mod bundle;
mod config;
mod container;
mod described;
mod env;
mod expose;
mod handle;
mod kit;
mod mount;
mod patch;
mod pod;
mod port;
mod probe;
mod profile;
mod resources;
mod role;
mod security;
mod volume;
mod workload;

pub use bundle::{Bundle, Item};
pub use config::{ConfigMapName, SecretName};
pub use container::{Container, ContainerAs, FileAccess, FileUse, Mounted, Raw};
pub use described::{
    Autoscaler, ConfigMap, Described, DisruptionBudget, Ingress, Namespace, NetworkPolicy,
    PersistentVolumeClaim, Role, RoleBinding, Secret, Service, ServiceAccount,
};
pub use env::{EnvFrom, EnvValue, Field, ResourceField};
pub use expose::Expose;
pub(crate) use expose::{ServicePort, Termination};
pub use handle::{ContainerHandle, Id};
pub use kit::Kit;
pub use mount::Mount;
pub(crate) use patch::Edit;
pub use patch::Patch;
pub use pod::{Pod, RestartPolicy};
pub use port::{Port, PortAddress, Upstream};
pub use probe::{LifecycleHandler, Probe};
pub use profile::Profile;
pub use resources::Resources;
pub use role::{
    Adapter, AdapterRole, Ambassador, AmbassadorRole, App, ContainerRole, Direction, Placement, ProxyConfig,
    ProxyFile, ProxyLink, Sidecar, SidecarRole,
};
pub use security::{PodSecurity, Security};
pub use volume::{SharedFile, Volume};
pub use workload::{CronJob, DaemonSet, Deployment, Job, Kind, ReplicaSet, StatefulSet, Triggered, Workload};

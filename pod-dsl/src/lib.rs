//! Kubernetes pods as Rust code.

extern crate self as pod_dsl;

mod pipeline;
pub mod model;
pub mod dsl;
pub mod pattern;
pub mod preset;
pub mod target;
pub mod object;
pub mod validate;
pub mod yaml;
pub mod intent;
pub mod grammar;

pub use dsl::{Affinity, DnsPolicy, Effect, ImagePullPolicy, Requirement, Signal, Spread, Toleration};
/// The wire types of the core API, as `raw` closures take them.
pub use k8s_openapi::api::core::v1 as k8s;
pub use model::{
    Adapter, Ambassador, Bundle, ConfigMap, Container, ContainerHandle, EnvFrom, EnvValue, Field, LifecycleHandler, Mount,
    Pod, PodSecurity, Port, Probe, ProxyConfig, ProxyFile, ProxyLink, ResourceField, Resources, RestartPolicy, Secret,
    Security, SharedFile, Sidecar, Upstream, Volume,
};
pub use object::{Object, ObjectError};
pub use pipeline::{Emit, EmitError, write_stream};
pub use preset::Haproxy;
pub use target::{KubeVersion, Platform, Target, UnknownVersion};
pub use validate::{Finding, Report, Severity};
pub use yaml::Format;

/// Everything that a description of a pod is likely to name.
pub mod prelude {
    pub use crate::{
        Adapter, Affinity, Ambassador, Bundle, ConfigMap, Container, DnsPolicy, Effect, Emit, EnvFrom, EnvValue, Field,
        Haproxy, ImagePullPolicy, LifecycleHandler, Mount, Pod, PodSecurity, Port, Probe, Report, Requirement,
        ResourceField, Resources, RestartPolicy, Secret, Security, Signal, Sidecar, Spread, Target, Toleration, Upstream,
        Volume,
    };
}

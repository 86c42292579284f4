//! Kubernetes pods as Rust code.

extern crate self as pod_dsl;

k8s_openapi::k8s_if_le_1_35! {
    compile_error!("pod-dsl needs the API types of Kubernetes 1.36 or 1.37: enable k8s-openapi's feature `v1_36` or `v1_37` (or pod-dsl's own of the same name); the target may still be an older release, from 1.29 on");
}

#[cfg(feature = "cli")]
pub mod cli;
pub mod dsl;
#[cfg(feature = "golden")]
pub mod golden;
pub mod grammar;
pub mod intent;
pub mod model;
pub mod object;
pub mod pattern;
mod pipeline;
pub mod preset;
pub mod target;
pub mod validate;
pub mod yaml;

pub use dsl::{Affinity, DnsPolicy, Effect, ImagePullPolicy, Requirement, Signal, Spread, Toleration};
pub use intent::{By, Change};
/// The wire types of the core API, as `raw` closures take them.
pub use k8s_openapi::api::core::v1 as k8s;
pub use model::{
    Adapter, Ambassador, Bundle, ConfigMap, Container, ContainerAs, ContainerHandle, EnvFrom, EnvValue,
    Field, LifecycleHandler, Mount, Pod, PodSecurity, Port, Probe, Profile, ProxyConfig, ProxyFile,
    ProxyLink, ResourceField, Resources, RestartPolicy, Secret, Security, SharedFile, Sidecar, Upstream,
    Volume,
};
pub use object::{Object, ObjectError};
pub use pipeline::{Emit, EmitError, write_stream};
#[cfg(feature = "macros")]
#[doc = include_str!("bundle.md")]
pub use pod_dsl_macros::bundle;
#[cfg(feature = "macros")]
#[doc = include_str!("pod.md")]
pub use pod_dsl_macros::pod;
pub use preset::Haproxy;
pub use target::{KubeVersion, Platform, Scc, Target, UnknownVersion};
pub use validate::{Finding, Report, Severity};
pub use yaml::Format;

/// Everything that a description of a pod is likely to name.
pub mod prelude {
    pub use crate::{
        Adapter, Affinity, Ambassador, Bundle, ConfigMap, Container, DnsPolicy, Effect, Emit, EnvFrom,
        EnvValue, Field, Haproxy, ImagePullPolicy, LifecycleHandler, Mount, Pod, PodSecurity, Port, Probe,
        Profile, Report, Requirement, ResourceField, Resources, RestartPolicy, Scc, Secret, Security,
        Sidecar, Signal, Spread, Target, Toleration, Upstream, Volume,
    };
    #[cfg(feature = "macros")]
    pub use crate::{bundle, pod};
}

#![doc = include_str!("front.md")]

extern crate self as pod_dsl;

k8s_openapi::k8s_if_le_1_35! {
    compile_error!("pod-dsl needs the API types of Kubernetes 1.36 or 1.37: enable k8s-openapi's feature `v1_36` or `v1_37` (or pod-dsl's own of the same name); the target may still be an older release, from 1.29 on");
}

#[cfg(feature = "cli")]
pub mod cli;
pub mod dsl;
pub mod explain;
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

pub use dsl::{
    Affinity, Amount, ClaimFate, Concurrency, DnsPolicy, Effect, ImagePullPolicy, JobRestart, Peer,
    Requirement, Selected, Signal, Spread, Toleration,
};
pub use intent::{By, Change};
/// The wire types of the core API, as `raw` closures take them.
pub use k8s_openapi::api::core::v1 as k8s;
pub use model::{
    Adapter, Ambassador, Autoscaler, Bundle, ConfigMap, Container, ContainerAs, ContainerHandle, CronJob,
    DaemonSet, Deployment, Described, DisruptionBudget, EnvFrom, EnvValue, Expose, Field, Ingress, Job,
    LifecycleHandler, Mount, Namespace, NetworkPolicy, Patch, PersistentVolumeClaim, Pod, PodSecurity, Port,
    Probe, Profile, ProxyConfig, ProxyFile, ProxyLink, ReplicaSet, ResourceField, Resources, RestartPolicy,
    Role, RoleBinding, Secret, Security, Service, ServiceAccount, SharedFile, Sidecar, StatefulSet, Upstream,
    Volume, Workload,
};
pub use object::{Object, ObjectError};
pub use pipeline::{Emit, EmitError, File, PlatformDelta, kustomization, write_stream};
#[cfg(feature = "macros")]
#[doc = include_str!("bundle.md")]
pub use pod_dsl_macros::bundle;
#[cfg(feature = "macros")]
#[doc = include_str!("pod.md")]
pub use pod_dsl_macros::pod;
pub use preset::Haproxy;
pub use target::{IpFamilies, KubeVersion, Platform, Scc, Target, UnknownVersion};
/// What the fuzz targets feed; it is not there in any other build.
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub use validate::fuzz;
pub use validate::{Finding, Report, Severity};
pub use yaml::Format;

/// The guide's programs run as tests of the documentation.
#[cfg(all(doctest, feature = "cli", feature = "macros"))]
#[doc = include_str!("../../docs/guide.md")]
struct Guide;

/// Everything that a description of a pod is likely to name.
pub mod prelude {
    pub use crate::{
        Adapter, Affinity, Ambassador, Amount, Autoscaler, Bundle, ClaimFate, Concurrency, ConfigMap,
        Container, CronJob, DaemonSet, Deployment, DisruptionBudget, DnsPolicy, Effect, Emit, EnvFrom,
        EnvValue, Expose, Field, Haproxy, ImagePullPolicy, Ingress, IpFamilies, Job, JobRestart,
        LifecycleHandler, Mount, Namespace, NetworkPolicy, Peer, PersistentVolumeClaim, Pod, PodSecurity,
        Port, Probe, Profile, ReplicaSet, Report, Requirement, ResourceField, Resources, RestartPolicy, Role,
        RoleBinding, Scc, Secret, Security, Service, ServiceAccount, Sidecar, Signal, Spread, StatefulSet,
        Target, Toleration, Upstream, Volume,
    };
    #[cfg(feature = "macros")]
    pub use crate::{bundle, pod};
}

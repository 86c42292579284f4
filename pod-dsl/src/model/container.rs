//! One container: what the API holds of it, and the handles that link it to the others.

use std::{fmt, panic::Location, sync::Arc};

use k8s_openapi::api::core::v1 as k8s;

use super::{
    handle::{ContainerHandle, Id},
    kit::Kit,
    port::Port,
    probe::{LifecycleHandler, Probe},
    role::App,
    volume::{SharedFile, Volume},
};
use crate::intent::{Allow, At, NeedPhase, Trace};

/// Is a container as what it is to the others: [`Container`] is the application's, [`Sidecar`](super::Sidecar),
/// [`Ambassador`](super::Ambassador) and [`Adapter`](super::Adapter) are containers with an obligation.
///
/// Every verb of a container can be said of every role.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let shared = Volume::empty_dir("shared-data");
/// let app = Container::new("app", "quay.io/nginx/nginx-unprivileged:1.29").mount(&shared, "/app").port(8080);
/// # let _ = Pod::new("a").container(app);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct ContainerAs<R> {
    pub(crate) role: R,
    pub(crate) id: Id,
    /// What the API holds of the container, but for ports, mounts and probes, which follow from the handles.
    /// Boxed, as the probes are, because every verb hands the container on by value.
    pub(crate) wire: Box<k8s::Container>,
    pub(crate) listeners: Vec<(Port, bool)>,
    pub(crate) mounts: Vec<Mounted>,
    pub(crate) files: Vec<FileUse>,
    pub(crate) calls: Vec<Port>,
    pub(crate) startup: Option<Box<Probe>>,
    pub(crate) liveness: Option<Box<Probe>>,
    pub(crate) readiness: Option<Box<Probe>>,
    pub(crate) post_start: Option<Box<LifecycleHandler>>,
    pub(crate) pre_stop: Option<Box<LifecycleHandler>>,
    pub(crate) needs: Vec<(NeedPhase, ContainerHandle)>,
    pub(crate) signals: Vec<(&'static str, ContainerHandle)>,
    pub(crate) raw: Vec<Raw<k8s::Container>>,
    pub(crate) allows: Vec<Allow>,
    /// Why the pod's profile does not hold for this container.
    pub(crate) outside_profile: Option<(String, At)>,
    pub(crate) kit: Option<Box<Kit>>,
    pub(crate) trace: Trace,
}

/// Is a container of the application, or one that has not been given another role yet.
pub type Container = ContainerAs<App>;

/// Is a volume with its place in the container.
#[derive(Clone, Debug)]
pub struct Mounted {
    pub(crate) volume: Volume,
    pub(crate) wire: k8s::VolumeMount,
    pub(crate) at: At,
}

/// Is a shared file with its place in the container.
#[derive(Clone, Debug)]
pub struct FileUse {
    pub(crate) file: SharedFile,
    pub(crate) path: String,
    pub(crate) access: FileAccess,
    pub(crate) at: At,
}

/// Tells what a container does with a shared file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileAccess {
    /// Reads it; the mount is read-only.
    Reads,
    /// Writes it.
    Writes,
}

/// Is a change made to the finished wire object by the user's own code.
pub struct Raw<T>(pub(crate) Arc<dyn Fn(&mut T) + Send + Sync>);

impl<T> Clone for Raw<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Raw<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Raw(…)")
    }
}

impl<R> ContainerAs<R> {
    /// Gives the container another role.
    pub(crate) fn with_role<S>(self, role: S) -> ContainerAs<S> {
        self.map_role(|_| role)
    }

    pub(crate) fn map_role<S>(self, map: impl FnOnce(R) -> S) -> ContainerAs<S> {
        let Self {
            role,
            id,
            wire,
            listeners,
            mounts,
            files,
            calls,
            startup,
            liveness,
            readiness,
            post_start,
            pre_stop,
            needs,
            signals,
            raw,
            allows,
            outside_profile,
            kit,
            trace,
        } = self;
        ContainerAs {
            role: map(role),
            id,
            wire,
            listeners,
            mounts,
            files,
            calls,
            startup,
            liveness,
            readiness,
            post_start,
            pre_stop,
            needs,
            signals,
            raw,
            allows,
            outside_profile,
            kit,
            trace,
        }
    }
}

impl Container {
    /// Makes a container of a name (an RFC 1123 label of at most 63 characters) and an image.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        Self {
            role: App,
            id: Id::next(),
            wire: Box::new(k8s::Container {
                name: name.into(),
                image: Some(image.into()),
                ..k8s::Container::default()
            }),
            listeners: Vec::new(),
            mounts: Vec::new(),
            files: Vec::new(),
            calls: Vec::new(),
            startup: None,
            liveness: None,
            readiness: None,
            post_start: None,
            pre_stop: None,
            needs: Vec::new(),
            signals: Vec::new(),
            raw: Vec::new(),
            allows: Vec::new(),
            outside_profile: None,
            kit: None,
            trace: Trace::new(Location::caller()),
        }
    }
}

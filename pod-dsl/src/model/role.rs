//! What a container is to the others, and what it owes them.

use std::{fmt, sync::Arc};

use super::{
    container::ContainerAs,
    port::{Port, Upstream},
};

/// Marks an application container.
#[derive(Clone, Copy, Debug, Default)]
pub struct App;

/// Is a container that extends the application, which does not know it.
pub type Sidecar = ContainerAs<SidecarRole>;

/// Is a proxy between the application and other services ([`Ambassador::outbound`]), or between clients and the
/// application ([`Ambassador::inbound`]).
pub type Ambassador = ContainerAs<AmbassadorRole>;

/// Is a container that gives the application's output a uniform interface: metrics, logs, health.
pub type Adapter = ContainerAs<AdapterRole>;

/// Tells as what a helper is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Placement {
    /// A native sidecar where a link or the restart policy demands it, else a plain container.
    #[default]
    ByContract,
    /// An init container with `restartPolicy: Always`.
    Native,
    /// An entry of `containers`.
    Plain,
}

/// Holds what a sidecar owes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SidecarRole {
    pub(crate) placement: Placement,
}

/// Tells on which side of the application an ambassador stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Clients outside reach the application through it.
    Inbound,
    /// The application reaches services outside through it.
    Outbound,
}

/// Holds what an ambassador owes.
#[derive(Clone, Debug)]
pub struct AmbassadorRole {
    pub(crate) placement: Placement,
    pub(crate) link: ProxyLink,
    pub(crate) config: Option<Arc<dyn ProxyConfig>>,
}

/// Holds what an adapter owes.
#[derive(Clone, Debug)]
pub struct AdapterRole {
    pub(crate) placement: Placement,
    pub(crate) port: Port,
}

/// Is any role; a pod holds its containers with their roles told apart by value.
#[derive(Clone, Debug)]
pub enum ContainerRole {
    /// The application.
    App,
    /// Prepares, and ends before the application starts.
    Init,
    /// Extends the application.
    Sidecar(SidecarRole),
    /// Proxies for the application.
    Ambassador(Box<AmbassadorRole>),
    /// Gives the application's output a uniform interface.
    Adapter(AdapterRole),
}

/// Is what a proxy does: where it listens and where it forwards to.
#[derive(Clone, Debug)]
pub struct ProxyLink {
    pub(crate) direction: Direction,
    pub(crate) listener: Port,
    pub(crate) upstream: Upstream,
}

/// Writes the configuration of a proxy image from its link, so that no address is said twice.
///
/// The presets implement it; a proxy of your own can as well.
pub trait ProxyConfig: fmt::Debug + Send + Sync {
    /// Writes the configuration file.
    fn file(&self, link: &ProxyLink) -> ProxyFile;
}

/// Is a configuration file and where it goes. All files of a folder stand in one `ConfigMap`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyFile {
    /// The name of the `ConfigMap`; made of the pod's and the container's name where it is `None`.
    pub config_map: Option<String>,
    /// The name of the volume; made of the container's name where it is `None`.
    pub volume: Option<String>,
    /// The folder the image reads its configuration from.
    pub folder: String,
    /// The file's name in that folder.
    pub name: String,
    /// The file's text.
    pub text: String,
}

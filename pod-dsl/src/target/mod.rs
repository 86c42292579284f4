//! Dialects: Kubernetes, and OpenShift as a difference over it.

pub(crate) mod fields;
mod ip_families;
mod openshift;
mod scc;
mod service_network;
mod source;
mod versions;

use std::{fmt, sync::Arc};

pub use ip_families::IpFamilies;
use k8s_openapi::api::core::v1::Namespace;
pub use scc::Scc;
pub(crate) use service_network::{KnownNetwork, ServiceNetwork};
pub(crate) use source::Source;
pub use versions::{KubeVersion, UnknownVersion};

use crate::{object::SecurityContextConstraints, pattern::Expanded};

/// Names a platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Platform {
    /// Kubernetes, for `kubectl`.
    #[default]
    Kubernetes,
    /// OpenShift, for `oc`.
    OpenShift,
}

impl Platform {
    /// Lists the platforms.
    pub const ALL: &[Self] = &[Self::Kubernetes, Self::OpenShift];

    /// Spells the platform in lower case, as in a folder's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kubernetes => "kubernetes",
            Self::OpenShift => "openshift",
        }
    }
}

/// Says for which cluster something is written and judged: a platform and a release of Kubernetes.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let target = Target::openshift().kube_version("1.33");
/// assert_eq!(target.to_string(), "openshift");
/// assert!(target.version().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct Target {
    platform: Platform,
    /// A text that names no release is kept until something is judged, and reported there with all else.
    version: Result<KubeVersion, UnknownVersion>,
    namespace: Option<Arc<Namespace>>,
    granted: Vec<Scc>,
    ip_families: Option<IpFamilies>,
    /// A text that names no network is kept like one that names no release.
    service_network: Option<Result<ServiceNetwork, String>>,
    /// What SCCs of the cluster's own say, granted or not.
    defined: Vec<Scc>,
    /// The namespaces that come along with what is judged.
    along: Vec<Arc<Namespace>>,
    strict: bool,
    secrets: bool,
}

impl Default for Target {
    fn default() -> Self {
        Self::kubernetes()
    }
}

impl Target {
    /// Writes for Kubernetes.
    pub fn kubernetes() -> Self {
        Self::of(Platform::Kubernetes)
    }

    /// Writes for OpenShift.
    pub fn openshift() -> Self {
        Self::of(Platform::OpenShift)
    }

    /// Writes for a platform, in the newest release against whose API server the judge is proven.
    pub fn of(platform: Platform) -> Self {
        Self {
            platform,
            version: Ok(KubeVersion::DEFAULT),
            namespace: None,
            granted: Vec::new(),
            ip_families: None,
            service_network: None,
            defined: Vec::new(),
            along: Vec::new(),
            strict: false,
            secrets: false,
        }
    }

    /// Gives the same facts for another platform.
    pub(crate) fn on(mut self, platform: Platform) -> Self {
        self.platform = platform;
        self
    }

    /// Lists every platform, in its default release.
    pub fn all() -> impl Iterator<Item = Self> {
        Platform::ALL.iter().map(|&platform| Self::of(platform))
    }

    /// Sets the release of Kubernetes, as `1.36`; OpenShift 4.N carries 1.(N + 13). One that is not known is reported
    /// when something is judged.
    pub fn kube_version(mut self, version: impl AsRef<str>) -> Self {
        self.version = version.as_ref().parse();
        self
    }

    /// States the namespace to judge by: its labels `pod-security.kubernetes.io/…` and, on OpenShift, its annotations
    /// `openshift.io/sa.scc.…`.
    pub fn namespace(mut self, namespace: Namespace) -> Self {
        self.namespace = Some(Arc::new(namespace));
        self
    }

    /// States that an administrator has granted an SCC. The first one replaces what every user of a project may use.
    pub fn may_use(mut self, scc: Scc) -> Self {
        self.granted.push(scc);
        self
    }

    /// States what an SCC of the cluster's own says, without granting it: so that it is known where it is granted by name.
    pub fn defines(mut self, scc: SecurityContextConstraints) -> Self {
        self.defined.push(Scc::from(scc));
        self
    }

    /// Writes exactly what was said: the dialect changes nothing but what a verb asks for by name, and what the platform
    /// does not admit as it stands is refused.
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Writes the values of Secrets. Without it an object that holds some is not written: a value that was said in a program
    /// should not end in a file of the repository unnoticed.
    pub fn with_secrets(mut self) -> Self {
        self.secrets = true;
        self
    }

    /// Tells whether the values of Secrets are written.
    pub fn writes_secrets(&self) -> bool {
        self.secrets
    }

    /// Gives the SCCs that were stated to be granted; where there are none, those of every user of a project count.
    pub fn granted(&self) -> &[Scc] {
        &self.granted
    }

    /// States which IP families the cluster gives to its Services; where neither they nor its network are stated, IPv4
    /// alone is assumed.
    pub fn ip_families(mut self, families: IpFamilies) -> Self {
        self.ip_families = Some(families);
        self
    }

    /// States from which network the cluster gives addresses to its Services, as `172.30.0.0/16`, or one of each IP family:
    /// `172.30.0.0/16,fd02::/112`. A text that names none is reported when something is judged.
    ///
    /// Where it is not stated, an address that a Service asks for is one of the network on Kubernetes; on OpenShift it is one
    /// of 172.30.0.0/16, or of 10.43.0.0/16, as `MicroShift` has it.
    ///
    /// ```
    /// use pod_dsl::{prelude::*, validate};
    ///
    /// let text = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {clusterIP: 10.0.0.1, ports: [{port: 80}]}\n";
    /// let check = |target: Target| validate::check_manifest("web.yaml", text.as_bytes(), &target).errors().count();
    /// assert_eq!(check(Target::kubernetes().service_network("10.0.0.0/24")), 0);
    /// assert_eq!(check(Target::kubernetes().service_network("172.30.0.0/16")), 1);
    /// ```
    pub fn service_network(mut self, network: impl AsRef<str>) -> Self {
        self.service_network = Some(network.as_ref().parse());
        self
    }

    /// Gives what is known of the network of Services.
    ///
    /// # Errors
    /// Says why the text that was given names none.
    pub(crate) fn network(&self) -> Result<KnownNetwork, &str> {
        match &self.service_network {
            None => Ok(KnownNetwork::of(self.platform)),
            Some(Ok(network)) => Ok(KnownNetwork::Stated(network.clone())),
            Some(Err(why)) => Err(why),
        }
    }

    /// Gives the IP families of the cluster, where they were stated, be it by its network.
    pub(crate) fn families(&self) -> Option<IpFamilies> {
        let network = self.service_network.as_ref().and_then(|network| network.as_ref().ok());
        self.ip_families.or_else(|| network.map(ServiceNetwork::families))
    }

    /// Gives what an SCC of the cluster's own says, where that was stated.
    pub(crate) fn content_of(&self, scc: &str) -> Option<&SecurityContextConstraints> {
        let stated = self.granted.iter().chain(&self.defined);
        stated.filter(|stated| stated.name() == scc).find_map(Scc::content)
    }

    /// Gives the namespace to judge by, where one was stated.
    pub fn facts(&self) -> Option<&Namespace> {
        self.namespace.as_deref()
    }

    /// States a namespace that comes along with what is judged: it is there when the pods that name it come.
    pub(crate) fn with_namespace(mut self, namespace: Namespace) -> Self {
        self.along.push(Arc::new(namespace));
        self
    }

    /// Gives the namespace to judge a pod by: the one that was stated, else the one of that name that comes along.
    pub(crate) fn facts_of(&self, namespace: Option<&str>) -> Option<&Namespace> {
        let named =
            |along: &&Arc<Namespace>| namespace.is_some() && along.metadata.name.as_deref() == namespace;
        self.facts().or_else(|| self.along.iter().rev().find(named).map(|along| &**along))
    }

    /// Gives the platform.
    pub fn platform(&self) -> Platform {
        self.platform
    }

    /// Gives the release.
    ///
    /// # Errors
    /// Says which releases are known where the text that was given names none of them.
    pub fn version(&self) -> Result<KubeVersion, &UnknownVersion> {
        self.version.as_ref().copied()
    }

    /// Applies the dialect and gives the comment that heads the object: what it was judged under, where that is not
    /// the default.
    pub(crate) fn render(&self, expanded: &mut Expanded) -> Option<String> {
        let mut lines = Vec::new();
        if let Ok(version) = self.version
            && version != KubeVersion::DEFAULT
        {
            lines.push(format!("Judged under Kubernetes {version}."));
        }
        if self.platform == Platform::OpenShift {
            lines.extend(openshift::render(self, expanded));
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

/// Spells the platform, as in a folder's name.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.platform.as_str())
    }
}

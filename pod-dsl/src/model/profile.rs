//! What a pod holds itself to, beyond what it says.

use crate::intent::Promise;

/// Names what a pod holds itself to: what is not said is filled in so that it holds, and what is said against it is an
/// error.
///
/// Nothing is chosen by default: what nobody asked for is not written. A profile fills in fields that were left open,
/// never one that was set; what it filled in, `explain` lists. A container that cannot keep it is exempted by
/// [`outside_profile`](super::ContainerAs::outside_profile), with a reason.
///
/// | profile | fills in | holds the pod to |
/// |---|---|---|
/// | [`none`](Self::none) | nothing | nothing |
/// | [`baseline`](Self::baseline) | the annotation that names the default container | Pod Security `baseline` |
/// | [`restricted`](Self::restricted) | that, and the four settings of Pod Security `restricted` | Pod Security `restricted` |
/// | [`portable`](Self::portable) | that, and the sysctl for ports below 1024 | Pod Security `restricted`, OpenShift's SCC `restricted-v2`, and the same bytes for both |
///
/// The levels are those of the [Pod Security Standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/).
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let pod = Pod::new("web")
///     .profile(Profile::portable())
///     .container(Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29").port(8080));
/// assert_eq!(pod.to_yaml(&Target::kubernetes())?, pod.to_yaml(&Target::openshift())?);
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("runAsNonRoot: true"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Profile(pub(crate) Option<Promise>);

impl Profile {
    /// Holds the pod to nothing, which is what a pod has when nothing else is said.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Holds the pod to Pod Security `baseline`.
    pub const fn baseline() -> Self {
        Self(Some(Promise::Baseline))
    }

    /// Holds the pod to Pod Security `restricted`.
    pub const fn restricted() -> Self {
        Self(Some(Promise::Restricted))
    }

    /// Holds the pod to what every cluster admits to an ordinary user, Kubernetes and OpenShift alike.
    pub const fn portable() -> Self {
        Self(Some(Promise::Portable))
    }

    /// Spells the profile in lower case.
    pub const fn as_str(self) -> &'static str {
        match self.0 {
            None => "none",
            Some(promise) => promise.as_str(),
        }
    }
}

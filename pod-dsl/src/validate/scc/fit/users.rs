//! Under which user a container runs.
//!
//! Source: `pkg/securitycontextconstraints/user`.

use k8s_openapi::api::core::v1::{PodSecurityContext, SecurityContext};

use super::Fit;
use crate::{
    object::Strategy,
    validate::{rule::rules, scc::ranges::Ranges},
};

rules! {
    USER: scc, "scc-user-not-allowed", "runAsUser and runAsNonRoot are what the SCC allows";
}

/// Decides on the user.
pub(super) enum User {
    Any,
    NonRoot,
    One(i64),
    Range {
        min: i64,
        max: i64,
        /// Whether the range is one that somebody stated; else it stands for whichever the project has.
        known: bool,
    },
}

impl User {
    pub(super) fn of(strategy: &Strategy, ranges: &Ranges) -> Result<Self, String> {
        let Strategy { uid, uid_range_min, uid_range_max, .. } = *strategy;
        match (strategy.type_.as_str(), uid, uid_range_min, uid_range_max) {
            ("RunAsAny", ..) => Ok(Self::Any),
            ("MustRunAsNonRoot", ..) => Ok(Self::NonRoot),
            ("MustRunAs", Some(uid), ..) => Ok(Self::One(uid)),
            ("MustRunAs", ..) => Err("has the strategy `MustRunAs` in `runAsUser` and no `uid`".to_owned()),
            ("MustRunAsRange", _, None, None) => {
                Ok(Self::Range { min: ranges.users.min, max: ranges.users.max, known: ranges.known })
            }
            ("MustRunAsRange", _, Some(min), Some(max)) => Ok(Self::Range { min, max, known: true }),
            ("MustRunAsRange", ..) => {
                Err("has only one of `uidRangeMin` and `uidRangeMax` in `runAsUser`".to_owned())
            }
            (other, ..) => Err(format!(
                "has the strategy `{other}` in `runAsUser`; `MustRunAs`, `MustRunAsRange`, `MustRunAsNonRoot` and \
                 `RunAsAny` are known"
            )),
        }
    }

    /// Gives a container a user, where neither it nor the pod has one.
    pub(super) fn fill(&self, context: &mut SecurityContext, whole: &PodSecurityContext) {
        if user(context, whole).is_some() {
            return;
        }
        context.run_as_user = match *self {
            Self::Any | Self::NonRoot => None,
            Self::One(uid) => Some(uid),
            Self::Range { min, .. } => Some(min),
        };
    }

    /// Marks a container that cannot be root's as one that is not, where nobody has said so or otherwise. It is what Pod
    /// Security looks for.
    pub(super) fn mark(&self, context: &mut SecurityContext, whole: &PodSecurityContext) {
        if context.run_as_non_root.or(whole.run_as_non_root).is_none()
            && user(context, whole).map_or(matches!(self, Self::NonRoot), |uid| uid > 0)
        {
            context.run_as_non_root = Some(true);
        }
    }

    pub(super) fn check(
        &self,
        fit: &mut Fit<'_>,
        context: &SecurityContext,
        whole: &PodSecurityContext,
        path: &str,
    ) {
        // Where it was said: at the container, or for the whole pod.
        let at = |own: bool, field: &str| {
            let context = if own { path } else { "spec" };
            format!("{context}.securityContext.{field}")
        };
        let uid = user(context, whole);
        let at_user = at(context.run_as_user.is_some(), "runAsUser");
        match *self {
            Self::Any => {}
            Self::NonRoot => {
                let at_mark = at(context.run_as_non_root.is_some(), "runAsNonRoot");
                if context.run_as_non_root.or(whole.run_as_non_root) == Some(false) {
                    fit.refuse(&USER, at_mark, "does not allow `runAsNonRoot: false`")
                        .help("leave it out, or say `true`");
                } else if uid == Some(0) {
                    fit.refuse(&USER, at_user, "does not allow root, which is user 0")
                        .help("run as another user");
                }
            }
            Self::One(only) => {
                if let Some(uid) = uid.filter(|uid| *uid != only) {
                    fit.refuse(&USER, at_user, format_args!("does not allow user {uid}, only {only}"))
                        .help("leave `runAsUser` out, and OpenShift fills it in");
                }
            }
            Self::Range { min, max, known } => {
                let Some(uid) = uid else { return };
                // Of a range that is not known, only what was filled in just now is known to be in it.
                let fits = if known { (min..=max).contains(&uid) } else { context.run_as_user == Some(min) };
                if !fits {
                    let message = if known {
                        format!("does not allow user {uid}, only {min} to {max}")
                    } else {
                        format!(
                            "allows users of the project's own range only, and {uid} cannot be known to be one of them"
                        )
                    };
                    fit.refuse(&USER, at_user, message)
                        .help("leave `runAsUser` out, and OpenShift gives a user of the range");
                }
            }
        }
    }
}

/// Gives the user that holds for a container.
fn user(context: &SecurityContext, whole: &PodSecurityContext) -> Option<i64> {
    context.run_as_user.or(whole.run_as_user)
}

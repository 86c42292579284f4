//! `SELinux` labels.
//!
//! Source: `pkg/securitycontextconstraints/selinux`.

use std::fmt;

use k8s_openapi::api::core::v1::{PodSecurityContext, SELinuxOptions, SecurityContext};

use super::Fit;
use crate::{
    object::Strategy,
    validate::{rule::rules, scc::ranges::Ranges},
};

rules! {
    LABEL: scc, "scc-selinux-not-allowed", "seLinuxOptions are those that the SCC demands";
}

/// Decides on the label.
pub(super) enum Label {
    Any,
    One {
        options: SELinuxOptions,
        /// Whether the level is one that somebody stated; else it stands for whichever the project has.
        known: bool,
    },
}

impl Label {
    pub(super) fn of(strategy: &Strategy, ranges: &Ranges) -> Result<Self, String> {
        match strategy.type_.as_str() {
            "RunAsAny" => Ok(Self::Any),
            "MustRunAs" => {
                let mut options = strategy.se_linux_options.clone().unwrap_or_default();
                let own = options.level.as_ref().is_some_and(|level| !level.is_empty());
                if !own {
                    options.level = Some(ranges.level.clone());
                }
                Ok(Self::One { options, known: own || ranges.known })
            }
            other => Err(format!(
                "has the strategy `{other}` in `seLinuxContext`; `MustRunAs` and `RunAsAny` are known"
            )),
        }
    }

    pub(super) fn fill(&self, options: &mut Option<SELinuxOptions>) {
        if let Self::One { options: demanded, .. } = self {
            options.get_or_insert_with(|| demanded.clone());
        }
    }

    /// A container has the label of its pod, which has been filled in by then.
    pub(super) fn fill_container(&self, context: &mut SecurityContext, whole: &PodSecurityContext) {
        if whole.se_linux_options.is_none() {
            self.fill(&mut context.se_linux_options);
        }
    }

    pub(super) fn check(&self, fit: &mut Fit<'_>, options: Option<&SELinuxOptions>, path: impl fmt::Display) {
        let (Self::One { options: demanded, known }, Some(options)) = (self, options) else { return };
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let (level, demanded_level) = (text(&options.level), text(&demanded.level));
        let path = format!("{path}.seLinuxOptions");
        let help = "leave `seLinuxOptions` out, and OpenShift fills it in";
        if !same_level(&demanded_level, &level) {
            let message = match (known, level.is_empty()) {
                (true, true) => format!("demands the level `{demanded_level}`, and the options have none"),
                (true, false) => format!("demands the level `{demanded_level}`, not `{level}`"),
                (false, true) => "demands the project's own level, and the options have none".to_owned(),
                (false, false) => {
                    format!("demands the project's own level, and `{level}` cannot be known to be it")
                }
            };
            fit.refuse(&LABEL, format_args!("{path}.level"), message).help(help);
        }
        for (field, said, demanded) in [
            ("role", text(&options.role), text(&demanded.role)),
            ("type", text(&options.type_), text(&demanded.type_)),
            ("user", text(&options.user), text(&demanded.user)),
        ] {
            if said != demanded {
                let message = if demanded.is_empty() {
                    format!("does not allow a {field}")
                } else {
                    format!("demands the {field} `{demanded}`")
                };
                fit.refuse(&LABEL, format_args!("{path}.{field}"), message).help(help);
            }
        }
    }

    pub(super) fn check_container(
        &self,
        fit: &mut Fit<'_>,
        context: &SecurityContext,
        whole: &PodSecurityContext,
        path: &str,
    ) {
        // What is wrong with the pod's label is said once, of the pod.
        if context.se_linux_options.is_some() || whole.se_linux_options.is_none() {
            self.check(fit, context.se_linux_options.as_ref(), format_args!("{path}.securityContext"));
        }
    }
}

/// Compares levels such as `s0:c27,c4`, in which the order of the categories does not matter.
fn same_level(one: &str, other: &str) -> bool {
    fn parts(level: &str) -> Option<(&str, Vec<&str>)> {
        let (sensitivity, categories) = level.split_once(':')?;
        let mut categories: Vec<_> = categories.split(',').collect();
        categories.sort_unstable();
        Some((sensitivity, categories))
    }
    one == other || parts(one).is_some_and(|one| Some(one) == parts(other))
}

#[cfg(test)]
mod tests {
    use super::same_level;

    #[test]
    fn categories_have_no_order() {
        assert!(same_level("s0:c27,c4", "s0:c4,c27"));
        assert!(same_level("s0", "s0"));
        for (one, other) in
            [("s0:c4", "s0:c5"), ("s0:c4", "s1:c4"), ("s0:c4", ""), ("s0:c4,c5", "s0:c4"), ("s0", "s1")]
        {
            assert!(!same_level(one, other), "{one} {other}");
        }
    }
}

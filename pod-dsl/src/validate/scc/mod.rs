//! OpenShift's security context constraints (SCCs): who may use which, what they fill in, what they refuse, and the least
//! privileged one for a pod.
//!
//! An SCC is a door with rules. OpenShift tries those that a pod may use, one after the other, and the first that admits
//! the pod fills in what the pod does not say. [`shipped`] lists those that come with OpenShift, and [`solve`] finds the
//! least privileged one, or writes one that allows exactly what is asked.

mod admitted;
mod choose;
mod complete;
mod fit;
mod grant;
mod images;
mod level;
mod minimal;
mod order;
mod ranges;
mod shipped;
mod solver;
#[cfg(test)]
mod tests;

pub use admitted::{Admitted, admitted};
pub(crate) use choose::{Admission, admit};
pub use fit::Refusal;
pub(crate) use images::check as images;
pub use shipped::shipped;
pub use solver::{Origin, Solution, solve};

use k8s_openapi::api::core::v1::Pod;

use super::Rule;
use crate::target::KubeVersion;

/// Lists every rule about SCCs.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    choose::RULES.iter().chain(fit::AREAS.iter().copied().flatten()).copied().chain([&images::RULE])
}

/// Lists why `restricted-v2` does not admit a pod to an ordinary user of a project, whatever the project's ranges are;
/// nothing where another SCC that every user may use does.
pub(crate) fn refused_to_everybody(pod: &Pod, version: KubeVersion) -> Vec<Refusal> {
    let mut first = None;
    for scc in shipped::of_everybody(version) {
        match fit::fit(pod, &scc, &ranges::Ranges::unknown()) {
            Ok(_) => return Vec::new(),
            Err(refusals) => first = first.or(Some(refusals)),
        }
    }
    first.unwrap_or_default()
}

//! What no server can know: the links between the containers of a pod.

mod loose_end;
mod port_needs_root;

use k8s_openapi::api::core::v1::Pod;
pub(crate) use loose_end::check as loose_ends;

use crate::{
    intent::Intent,
    target::Platform,
    validate::{Finding, Rule},
};

/// Lists the rules.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    loose_end::RULES.iter().copied().chain([&port_needs_root::RULE])
}

/// Judges the links of a pod.
pub(crate) fn check(pod: &Pod, intent: &Intent, platform: Platform, found: &mut Vec<Finding>) {
    loose_end::check(intent, found);
    port_needs_root::check(pod, intent, platform, found);
}

//! `PriorityClass`: which pods go first.

use k8s_openapi::api::scheduling::v1::PriorityClass;

use super::super::metadata::{self, NameRule};
use crate::validate::{Judge, Path, rule::rules};

rules! {
    RESERVED: Forbidden, "priority-class-name-reserved", "names that begin with `system-` are those of Kubernetes itself";
    TOO_HIGH: Forbidden, "priority-class-value-too-high", "a priority is at most 1000000000";
    PREEMPTION_EMPTY: Required, "priority-class-preemption-empty", "a preemption policy is not empty";
    PREEMPTION: NotSupported, "priority-class-preemption-unknown", "a preemption policy is PreemptLowerPriority or Never";
}

/// As high as the priority of a class may be that is not one of Kubernetes itself.
const HIGHEST: i32 = 1_000_000_000;
/// The classes of Kubernetes itself, which may be given again as they are.
const SYSTEM: [(&str, i32); 2] =
    [("system-node-critical", 2_000_001_000), ("system-cluster-critical", 2_000_000_000)];

/// Judges a `PriorityClass`.
///
/// Source: `ValidatePriorityClass` of `pkg/apis/scheduling/validation`.
pub(crate) fn priority_class(j: &mut Judge, object: &PriorityClass) {
    let path = Path::root("metadata");
    metadata::check(j, "PriorityClass", &object.metadata, NameRule::Subdomain, &path);
    let name = object.metadata.name.as_deref().unwrap_or_default();
    let value = object.value.unwrap_or_default();
    let global = object.global_default == Some(true);
    if name.starts_with("system-") {
        if !SYSTEM.contains(&(name, value)) || global {
            j.report(&RESERVED, &path.field("name"), format_args!("`{name}` begins with `system-`"))
                .help("choose another name");
        }
    } else if value > HIGHEST {
        j.report(&TOO_HIGH, &Path::root("value"), format_args!("{value}: at most {HIGHEST} is allowed"));
    }
    let at = Path::root("preemptionPolicy");
    match object.preemption_policy.as_deref() {
        None | Some("PreemptLowerPriority" | "Never") => {}
        Some("") => {
            j.report(&PREEMPTION_EMPTY, &at, "the policy is empty").help("leave the field out");
        }
        Some(other) => {
            let message = format_args!("`{other}` is no such policy: use PreemptLowerPriority or Never");
            j.report(&PREEMPTION, &at, message);
        }
    }
    if global {
        // The admission plugin `Priority` looks at the others.
        j.assume("no other PriorityClass is the global default");
    }
}

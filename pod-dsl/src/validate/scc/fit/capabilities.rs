//! Capabilities: which a container may add, and which it must drop.
//!
//! Source: `pkg/securitycontextconstraints/capabilities`.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::{Capabilities, SecurityContext};

use super::{Fit, list};
use crate::{object::SecurityContextConstraints, validate::rule::rules};

rules! {
    CAPABILITY: scc, "scc-capability-not-allowed", "a container adds only capabilities that the SCC allows";
}

/// Adds and drops what the SCC wants added and dropped. Where that changes something, both lists come out sorted and
/// without duplicates, as the server writes them.
pub(super) fn fill(scc: &SecurityContextConstraints, context: &mut SecurityContext) {
    let own = context.capabilities.clone().unwrap_or_default();
    let (added, dropped) = (set(own.add.as_ref()), set(own.drop.as_ref()));
    let defaults = set(scc.default_add_capabilities.as_ref());
    let add: BTreeSet<_> = added.iter().chain(defaults.difference(&dropped)).cloned().collect();
    let drop: BTreeSet<_> =
        dropped.iter().chain(&set(scc.required_drop_capabilities.as_ref())).cloned().collect();
    if (add.len(), drop.len()) != (added.len(), dropped.len()) {
        let some = |all: BTreeSet<String>| (!all.is_empty()).then(|| all.into_iter().collect());
        context.capabilities = Some(Capabilities { add: some(add), drop: some(drop) });
    }
}

fn set(all: Option<&Vec<String>>) -> BTreeSet<String> {
    all.into_iter().flatten().cloned().collect()
}

pub(super) fn check(fit: &mut Fit<'_>, context: &SecurityContext, path: &str) {
    let Some(capabilities) = &context.capabilities else { return };
    let scc = fit.scc;
    let allowed: Vec<_> =
        scc.allowed_capabilities.iter().chain(&scc.default_add_capabilities).flatten().collect();
    if scc.allowed_capabilities.iter().flatten().any(|capability| capability == "*") {
        return;
    }
    // What must be dropped need not be looked at: it has just been dropped.
    for capability in capabilities.add.iter().flatten().filter(|capability| !allowed.contains(capability)) {
        let rest = if allowed.is_empty() { String::new() } else { format!(", only {}", list(&allowed)) };
        let message = format_args!("does not let a container add the capability `{capability}`{rest}");
        fit.refuse(&CAPABILITY, format_args!("{path}.securityContext.capabilities.add"), message)
            .help(match capability.as_str() {
                "SYS_PTRACE" => {
                    "leave it out: seeing and signalling processes of the same user, which all containers of a project's \
                     pod have, needs no capability"
                }
                _ => "leave the capability out",
            });
    }
}

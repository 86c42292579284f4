//! Privileged containers, more privileges than one's parent, and a root file system that can be written.
//!
//! Source: `pkg/securitycontextconstraints/sccmatching/{provider,checks}.go`.

use k8s_openapi::api::core::v1::SecurityContext;

use super::Fit;
use crate::{object::SecurityContextConstraints, validate::rule::rules};

rules! {
    PRIVILEGED: scc, "scc-privileged-not-allowed", "a container is privileged only where the SCC allows it";
    ESCALATION: scc, "scc-privilege-escalation-not-allowed", "allowPrivilegeEscalation is true only where the SCC allows it";
    ROOT_FILESYSTEM: scc, "scc-root-filesystem-writable", "readOnlyRootFilesystem is not false where the SCC demands it";
}

pub(super) fn fill_root_filesystem(scc: &SecurityContextConstraints, context: &mut SecurityContext) {
    if scc.read_only_root_filesystem {
        context.read_only_root_filesystem.get_or_insert(true);
    }
}

/// Fills in what the SCC says of a container that says nothing. It holds back where the server would then refuse the pod:
/// of a privileged container, and of one with `CAP_SYS_ADMIN` (in this spelling).
pub(super) fn fill_escalation(scc: &SecurityContextConstraints, context: &mut SecurityContext) {
    let added = context.capabilities.iter().flat_map(|capabilities| capabilities.add.iter().flatten());
    let needs_it =
        context.privileged == Some(true) || added.into_iter().any(|capability| capability == "CAP_SYS_ADMIN");
    if let Some(default) = scc.default_allow_privilege_escalation
        && !needs_it
    {
        context.allow_privilege_escalation.get_or_insert(default);
    }
    if scc.allow_privilege_escalation == Some(false) {
        context.allow_privilege_escalation.get_or_insert(false);
    }
}

pub(super) fn check(fit: &mut Fit<'_>, context: &SecurityContext, path: &str) {
    let path = format!("{path}.securityContext");
    if !fit.scc.allow_privileged_container && context.privileged == Some(true) {
        fit.refuse(&PRIVILEGED, format_args!("{path}.privileged"), "does not allow privileged containers")
            .help("leave `privileged` out");
    }
    if fit.scc.allow_privilege_escalation == Some(false) && context.allow_privilege_escalation == Some(true) {
        let at = format_args!("{path}.allowPrivilegeEscalation");
        fit.refuse(&ESCALATION, at, "does not allow a process more privileges than its parent has")
            .help("leave `allowPrivilegeEscalation` out, or say `false`");
    }
    if fit.scc.read_only_root_filesystem && context.read_only_root_filesystem == Some(false) {
        let at = format_args!("{path}.readOnlyRootFilesystem");
        fit.refuse(&ROOT_FILESYSTEM, at, "does not allow a root file system that can be written")
            .help("say `true`, and mount an `emptyDir` where the container writes");
    }
}

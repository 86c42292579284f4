//! `SecurityContextConstraints`: whether an SCC can be what it says.

use super::super::metadata::{self, NameRule};
use crate::{
    object::{IdRange, SecurityContextConstraints, Strategy},
    validate::{Judge, Path, rule::rules},
};

rules! {
    PRIORITY: Invalid, "scc-priority-negative", "the priority of an SCC is not negative";
    USER: Invalid, "scc-user-strategy-unknown", "the user of a pod is decided on by MustRunAs, MustRunAsRange, MustRunAsNonRoot or RunAsAny";
    UID: Invalid, "scc-uid-negative", "a user id is not negative";
    SE_LINUX: Invalid, "scc-selinux-strategy-unknown", "the SELinux label of a pod is decided on by MustRunAs or RunAsAny";
    GROUPS: NotSupported, "scc-group-strategy-unknown", "the groups of a pod are decided on by MustRunAs or RunAsAny";
    RANGE_NEGATIVE: Invalid, "scc-range-negative", "the ids of a range are not negative";
    RANGE: Invalid, "scc-range-backwards", "a range begins with its lowest id";
    DROPPED: Invalid, "scc-capability-dropped-as-well", "a capability is dropped or allowed";
    DROPS: Invalid, "scc-drops-beside-all", "where all capabilities are allowed, none must be dropped";
    ESCALATION: Invalid, "scc-escalation-by-default-only", "what is the default is allowed";
    VOLUMES: Invalid, "scc-volumes-beside-none", "where there are no volumes, `none` stands alone";
    FLEX: Invalid, "scc-flex-drivers-without-volumes", "drivers are named where flexVolume is among the volumes";
    FLEX_DRIVER: Required, "scc-flex-driver-missing", "a flex volume that is allowed names its driver";
    SYSCTL: Invalid, "scc-sysctl-malformed", "a sysctl is a name, with `*` for its rest at most";
    SYSCTL_ALL: Forbidden, "scc-sysctls-beside-all", "where `*` stands for every sysctl, it stands alone";
    SYSCTL_BOTH: Invalid, "scc-sysctls-overlap", "a sysctl is allowed or forbidden";
    USER_NAMESPACE: NotSupported, "scc-user-namespace-level-unknown", "users are those of the node (AllowHostLevel) or of the pod (RequirePodLevel)";
}

const LONGEST_SYSCTL: usize = 253;

/// Judges an SCC. What its defaults fill in can be seen in what is refused of its volumes only.
///
/// Source: `ValidateSecurityContextConstraints` and `SetDefaults_SCC` of
/// `openshift-kube-apiserver/admission/customresourcevalidation/securitycontextconstraints` in openshift/kubernetes.
pub(crate) fn security_context_constraints(j: &mut Judge, scc: &SecurityContextConstraints) {
    let path = Path::root("metadata");
    metadata::check(j, "SecurityContextConstraints", &scc.metadata, NameRule::Subdomain, &path);
    if let Some(priority) = scc.priority.filter(|priority| *priority < 0) {
        j.report(&PRIORITY, &Path::root("priority"), format_args!("{priority} is negative"));
    }
    strategies(j, scc);
    capabilities(j, scc);
    let default = scc.default_allow_privilege_escalation == Some(true);
    if default && scc.allow_privilege_escalation == Some(false) {
        let message = "more privileges are the default, and `allowPrivilegeEscalation` forbids them";
        j.report(&ESCALATION, &Path::root("defaultAllowPrivilegeEscalation"), message);
    }
    volumes(j, scc);
    let level = scc.user_namespace_level.as_deref();
    if let Some(level) = level.filter(|level| !matches!(*level, "AllowHostLevel" | "RequirePodLevel")) {
        let message = format_args!("`{level}` is no such level: use AllowHostLevel or RequirePodLevel");
        j.report(&USER_NAMESPACE, &Path::root("userNamespaceLevel"), message);
    }
    let allowed = scc.allowed_unsafe_sysctls.as_deref().unwrap_or_default();
    let forbidden = scc.forbidden_sysctls.as_deref().unwrap_or_default();
    let (at_allowed, at_forbidden) = (Path::root("allowedUnsafeSysctls"), Path::root("forbiddenSysctls"));
    sysctls(j, allowed, &at_allowed);
    sysctls(j, forbidden, &at_forbidden);
    for (i, one) in allowed.iter().enumerate() {
        for (k, other) in forbidden.iter().enumerate() {
            let path = match overlap(one, other) {
                None => continue,
                Some(Within::Forbidden) => at_allowed.index(i),
                Some(Within::Allowed) => at_forbidden.index(k),
            };
            j.report(&SYSCTL_BOTH, &path, format_args!("`{one}` is allowed, and `{other}` is forbidden"));
        }
    }
}

fn strategies(j: &mut Judge, scc: &SecurityContextConstraints) {
    let path = Path::root("runAsUser");
    let kind = scc.run_as_user.type_.as_str();
    if !matches!(kind, "MustRunAs" | "MustRunAsRange" | "MustRunAsNonRoot" | "RunAsAny") {
        let message = format_args!(
            "`{kind}` is no strategy: use MustRunAs, MustRunAsRange, MustRunAsNonRoot or RunAsAny"
        );
        j.report(&USER, &path.field("type"), message);
    }
    if let Some(uid) = scc.run_as_user.uid.filter(|uid| *uid < 0) {
        j.report(&UID, &path.field("uid"), format_args!("{uid} is negative"));
    }
    let kind = scc.se_linux_context.type_.as_str();
    if !matches!(kind, "MustRunAs" | "RunAsAny") {
        let message = format_args!("`{kind}` is no strategy: use MustRunAs or RunAsAny");
        j.report(&SE_LINUX, &Path::root("seLinuxContext").field("type"), message);
    }
    groups(j, &scc.fs_group, &Path::root("fsGroup"));
    groups(j, &scc.supplemental_groups, &Path::root("supplementalGroups"));
}

fn groups(j: &mut Judge, strategy: &Strategy, path: &Path<'_>) {
    let kind = strategy.type_.as_str();
    // An empty one is filled in.
    if !matches!(kind, "" | "MustRunAs" | "RunAsAny") {
        let message = format_args!("`{kind}` is no strategy: use MustRunAs or RunAsAny");
        j.report(&GROUPS, &path.field("type"), message);
    }
    let list = path.field("ranges");
    for (index, IdRange { min, max }) in strategy.ranges.iter().flatten().enumerate() {
        let path = list.index(index);
        for (id, field) in [(min, "min"), (max, "max")] {
            if *id < 0 {
                j.report(&RANGE_NEGATIVE, &path.field(field), format_args!("{id} is negative"));
            }
        }
        if min > max {
            let message = format_args!("the range begins with {min} and ends with {max}");
            j.report(&RANGE, &path.field("min"), message);
        }
    }
}

fn capabilities(j: &mut Judge, scc: &SecurityContextConstraints) {
    let drops = scc.required_drop_capabilities.as_deref().unwrap_or_default();
    for (given, field) in [
        (&scc.default_add_capabilities, "defaultAddCapabilities"),
        (&scc.allowed_capabilities, "allowedCapabilities"),
    ] {
        for capability in given.iter().flatten().filter(|capability| drops.contains(capability)) {
            let message = format_args!("{capability} stands in `requiredDropCapabilities` as well");
            j.report(&DROPPED, &Path::root(field), message);
        }
    }
    let all = scc.allowed_capabilities.iter().flatten().any(|capability| capability == "*");
    if all && !drops.is_empty() {
        let message = format_args!("{} must be dropped, and all are allowed", drops.join(", "));
        j.report(&DROPS, &Path::root("requiredDropCapabilities"), message);
    }
}

fn volumes(j: &mut Judge, scc: &SecurityContextConstraints) {
    let given = scc.volumes.as_deref();
    let has = |name: &str| given.is_some_and(|given| given.iter().any(|volume| volume == name));
    // `allowHostDirVolumePlugin` decides about `hostPath`, whatever the list says, and `*` is written out without it.
    let beside_none =
        given.into_iter().flatten().any(|volume| !matches!(volume.as_str(), "none" | "hostPath"));
    if has("none") && (beside_none || scc.allow_host_dir_volume_plugin) {
        let message = "`none` stands beside other volumes, or beside `allowHostDirVolumePlugin: true`";
        j.report(&VOLUMES, &Path::root("volumes"), message).help("leave `none` out");
    }
    let path = Path::root("allowedFlexVolumes");
    let drivers = scc.allowed_flex_volumes.as_deref().unwrap_or_default();
    // Where nothing is said, every volume is allowed.
    if given.is_none() || has("flexVolume") || has("*") {
        for (index, _) in drivers.iter().enumerate().filter(|(_, volume)| volume.driver.is_empty()) {
            j.report(&FLEX_DRIVER, &path.index(index).field("driver"), "no driver is named");
        }
    } else if !drivers.is_empty() {
        j.report(&FLEX, &path, "drivers are allowed, and `volumes` has neither `flexVolume` nor `*`");
    }
}

fn sysctls(j: &mut Judge, sysctls: &[String], list: &Path<'_>) {
    for (index, sysctl) in sysctls.iter().enumerate() {
        if !is_pattern(sysctl) {
            let message =
                format_args!("`{sysctl}` is no sysctl: write `net.core.somaxconn`, or `net.*` for many");
            j.report(&SYSCTL, &list.index(index), message);
        }
    }
    if sysctls.len() > 1 && sysctls.iter().any(|sysctl| sysctl == "*") {
        j.report(
            &SYSCTL_ALL,
            &list.field("items"),
            "`*` stands for every sysctl, and others stand beside it",
        );
    }
}

fn is_pattern(sysctl: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    let end = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let (front, last) = sysctl.rsplit_once('.').map_or((None, sysctl), |(front, last)| (Some(front), last));
    let whole = |part: &str| match part.as_bytes() {
        [only] => end(*only),
        [first, middle @ .., last] => end(*first) && end(*last) && middle.iter().all(|byte| inside(*byte)),
        [] => false,
    };
    let open = match last.as_bytes() {
        [only] => end(*only) || *only == b'*',
        [first, middle @ .., last] => {
            end(*first) && (end(*last) || *last == b'*') && middle.iter().all(|byte| inside(*byte))
        }
        [] => false,
    };
    sysctl.len() <= LONGEST_SYSCTL && open && front.is_none_or(|front| front.split('.').all(whole))
}

/// Tells which of two patterns is the wider one, and so where the server reports that they overlap.
enum Within {
    /// The one that is allowed lies within the one that is forbidden.
    Forbidden,
    /// The other way round.
    Allowed,
}

fn overlap(allowed: &str, forbidden: &str) -> Option<Within> {
    match (allowed.strip_suffix('*'), forbidden.strip_suffix('*')) {
        (Some(one), Some(other)) if one.starts_with(other) => Some(Within::Forbidden),
        (Some(one), Some(other)) if other.starts_with(one) => Some(Within::Allowed),
        (Some(one), None) if forbidden.starts_with(one) => Some(Within::Allowed),
        (None, Some(other)) if allowed.starts_with(other) => Some(Within::Forbidden),
        (None, None) if allowed == forbidden => Some(Within::Forbidden),
        _ => None,
    }
}

//! Security contexts of the pod and of its containers.

mod profiles;
mod sysctls;

use k8s_openapi::api::core::v1::{PodSecurityContext, PodSpec, SecurityContext};

use super::{each, windows};
use crate::validate::{Judge, Path, Rule, gates::Gate, rule::rules};

rules! {
    POD_ID_OUT_OF_RANGE: Invalid, "security-pod-id-out-of-range", "runAsUser, runAsGroup, fsGroup and supplementalGroups are 0 to 2147483647";
    CONTAINER_ID_OUT_OF_RANGE: Invalid, "security-container-id-out-of-range", "runAsUser and runAsGroup of a container are 0 to 2147483647";
    SHARED_PROCESSES_WITH_HOST_PID: Invalid, "security-shared-processes-with-host-pid", "shareProcessNamespace and hostPID exclude each other";
    FS_GROUP_POLICY_UNKNOWN: NotSupported, "security-fs-group-change-policy-unknown", "fsGroupChangePolicy is Always or OnRootMismatch";
    GROUPS_POLICY_UNKNOWN: NotSupported, "security-supplemental-groups-policy-unknown", "supplementalGroupsPolicy is Merge or Strict";
    SELINUX_POLICY_UNKNOWN: NotSupported, "security-selinux-change-policy-unknown", "seLinuxChangePolicy is one that the server knows";
    PROC_MOUNT_UNKNOWN: NotSupported, "security-proc-mount-unknown", "procMount is Default or Unmasked";
    PROC_MOUNT_WITH_HOST_USERS: Invalid, "security-proc-mount-with-host-users", "procMount Unmasked comes with hostUsers false";
    ESCALATION_PRIVILEGED: Invalid, "security-escalation-denied-but-privileged", "a privileged container cannot be denied more privileges";
    ESCALATION_SYS_ADMIN: Invalid, "security-escalation-denied-but-sys-admin", "a container with CAP_SYS_ADMIN cannot be denied more privileges";
}

/// Lists the rules of the whole area, part by part.
pub(crate) static AREA: &[&[&Rule]] = &[RULES, profiles::RULES, sysctls::RULES];

/// Checks the security contexts; `path` is that of the pod spec.
///
/// That a server may be started without `--allow-privileged` is left aside: those of all distributions are started with
/// it.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    if let Some(context) = &spec.security_context {
        pod(j, context, spec, &path.field("securityContext"));
    }
    if spec.share_process_namespace == Some(true) && spec.host_pid == Some(true) {
        let message = "the pod cannot share processes among its containers and those of the node at once";
        // Where the field stands in the server's internal type.
        j.report(
            &SHARED_PROCESSES_WITH_HOST_PID,
            &path.field("securityContext.shareProcessNamespace"),
            message,
        )
        .help("leave one of them out: with `hostPID` the containers see each other anyway");
    }
    let own_users = spec.host_users == Some(false);
    each::container(spec, path, |one, _, path| {
        if let Some(context) = &one.security_context {
            container(j, context, own_users, &path.field("securityContext"));
        }
    });
}

fn pod(j: &mut Judge, context: &PodSecurityContext, spec: &PodSpec, path: &Path<'_>) {
    for (id, field) in [
        (context.fs_group, "fsGroup"),
        (context.run_as_user, "runAsUser"),
        (context.run_as_group, "runAsGroup"),
    ] {
        in_range(j, &POD_ID_OUT_OF_RANGE, id, &path.field(field));
    }
    let list = path.field("supplementalGroups");
    for (index, group) in context.supplemental_groups.iter().flatten().enumerate() {
        in_range(j, &POD_ID_OUT_OF_RANGE, Some(*group), &list.index(index));
    }
    sysctls::check(j, context, spec, &path.field("sysctls"));
    one_of(
        j,
        &FS_GROUP_POLICY_UNKNOWN,
        context.fs_group_change_policy.as_deref(),
        &["Always", "OnRootMismatch"],
        &path.field("fsGroupChangePolicy"),
    );
    one_of(
        j,
        &GROUPS_POLICY_UNKNOWN,
        context.supplemental_groups_policy.as_deref(),
        &["Merge", "Strict"],
        &path.field("supplementalGroupsPolicy"),
    );
    let known: &[&str] =
        if j.gates.on(Gate::SELinuxMount) { &["Recursive", "MountOption"] } else { &["Recursive"] };
    let policy = context.se_linux_change_policy.as_deref();
    one_of(j, &SELINUX_POLICY_UNKNOWN, policy, known, &path.field("seLinuxChangePolicy"));
    profiles::seccomp(j, context.seccomp_profile.as_ref(), &path.field("seccompProfile"));
    profiles::app_armor(j, context.app_armor_profile.as_ref(), &path.field("appArmorProfile"));
    windows::options(j, context.windows_options.as_ref(), &path.field("windowsOptions"));
}

fn container(j: &mut Judge, context: &SecurityContext, own_users: bool, path: &Path<'_>) {
    in_range(j, &CONTAINER_ID_OUT_OF_RANGE, context.run_as_user, &path.field("runAsUser"));
    in_range(j, &CONTAINER_ID_OUT_OF_RANGE, context.run_as_group, &path.field("runAsGroup"));
    let mount = context.proc_mount.as_deref();
    let at = path.field("procMount");
    one_of(j, &PROC_MOUNT_UNKNOWN, mount, &["Default", "Unmasked"], &at);
    if mount == Some("Unmasked") && !own_users {
        let message = "an unmasked `/proc` shows the kernel to the users of the node";
        j.report(&PROC_MOUNT_WITH_HOST_USERS, &at, message).help("set `hostUsers: false` on the pod");
    }
    if context.allow_privilege_escalation == Some(false) {
        if context.privileged == Some(true) {
            let message = "`allowPrivilegeEscalation: false` contradicts `privileged: true`";
            j.report(&ESCALATION_PRIVILEGED, path, message).help("leave one of them out");
        }
        let added =
            context.capabilities.iter().filter_map(|capabilities| capabilities.add.as_ref()).flatten();
        // The server looks for this spelling only; `SYS_ADMIN`, which means the same, passes.
        for _ in added.filter(|name| *name == "CAP_SYS_ADMIN") {
            let message = "`allowPrivilegeEscalation: false` contradicts the capability `CAP_SYS_ADMIN`";
            j.report(&ESCALATION_SYS_ADMIN, path, message).help("leave one of them out");
        }
    }
    profiles::seccomp(j, context.seccomp_profile.as_ref(), &path.field("seccompProfile"));
    profiles::app_armor(j, context.app_armor_profile.as_ref(), &path.field("appArmorProfile"));
    windows::options(j, context.windows_options.as_ref(), &path.field("windowsOptions"));
}

fn in_range(j: &mut Judge, rule: &'static Rule, id: Option<i64>, path: &Path<'_>) {
    if let Some(id) = id.filter(|id| !(0..=i64::from(i32::MAX)).contains(id)) {
        let message = format_args!("the id {id} is out of range: 0 to {} are allowed", i32::MAX);
        j.report(rule, path, message);
    }
}

fn one_of(j: &mut Judge, rule: &'static Rule, value: Option<&str>, known: &[&str], path: &Path<'_>) {
    if let Some(value) = value.filter(|value| !known.contains(value)) {
        let verb = if known.len() == 1 { "is" } else { "are" };
        let message = format_args!("`{value}` is not allowed; `{}` {verb}", known.join("` and `"));
        j.report(rule, path, message);
    }
}

#[cfg(test)]
pub(crate) mod tests;

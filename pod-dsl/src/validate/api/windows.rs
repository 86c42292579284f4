//! Pods for Windows: what only Linux has, and what only Windows has.

mod options;

use k8s_openapi::api::core::v1::{PodSpec, SecurityContext};

use super::each;
use crate::validate::{Judge, Path, Rule, rule::rules};

pub(super) use options::check as options;

rules! {
    POD_OPTIONS_ON_LINUX: Forbidden, "windows-options-of-linux-pod", "a pod for Linux has no windowsOptions";
    CONTAINER_OPTIONS_ON_LINUX: Forbidden, "windows-options-of-linux-container", "a container for Linux has no windowsOptions";
    POD_FIELD: Forbidden, "windows-pod-with-linux-field", "a pod for Windows leaves out what only Linux has";
    CONTAINER_FIELD: Forbidden, "windows-container-with-linux-field", "a container for Windows leaves out what only Linux has";
    HOST_PROCESS_DIFFERS: Invalid, "windows-host-process-differs", "hostProcess of a container is that of its pod";
    HOST_PROCESS_PARTIAL: Invalid, "windows-host-process-partial", "either all containers of a pod are host processes, or none";
    HOST_PROCESS_WITHOUT_NETWORK: Invalid, "windows-host-process-without-host-network", "a pod of host processes is on the network of the node";
}

/// Lists the rules of the whole area, part by part.
pub(crate) static AREA: &[&[&Rule]] = &[RULES, options::RULES];

/// Checks what the operating system of a pod allows, and host processes; `path` is that of the pod spec.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    match spec.os.as_ref().map(|os| os.name.as_str()) {
        Some("linux") => linux(j, spec, path),
        Some("windows") => {
            windows_pod(j, spec, path);
            each::container(spec, path, |container, _, path| {
                if let Some(context) = &container.security_context {
                    windows_container(j, context, &path.field("securityContext"));
                }
            });
        }
        _ => {}
    }
    host_process(j, spec, path);
}

fn linux(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    const MESSAGE: &str = "`windowsOptions` mean nothing to a pod with `os.name: linux`";
    if spec.security_context.as_ref().is_some_and(|context| context.windows_options.is_some()) {
        j.report(&POD_OPTIONS_ON_LINUX, &path.field("securityContext.windowsOptions"), MESSAGE);
    }
    each::container(spec, path, |container, _, path| {
        if container.security_context.as_ref().is_some_and(|context| context.windows_options.is_some()) {
            let at = path.field("securityContext.windowsOptions");
            j.report(&CONTAINER_OPTIONS_ON_LINUX, &at, MESSAGE);
        }
    });
}

fn windows_pod(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let fields = [
        (spec.host_users.is_some(), "hostUsers"),
        (spec.host_pid == Some(true), "hostPID"),
        (spec.host_ipc == Some(true), "hostIPC"),
        (spec.share_process_namespace.is_some(), "shareProcessNamespace"),
    ];
    report_given(j, &POD_FIELD, &fields, path);
    let Some(context) = &spec.security_context else { return };
    let fields = [
        (context.app_armor_profile.is_some(), "appArmorProfile"),
        (context.se_linux_options.is_some(), "seLinuxOptions"),
        (context.se_linux_change_policy.is_some(), "seLinuxChangePolicy"),
        (context.seccomp_profile.is_some(), "seccompProfile"),
        (context.fs_group.is_some(), "fsGroup"),
        (context.fs_group_change_policy.is_some(), "fsGroupChangePolicy"),
        (context.sysctls.as_ref().is_some_and(|sysctls| !sysctls.is_empty()), "sysctls"),
        (context.run_as_user.is_some(), "runAsUser"),
        (context.run_as_group.is_some(), "runAsGroup"),
        (context.supplemental_groups.is_some(), "supplementalGroups"),
        (context.supplemental_groups_policy.is_some(), "supplementalGroupsPolicy"),
    ];
    report_given(j, &POD_FIELD, &fields, &path.field("securityContext"));
}

fn windows_container(j: &mut Judge, context: &SecurityContext, path: &Path<'_>) {
    let fields = [
        (context.app_armor_profile.is_some(), "appArmorProfile"),
        (context.se_linux_options.is_some(), "seLinuxOptions"),
        (context.seccomp_profile.is_some(), "seccompProfile"),
        (context.capabilities.is_some(), "capabilities"),
        (context.read_only_root_filesystem.is_some(), "readOnlyRootFilesystem"),
        (context.privileged.is_some(), "privileged"),
        (context.allow_privilege_escalation.is_some(), "allowPrivilegeEscalation"),
        (context.proc_mount.is_some(), "procMount"),
        (context.run_as_user.is_some(), "runAsUser"),
        (context.run_as_group.is_some(), "runAsGroup"),
    ];
    report_given(j, &CONTAINER_FIELD, &fields, path);
}

/// Reports every field that is given.
fn report_given(j: &mut Judge, rule: &'static Rule, fields: &[(bool, &str)], path: &Path<'_>) {
    for (_, field) in fields.iter().filter(|(given, _)| *given) {
        let message = format_args!("`{field}` is for Linux, and the pod has `os.name: windows`");
        j.report(rule, &path.field(field), message).help("leave it out");
    }
}

fn host_process(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let of_pod = spec
        .security_context
        .as_ref()
        .and_then(|context| context.windows_options.as_ref())
        .and_then(|options| options.host_process);
    let (mut all, mut processes) = (0, 0);
    each::container(spec, path, |container, _, path| {
        all += 1;
        let own = container
            .security_context
            .as_ref()
            .and_then(|context| context.windows_options.as_ref())
            .and_then(|options| options.host_process);
        if let (Some(of_pod), Some(own)) = (of_pod, own)
            && of_pod != own
        {
            let message = format_args!("the container says `{own}` and the pod `{of_pod}`");
            let at = path.field("securityContext.windowsOptions.hostProcess");
            j.report(&HOST_PROCESS_DIFFERS, &at, message).help("say it on the pod only");
        }
        if own.or(of_pod) == Some(true) {
            processes += 1;
        }
    });
    if processes == 0 {
        return;
    }
    if processes != all {
        let message =
            format_args!("{processes} of the {all} containers are host processes; all must be, or none");
        j.report(&HOST_PROCESS_PARTIAL, path, message)
            .help("set `hostProcess` in `securityContext.windowsOptions` of the pod");
    }
    if spec.host_network != Some(true) {
        let message = "host processes are on the network of the node";
        j.report(&HOST_PROCESS_WITHOUT_NETWORK, &path.field("hostNetwork"), message)
            .help("set `hostNetwork: true`");
    }
}

#[cfg(test)]
pub(crate) mod tests;

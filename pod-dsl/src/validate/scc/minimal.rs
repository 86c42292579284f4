//! An SCC for one pod: `restricted-v2`, and exactly what the pod asks for besides.

use std::{collections::BTreeSet, fmt};

use k8s_openapi::api::core::v1::{Pod, PodSpec, SELinuxOptions, SecurityContext};

use super::{
    fit::{is_safe_sysctl, kind_of, list, profile_name},
    ranges::Ranges,
    shipped::named,
};
use crate::{
    object::{AllowedFlexVolume, IdRange, SecurityContextConstraints, Strategy},
    target::KubeVersion,
};

/// Is an SCC with what it allows beyond `restricted-v2`, a phrase each.
pub(super) struct Asked {
    pub(super) scc: SecurityContextConstraints,
    pub(super) besides: Vec<String>,
}

/// Writes an SCC for a pod that has the server's defaults.
pub(super) fn minimal(pod: &Pod, name: &str, ranges: &Ranges, version: KubeVersion) -> Asked {
    let mut scc = named("restricted-v2", version).unwrap_or_default();
    scc.metadata.name = Some(name.to_owned());
    scc.groups = None;
    let mut asked = Asked { scc, besides: Vec::new() };
    let spec = pod.spec.clone().unwrap_or_default();
    let contexts = contexts(&spec);
    asked.capabilities(&contexts);
    asked.privileges(&contexts);
    asked.users(&spec, &contexts, ranges);
    asked.fs_group(&spec, ranges);
    asked.label(&spec, &contexts);
    asked.profiles(pod, &spec, &contexts);
    asked.node(&spec);
    asked.volumes(&spec);
    asked.sysctls(&spec);
    if spec.host_users == Some(false) && named("restricted-v3", version).is_some() {
        asked.scc.user_namespace_level = Some("RequirePodLevel".to_owned());
    }
    asked
}

/// Gives the contexts of all containers, empty ones too.
fn contexts(spec: &PodSpec) -> Vec<SecurityContext> {
    let init = spec.init_containers.iter().flatten().map(|container| &container.security_context);
    let apps = spec.containers.iter().map(|container| &container.security_context);
    let debug = spec.ephemeral_containers.iter().flatten().map(|container| &container.security_context);
    init.chain(apps).chain(debug).map(|context| context.clone().unwrap_or_default()).collect()
}

impl Asked {
    fn besides(&mut self, what: impl fmt::Display) {
        self.besides.push(what.to_string());
    }

    fn capabilities(&mut self, contexts: &[SecurityContext]) {
        let allowed = self.scc.allowed_capabilities.get_or_insert_default();
        let added =
            contexts.iter().filter_map(|context| context.capabilities.as_ref()?.add.as_ref()).flatten();
        let more: BTreeSet<_> = added.filter(|capability| !allowed.contains(capability)).cloned().collect();
        allowed.extend(more.iter().cloned());
        // What must be dropped cannot be allowed as well.
        if more.iter().any(|capability| capability == "ALL" || capability == "*") {
            self.scc.required_drop_capabilities = None;
        }
        for capability in more {
            self.besides(format_args!("the capability `{capability}`"));
        }
    }

    fn privileges(&mut self, contexts: &[SecurityContext]) {
        if contexts.iter().any(|context| context.privileged == Some(true)) {
            self.scc.allow_privileged_container = true;
            self.besides("privileged containers");
        }
        // The server refuses to deny these more privileges, so it must not be filled in for them.
        let needs_it = |context: &SecurityContext| {
            let added =
                context.capabilities.iter().flat_map(|capabilities| capabilities.add.iter().flatten());
            context.privileged == Some(true)
                || added.into_iter().any(|capability| capability == "CAP_SYS_ADMIN")
        };
        if contexts
            .iter()
            .any(|context| context.allow_privilege_escalation == Some(true) || needs_it(context))
        {
            self.scc.allow_privilege_escalation = Some(true);
            self.scc.default_allow_privilege_escalation = Some(false);
            self.besides("more privileges than the parent process has");
        }
    }

    /// Allows the users that are asked for. A container that asks for none gets the lowest of them, which is as good as
    /// any, but for root: there it keeps the user of its image.
    fn users(&mut self, spec: &PodSpec, contexts: &[SecurityContext], ranges: &Ranges) {
        let whole = spec.security_context.as_ref().and_then(|context| context.run_as_user);
        let users: Vec<_> = contexts.iter().map(|context| context.run_as_user.or(whole)).collect();
        let asked: BTreeSet<_> = users.iter().copied().flatten().chain(whole).collect();
        let (Some(&min), Some(&max)) = (asked.first(), asked.last()) else { return };
        if ranges.known && asked.iter().all(|user| (ranges.users.min..=ranges.users.max).contains(user)) {
            return;
        }
        let all_say = users.iter().all(Option::is_some);
        self.scc.run_as_user = if min == 0 && !all_say {
            self.besides("any user, root too");
            strategy("RunAsAny")
        } else if min == max {
            self.besides(format_args!("user {min}, and no other"));
            Strategy { uid: Some(min), ..strategy("MustRunAs") }
        } else {
            self.besides(format_args!("users {min} to {max}"));
            Strategy { uid_range_min: Some(min), uid_range_max: Some(max), ..strategy("MustRunAsRange") }
        };
    }

    fn fs_group(&mut self, spec: &PodSpec, ranges: &Ranges) {
        let asked = spec.security_context.as_ref().and_then(|context| context.fs_group);
        let first = ranges.groups.first().filter(|_| ranges.known).map(|range| range.min);
        let Some(group) = asked.filter(|group| Some(*group) != first) else { return };
        let only = IdRange { min: group, max: group };
        self.scc.fs_group = Strategy { ranges: Some(vec![only]), ..strategy("MustRunAs") };
        self.besides(format_args!("the group {group} for volumes, and no other"));
    }

    /// Demands the label that is asked for, where it is one and the same for all, and allows any where it is not.
    fn label(&mut self, spec: &PodSpec, contexts: &[SecurityContext]) {
        let whole = spec.security_context.as_ref().and_then(|context| context.se_linux_options.as_ref());
        let own: Vec<_> = contexts.iter().filter_map(|context| context.se_linux_options.as_ref()).collect();
        let Some(first) = whole.or(own.first().copied()) else { return };
        let has_level =
            |options: &SELinuxOptions| options.level.as_ref().is_some_and(|level| !level.is_empty());
        // Without a level in it, an SCC demands the project's, which such a pod has not.
        if whole.is_some() && own.iter().all(|options| *options == first) && has_level(first) {
            self.scc.se_linux_context.se_linux_options = Some(first.clone());
            self.besides("the SELinux label that the pod has, and no other");
        } else {
            self.scc.se_linux_context = strategy("RunAsAny");
            self.besides("any SELinux label");
        }
    }

    fn profiles(&mut self, pod: &Pod, spec: &PodSpec, contexts: &[SecurityContext]) {
        let whole = spec.security_context.as_ref().and_then(|context| context.seccomp_profile.as_ref());
        let fields = contexts.iter().filter_map(|context| context.seccomp_profile.as_ref()).chain(whole);
        let annotations = pod.metadata.annotations.iter().flatten();
        let annotated = annotations
            .filter(|(key, _)| key.contains("seccomp.security.alpha.kubernetes.io/"))
            .map(|(_, profile)| profile.clone());
        let asked: BTreeSet<_> = fields.map(profile_name).chain(annotated).collect();
        let allowed = self.scc.seccomp_profiles.get_or_insert_default();
        let ordinary = |name: &str| matches!(name, "" | "runtime/default" | "docker/default");
        let more: Vec<_> = asked.into_iter().filter(|name| !ordinary(name)).collect();
        allowed.extend(more.iter().cloned());
        for profile in more {
            self.besides(format_args!("the seccomp profile `{profile}`"));
        }
    }

    fn node(&mut self, spec: &PodSpec) {
        let containers = spec.containers.iter().chain(spec.init_containers.iter().flatten());
        let debug =
            spec.ephemeral_containers.iter().flatten().flat_map(|container| container.ports.iter().flatten());
        let mut ports = containers.flat_map(|container| container.ports.iter().flatten()).chain(debug);
        let host_ports = ports.any(|port| port.host_port.is_some_and(|port| port > 0));
        let scc = &mut self.scc;
        let asked = [
            (spec.host_network == Some(true), &mut scc.allow_host_network, "the network of the node"),
            (host_ports, &mut scc.allow_host_ports, "ports of the node"),
            (spec.host_pid == Some(true), &mut scc.allow_host_pid, "the processes of the node"),
            (
                spec.host_ipc == Some(true),
                &mut scc.allow_host_ipc,
                "the inter-process communication of the node",
            ),
        ];
        let mut besides = Vec::new();
        for (asked, allowed, what) in asked {
            if asked {
                *allowed = true;
                besides.push(what.to_owned());
            }
        }
        self.besides.extend(besides);
    }

    fn volumes(&mut self, spec: &PodSpec) {
        let allowed = self.scc.volumes.get_or_insert_default();
        let kinds: BTreeSet<_> = spec.volumes.iter().flatten().filter_map(kind_of).collect();
        let more: Vec<_> =
            kinds.into_iter().filter(|kind| !allowed.iter().any(|allowed| allowed == kind)).collect();
        allowed.extend(more.iter().map(|kind| (*kind).to_owned()));
        self.scc.allow_host_dir_volume_plugin = more.contains(&"hostPath");
        if more.contains(&"flexVolume") {
            let flex = spec.volumes.iter().flatten().filter_map(|volume| volume.flex_volume.as_ref());
            let drivers: BTreeSet<_> = flex.map(|flex| flex.driver.clone()).collect();
            self.scc.allowed_flex_volumes =
                Some(drivers.into_iter().map(|driver| AllowedFlexVolume { driver }).collect());
        }
        if !more.is_empty() {
            self.besides(format_args!("volumes of the kind {}", list(&more)));
        }
    }

    fn sysctls(&mut self, spec: &PodSpec) {
        let context = spec.security_context.as_ref();
        let names = context.and_then(|context| context.sysctls.as_ref()).into_iter().flatten();
        let unsafe_ones: BTreeSet<_> =
            names.map(|sysctl| sysctl.name.clone()).filter(|name| !is_safe_sysctl(name)).collect();
        for name in &unsafe_ones {
            self.besides(format_args!("the sysctl `{name}`, which the kubelet has to allow as well"));
        }
        self.scc.allowed_unsafe_sysctls =
            (!unsafe_ones.is_empty()).then(|| unsafe_ones.into_iter().collect());
    }
}

fn strategy(type_: &str) -> Strategy {
    Strategy { type_: type_.to_owned(), ..Strategy::default() }
}
